"""Runs manage.py as a process of its own, on a database of its own."""

import os
import subprocess
import sys

from django.conf import settings


def manage(var_dir, *arguments, **environment):
    """The finished process, with what it printed; its embedded database stands in `var_dir`."""
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DATABASE_URL": "", "NEWSROOM_VAR_DIR": str(var_dir), **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
    )
