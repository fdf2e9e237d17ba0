"""Runs functions at the same time, each with its own connection to the test's database. For transactional tests."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor

from django.db import connection, connections


def share_database(tmp_path, monkeypatch):
    """Connections to a database in memory cannot wait for one another; those to a file can."""
    if connection.vendor == "sqlite":
        path = tmp_path / "newsroom.sqlite3"
        with sqlite3.connect(path) as copy:
            connection.connection.backup(copy)
        # Copy the settings, to keep this thread's connection: closing it would delete the database in memory.
        monkeypatch.setitem(connections.settings, "default", {**connections.settings["default"], "NAME": str(path)})


def at_once(functions):
    """The results of the functions, after share_database()."""
    with ThreadPoolExecutor(len(functions)) as pool:
        return list(pool.map(_closing, functions))


def _closing(function):
    try:
        return function()
    finally:
        connections.close_all()
