"""While the database fails, readers get an error page, editors their text and operators one line in the log."""

import shutil

import pytest
from django.contrib.auth.models import User
from django.db import DEFAULT_DB_ALIAS, connection, connections

from newsroom.databases import database
from tests.commands import manage
from tests.postgres import Server

from .paper import Browser


@pytest.fixture(scope="session")
def seed(tmp_path_factory):
    var_dir = tmp_path_factory.mktemp("seed")
    assert manage(var_dir, "import_seed").returncode == 0
    return var_dir / "newsroom.sqlite3"


@pytest.fixture
def uses(monkeypatch, django_db_blocker):
    """uses(url) makes that the database, with the settings of a web server."""
    original = connections[DEFAULT_DB_ALIAS]

    def use(url):
        settings = connections.configure_settings({DEFAULT_DB_ALIAS: database(url)})
        monkeypatch.setitem(connections.databases, DEFAULT_DB_ALIAS, settings[DEFAULT_DB_ALIAS])
        connections[DEFAULT_DB_ALIAS] = connections.create_connection(DEFAULT_DB_ALIAS)

    with django_db_blocker.unblock():
        yield use
        connection.close()
    connections[DEFAULT_DB_ALIAS] = original


@pytest.fixture
def sqlite(uses, seed, tmp_path):
    """Use SQLite; returns the folder of the database."""
    shutil.copy(seed, tmp_path)
    uses(f"sqlite:///{tmp_path / 'newsroom.sqlite3'}")
    return tmp_path


@pytest.fixture(scope="module")
def seeded_server(tmp_path_factory):
    with Server() as server:
        server.sql("CREATE DATABASE seeded")
        for command in ("migrate", "import_seed"):
            done = manage(tmp_path_factory.mktemp("server"), command, DATABASE_URL=server.url("seeded"))
            assert done.returncode == 0
        yield server


@pytest.fixture
def server(uses, seeded_server):
    """Use the database `paper` of a PostgreSQL server."""
    seeded_server.sql("DROP DATABASE IF EXISTS paper WITH (FORCE)")
    seeded_server.sql("CREATE DATABASE paper TEMPLATE seeded")
    uses(seeded_server.url("paper"))
    yield seeded_server
    connection.close()


@pytest.fixture
def reader():
    return Browser(raise_request_exception=False)


@pytest.fixture
def editor():
    def signed_in(**options):
        user = User.objects.filter(is_superuser=True).first() or User.objects.create_superuser("chief")
        browser = Browser(raise_request_exception=False, **options)
        browser.force_login(user)
        return browser

    return signed_in
