"""Builds a damaged index anew without anybody having to ask for it."""

import logging
import threading

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections

from . import postgresql, sqlite

logger = logging.getLogger("articles.search")

_at_work = threading.Lock()


def is_damaged(error):
    """Whether the database failed because its search index is damaged, or gone."""
    return sqlite.index.is_damaged(error) or postgresql.index.is_damaged(error)


def mend_in_background(using=DEFAULT_DB_ALIAS):
    """Returns at once. Of many requests that meet the damage only the first has it mended; another process mends it as
    well, unless it finds the index sound again."""
    if _at_work.acquire(blocking=False):
        threading.Thread(target=_mend, args=(using,), daemon=True).start()


def _mend(using):
    connection = connections[using]
    try:
        engine = {"sqlite": sqlite, "postgresql": postgresql}[connection.vendor]
        if engine.index.mend(connection):
            logger.warning("the search index was damaged and has been built anew")
    except DatabaseError as error:
        logger.error("the search index is damaged and could not be built anew: %s", error)
    finally:
        connection.close()
        _at_work.release()
