"""What a database holds, whichever it is."""

from contextlib import contextmanager

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

# The tables of SQLite's search index.
INDEX = "articles_search"
# Whatever somebody wrote or imported; the rest of a new database comes from its migrations.
WRITTEN = ["articles_article", "articles_issue", "auth_user"]


def held_rows(connection) -> dict[str, int]:
    """How many rows each table has; those of the search index follow from the others."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        counts = {}
        for table in sorted(tables):
            if not table.startswith((INDEX, "sqlite_")):
                cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608 (our tables)
                counts[table] = cursor.fetchone()[0]
    return counts


def is_empty(connection) -> bool:
    """Whether nobody would miss anything. A database that cannot be read is not called empty."""
    try:
        rows = held_rows(connection)
    except DatabaseError:
        return False
    return not any(rows.get(table) for table in WRITTEN)


def missing_migrations(connection):
    executor = MigrationExecutor(connection)
    return executor.migration_plan(executor.loader.graph.leaf_nodes())


def unknown_migrations(connection):
    applied = MigrationRecorder(connection).applied_migrations()
    return applied.keys() - MigrationExecutor(connection).loader.disk_migrations.keys()


@contextmanager
def second_database(settings, alias="second"):
    """A database beside the default one, known by `alias` as long as its connection is open."""
    options = {name: value for name, value in settings["OPTIONS"].items() if name != "pool"}
    configured = connections.configure_settings({DEFAULT_DB_ALIAS: {**settings, "OPTIONS": options}})
    connections.databases[alias] = configured[DEFAULT_DB_ALIAS]
    try:
        yield connections[alias]
    finally:
        connections[alias].close()
        del connections[alias]
        del connections.databases[alias]
