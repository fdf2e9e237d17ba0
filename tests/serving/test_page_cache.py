"""Pages cached in memory: served without rendering them again, and never after a change."""

import os
import re
import shutil
import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from django.contrib.auth import get_user_model
from django.db import connection

from articles.models import Section
from newsroom.page_cache.data_version import postgresql_version
from tests.commands import manage

from .server import serving

STORY = "/articles/3/"


@pytest.fixture
def server(var_dir):
    with serving(var_dir, "--workers", "2", LOG_FORMAT="json") as server:
        yield server


def run(var_dir, code):
    finished = manage(var_dir, "shell", "--no-imports", "-c", f"from articles.models import *\n{code}")
    assert finished.returncode == 0, finished.stderr
    return finished.stdout.strip()


def by_every_process(server, path):
    """The responses to enough requests to reach each process."""
    return [server.get(path) for _ in range(12)]


def last_logged(server):
    return re.findall(r'"path": "([^"]+)", "status": (\d+).*"queries": (\d+)', server.log.read_text())[-1]


@pytest.mark.slow
def test_a_page_is_rendered_once_and_then_costs_one_query(server):
    answers = by_every_process(server, STORY)
    assert {answer.body for answer in answers} == {answers[0].body}
    assert len({answer.headers["X-Request-ID"] for answer in answers}) == 12
    assert last_logged(server) == (STORY, "200", "1")


@pytest.mark.slow
def test_tracking_parameters_use_the_cached_page(server):
    shared = [server.get(f"{STORY}?from=singlemessage&isappinstalled={number}") for number in range(12)]
    assert last_logged(server) == (STORY, "200", "1")
    assert {(answer.body, answer.headers["No-Vary-Search"]) for answer in shared} == {
        (server.get(STORY).body, "params")
    }


@pytest.mark.slow
def test_pages_that_read_parameters_are_cached_apart(server):
    by_every_process(server, "/search/")
    found = [server.get(f"/search/?q={typed}").text for typed in ("%E6%B0%B4%E5%88%A9", "%E7%B3%9C%E6%9E%97") * 6]
    assert len(set(found)) == 2
    assert "No-Vary-Search" not in server.get("/search/").headers


@pytest.mark.slow
def test_concurrent_requests_share_one_rendering(server):
    with ThreadPoolExecutor(12) as visitors:
        answers = list(visitors.map(lambda _: server.get("/"), range(24)))
    assert {answer.status for answer in answers} == {200}
    counts = [int(queries) for queries in re.findall(r'"path": "/", .*"queries": (\d+)', server.log.read_text())]
    assert len(counts) == 24
    # Once in each process, and again if its 30 seconds were just over; without waiting it would be six.
    assert sum(queries > 1 for queries in counts) <= 4


@pytest.mark.slow
def test_a_matching_etag_returns_304(server):
    etag = by_every_process(server, STORY)[0].headers["ETag"]
    for known in (etag, f"W/{etag}", f'"other", {etag}', "*"):
        again = server.get(STORY, headers={"If-None-Match": known})
        assert (again.status, again.body, again.headers["ETag"]) == (304, b"", etag)
        assert again.headers["Cache-Control"] == "public, max-age=30, stale-while-revalidate=30"
    assert last_logged(server) == (STORY, "304", "1")
    assert server.get(STORY, headers={"If-None-Match": '"older"'}).status == 200


@pytest.mark.slow
def test_head_returns_no_body(server):
    page = by_every_process(server, STORY)[0]
    head = server.get(STORY, "HEAD")
    assert (head.status, head.body) == (200, b"")
    assert head.headers["Content-Length"] == page.headers["Content-Length"]


@pytest.mark.slow
def test_a_change_by_another_program_shows_at_once(server, var_dir):
    by_every_process(server, STORY)
    with sqlite3.connect(var_dir / "newsroom.sqlite3") as database:
        database.execute("UPDATE articles_section SET name = '山水' WHERE slug = 'environment'")
    for answer in by_every_process(server, STORY):
        assert '<a href="/sections/environment/">山水</a>' in answer.text
        assert '"articleSection": "山水"' in answer.text


@pytest.mark.slow
def test_a_withdrawn_story_is_gone_at_once(server, var_dir):
    by_every_process(server, STORY)
    run(var_dir, "Article.objects.filter(pk=3).update(status='withdrawn')")
    assert {answer.status for answer in by_every_process(server, STORY)} <= {404, 410}
    assert all("水利局开展河湖" not in answer.text for answer in by_every_process(server, "/"))


@pytest.mark.slow
def test_a_scheduled_story_shows_on_time(server, var_dir):
    run(
        var_dir,
        "from datetime import timedelta; from django.utils import timezone\n"
        "soon = timezone.now() + timedelta(seconds=6)\n"
        "Article.objects.filter(pk=3).update(publish_at=soon)",
    )
    scheduled = time.monotonic()
    assert all("水利局开展河湖" not in answer.text for answer in by_every_process(server, "/"))
    time.sleep(max(0, 6.5 - (time.monotonic() - scheduled)))
    assert all("水利局开展河湖" in answer.text for answer in by_every_process(server, "/"))


@pytest.mark.slow
def test_a_restored_database_shows_at_once(server, var_dir, tmp_path):
    database = var_dir / "newsroom.sqlite3"
    by_every_process(server, STORY)
    with sqlite3.connect(database) as original, sqlite3.connect(tmp_path / "restored") as copy:
        original.backup(copy)
        copy.execute("UPDATE articles_section SET name = '山水' WHERE slug = 'environment'")
    for part in ("-wal", "-shm"):
        shutil.rmtree(f"{database}{part}", ignore_errors=True)
    os.replace(tmp_path / "restored", database)
    # Threads may still read from the former file; this tests that the cache queries the new one.
    server.get(STORY)
    assert last_logged(server)[2] != "1"


@pytest.mark.slow
def test_signed_in_users_bypass_the_cache(server):
    by_every_process(server, STORY)
    server.get(STORY, headers={"Cookie": "sessionid=somebody"})
    assert int(last_logged(server)[2]) > 1


@pytest.mark.slow
def test_missing_and_private_pages_are_not_cached(server):
    for path in ("/articles/999/", "/admin/login/", "/healthz"):
        assert len({answer.status for answer in by_every_process(server, path)}) == 1
        assert last_logged(server)[2] != "1" or path == "/healthz"


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL")
def test_postgresql_version_differs_after_a_change():
    version = partial(postgresql_version, "default")
    # Between two queries the server may do background work.
    assert any(version() == version() for _ in range(5))
    before = version()
    Section.objects.create(name="山水", slug="landscape")
    assert version() != before
    before = version()
    get_user_model().objects.create_user("editor")
    assert version() != before
