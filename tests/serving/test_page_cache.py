"""Pages kept in memory: given again without being made again, and never once anything has changed."""

import os
import re
import shutil
import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.auth import get_user_model
from django.db import connection, connections

from articles.models import Section
from newsroom.page_cache.data_version import DatabaseServer
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
    """The answers to as many visits as make sure that each process was asked."""
    return [server.get(path) for _ in range(12)]


def last_logged(server):
    return re.findall(r'"path": "([^"]+)", "status": (\d+).*"queries": (\d+)', server.log.read_text())[-1]


@pytest.mark.slow
def test_a_page_is_made_once_and_then_costs_one_question(server):
    answers = by_every_process(server, STORY)
    assert {answer.body for answer in answers} == {answers[0].body}
    assert len({answer.headers["X-Request-ID"] for answer in answers}) == 12
    assert last_logged(server) == (STORY, "200", "1")


@pytest.mark.slow
def test_a_story_passed_on_with_parameters_is_the_same_page(server):
    passed_on = [server.get(f"{STORY}?from=singlemessage&isappinstalled={number}") for number in range(12)]
    assert last_logged(server) == (STORY, "200", "1")
    assert {(answer.body, answer.headers["No-Vary-Search"]) for answer in passed_on} == {
        (server.get(STORY).body, "params")
    }


@pytest.mark.slow
def test_pages_that_read_parameters_are_told_apart(server):
    by_every_process(server, "/search/")
    found = [server.get(f"/search/?q={typed}").text for typed in ("%E6%B0%B4%E5%88%A9", "%E7%B3%9C%E6%9E%97") * 6]
    assert len(set(found)) == 2
    assert "No-Vary-Search" not in server.get("/search/").headers


@pytest.mark.slow
def test_many_who_ask_at_once_are_given_what_was_made_once(server):
    with ThreadPoolExecutor(12) as visitors:
        answers = list(visitors.map(lambda _: server.get("/"), range(24)))
    assert {answer.status for answer in answers} == {200}
    made = [int(queries) for queries in re.findall(r'"path": "/", .*"queries": (\d+)', server.log.read_text())]
    assert len(made) == 24
    # Once in each process, and once more where its half minute was just over; without waiting it would be six.
    assert sum(queries > 1 for queries in made) <= 4


@pytest.mark.slow
def test_what_the_reader_has_is_not_sent_again(server):
    etag = by_every_process(server, STORY)[0].headers["ETag"]
    for known in (etag, f"W/{etag}", f'"other", {etag}', "*"):
        again = server.get(STORY, headers={"If-None-Match": known})
        assert (again.status, again.body, again.headers["ETag"]) == (304, b"", etag)
        assert again.headers["Cache-Control"] == "public, max-age=30, stale-while-revalidate=30"
    assert last_logged(server) == (STORY, "304", "1")
    assert server.get(STORY, headers={"If-None-Match": '"older"'}).status == 200


@pytest.mark.slow
def test_asked_for_the_head_alone_no_body_is_sent(server):
    page = by_every_process(server, STORY)[0]
    head = server.get(STORY, "HEAD")
    assert (head.status, head.body) == (200, b"")
    assert head.headers["Content-Length"] == page.headers["Content-Length"]


@pytest.mark.slow
def test_a_change_made_elsewhere_shows_at_the_next_visit(server, var_dir):
    by_every_process(server, STORY)
    with sqlite3.connect(var_dir / "newsroom.sqlite3") as database:
        database.execute("UPDATE articles_section SET name = '山水' WHERE slug = 'environment'")
    for answer in by_every_process(server, STORY):
        assert '<a href="/sections/environment/">山水</a>' in answer.text
        assert '"articleSection": "山水"' in answer.text


@pytest.mark.slow
def test_a_withdrawn_story_is_gone_at_the_next_visit(server, var_dir):
    by_every_process(server, STORY)
    run(var_dir, "Article.objects.filter(pk=3).update(status='withdrawn')")
    assert {answer.status for answer in by_every_process(server, STORY)} <= {404, 410}
    assert all("水利局开展河湖" not in answer.text for answer in by_every_process(server, "/"))


@pytest.mark.slow
def test_a_story_shows_when_its_time_comes_though_nobody_touches_anything(server, var_dir):
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
def test_a_restored_database_shows_at_the_next_visit(server, var_dir, tmp_path):
    database = var_dir / "newsroom.sqlite3"
    by_every_process(server, STORY)
    with sqlite3.connect(database) as original, sqlite3.connect(tmp_path / "restored") as copy:
        original.backup(copy)
        copy.execute("UPDATE articles_section SET name = '山水' WHERE slug = 'environment'")
    for part in ("-wal", "-shm"):
        shutil.rmtree(f"{database}{part}", ignore_errors=True)
    os.replace(tmp_path / "restored", database)
    # Pages read over connections to the former file are not ours to judge; that the cache asks the new one is.
    server.get(STORY)
    assert last_logged(server)[2] != "1"


@pytest.mark.slow
def test_whoever_is_signed_in_reads_past_the_kept_pages(server):
    by_every_process(server, STORY)
    server.get(STORY, headers={"Cookie": "sessionid=somebody"})
    assert int(last_logged(server)[2]) > 1


@pytest.mark.slow
def test_pages_that_are_not_there_or_not_for_all_are_not_kept(server):
    for path in ("/articles/999/", "/admin/login/", "/healthz"):
        assert len({answer.status for answer in by_every_process(server, path)}) == 1
        assert last_logged(server)[2] != "1" or path == "/healthz"


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="asks a PostgreSQL server")
def test_the_database_server_tells_a_change_from_none():
    ask = DatabaseServer(connections, "default")
    # Between two questions the server may do some work of its own accord.
    assert any(ask() == ask() for _ in range(5))
    before = ask()
    Section.objects.create(name="山水", slug="landscape")
    assert ask() != before
    before = ask()
    get_user_model().objects.create_user("editor")
    assert ask() != before
