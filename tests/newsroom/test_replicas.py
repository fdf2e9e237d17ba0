"""Anonymous readers read from replicas; users see what they have just written."""

import os
import subprocess
import time

import pytest
from django.conf import settings
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
REQUESTS = RequestFactory()


def read_from(request):
    return ReadersFromReplicas(lambda request: HttpResponse(Router().db_for_read(None)))(request).content.decode()


def test_anonymous_readers_read_from_the_replicas():
    assert read_from(REQUESTS.get("/articles/1/")) == replicas.ALIAS
    assert read_from(REQUESTS.head("/")) == replicas.ALIAS


@pytest.mark.parametrize(
    "request_",
    [
        REQUESTS.get("/", headers={"cookie": "sessionid=abc"}),
        REQUESTS.get("/api/v1/articles/", headers={"authorization": "Token abc"}),
        REQUESTS.post("/admin/login/"),
    ],
    ids=["an editor", "a token", "a POST"],
)
def test_users_who_may_have_written_read_from_the_primary(request_):
    assert read_from(request_) == DEFAULT_DB_ALIAS


@pytest.mark.django_db
def test_a_transaction_reads_what_it_wrote():
    def view(request):
        with transaction.atomic():
            return HttpResponse(Router().db_for_read(None))

    assert ReadersFromReplicas(view)(REQUESTS.get("/")).content.decode() == DEFAULT_DB_ALIAS


def test_commands_and_all_writes_use_the_primary():
    assert Router().db_for_read(None) == DEFAULT_DB_ALIAS
    assert Router().db_for_write(None) == DEFAULT_DB_ALIAS


def test_sqlite_has_no_replicas():
    with pytest.raises(ImproperlyConfigured, match="PostgreSQL"):
        databases("sqlite:///paper.sqlite3", ["postgres://127.0.0.1/paper"])


def test_replicas_and_primary_are_one_entry():
    entry = databases("postgres://paper:key@db.example/paper?pool=8", ["postgres://a:5433/other", "postgres://b/x"])
    entry = entry[replicas.ALIAS]
    assert [entry[name] for name in ("HOST", "PORT", "NAME")] == ["a,b,db.example", "5433,5432,5432", "paper"]
    assert [entry[name] for name in ("USER", "PASSWORD")] == ["paper", "key"]
    assert "pool" not in entry["OPTIONS"]


def test_replicas_may_have_one_user_other_than_the_primarys():
    reader = databases("postgres://paper@db/paper", ["postgres://reader:key@a/paper", "postgres://reader:key@b/paper"])
    assert (reader[replicas.ALIAS]["USER"], reader[replicas.ALIAS]["PASSWORD"]) == ("reader", "key")
    with pytest.raises(ImproperlyConfigured, match="same user"):
        databases("postgres://paper@db/paper", ["postgres://reader@a/paper", "postgres://b/paper"])


def test_threads_can_share_a_connection_pool():
    settings = databases("postgres://paper@db.example/paper?pool=8")["default"]
    assert settings["OPTIONS"]["pool"]["max_size"] == 8
    assert settings["CONN_MAX_AGE"] == 0


@pytest.fixture(scope="module")
def pair():
    with Server() as primary, Replica(primary) as replica:
        yield primary, replica


@pytest.fixture
def readers(pair, django_db_blocker):
    primary, replica = pair
    connection = ConnectionHandler(databases(primary.url(), [replica.url()]))[replicas.ALIAS]
    with django_db_blocker.unblock():
        yield connection
        connection.close()


def is_read_from_a_replica(connection):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_is_in_recovery()")
        return cursor.fetchone()[0]


def next_request(connection):
    connection.close_if_unusable_or_obsolete()


@pytest.mark.slow
@needs_postgresql
def test_a_killed_replica_costs_at_most_the_current_request(pair, readers):
    _primary, replica = pair
    assert is_read_from_a_replica(readers)
    replica.stop()
    try:
        with pytest.raises(OperationalError):
            is_read_from_a_replica(readers)
        next_request(readers)
        assert not is_read_from_a_replica(readers)
        readers.close()
        assert not is_read_from_a_replica(readers)
    finally:
        replica.start()
    readers.close()
    assert is_read_from_a_replica(readers)


@pytest.mark.slow
@needs_postgresql
def test_a_replica_killed_between_two_requests_costs_nothing(pair, readers):
    _primary, replica = pair
    assert is_read_from_a_replica(readers)
    next_request(readers)
    replica.stop()
    try:
        assert not is_read_from_a_replica(readers)
    finally:
        replica.start()


@pytest.mark.slow
@needs_postgresql
def test_readers_use_the_replica_while_the_primary_is_down(pair, readers):
    primary, replica = pair
    assert is_read_from_a_replica(readers)
    primary.stop()
    try:
        next_request(readers)
        assert is_read_from_a_replica(readers)
        readers.close()
        assert is_read_from_a_replica(readers)
    finally:
        primary.start()
        until(lambda: follows(replica), seconds=30)


def is_current(server):
    done = subprocess.run(
        [settings.BASE_DIR / "newsroom" / "deploy" / "replica_is_current", "", "", "127.0.0.1", str(server.port)],
        env=os.environ | {"PGUSER": "postgres", "PGDATABASE": "postgres"},
        check=False,
    )
    return done.returncode == 0


@pytest.mark.slow
@needs_postgresql
def test_the_check_passes_current_servers(pair):
    primary, replica = pair
    assert is_current(primary)
    assert is_current(replica)
    primary.stop()
    try:
        assert not is_current(primary)
    finally:
        primary.start()
        until(lambda: follows(replica), seconds=30)


@pytest.mark.slow
@needs_postgresql
def test_the_check_fails_a_replica_cut_off_from_its_primary(pair):
    _primary, replica = pair
    source = replica.sql("SHOW primary_conninfo")
    follow(replica, "")
    try:
        until(lambda: not follows(replica), seconds=30)
        assert not is_current(replica)
    finally:
        follow(replica, source)
        until(lambda: follows(replica), seconds=30)
    assert is_current(replica)


def follows(replica):
    return replica.sql("SELECT count(*) FROM pg_stat_wal_receiver") == "1"


def follow(replica, source):
    quoted = source.replace("'", "''")
    replica.sql(f"ALTER SYSTEM SET primary_conninfo = '{quoted}'")
    replica.sql("SELECT pg_reload_conf()")


@pytest.mark.slow
@needs_postgresql
def test_the_check_passes_a_restarted_replica_without_new_writes(pair):
    primary, replica = pair
    primary.sql("CREATE TABLE corrections (id int)")
    until(lambda: replica.sql("SELECT to_regclass('corrections') IS NOT NULL") == "t", seconds=30)
    replica.stop()
    time.sleep(6)  # longer than a replica may be behind
    replica.start()
    until(lambda: follows(replica), seconds=30)
    assert is_current(replica)
