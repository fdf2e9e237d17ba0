"""Makes the database ready for a command."""

import os
import sys
import time
from pathlib import Path

from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from django.utils.translation import gettext as _

from newsroom.backups.tables import missing_migrations
from newsroom.command_line import sentence


def make_ready(*, dry_run: bool = False) -> None:
    """Bring the database's tables up to date, or stop with the line to type.

    An SQLite database is created and migrated; on a PostgreSQL server the operator runs migrate. A dry run changes no
    file: if there is no database yet, it works on one in memory.
    """
    if dry_run and _is_missing():
        connection.settings_dict["NAME"] = ":memory:"
    _keep_private()
    if not _lacks_tables():
        return
    in_memory = connection.settings_dict["NAME"] == ":memory:"
    if connection.vendor != "sqlite" or (dry_run and not in_memory):
        raise CommandError(lacks_tables())
    call_command("migrate", verbosity=0, interactive=False)


def lacks_tables() -> str:
    return _("The database lacks the newest tables. Type this first:  {command}").format(command=typed("migrate"))


def _keep_private():
    """Version 0.1.0 left the files of an SQLite database readable by every account on the machine."""
    for ending in ("", "-wal", "-shm"):
        file = Path(f"{connection.settings_dict['NAME']}{ending}")
        if connection.vendor == "sqlite" and file.exists() and file.stat().st_uid == os.getuid():
            file.chmod(0o600)


class Turns:
    """Lets other processes write during long work; to be called after each commit.

    A process that waits for SQLite's lock tries again every 0.1 s (sqliteDefaultBusyCallback in its main.c). An import
    leaves the lock free for a thousandth of a second between two issues, so an editor would wait for tens of seconds.
    """

    AT_WORK, PAUSE = 1.0, 0.15  # seconds

    def __init__(self):
        self._resumed = time.monotonic()

    def pass_on(self):
        if connection.vendor == "sqlite" and time.monotonic() - self._resumed > self.AT_WORK:
            time.sleep(self.PAUSE)
            self._resumed = time.monotonic()


def typed(*arguments: str) -> str:
    """The command line for one of this project's commands, the way it was typed this time."""
    python = Path(sys.executable)
    here = Path.cwd()
    shown = python.relative_to(here) if python.is_relative_to(here) else python
    script = os.path.relpath(settings.BASE_DIR / "manage.py", here)
    return " ".join([str(shown), script, *arguments])


def _is_missing():
    return connection.vendor == "sqlite" and not Path(connection.settings_dict["NAME"]).exists()


def _lacks_tables():
    try:
        return bool(missing_migrations(connection))
    except OperationalError as error:
        raise CommandError(sentence(error)) from None
