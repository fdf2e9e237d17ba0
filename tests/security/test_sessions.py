"""A session ends after twelve hours, and after two hours without typing or clicking."""

import time
from types import SimpleNamespace

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
    """clock(seconds) advances the time."""
    passed = [0]
    # Not time.time itself: modules imported meanwhile would keep the replacement.
    monkeypatch.setattr("newsroom.middleware.time", SimpleNamespace(time=lambda: time.time() + passed[0]))

    def advance(seconds):
        passed[0] += seconds

    return advance


@pytest.fixture
def client(db):
    client = Client()
    client.force_login(account("wang", "王小明", "编辑"))
    return client


def is_signed_in(client):
    return client.get("/admin/").status_code == 200


def test_a_session_ends_after_two_idle_hours(client, clock):
    clock(1.9 * HOUR)
    assert is_signed_in(client)
    clock(1.9 * HOUR)
    assert is_signed_in(client)
    clock(2.1 * HOUR)
    assert not is_signed_in(client)
    assert Session.objects.count() == 0


def test_a_session_ends_after_twelve_hours(client, clock):
    for _ in range(11):
        clock(HOUR)
        assert is_signed_in(client)
    clock(1.1 * HOUR)
    assert not is_signed_in(client)


def test_an_open_page_does_not_extend_a_session(client, clock, page):  # noqa: F811
    story = make_story(page, "防汛", status="draft")
    presence = f"/admin/articles/article/{story.pk}/presence/"
    for _ in range(11):
        clock(10 * MINUTE)
        assert client.post(presence, {"opened_version": "1"}).status_code == 200
    clock(11 * MINUTE)
    assert client.post(presence, {"opened_version": "1"}).status_code == 403
    assert not is_signed_in(client)


def test_typing_extends_a_session(client, clock, page):  # noqa: F811
    story = make_story(page, "防汛", status="draft")
    for _ in range(20):
        clock(20 * MINUTE)
        sent = {"opened_version": "1", "active": "1"}
        assert client.post(f"/admin/articles/article/{story.pk}/presence/", sent).status_code == 200
    assert is_signed_in(client)


def test_a_text_saved_too_late_is_returned(client, clock, page):  # noqa: F811
    story = make_story(page, "防汛", status="draft")
    clock(3 * HOUR)
    refused = client.post(f"/admin/articles/article/{story.pk}/change/", {"body": "写了一下午的稿件，一个字也没有丢"})
    assert refused.status_code == 403
    assert "写了一下午的稿件，一个字也没有丢" in refused.content.decode()


def test_a_session_is_saved_at_most_every_five_minutes(client, clock):
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


def test_a_session_from_before_the_upgrade_continues(client):
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
