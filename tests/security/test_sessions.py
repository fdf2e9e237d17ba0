"""A session ends after twelve hours, and after two in which nobody typed or clicked."""

import time

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.desk.conftest import account, make_story, page  # noqa: F401  page is a fixture

MINUTE, HOUR = 60, 3600


@pytest.fixture
def clock(monkeypatch):
    """clock(seconds) lets so much time pass."""
    passed = [0]
    now = time.time
    monkeypatch.setattr("newsroom.middleware.time.time", lambda: now() + passed[0])

    def let_pass(seconds):
        passed[0] += seconds

    return let_pass


@pytest.fixture
def client(db):
    client = Client()
    client.force_login(account("wang", "王小明", "编辑"))
    return client


def is_signed_in(client):
    return client.get("/admin/").status_code == 200


def test_two_hours_without_a_request_end_it(client, clock):
    clock(1.9 * HOUR)
    assert is_signed_in(client)
    clock(1.9 * HOUR)
    assert is_signed_in(client)
    clock(2.1 * HOUR)
    assert not is_signed_in(client)
    assert Session.objects.count() == 0


def test_twelve_hours_end_it_however_busy_somebody_was(client, clock):
    for _ in range(11):
        clock(HOUR)
        assert is_signed_in(client)
    clock(1.1 * HOUR)
    assert not is_signed_in(client)


def test_an_open_page_alone_does_not_keep_it(client, clock, page):  # noqa: F811
    story = make_story(page, "防汛", status="draft")
    presence = f"/admin/articles/article/{story.pk}/presence/"
    for _ in range(11):
        clock(10 * MINUTE)
        assert client.post(presence, {"opened_version": "1"}).status_code == 200
    clock(11 * MINUTE)
    assert client.post(presence, {"opened_version": "1"}).status_code == 403
    assert not is_signed_in(client)


def test_typing_keeps_it(client, clock, page):  # noqa: F811
    story = make_story(page, "防汛", status="draft")
    for _ in range(20):
        clock(20 * MINUTE)
        told = {"opened_version": "1", "active": "1"}
        assert client.post(f"/admin/articles/article/{story.pk}/presence/", told).status_code == 200
    assert is_signed_in(client)


def test_a_text_saved_too_late_is_given_back(client, clock, page):  # noqa: F811
    story = make_story(page, "防汛", status="draft")
    clock(3 * HOUR)
    refused = client.post(f"/admin/articles/article/{story.pk}/change/", {"body": "写了一下午的稿件，一个字也没有丢"})
    assert refused.status_code == 403
    assert "写了一下午的稿件，一个字也没有丢" in refused.content.decode()


def test_its_row_is_written_every_five_minutes_at_most(client, clock):
    def writes():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert is_signed_in(client)
        return sum(query["sql"].startswith("UPDATE") and "django_session" in query["sql"] for query in queries)

    assert writes() == 0
    clock(4 * MINUTE)
    assert writes() == 0
    clock(2 * MINUTE)
    assert writes() == 1
    assert writes() == 0


def test_editors_can_read_while_the_session_cannot_be_saved(client, clock, monkeypatch):
    assert is_signed_in(client)
    clock(6 * MINUTE)

    def fail(*args, **kwargs):
        raise OperationalError("attempt to write a readonly database")

    monkeypatch.setattr(SessionStore, "save", fail)
    assert is_signed_in(client)


def test_a_session_from_before_the_upgrade_goes_on(client):
    session = client.session
    for name in ("signed_in_at", "active_at"):
        del session[name]
    session.save()
    assert is_signed_in(client)
    assert {"signed_in_at", "active_at"} <= client.session.keys()


@pytest.mark.parametrize("address", ["/", "/search/?q=水利", "/articles/1/", "/api/v1/articles/", "/healthz"])
def test_readers_get_no_cookie_even_with_a_session(client, address):
    response = client.get(address)
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")
