"""A database backend of one connection, to whichever replica answers and keeps up, or else to the primary.

A replica that fails, or falls behind, is left alone for some seconds; a question it did not answer is asked again
elsewhere, so that a reader never notices. Where the primary is lost as well, a replica that is behind is better than
no newspaper.
"""

import logging
import random
import time

from django.db import InterfaceError, OperationalError
from django.db.backends.postgresql import base
from psycopg.errors import SerializationFailure

logger = logging.getLogger("newsroom.replicas")

REST = 10  # seconds for which a lost server is not asked again
# A replica cut off from its primary would go on showing what was withdrawn, for as long as it is cut off. One started
# again has received less than it had replayed, until its primary writes again.
KEEPS_UP = """
    SELECT NOT pg_is_in_recovery() OR (
        EXISTS (SELECT FROM pg_stat_wal_receiver) AND (
            pg_last_wal_receive_lsn() <= pg_last_wal_replay_lsn()
            OR now() - pg_last_xact_replay_timestamp() < interval '5 seconds'
        )
    )
"""

# (host, port) -> when it may be asked again, for all threads of the process.
_resting: dict[tuple, float] = {}


class DatabaseWrapper(base.DatabaseWrapper):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.execute_wrappers.append(self._ask_again_elsewhere)

    def get_new_connection(self, conn_params):
        failure = None
        for server, may_be_behind in self._by_preference():
            try:
                connection = super().get_new_connection(conn_params | server | {"autocommit": True})
                if may_be_behind or _keeps_up(connection):
                    self._server = server
                    return connection
                connection.close()
                _rest(server, "it is behind or has lost its primary")
            except self.Database.OperationalError as error:
                failure = error
                _rest(server, error)
        raise failure

    def is_usable(self):
        """Asked before each request: a replica that has fallen behind since is given up for another."""
        try:
            return _keeps_up(self.connection)
        except self.Database.Error:
            return False

    def _by_preference(self):
        """(server, whether it may be behind): replicas that keep up, the primary, and at last whatever answers."""
        replicas = self.settings_dict["REPLICAS"]
        shuffled = random.sample(replicas, len(replicas))
        primary = {}
        rested = [server for server in [*shuffled, primary] if time.monotonic() >= _resting.get(_key(server), 0)]
        return [(server, server == primary) for server in rested] + [(server, True) for server in [*shuffled, primary]]

    def _ask_again_elsewhere(self, execute, sql, params, many, context):
        try:
            return execute(sql, params, many, context)
        except (OperationalError, InterfaceError) as error:
            # A replica cancels a question that stands in the way of what it receives from the primary.
            in_the_way = isinstance(error.__cause__, SerializationFailure)
            if self.in_atomic_block or not (in_the_way or self.connection is None or self.connection.closed):
                raise
            _rest(self._server, error)
        self.close()
        self.ensure_connection()
        context["cursor"].cursor = self.create_cursor()
        return execute(sql, params, many, context)


def _keeps_up(connection):
    return connection.execute(KEEPS_UP).fetchone()[0]


def _rest(server, reason):
    if time.monotonic() >= _resting.get(_key(server), 0):
        _resting[_key(server)] = time.monotonic() + REST
        name = ":".join(map(str, filter(None, _key(server)))) or "the primary"
        logger.warning("%s is not read from for %d s: %s", name, REST, " ".join(str(reason).split()))


def _key(server):
    return server.get("host"), server.get("port")
