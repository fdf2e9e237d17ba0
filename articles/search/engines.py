"""The search engine of each database: modules with the same functions."""

from types import ModuleType

from . import postgresql, sqlite

ENGINES: dict[str, ModuleType] = {"sqlite": sqlite, "postgresql": postgresql}


def engine_of(connection) -> ModuleType:
    return ENGINES[connection.vendor]
