"""What a database of either kind holds."""

from contextlib import contextmanager

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

# The tables of SQLite's search index.
INDEX = "articles_search"
# Tables that are empty after the migrations, and not once anybody has written or imported anything.
WRITTEN = ["articles_article", "articles_issue", "auth_user"]


def held_rows(connection) -> dict[str, int]:
    """The number of rows of each table, without the search index, which is derived from the others."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        counts = {}
        for table in sorted(tables):
            if not table.startswith((INDEX, "sqlite_")):
                cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608 (our tables)
                counts[table] = cursor.fetchone()[0]
    return counts


def is_empty(connection) -> bool:
    """Whether nothing would be lost with it. A database that cannot be read is not empty."""
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
    """A connection to another database, registered as `alias` while the context lasts."""
    options = {name: value for name, value in settings["OPTIONS"].items() if name != "pool"}
    configured = connections.configure_settings({DEFAULT_DB_ALIAS: {**settings, "OPTIONS": options}})
    connections.databases[alias] = configured[DEFAULT_DB_ALIAS]
    try:
        yield connections[alias]
    finally:
        connections[alias].close()
        del connections[alias]
        del connections.databases[alias]
