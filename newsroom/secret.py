import os
import sys
import tempfile
from pathlib import Path

from django.core.management.utils import get_random_secret_key


def secret_key(path: Path) -> str:
    """The key from DJANGO_SECRET_KEY, or from the file `path`, which is created with access for its owner only."""
    if from_environment := os.environ.get("DJANGO_SECRET_KEY"):
        return from_environment
    if not path.exists():
        _make(path)
    key = path.read_text().strip()
    if not key:
        # Translations are not available yet.
        sys.exit(f"密钥文件 {path} 是空的，不能启动。请恢复备份的密钥；没有备份就删掉它，启动时会另建。")
    return key


def _make(path: Path) -> None:
    # A complete file is linked, so that two processes that start at once read the same key.
    descriptor, draft = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(descriptor, "w") as file:
        file.write(get_random_secret_key())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        os.unlink(draft)
