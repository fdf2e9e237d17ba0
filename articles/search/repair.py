import logging
import threading

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections

from .engines import ENGINES, engine_of

logger = logging.getLogger("articles.search")

_lock = threading.Lock()


def is_damaged(error: Exception) -> bool:
    """Whether the database error means that the search index is damaged or missing."""
    return any(engine.index.is_damaged(error) for engine in ENGINES.values())


def repair_in_background(using: str = DEFAULT_DB_ALIAS) -> None:
    """Start a repair in a thread unless this process has started one; it does nothing if another process was faster."""
    if _lock.acquire(blocking=False):
        threading.Thread(target=_repair, args=(using,), daemon=True).start()


def _repair(using):
    connection = connections[using]
    try:
        if engine_of(connection).index.repair(connection):
            logger.warning("the search index was damaged and has been rebuilt")
    except DatabaseError as error:
        logger.error("the search index is damaged and could not be rebuilt: %s", error)
    finally:
        connection.close()
        _lock.release()
