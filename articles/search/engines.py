"""The search engine of each database: the same functions for both."""

from types import ModuleType

from . import postgresql, sqlite

ENGINES: dict[str, ModuleType] = {"sqlite": sqlite, "postgresql": postgresql}


def engine_of(connection) -> ModuleType:
    return ENGINES[connection.vendor]
