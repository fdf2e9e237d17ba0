"""The whole database as one file, of one moment, and back again.

A backup is a ZIP file: the database as its own tools write it, and `about.json`, which says how many rows every table
held at that moment. Restoring builds a second database from it, checks that, and only then puts it in the place of the
first, which is kept.
"""

import datetime
import fcntl
import json
import os
import shutil
import tempfile
import zipfile
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from django.core.management import call_command
from django.db import DatabaseError
from django.db.migrations.exceptions import InconsistentMigrationHistory
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from articles import search
from newsroom.command_line import sentence

from . import postgresql, sqlite
from .refusal import Refused
from .tables import held_rows, is_empty, missing_migrations, unknown_migrations

__all__ = ["Backup", "Refused", "Restored", "back_up", "restore"]

ENGINES = {"sqlite": sqlite, "postgresql": postgresql}
ABOUT = "about.json"
FORMAT = 1
ARTICLES = "articles_article"
# What reading a ZIP that is damaged, encrypted, packed in another way or crafted can raise.
UNREADABLE = (
    EOFError, KeyError, NotImplementedError, RecursionError, RuntimeError, TypeError, ValueError, zipfile.BadZipFile,
    zipfile.zlib.error,
)  # fmt: skip
# A folder of work begins so; what one may hold that a killed backup or restore left behind.
WORKSPACE = ".backup-"
OURS = {
    ABOUT,
    "backup",
    *(engine.FILE + end for engine in ENGINES.values() for end in ("", "-journal", "-shm", "-wal")),
}


@dataclass(frozen=True)
class Backup:
    """What a backup says of itself."""

    format: int
    database: str  # the kind: sqlite or postgresql
    made_at: str  # ISO 8601, UTC
    rows: dict[str, int]  # by table

    @property
    def articles(self):
        return self.rows[ARTICLES]

    def is_understood(self):
        """Whether its values are what they say they are; anybody may have written the file."""
        moment = isinstance(self.made_at, str) and parse_datetime(self.made_at)
        rows = isinstance(self.rows, dict) and all(type(count) is int for count in self.rows.values())
        return (
            type(self.format) is int
            and self.database in ENGINES
            and bool(moment and moment.tzinfo)
            and rows
            and ARTICLES in self.rows
        )


@dataclass(frozen=True)
class Restored:
    backup: Backup
    kept: str  # where the database that was replaced can be found; empty where there was none


def back_up(connection, path: Path) -> Backup:
    """Write the database as it is at one moment to the file `path`, readable by its owner only. Others go on writing.

    Raises Refused where the file exists, or cannot be written whole; no part of it then stays.
    """
    if os.path.lexists(path):
        raise Refused(_("{file} exists already; a backup never overwrites another.").format(file=path))
    engine = ENGINES[connection.vendor]
    with _refusing_what_the_disk_refuses(), _workspace(path.parent) as folder:
        dump = folder / engine.FILE
        made_at = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
        about = Backup(FORMAT, connection.vendor, made_at, engine.dump(connection, dump))
        if ARTICLES not in about.rows:
            raise Refused(_("There is no newspaper in this database yet, so there is nothing to back up."))
        draft = folder / "backup"
        draft.touch(mode=0o600)
        with zipfile.ZipFile(draft, "w", engine.COMPRESSION, compresslevel=1) as file:
            file.writestr(ABOUT, json.dumps(asdict(about), indent=1))
            file.write(dump, engine.FILE)
        draft.replace(path)
    return about


def restore(connection, path: Path, *, replace: bool = False) -> Restored:
    """Put the database that the file `path` holds in the place of the one at `connection`.

    It is checked first: the file's checksums, the database's own integrity, every table's rows, the program's
    migrations (older ones are brought up to date) and the search index. Raises Refused, with everything as it was,
    where something of that is wrong, or where the database holds anything and `replace` is not set.
    """
    engine = ENGINES[connection.vendor]
    with _refusing_what_the_disk_refuses(), _opened(path) as file:
        backup = _about(file, path)
        if backup.database != connection.vendor:
            raise Refused(_other_kind(backup))
        empty = is_empty(connection)
        if not (empty or replace):
            raise Refused(
                _("The database is not empty. With --replace the backup takes its place, and the old one is kept.")
            )
        with _workspace(engine.folder(connection)) as folder:
            dump = Path(file.extract(engine.FILE, folder))
            with engine.loaded(connection, dump) as second:
                _check(second, backup)
                kept = engine.take_the_place(connection, second, _moment(), keep=not empty)
    return Restored(backup, kept)


def _about(file, path):
    try:
        damaged = file.testzip()
        backup = Backup(**json.loads(file.read(ABOUT)))
        if not backup.is_understood():
            raise ValueError(ABOUT)
    except UNREADABLE:
        raise _no_backup(path) from None
    if damaged:
        raise Refused(_("{file} is damaged: its checksum is wrong.").format(file=path))
    if backup.format > FORMAT:
        raise Refused(_("{file} was made by a newer version of this program.").format(file=path))
    if ENGINES[backup.database].FILE not in file.namelist():
        raise _no_backup(path)
    return backup


def _no_backup(path):
    return Refused(_("{file} is no backup of this program, or it is damaged.").format(file=path))


def _check(second, backup):
    ENGINES[second.vendor].check_integrity(second)
    if unknown_migrations(second):
        raise Refused(_("The backup was made by a newer version of this program. Update the program first."))
    rows = held_rows(second)
    wrong = [table for table in backup.rows.keys() | rows.keys() if backup.rows.get(table) != rows.get(table)]
    if wrong:
        raise Refused(_("The backup is not whole: rows are missing in {tables}.").format(tables=", ".join(wrong)))
    if missing_migrations(second):
        call_command("migrate", database=second.alias, verbosity=0, interactive=False)
    if not search.is_complete(second.alias):
        search.rebuild(second.alias)


def _other_kind(backup):
    names = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
    return _(
        "The backup is of a {kind} database, and DATABASE_URL names another kind. Restore it with a DATABASE_URL of "
        "its own kind, and then move it with move_to."
    ).format(kind=names[backup.database])


def _moment():
    return f"{timezone.localtime():%Y%m%d-%H%M%S}"


@contextmanager
def _opened(path):
    try:
        file = zipfile.ZipFile(path)
    except FileNotFoundError:
        raise Refused(_("There is no file {file}.").format(file=path)) from None
    except (OSError, *UNREADABLE):
        raise _no_backup(path) from None
    with file:
        yield file


@contextmanager
def _workspace(parent):
    """A folder on the same disk, for its owner only, that leaves nothing behind. It is locked for as long as it is in
    use, so that those of processes that were killed can be told from others, and are removed."""
    if not parent.is_dir():
        raise Refused(_("There is no folder {folder}. Is its disk mounted?").format(folder=parent))
    for left in parent.glob(f"{WORKSPACE}*"):
        if _is_abandoned(left):
            shutil.rmtree(left, ignore_errors=True)
    folder = Path(tempfile.mkdtemp(prefix=WORKSPACE, dir=parent))
    try:
        with _locked(folder):
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _is_abandoned(folder):
    try:
        ours = folder.is_dir() and not folder.is_symlink() and folder.stat().st_uid == os.getuid()
        # One that is still empty may be about to be locked by whoever has just made it.
        if not ours or not set() < {path.name for path in folder.iterdir()} <= OURS:
            return False
        with _locked(folder):
            return True
    except OSError:
        return False


@contextmanager
def _locked(folder):
    """Raises BlockingIOError where another process holds the lock."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(descriptor)


@contextmanager
def _refusing_what_the_disk_refuses():
    try:
        yield
    except (OSError, DatabaseError, InconsistentMigrationHistory) as error:
        reason = sentence(error)
        raise Refused(_("Nothing was changed: {reason}").format(reason=reason)) from error
