"""System checks of the settings, of SQLite and of the server's fonts."""

import re
from pathlib import Path

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


# Where PDFium looks for fonts, and what files of Chinese ones are named like.
FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "/usr/share/X11/fonts")
CHINESE_FONT = re.compile(
    "cjk|wqy|uming|ukai|sim(sun|hei|kai|fang)|msyh|source-?han|droidsansfallback|fandol|lxgw", re.I
)


@register(deploy=True)
def the_server_has_a_chinese_font(app_configs, **kwargs):
    files = (file for folder in FONT_FOLDERS for file in Path(folder).rglob("*.[ot]t[fc]"))
    if any(CHINESE_FONT.search(file.name) for file in files):
        return []
    return [
        Warning(
            _("No Chinese font is installed, so pages whose PDF names its fonts without embedding them show no text."),
            hint=_("On Debian type:  apt install fonts-noto-cjk"),
            id="articles.W003",
        )
    ]


def _sqlite_connections(databases):
    return [connections[alias] for alias in databases or () if connections[alias].vendor == "sqlite"]


def _value(connection, sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()[0]
