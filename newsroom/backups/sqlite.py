import shutil
import sqlite3
import zipfile
from pathlib import Path

from django.core.management import CommandError
from django.db import DatabaseError
from django.utils.translation import gettext as _

from .tables import count_rows, second_database

FILE = "database.sqlite3"
COMPRESSION = zipfile.ZIP_DEFLATED


def folder(connection) -> Path:
    return _file(connection).parent


def dump(connection, path):
    """Copy the database without blocking writers, and count its rows. The copy has no free pages, and so no deleted
    text (https://www.sqlite.org/lang_vacuum.html)."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(path)])
    with loaded(connection, path) as copy:
        return count_rows(copy)


def loaded(connection, path):
    return second_database({**connection.settings_dict, "NAME": str(path)})


def check_integrity(connection):
    try:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA integrity_check(1)")
            (verdict,) = cursor.fetchone()
    except DatabaseError as error:
        verdict = str(error)
    if verdict != "ok":
        raise CommandError(_("The database in the backup is damaged: {reason}").format(reason=verdict))


def replace_database(connection, second, moment, *, keep):
    """Write `second` over the database in one transaction, and return the file that keeps the old one, or ""."""
    target, kept = _file(connection), ""
    if keep:
        kept = target.with_name(f"{target.name}.before-{moment}")
        if not _copied(connection, kept):
            return _moved_aside(connection, second, kept)
    connection.ensure_connection()
    second.ensure_connection()
    with connection.wrap_database_errors:
        second.connection.backup(connection.connection)
    connection.close()
    return str(kept)


def _copied(connection, kept):
    try:
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(kept)])
    except (DatabaseError, sqlite3.Error):
        kept.unlink(missing_ok=True)
        return False
    kept.chmod(0o600)
    return True


def _moved_aside(connection, second, kept):
    """Used if the old database is too damaged to be copied: rename its files and move the new one to its place."""
    target = _file(connection)
    connection.close()
    second.close()
    for ending in ("", "-wal", "-shm"):
        file = target.with_name(target.name + ending)
        if file.exists():
            file.rename(kept.with_name(kept.name + ending))
    shutil.move(second.settings_dict["NAME"], target)
    return str(kept)


def _file(connection):
    return Path(connection.settings_dict["NAME"])
