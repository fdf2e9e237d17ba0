"""A killed upload or backup leaves whole files only, and no picture without its files."""

import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import zipfile

import pytest
from django.conf import settings

from tests.commands import environment, manage

pytestmark = pytest.mark.slow

MOMENTS = 4
ADD = "from tests.pictures.folders import add; [add(f'{seed}.jpg', seed=seed) for seed in range(5)]"


def begun(var_dir, *arguments):
    return subprocess.Popen(
        [sys.executable, "manage.py", *arguments],
        cwd=settings.BASE_DIR,
        env=environment(var_dir),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def killed(process, moment):
    time.sleep(moment)
    process.send_signal(signal.SIGKILL)
    process.wait(timeout=60)


def moments(duration):
    """Random moments of the part in which the work is done: a process starts for about half of it."""
    return [duration * (0.4 + 0.6 * (index + random.random()) / MOMENTS) for index in range(MOMENTS)]


def files(folder):
    """The complete files, by their name; others in the making end with .part or are in a hidden folder."""
    found = {path.relative_to(folder): path for path in folder.rglob("*") if path.is_file()}
    return {str(name): path.read_bytes() for name, path in found.items() if not name.name.startswith(".")}


def digests(var_dir):
    database = sqlite3.connect(var_dir / "newsroom.sqlite3")
    try:
        return [digest for (digest,) in database.execute("SELECT digest FROM articles_picture")]
    finally:
        database.close()


def test_kill_9_while_pictures_are_added(tmp_path):
    prepared, whole = tmp_path / "prepared", tmp_path / "whole"
    assert manage(prepared, "migrate").returncode == 0
    shutil.copytree(prepared, whole)
    started = time.monotonic()
    assert manage(whole, "shell", "--no-imports", "-c", ADD).returncode == 0
    complete = files(whole / "pictures")
    for moment in moments(time.monotonic() - started):
        trial = tmp_path / f"trial-{moment:.6f}"
        shutil.copytree(prepared, trial)
        killed(begun(trial, "shell", "--no-imports", "-c", ADD), moment)
        left = files(trial / "pictures")
        assert left.items() <= complete.items()
        of_rows = {name for name in complete for digest in digests(trial) if digest in name}
        assert of_rows <= left.keys()
    assert manage(trial, "shell", "--no-imports", "-c", ADD).returncode == 0
    assert files(trial / "pictures") == complete
    assert len(digests(trial)) == 5


def test_kill_9_during_a_backup(tmp_path):
    paper, backups = tmp_path / "paper", tmp_path / "backups"
    assert manage(paper, "import_seed").returncode == 0
    assert manage(paper, "shell", "--no-imports", "-c", ADD).returncode == 0
    backups.mkdir()
    originals = files(paper / "pictures" / "originals")
    started = time.monotonic()
    assert manage(paper, "backup", str(backups / "whole.backup")).returncode == 0
    for number, moment in enumerate(moments(time.monotonic() - started)):
        shutil.rmtree(backups / "pictures", ignore_errors=True)
        killed(begun(paper, "backup", str(backups / f"{number}.backup")), moment)
        left = files(backups / "pictures")
        left = {name: content for name, content in left.items() if not name.startswith(".newsroom-backup-")}
        assert left.items() <= originals.items()
        if (backups / f"{number}.backup").exists():
            assert left == originals
            assert zipfile.ZipFile(backups / f"{number}.backup").testzip() is None
    assert manage(paper, "backup", str(backups / "last.backup")).returncode == 0
    assert files(backups / "pictures") == originals
    assert manage(tmp_path / "second", "restore", str(backups / "last.backup")).returncode == 0
    assert files(tmp_path / "second" / "pictures") == files(paper / "pictures")
