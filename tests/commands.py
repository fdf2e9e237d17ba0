"""Runs manage.py as a process of its own, on a database of its own."""

import os
import subprocess
import sys

from django.conf import settings


def environment(var_dir, **changes):
    """For a process with its embedded database in `var_dir`, or with the one that DATABASE_URL in `changes` names."""
    own = {
        "DATABASE_URL": "",
        "DATABASE_REPLICA_URLS": "",
        "NEWSROOM_VAR_DIR": str(var_dir),
        "DJANGO_SETTINGS_MODULE": "newsroom.settings",
    }
    return {**os.environ, **own, **changes}


def manage(var_dir, *arguments, **changes):
    """The finished process, with what it printed; its embedded database stands in `var_dir`."""
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=settings.BASE_DIR,
        env=environment(var_dir, **changes),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
    )
