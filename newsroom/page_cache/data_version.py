"""Has anything changed since? One cheap question to the database tells, whatever was changed and by whom.

SQLite counts for each connection the commits of all others (https://www.sqlite.org/pragma.html#pragma_data_version).
PostgreSQL's snapshot names the transactions whose work can be seen, and a replica how far it has come; where they are
equal so is everything that can be read (https://www.postgresql.org/docs/current/functions-info.html#FUNCTIONS-INFO-SNAPSHOT).
Both also move when a session is saved or another program writes to the server: then pages are made anew for nothing,
but never is an old one shown.
"""

import os
import sqlite3
import threading
import time
from collections import defaultdict
from contextlib import contextmanager
from urllib.parse import quote

from django.db import DatabaseError, connections

from articles.models import Article
from newsroom import deadlines, replicas

# As long as an unchanged paper is taken for unchanged. It bounds whatever depends on the day, and any mistake of ours.
SECONDS = 30
# How long the database may take to say whether anything has changed; where it does not, it is not asked for a while.
LONGEST_QUERY, REST = 1, 1
# How long to wait for a page that is being made for another reader, before making it as well.
LONGEST_WAIT_FOR_A_PAGE = 3


class PaperState:
    """What was made while nothing changed. `until` (seconds since the epoch) is when a story becomes public."""

    def __init__(self, token, made, until):
        self.token, self.made, self.until = token, made, until
        self.pages = {}
        self.bytes = 0
        self._making = defaultdict(threading.Lock)

    @contextmanager
    def making(self, key):
        """For the time in which a page is made: others who ask for it wait a little, rather than make it again. Not
        for long, since what makes it slow may be a query that waits itself."""
        lock = self._making[key]
        held = lock.acquire(timeout=LONGEST_WAIT_FOR_A_PAGE)
        try:
            yield
        finally:
            if held:
                lock.release()

    def holds(self, token, now):
        # A clock that was set back would show stories whose time has not come.
        return token == self.token and self.made <= now < self.until


class PaperStates:
    """The present state for each database server this process reads from."""

    def __init__(self):
        self.alias = replicas.ALIAS if replicas.ALIAS in connections else "default"
        embedded = connections[self.alias].vendor == "sqlite"
        self._ask = EmbeddedDatabase(connections[self.alias]) if embedded else DatabaseServer(connections, self.alias)
        self._states = {}
        self._replacing = threading.Lock()
        self._asks_again = 0

    def current(self):
        """The PaperState of this moment, or None where the database does not answer."""
        if time.monotonic() < self._asks_again:
            return None
        try:
            with deadlines.within(LONGEST_QUERY):
                return self._current(time.time())
        except (DatabaseError, sqlite3.Error, OSError):
            self._asks_again = time.monotonic() + REST
            return None

    def known(self):
        """The same where it is known without waiting: an embedded database says at once whether anything changed."""
        if not isinstance(self._ask, EmbeddedDatabase):
            return None
        try:
            server, token = self._ask()
        except (sqlite3.Error, OSError):
            return None
        return self._held(server, token)

    def _held(self, server, token):
        state = self._states.get(server)
        return state if state and state.holds(token, time.time()) else None

    def _current(self, now):
        server, token = self._ask()
        return self._held(server, token) or self._renewed(server, token, now)

    def _renewed(self, server, token, now):
        # Asked before the lock is taken: nobody waits for another's query.
        until = self._until(now)
        with self._replacing:
            if not self._held(server, token):
                self._states[server] = PaperState(token, now, until)
            return self._states[server]

    def _until(self, now):
        following = Article.objects.using(self.alias).next_publication()
        latest = now + SECONDS
        return min(latest, following.timestamp()) if following else latest


class EmbeddedDatabase:
    """Asks over a connection on which nothing is ever written, so that every commit is another connection's."""

    def __init__(self, connection):
        self._path = str(connection.settings_dict["NAME"])
        self._lock = threading.Lock()
        self._file, self._connection = None, None

    def __call__(self):
        status = os.stat(self._path)
        file = (status.st_dev, status.st_ino)
        with self._lock:
            # A database that was restored is another file under the same name.
            if file != self._file:
                # Where it would have to wait, for whatever lock, it fails at once.
                self._connection = sqlite3.connect(
                    f"file:{quote(self._path)}?mode=rw",
                    uri=True,
                    check_same_thread=False,
                    isolation_level=None,
                    timeout=0,
                )
                self._file = file
            return file, self._connection.execute("PRAGMA data_version").fetchone()[0]


class DatabaseServer:
    """Asks over the connection on which this thread's pages are read."""

    QUESTION = """
        SELECT concat_ws(' ', inet_server_addr(), inet_server_port()),
               concat_ws(' ', pg_last_wal_replay_lsn(), pg_current_snapshot())
    """

    def __init__(self, connections, alias):
        self._connections, self._alias = connections, alias

    def __call__(self):
        connection = self._connections[self._alias]
        with connection.cursor() as cursor:
            cursor.execute(self.QUESTION)
            answer = cursor.fetchone()
        if connection.settings_dict["CONN_MAX_AGE"] == 0:
            connection.close()  # back to the pool: no request may follow that would do it
        return answer
