"""Has the database changed? One cheap query tells, also for changes by other programs.

SQLite counts the commits of other connections (https://www.sqlite.org/pragma.html#pragma_data_version). PostgreSQL's
snapshot names the visible transactions, and a replica reports how far it has replayed: if both are equal, so is all
that can be read (https://www.postgresql.org/docs/current/functions-info.html#FUNCTIONS-INFO-SNAPSHOT). Both also change
when a session is saved: pages are then rendered needlessly, but never served outdated.
"""

import math
import os
import sqlite3
import threading
import time
from collections import defaultdict
from contextlib import contextmanager
from functools import partial
from urllib.parse import quote

from django.db import DatabaseError, connections

from articles.models import Article
from newsroom import deadlines, replicas

# Maximum age of a version even if the database has not changed: covers a new day, and bugs.
MAX_AGE = 30  # seconds
# Limit of the query, and for how long it is not repeated after a failure.
QUERY_TIMEOUT, COOLDOWN = 1, 1  # seconds
# How long to wait for a page that another request is rendering, before rendering it too.
RENDER_TIMEOUT = 3  # seconds

POSTGRESQL_QUERY = """
    SELECT concat_ws(' ', inet_server_addr(), inet_server_port()),
           concat_ws(' ', pg_last_wal_replay_lsn(), pg_current_snapshot())
"""


class DataVersion:
    """The pages rendered from one version of the data, valid from `created` until `until` (seconds since the epoch)."""

    def __init__(self, token, created, until):
        self.token, self.created, self.until = token, created, until
        self.pages = {}
        self.bytes = 0
        self._locks = defaultdict(threading.Lock)

    @contextmanager
    def rendering(self, key):
        """Lock a page while it is rendered. Others wait only briefly: it may be slow because of a query that waits."""
        lock = self._locks[key]
        acquired = lock.acquire(timeout=RENDER_TIMEOUT)
        try:
            yield
        finally:
            if acquired:
                lock.release()

    def is_current(self, token):
        # A clock that was set back would show scheduled stories too early.
        return token == self.token and self.created <= time.time() < self.until


class DataVersions:
    """The current version of each database server that this process reads from."""

    def __init__(self):
        self._alias = replicas.ALIAS if replicas.ALIAS in connections else "default"
        connection = connections[self._alias]
        self._is_sqlite = connection.vendor == "sqlite"
        self._query = SQLiteVersion(connection) if self._is_sqlite else partial(postgresql_version, self._alias)
        self._versions = {}
        self._replacing = threading.Lock()
        self._cooldown_ends = 0

    def current(self):
        if time.monotonic() < self._cooldown_ends:
            return None
        try:
            with deadlines.within(QUERY_TIMEOUT):
                server, token = self._query()
                return self._cached(server, token) or self._new(server, token)
        except (DatabaseError, sqlite3.Error, OSError):
            self._cooldown_ends = time.monotonic() + COOLDOWN
            return None

    def without_waiting(self):
        """The current DataVersion if there is one and no server has to be queried for it: on SQLite."""
        try:
            return self._cached(*self._query()) if self._is_sqlite else None
        except (sqlite3.Error, OSError):
            return None

    def _cached(self, server, token):
        version = self._versions.get(server)
        return version if version and version.is_current(token) else None

    def _new(self, server, token):
        now = time.time()
        # Queried before the lock is acquired, so that no request waits for another's query.
        following = Article.objects.using(self._alias).next_publication()
        until = min(now + MAX_AGE, following.timestamp() if following else math.inf)
        with self._replacing:
            if not self._cached(server, token):
                self._versions[server] = DataVersion(token, now, until)
            return self._versions[server]


class SQLiteVersion:
    """(file, version). Its own connection never writes, so it counts every commit."""

    def __init__(self, connection):
        self._path = str(connection.settings_dict["NAME"])
        self._lock = threading.Lock()
        self._file, self._connection = None, None

    def __call__(self):
        status = os.stat(self._path)
        file = (status.st_dev, status.st_ino)
        with self._lock:
            # A restored database is another file with the same name.
            if file != self._file:
                uri = f"file:{quote(self._path)}?mode=rw"
                # timeout=0: fail instead of waiting for a lock.
                self._connection = sqlite3.connect(
                    uri, uri=True, check_same_thread=False, isolation_level=None, timeout=0
                )
                self._file = file
            return file, self._connection.execute("PRAGMA data_version").fetchone()[0]


def postgresql_version(alias):
    """(server, version), over the connection on which this thread reads its pages."""
    connection = connections[alias]
    with connection.cursor() as cursor:
        cursor.execute(POSTGRESQL_QUERY)
        version = cursor.fetchone()
    if connection.settings_dict["CONN_MAX_AGE"] == 0:
        connection.close()  # back to the pool: there may be no Django request to do it
    return version
