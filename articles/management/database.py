"""Is the database ready for the program's tables?"""

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

    The embedded database is made and migrated at once. A server's database belongs to whoever runs the server. A dry
    run changes no file: before there is any database it works on one in memory.
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
    """Version 0.1.0 left the files of the embedded database readable by whoever has an account on the machine."""
    for ending in ("", "-wal", "-shm"):
        file = Path(f"{connection.settings_dict['NAME']}{ending}")
        if connection.vendor == "sqlite" and file.exists() and file.stat().st_uid == os.getuid():
            file.chmod(0o600)


class Turns:
    """Lets others write in between: to be called wherever a long work has just committed.

    Whoever waits for SQLite's lock asks again each tenth of a second (sqliteDefaultBusyCallback in its main.c), and an
    import that goes from issue to issue leaves it free for a thousandth: an editor would wait by the ten seconds.
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
