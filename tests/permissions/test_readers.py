"""Readers are told the same as if hidden stories did not exist: not a word, a number or a length betrays them."""

import html
from urllib.parse import quote, unquote

import pytest

from articles import editing
from articles.editing import Actor

from .routes import READERS
from .world import ANYBODY, HIDDEN, NO_ROLE, SUPERUSER, WORDS, make_world, reached

AT_RANDOM = {"X-Request-ID", "Content-Security-Policy"}  # the policy's parts come in any order
pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return make_world()


def reader_addresses(world):
    return list(dict.fromkeys(address for template in READERS for address in reached(template, world)))


def answer(client, address, method="get", **headers):
    response = getattr(client, method)(address, headers=headers)
    content = b"".join(response.streaming_content) if response.streaming else response.content
    headers = {name: value for name, value in response.items() if name not in AT_RANDOM}
    return response.status_code, headers, content


def everything_said(client, addresses):
    return {(address, method): answer(client, address, method) for address in addresses for method in ("get", "head")}


def told(status_headers_content):
    """All words of an answer, however they are written in it."""
    _status, headers, content = status_headers_content
    raw = content.decode(errors="replace") + repr(headers)
    escaped = raw.encode().decode("unicode_escape", errors="replace") if "\\u" in raw else ""
    return unquote(html.unescape(raw)) + escaped


def test_everything_is_told_as_if_hidden_stories_did_not_exist(world):
    reader, addresses = world.client(ANYBODY), reader_addresses(world)
    with_them = everything_said(reader, addresses)
    secrets = [WORDS[state] for state in HIDDEN]
    for (address, _method), said in with_them.items():
        words, asked_for = told(said), unquote(address)
        assert [secret for secret in secrets if secret in words and secret not in asked_for] == [], address
    world.forget_what_is_hidden()
    # Only these have something to say for a story that is gone: the notice in its place, or where it went.
    markers = [
        template.format(pk=world.stories[state].pk)
        for template in READERS
        for state in ("withdrawn", "merged")
        if "articles/{pk}" in template
    ]
    without_them = everything_said(reader, addresses)
    assert [key for key in with_them if with_them[key] != without_them[key] and key[0] not in markers] == []


def test_a_public_story_is_found_by_all_who_look_for_it(world):
    # Or the test above would be content with a site that says nothing at all.
    public = world.stories["public"]
    for address in (
        "/",
        f"/articles/{public.pk}/",
        f"/search/?q={public.word}",
        "/feed.atom",
        "/sections/environment/",
    ):
        assert public.word in told(answer(world.client(ANYBODY), address)), address


def test_the_readers_pages_are_the_same_for_whoever_is_logged_in(world):
    # One who may do nothing and one who may do everything; the roles may do something in between.
    reader, members = world.client(ANYBODY), {person: world.client(person) for person in (NO_ROLE, SUPERUSER)}
    for address in reader_addresses(world):
        for_everybody = answer(reader, address)
        for person, member in members.items():
            # Of the API's answers the staff's may hold more; those of an account without a role may not.
            if person == NO_ROLE or not address.startswith("/api/"):
                assert answer(member, address) == for_everybody, (address, person)


def test_what_did_not_change_is_not_sent_again_and_what_was_withdrawn_is_not_confirmed(world):
    reader, public = world.client(ANYBODY), world.stories["public"]
    kept = {}
    for address in reader_addresses(world):
        status, headers, content = answer(reader, address)
        etag = headers.get("ETag") if status == 200 else None
        if etag:
            assert answer(reader, address, **{"If-None-Match": etag})[0] == 304, address
        if etag and public.word in told((status, headers, content)) and public.word not in address:
            kept[address] = etag
    assert f"/articles/{public.pk}/" in kept
    editing.withdraw(public.pk, Actor.at_desk(world.people[SUPERUSER]), "内容有误，已撤下。")
    for address, etag in kept.items():
        status, _headers, content = answer(reader, address, **{"If-None-Match": etag})
        assert status != 304, address
        assert public.word not in told((status, {}, content)), address


def test_a_wrong_method_changes_nothing_and_is_no_server_error(world):
    reader = world.client(ANYBODY)
    for address in reader_addresses(world):
        for method in ("post", "put", "patch", "delete"):
            assert getattr(reader, method)(address).status_code < 500, (method, quote(address))
