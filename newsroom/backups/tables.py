from contextlib import contextmanager

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

# Empty after the migrations, until somebody writes or imports something.
CONTENT_TABLES = ["articles_article", "articles_issue", "auth_user"]


def count_rows(connection) -> dict[str, int]:
    """The number of rows of each table, except those of SQLite's search index, which can be rebuilt."""
    counts = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if not table.startswith(("articles_search", "sqlite_")):
                cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608 (our tables)
                counts[table] = cursor.fetchone()[0]
    return counts


def is_empty(connection) -> bool:
    """Whether the database has no content. One that cannot be read is not empty."""
    try:
        rows = count_rows(connection)
    except DatabaseError:
        return False
    return not any(rows.get(table) for table in CONTENT_TABLES)


def missing_migrations(connection):
    executor = MigrationExecutor(connection)
    return executor.migration_plan(executor.loader.graph.leaf_nodes())


def unknown_migrations(connection):
    applied = MigrationRecorder(connection).applied_migrations()
    return applied.keys() - MigrationExecutor(connection).loader.disk_migrations.keys()


@contextmanager
def second_database(settings, alias="second"):
    """A context manager for a connection to another database, registered as `alias`."""
    options = {name: value for name, value in settings["OPTIONS"].items() if name != "pool"}
    configured = connections.configure_settings({DEFAULT_DB_ALIAS: {**settings, "OPTIONS": options}})
    connections.databases[alias] = configured[DEFAULT_DB_ALIAS]
    try:
        yield connections[alias]
    finally:
        connections[alias].close()
        del connections[alias]
        del connections.databases[alias]
