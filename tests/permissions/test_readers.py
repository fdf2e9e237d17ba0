"""Readers get the same responses as if hidden stories did not exist."""

import html
import re
from urllib.parse import quote, unquote

import pytest

from articles import editing
from articles.editing import Actor

from .routes import READERS
from .world import ANYBODY, HIDDEN, NO_ROLE, SUPERUSER, WORDS, addresses_of

# The order of the policy's directives varies, and each request counts for the rate limit.
VARYING_HEADERS = {"X-Request-ID", "Content-Security-Policy", "RateLimit"}
pytestmark = pytest.mark.django_db


def reader_addresses(world):
    return list(dict.fromkeys(address for template in READERS for address in addresses_of(template, world)))


def response_of(client, address, method="get", **headers):
    response = getattr(client, method)(address, headers=headers)
    content = b"".join(response.streaming_content) if response.streaming else response.content
    headers = {name: value for name, value in response.items() if name not in VARYING_HEADERS}
    return response.status_code, headers, content


def all_responses(client, addresses):
    return {
        (address, method): response_of(client, address, method) for address in addresses for method in ("get", "head")
    }


def text_of(status_headers_content):
    _status, headers, content = status_headers_content
    raw = content.decode(errors="replace") + repr(headers)
    escaped = re.sub(r"\\u([0-9a-fA-F]{4})", lambda match: chr(int(match[1], 16)), raw) if "\\u" in raw else ""
    return unquote(html.unescape(raw)) + escaped


@pytest.mark.slow
def test_readers_see_no_difference_when_hidden_stories_are_deleted(world):
    reader, addresses = world.client(ANYBODY), reader_addresses(world)
    with_them = all_responses(reader, addresses)
    secrets = [WORDS[state] for state in HIDDEN]
    for (address, _method), said in with_them.items():
        words, asked_for = text_of(said), unquote(address)
        assert [secret for secret in secrets if secret in words and secret not in asked_for] == [], address
    world.delete_hidden()
    # Only these may differ: they show the notice of a withdrawn story or redirect for a merged one.
    markers = ["/api/v1/changes/", "/corrections/", "/corrections/feed.atom", "/corrections/feed.rss"] + [
        template.format(pk=world.stories[state].pk)
        for template in READERS
        for state in ("withdrawn", "merged")
        if "articles/{pk}" in template
    ]
    without_them = all_responses(reader, addresses)
    differing = [key for key in with_them if without_notices(with_them[key]) != without_notices(without_them[key])]
    assert [key for key in differing if key[0] not in markers] == []


NOTICES = re.compile(
    rb"<at:deleted-entry .*?</at:deleted-entry>|<updated>.*?</updated>|<lastBuildDate>.*?</lastBuildDate>"
)
OF_OFFLINE_FILES = re.compile(rb'{"changed": "[^"]*", "withdrawn": [^,]*,')


def without_notices(status_headers_content):
    """Feeds name the stories that were withdrawn or merged, and are dated by that, as the list of offline files is.
    HEAD has no content to tell by."""
    status, headers, content = status_headers_content
    is_feed = headers.get("Content-Type", "").startswith(("application/atom+xml", "application/rss+xml"))
    if content and not is_feed and not OF_OFFLINE_FILES.match(content):
        return status_headers_content
    headers = {name: value for name, value in headers.items() if name not in ("ETag", "Content-Length")}
    return status, headers, OF_OFFLINE_FILES.sub(b"", NOTICES.sub(b"", content))


def test_public_story_is_shown_everywhere(world):
    # Otherwise an empty site would pass the test above.
    public = world.stories["public"]
    for address in (
        "/",
        f"/articles/{public.pk}/",
        f"/search/?q={public.word}",
        "/feed.atom",
        "/sections/environment/",
    ):
        assert public.word in text_of(response_of(world.client(ANYBODY), address)), address


@pytest.mark.slow
def test_readers_pages_are_the_same_for_logged_in_users(world):
    # With the least and the most rights.
    reader, members = world.client(ANYBODY), {person: world.client(person) for person in (NO_ROLE, SUPERUSER)}
    for address in reader_addresses(world):
        for_everybody = response_of(reader, address)
        for person, member in members.items():
            # The API may show more to staff, but not to an account without a role.
            if person == NO_ROLE or not address.startswith("/api/"):
                assert response_of(member, address) == for_everybody, (address, person)


def test_unchanged_pages_return_304_but_withdrawn_ones_do_not(world):
    reader, public = world.client(ANYBODY), world.stories["public"]
    kept = {}
    for address in reader_addresses(world):
        status, headers, content = response_of(reader, address)
        etag = headers.get("ETag") if status == 200 else None
        if etag:
            assert response_of(reader, address, **{"If-None-Match": etag})[0] == 304, address
        if etag and public.word in text_of((status, headers, content)) and public.word not in address:
            kept[address] = etag
    assert f"/articles/{public.pk}/" in kept
    editing.withdraw(public.pk, Actor.at_desk(world.people[SUPERUSER]), "内容有误，已撤下。")
    for address, etag in kept.items():
        status, _headers, content = response_of(reader, address, **{"If-None-Match": etag})
        assert status != 304, address
        assert public.word not in text_of((status, {}, content)), address


def test_other_methods_cause_no_server_error(world):
    reader = world.client(ANYBODY)
    for address in reader_addresses(world):
        for method in ("post", "put", "patch", "delete"):
            assert getattr(reader, method)(address).status_code < 500, (method, quote(address))
