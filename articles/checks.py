"""System checks of the settings and of SQLite."""

from django.conf import settings
from django.core.checks import Error, Tags, Warning, register
from django.db import connections
from django.utils.translation import gettext as _


@register(Tags.database)
def sqlite_can_search(app_configs, databases=None, **kwargs):
    return [
        Error(
            _("The SQLite of this Python has no FTS5, which the search needs."),
            hint=_("Install a Python whose sqlite3 module has FTS5, or use PostgreSQL by setting DATABASE_URL."),
            id="articles.E001",
        )
        for connection in _sqlite_connections(databases)
        if not _value(connection, "SELECT count(*) FROM pragma_module_list WHERE name = 'fts5'")
    ]


@register(Tags.database)
def sqlite_keeps_a_write_ahead_log(app_configs, databases=None, **kwargs):
    return [
        Warning(
            _("The database file does not keep a write-ahead log, so readers and editors will wait for one another."),
            hint=_("Put the database on a local disk; network file systems cannot keep such a log."),
            id="articles.W001",
        )
        for connection in _sqlite_connections(databases)
        if _value(connection, "PRAGMA journal_mode") not in {"wal", "memory"}
    ]


@register(Tags.urls, deploy=True)
def the_paper_has_one_address(app_configs, **kwargs):
    if settings.NEWSROOM_URL:
        return []
    return [
        Warning(
            _("NEWSROOM_URL is not set, so feeds and search engines take the paper for another at each of its names."),
            hint=_("Set it to the paper's own address, for example NEWSROOM_URL=https://paper.example."),
            id="articles.W002",
        )
    ]


def _sqlite_connections(databases):
    return [connections[alias] for alias in databases or () if connections[alias].vendor == "sqlite"]


def _value(connection, sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()[0]
