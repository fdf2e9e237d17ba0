"""Readers read from replicas, as long as those are any good; nobody misses what he has just written."""

import time

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import DEFAULT_DB_ALIAS, OperationalError, transaction
from django.db.utils import ConnectionHandler
from django.http import HttpResponse
from django.test import RequestFactory

from newsroom import replicas
from newsroom.databases import databases
from newsroom.replicas import ReadersFromReplicas, Router
from tests.postgres import BINARIES, Replica, Server
from tests.waiting import until

needs_postgresql = pytest.mark.skipif(BINARIES is None, reason="no PostgreSQL server is installed")
ASKED = RequestFactory()


def read_from(request):
    """The alias from which a view reads in answer to the request."""
    return ReadersFromReplicas(lambda request: HttpResponse(Router().db_for_read(None)))(request).content.decode()


def test_anonymous_readers_read_from_the_replicas():
    assert read_from(ASKED.get("/articles/1/")) == replicas.ALIAS
    assert read_from(ASKED.head("/")) == replicas.ALIAS


@pytest.mark.parametrize(
    "request_",
    [
        ASKED.get("/", headers={"cookie": "sessionid=abc"}),
        ASKED.get("/api/v1/articles/", headers={"authorization": "Token abc"}),
        ASKED.post("/admin/login/"),
    ],
    ids=["an editor", "a program that may write", "what may write"],
)
def test_who_may_have_written_reads_from_the_primary(request_):
    assert read_from(request_) == DEFAULT_DB_ALIAS


@pytest.mark.django_db
def test_a_transaction_reads_what_it_wrote():
    def view(request):
        with transaction.atomic():
            return HttpResponse(Router().db_for_read(None))

    assert ReadersFromReplicas(view)(ASKED.get("/")).content.decode() == DEFAULT_DB_ALIAS


def test_commands_and_all_writing_go_to_the_primary():
    assert Router().db_for_read(None) == DEFAULT_DB_ALIAS
    assert Router().db_for_write(None) == DEFAULT_DB_ALIAS


def test_an_embedded_database_has_no_replicas():
    with pytest.raises(ImproperlyConfigured, match="PostgreSQL"):
        databases("sqlite:///paper.sqlite3", ["postgres://127.0.0.1/paper"])


def test_the_threads_of_a_process_can_share_a_pool_of_connections():
    settings = databases("postgres://paper@db.example/paper?pool=8")["default"]
    assert settings["OPTIONS"]["pool"]["max_size"] == 8
    assert settings["CONN_MAX_AGE"] == 0


@pytest.fixture(scope="module")
def pair():
    with Server() as primary, Replica(primary) as replica:
        yield primary, replica


@pytest.fixture
def readers(pair, monkeypatch, django_db_blocker):
    """The connection of one thread of readers; servers rest for no longer than an instant."""
    from newsroom.replicas import base

    primary, replica = pair
    monkeypatch.setattr(base, "REST", 0)
    connection = ConnectionHandler(databases(primary.url(), [replica.url()]))[replicas.ALIAS]
    with django_db_blocker.unblock():
        yield connection
        connection.close()


def is_read_from_a_replica(connection):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_is_in_recovery()")
        return cursor.fetchone()[0]


def next_request(connection):
    """What Django does between two requests."""
    connection.health_check_done = False
    connection.close_if_unusable_or_obsolete()


@pytest.mark.slow
@needs_postgresql
def test_a_replica_killed_in_mid_connection_costs_no_reader_an_answer(pair, readers):
    _primary, replica = pair
    assert is_read_from_a_replica(readers)
    replica.stop()
    try:
        assert not is_read_from_a_replica(readers)
    finally:
        replica.start()
    readers.close()
    assert is_read_from_a_replica(readers)


@pytest.mark.slow
@needs_postgresql
def test_a_replica_that_lost_its_primary_is_left_since_it_would_go_on_showing_what_was_withdrawn(pair, readers):
    _primary, replica = pair
    assert is_read_from_a_replica(readers)
    source = replica.sql("SHOW primary_conninfo")
    follow(replica, "")
    try:
        until(lambda: replica.sql("SELECT count(*) FROM pg_stat_wal_receiver") == "0", seconds=30)
        next_request(readers)
        assert not is_read_from_a_replica(readers)
    finally:
        follow(replica, source)
    until(lambda: replica.sql("SELECT count(*) FROM pg_stat_wal_receiver") == "1", seconds=30)
    readers.close()
    assert is_read_from_a_replica(readers)


@pytest.mark.slow
@needs_postgresql
def test_where_the_primary_is_lost_readers_still_have_the_replica(pair, readers):
    primary, replica = pair
    assert is_read_from_a_replica(readers)
    primary.stop()
    try:
        until(lambda: replica.sql("SELECT count(*) FROM pg_stat_wal_receiver") == "0", seconds=30)
        next_request(readers)
        assert is_read_from_a_replica(readers)
    finally:
        primary.start()
        until(lambda: replica.sql("SELECT count(*) FROM pg_stat_wal_receiver") == "1", seconds=30)


def follow(replica, source):
    quoted = source.replace("'", "''")
    replica.sql(f"ALTER SYSTEM SET primary_conninfo = '{quoted}'")
    replica.sql("SELECT pg_reload_conf()")


@pytest.mark.slow
@needs_postgresql
def test_a_replica_started_again_is_read_from_though_nothing_is_written_in_the_meantime(pair, readers):
    primary, replica = pair
    primary.sql("CREATE TABLE corrections (id int)")
    until(lambda: replica.sql("SELECT to_regclass('corrections') IS NOT NULL") == "t", seconds=30)
    replica.stop()
    time.sleep(6)  # for so long it may be behind
    replica.start()
    until(lambda: replica.sql("SELECT count(*) FROM pg_stat_wal_receiver") == "1", seconds=30)
    assert is_read_from_a_replica(readers)


@pytest.mark.slow
@needs_postgresql
def test_a_question_that_is_wrong_is_not_asked_again(readers):
    with readers.cursor() as cursor:
        cursor.execute("SET statement_timeout = 50")
        with pytest.raises(OperationalError, match="statement timeout"):
            cursor.execute("SELECT pg_sleep(5)")
