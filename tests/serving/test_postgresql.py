"""`manage.py serve` on PostgreSQL, with and without a connection pool."""

import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest

from tests import postgres
from tests.commands import manage
from tests.waiting import until

from .server import request, serving

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(postgres.BINARIES is None, reason="no PostgreSQL server is installed"),
]

STORY = "/articles/3/"


@pytest.fixture(scope="module")
def database():
    with postgres.Server() as server:
        yield server


@pytest.mark.parametrize("connections", ["", "?pool=2"], ids=["a connection for each thread", "a pool"])
def test_pages_are_cached_and_a_change_shows_at_once(database, connections, tmp_path):
    url = database.url() + connections
    assert manage(tmp_path, "migrate", "-v0", DATABASE_URL=url).returncode == 0
    assert manage(tmp_path, "import_seed", DATABASE_URL=url).returncode == 0
    with serving(tmp_path, "--workers", "2", DATABASE_URL=url, LOG_FORMAT="json") as server:
        with ThreadPoolExecutor(8) as visitors:
            answers = list(visitors.map(lambda _: server.get(STORY), range(60)))
        assert {answer.status for answer in answers} == {200}
        assert '"queries": 1,' in server.log.read_text().splitlines()[-1]
        name = f"山水{len(connections)}"
        database.sql(f"UPDATE articles_section SET name = '{name}' WHERE slug = 'environment'")
        assert all(name in server.get(STORY).text for _ in range(8))


@contextmanager
def locked(database, table, seconds):
    statement = f"BEGIN; LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE; SELECT 'locked'; SELECT pg_sleep({seconds})"
    command = ["psql", "-X", "-h", "127.0.0.1", "-p", str(database.port), "-U", "postgres", "-At", "-c", statement]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        until(
            lambda: database.sql("SELECT count(*) FROM pg_locks WHERE mode = 'AccessExclusiveLock' AND granted") != "0",
            10,
        )
        yield
    finally:
        process.kill()
        process.wait(20)
        database.sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE query LIKE '%pg_sleep%' AND pid <> pg_backend_pid()"
        )


@pytest.mark.slow
@pytest.mark.parametrize("connections", ["", "?pool=2"], ids=["a connection for each thread", "a pool"])
def test_with_a_locked_table_no_request_takes_more_than_20_seconds(database, connections, tmp_path):
    url = database.url() + connections
    assert manage(tmp_path, "migrate", "-v0", DATABASE_URL=url).returncode == 0
    assert manage(tmp_path, "import_seed", DATABASE_URL=url).returncode == 0

    def timed(path):
        started = time.monotonic()
        status = request(server.port, path).status
        return status, time.monotonic() - started

    with serving(tmp_path, "--workers", "2", DATABASE_URL=url) as server:
        assert server.get(STORY).status == 200
        with locked(database, "articles_article", 120), ThreadPoolExecutor(16) as visitors:
            waiting = [visitors.submit(timed, f"/articles/{number % 7 + 1}/") for number in range(12)]
            for _ in range(20):
                status, seconds = timed("/healthz")
                assert status == 200
                assert seconds < 2
                time.sleep(0.2)
            answers = [each.result() for each in waiting]
        # Cached pages are still shown.
        assert {503} <= {status for status, _ in answers} <= {200, 503}
        assert max(seconds for _, seconds in answers) < 22
        until(lambda: server.get(STORY).status == 200, seconds=10)
