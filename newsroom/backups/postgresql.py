import os
import shutil
import subprocess
import tempfile
import zipfile
from contextlib import contextmanager
from pathlib import Path

from django.core.management import CommandError
from django.db import ProgrammingError, transaction
from django.utils.translation import gettext as _

from articles.archiving.writing import snapshot

from .tables import count_rows, second_database

FILE = "database.dump"
COMPRESSION = zipfile.ZIP_STORED  # the dump is compressed already

# Only our own sessions: autovacuum's may not be terminated, but yield.
TERMINATE_SESSIONS = (
    "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s AND usename = current_user"
)


def folder(connection) -> Path:
    return Path(tempfile.gettempdir())


def dump(connection, path):
    """Dump the database without blocking writers, and count its rows in the same snapshot
    (https://www.postgresql.org/docs/current/functions-admin.html#FUNCTIONS-SNAPSHOT-SYNCHRONIZATION)."""
    with snapshot(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_export_snapshot()")
        (exported,) = cursor.fetchone()
        options = ("--format=custom", "--no-owner", "--no-acl")
        _run(connection, "pg_dump", f"--snapshot={exported}", *options, f"--file={path}")
        return count_rows(connection)


@contextmanager
def loaded(connection, dump):
    """The dump as a second database on the server, dropped at the end unless it has replaced the first."""
    first = connection.settings_dict["NAME"]
    name = connection.ops.quote_name(f"{first}_restoring")
    with _server(connection) as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {name}")
        cursor.execute("SELECT datcollate, datctype FROM pg_database WHERE datname = %s", [first])
        collation = "TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE %s LC_CTYPE %s"
        cursor.execute(f"CREATE DATABASE {name} {collation}", cursor.fetchone())
    try:
        with second_database({**connection.settings_dict, "NAME": f"{first}_restoring"}) as opened:
            _run(opened, "pg_restore", "--no-owner", "--no-acl", "--exit-on-error", dump)
            with opened.cursor() as cursor:
                cursor.execute("ANALYZE")
            yield opened
    finally:
        with _server(connection) as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def check_integrity(connection):
    """Nothing to do: pg_restore has checked the dump, and the server every row and constraint."""


def replace_database(connection, second, moment, *, keep):
    """Swap the databases by renaming them, which ends all sessions of the old one. Returns its new name."""
    name, new = connection.settings_dict["NAME"], second.settings_dict["NAME"]
    kept = f"{name}_before_{moment.replace('-', '_')}"
    connection.close()
    second.close()
    quoted = connection.ops.quote_name
    with _server(connection) as cursor:
        cursor.execute(f"ALTER DATABASE {quoted(name)} ALLOW_CONNECTIONS false")
        closed = name
        try:
            cursor.execute(TERMINATE_SESSIONS, [name])
            with transaction.atomic(using=cursor.db.alias):
                cursor.execute(f"ALTER DATABASE {quoted(name)} RENAME TO {quoted(kept)}")
                cursor.execute(f"ALTER DATABASE {quoted(new)} RENAME TO {quoted(name)}")
            closed = kept
        finally:
            cursor.execute(f"ALTER DATABASE {quoted(closed)} ALLOW_CONNECTIONS true")
        if not keep:
            cursor.execute(f"DROP DATABASE {quoted(kept)}")
    return kept if keep else ""


@contextmanager
def _server(connection):
    try:
        elsewhere = {**connection.settings_dict, "NAME": "postgres"}
        with second_database(elsewhere, "server") as server, server.cursor() as cursor:
            yield cursor
    except ProgrammingError as error:
        if "permission denied" not in str(error):
            raise
        user = connection.settings_dict["USER"]
        raise CommandError(
            _("{user} may not make databases. Let the server's administrator type:  {command}").format(
                user=user, command=f"ALTER ROLE {connection.ops.quote_name(user)} CREATEDB;"
            )
        ) from None


def _run(connection, program, *arguments):
    (_psql, *server, name), environment = connection.client.settings_to_cmd_args_env(connection.settings_dict, [])
    done = subprocess.run(  # noqa: S603 (no shell, and the program's name is ours)
        [_path(program), *server, f"--dbname={name}", *arguments],
        env={**os.environ, **(environment or {})},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise CommandError(_("{program} failed: {reason}").format(program=program, reason=done.stderr.strip()))


def _path(program):
    """The latest installed version of the program: on Debian PATH has only one of them."""
    installed = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{program}"), key=lambda path: int(path.parts[-3]))
    if found := installed[-1] if installed else shutil.which(program):
        return found
    raise CommandError(
        _("{program} is missing. On Debian type:  apt install postgresql-client").format(program=program)
    )
