import os
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from django.utils.translation import gettext as _

from newsroom.backups.tables import missing_migrations
from newsroom.command_line import sentence

SECONDS_OF_WORK, SECONDS_OF_PAUSE = 1.0, 0.15


def make_ready(*, dry_run: bool = False) -> None:
    """Create and migrate an SQLite database; on PostgreSQL, raise CommandError if migrations are missing. A dry run
    changes no file: if there is no database yet, it uses one in memory."""
    if dry_run and connection.vendor == "sqlite" and not Path(connection.settings_dict["NAME"]).exists():
        connection.settings_dict["NAME"] = ":memory:"
    _keep_private()
    try:
        missing = missing_migrations(connection)
    except OperationalError as error:
        raise CommandError(sentence(error)) from None
    if not missing:
        return
    in_memory = connection.settings_dict["NAME"] == ":memory:"
    if connection.vendor != "sqlite" or (dry_run and not in_memory):
        raise CommandError(lacks_tables())
    call_command("migrate", verbosity=0, interactive=False)


def lacks_tables() -> str:
    return _("The database lacks the newest tables. Type this first:  {command}").format(command=typed("migrate"))


def _keep_private():
    """Version 0.1.0 created SQLite files that every account on the machine could read."""
    for ending in ("", "-wal", "-shm"):
        file = Path(f"{connection.settings_dict['NAME']}{ending}")
        if connection.vendor == "sqlite" and file.exists() and file.stat().st_uid == os.getuid():
            file.chmod(0o600)


def with_pauses(items: Iterable) -> Iterator:
    """Yield items that are processed in a transaction each, with pauses in which others can write to SQLite. Processes
    that wait for its lock retry every 0.1 s (sqliteDefaultBusyCallback in its main.c), and an import frees the lock for
    only a millisecond between issues: editors would wait for half a minute."""
    resumed = time.monotonic()
    for item in items:
        yield item
        if connection.vendor == "sqlite" and time.monotonic() - resumed > SECONDS_OF_WORK:
            time.sleep(SECONDS_OF_PAUSE)
            resumed = time.monotonic()


def typed(*arguments: str) -> str:
    """The command line for a command of this project, with the interpreter and paths of this process."""
    python = Path(sys.executable)
    here = Path.cwd()
    shown = python.relative_to(here) if python.is_relative_to(here) else python
    script = os.path.relpath(settings.BASE_DIR / "manage.py", here)
    return " ".join([str(shown), script, *arguments])
