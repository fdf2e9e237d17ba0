"""Backs up the database to one file and restores it. A backup is a ZIP file with a dump by the database's own tools and
`about.json`, which records every table's number of rows. The originals of pictures are in a folder beside it."""

import datetime
import fcntl
import json
import os
import shutil
import tempfile
import zipfile
import zlib
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from django.core.management import CommandError, call_command
from django.db import DatabaseError
from django.db.migrations.exceptions import InconsistentMigrationHistory
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import search
from newsroom.command_line import sentence

from . import postgresql, sqlite
from .pictures import FOLDER, TABLES, Copied, back_up_originals, restore_originals
from .tables import count_rows, is_empty, missing_migrations, unknown_migrations

ENGINES = {"sqlite": sqlite, "postgresql": postgresql}
ABOUT = "about.json"
FORMAT = 1
ARTICLES = "articles_article"
# Raised on reading a ZIP file that is damaged, encrypted, forged or uses another compression.
UNREADABLE = (AttributeError, EOFError, KeyError, RuntimeError, TypeError, ValueError, zipfile.BadZipFile, zlib.error)
WORKSPACE = ".newsroom-backup-"


@dataclass(frozen=True)
class Backup:
    """The contents of `about.json`."""

    format: int
    database: str  # sqlite or postgresql
    made_at: str  # ISO 8601, UTC
    rows: dict[str, int]  # by table

    @property
    def articles(self):
        return self.rows[ARTICLES]


def back_up(connection, path: Path) -> tuple[Backup, Copied | None]:
    """Write a consistent snapshot of the database to the new file `path`, readable only by its owner, and the originals
    of pictures that are new into the folder beside it. Does not block writers. Raises CommandError, and leaves no file
    of that name, if it exists or cannot be written completely."""
    if os.path.lexists(path):
        raise CommandError(_("{file} exists already; a backup never overwrites another.").format(file=path))
    engine = ENGINES[connection.vendor]
    with _failures_explained(), _workspace(path.parent) as folder:
        dump = folder / engine.FILE
        made_at = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
        about = Backup(FORMAT, connection.vendor, made_at, engine.dump(connection, dump))
        if ARTICLES not in about.rows:
            raise CommandError(_("There is no newspaper in this database yet, so there is nothing to back up."))
        draft = folder / "backup"
        draft.touch(mode=0o600)
        with zipfile.ZipFile(draft, "w", engine.COMPRESSION, compresslevel=1) as file:
            file.writestr(ABOUT, json.dumps(asdict(about), indent=1))
            file.write(dump, engine.FILE)
        # A database that is not migrated yet has none.
        has_originals = any(about.rows.get(table) for table in TABLES)
        copied = _back_up_originals(connection, path.parent / FOLDER) if has_originals else None
        draft.replace(path)
    return about, copied


def _back_up_originals(connection, folder):
    folder.mkdir(mode=0o700, exist_ok=True)
    # Inside, because the folder may be on another disk.
    with _workspace(folder) as workspace:
        return back_up_originals(connection, folder, workspace)


def restore(connection, path: Path, *, replace: bool = False) -> tuple[Backup, Copied, str]:
    """Replace the database by the backup, and add the originals of its pictures. Returns the backup, the originals, and
    where the old database is kept, or "" if it was empty. Loads a second database first and checks checksums,
    integrity, the number of rows in every table, migrations (missing ones are applied), search index and the digest of
    each original. Raises CommandError, and changes nothing in the database, if a check fails, or if it is not empty and
    `replace` is false."""
    engine = ENGINES[connection.vendor]
    with _failures_explained(), _opened(path) as file:
        backup = _about(file, path)
        if backup.database != connection.vendor:
            names = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
            message = _(
                "The backup is of a {kind} database, and DATABASE_URL names another kind. Restore it with a "
                "DATABASE_URL of its own kind, and then move it with move_to."
            )
            raise CommandError(message.format(kind=names[backup.database]))
        empty = is_empty(connection)
        if not (empty or replace):
            raise CommandError(
                _("The database is not empty. With --replace the backup takes its place, and the old one is kept.")
            )
        with _workspace(engine.folder(connection)) as folder:
            dump = Path(file.extract(engine.FILE, folder))
            with engine.loaded(connection, dump) as second:
                _check(second, backup)
                copied = restore_originals(second, path.parent / FOLDER)
                moment = f"{timezone.localtime():%Y%m%d-%H%M%S}"
                kept = engine.replace_database(connection, second, moment, keep=not empty)
    return backup, copied, kept


def _about(file, path):
    try:
        damaged = file.testzip()
        backup = Backup(**json.loads(file.read(ABOUT)))
        if not _is_understood(backup):
            raise _no_backup(path)
    except UNREADABLE:
        raise _no_backup(path) from None
    if damaged:
        raise CommandError(_("{file} is damaged: its checksum is wrong.").format(file=path))
    if backup.format > FORMAT:
        raise CommandError(_("{file} was made by a newer version of this program.").format(file=path))
    if ENGINES[backup.database].FILE not in file.namelist():
        raise _no_backup(path)
    return backup


def _is_understood(backup):
    """Whether the values have the right types: the file may be forged."""
    return (
        type(backup.format) is int
        and backup.database in ENGINES
        and datetime.datetime.fromisoformat(backup.made_at).tzinfo is not None
        and type(backup.rows[ARTICLES]) is int
        and all(type(count) is int for count in backup.rows.values())
    )


def _no_backup(path):
    return CommandError(_("{file} is no backup of this program, or it is damaged.").format(file=path))


def _check(second, backup):
    ENGINES[second.vendor].check_integrity(second)
    if unknown_migrations(second):
        raise CommandError(_("The backup was made by a newer version of this program. Update the program first."))
    rows = count_rows(second)
    wrong = [table for table in backup.rows.keys() | rows.keys() if backup.rows.get(table) != rows.get(table)]
    if wrong:
        raise CommandError(_("The backup is not whole: rows are missing in {tables}.").format(tables=", ".join(wrong)))
    if missing_migrations(second):
        call_command("migrate", database=second.alias, verbosity=0, interactive=False)
    if not search.is_complete(second.alias):
        search.rebuild(second.alias)


def _opened(path):
    try:
        return zipfile.ZipFile(path)
    except FileNotFoundError:
        raise CommandError(_("There is no file {file}.").format(file=path)) from None
    except (OSError, *UNREADABLE):
        raise _no_backup(path) from None


@contextmanager
def _workspace(parent):
    """A temporary folder in `parent`, on the same disk. It is locked while in use, so that the folders of killed
    processes can be recognized and removed."""
    if not parent.is_dir():
        raise CommandError(_("There is no folder {folder}. Is its disk mounted?").format(folder=parent))
    for abandoned in parent.glob(f"{WORKSPACE}*"):
        with suppress(OSError), _locked(abandoned):
            # Another process may have just created an empty one and not locked it yet.
            if any(abandoned.iterdir()):
                shutil.rmtree(abandoned)
    temporary = tempfile.TemporaryDirectory(prefix=WORKSPACE, dir=parent, ignore_cleanup_errors=True)
    with temporary as folder, _locked(folder):
        yield Path(folder)


@contextmanager
def _locked(folder):
    """Raises BlockingIOError if another process holds the lock."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(descriptor)


@contextmanager
def _failures_explained():
    try:
        yield
    except (OSError, DatabaseError, InconsistentMigrationHistory) as error:
        raise CommandError(_("Nothing was changed: {reason}").format(reason=sentence(error))) from error
