"""Runs manage.py in a separate process, on its own database."""

import os
import subprocess
import sys

from django.conf import settings


def environment(var_dir, **changes):
    """The environment of a process with an SQLite database in `var_dir`, unless `changes` sets DATABASE_URL."""
    own = {
        "DATABASE_URL": "",
        "DATABASE_REPLICA_URLS": "",
        "NEWSROOM_VAR_DIR": str(var_dir),
        "DJANGO_SETTINGS_MODULE": "newsroom.settings",
    }
    return {**os.environ, **own, **changes}


def manage(var_dir, *arguments, **changes):
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=settings.BASE_DIR,
        env=environment(var_dir, **changes),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
    )
