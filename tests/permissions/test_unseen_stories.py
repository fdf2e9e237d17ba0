"""Reporters read nothing at the desk of stories that their list of stories does not have and readers cannot see."""

import html

import pytest
from django.urls import reverse

from articles.models import Article, Problem

from .routes import BY_TOKEN, DESK, REPORTER
from .test_tokens import api_client
from .world import HIDDEN, OWN, addresses_of

pytestmark = pytest.mark.django_db
UNSEEN = [state for state in HIDDEN if state not in OWN]


def shown(said, world):
    """The unseen stories of which a page shows the headline, the text in a doubt, or the correction."""
    words = {state: world.stories[state].word for state in UNSEEN}
    return [
        state
        for state, word in words.items()
        if any(t in said for t in (f"{word}说水利", f"“{word}”", f"更正：{word}。"))
    ]


def test_no_page_of_the_desk_shows_a_reporter_a_story_they_may_not_open(world):
    client = world.client(REPORTER)
    addresses = [address for template in DESK for address in addresses_of(template, world) if "logout" not in address]
    said = {address: html.unescape(client.get(address).content.decode()) for address in addresses}
    assert {address: stories for address, text in said.items() if (stories := shown(text, world))} == {}


def test_no_answer_of_the_api_shows_a_reporter_a_story_they_may_not_open(world):
    client = api_client(world, REPORTER)
    said = {
        address: client.get(address).content.decode()
        for template in BY_TOKEN
        for address in addresses_of(template, world)
    }
    assert {address: stories for address, text in said.items() if (stories := shown(text, world))} == {}


def test_an_editor_sees_all_of_them(world):
    client = world.client("编辑")
    for list_of in ("problem", "correction"):
        said = html.unescape(client.get(reverse(f"admin:articles_{list_of}_changelist")).content.decode())
        assert shown(said, world) == UNSEEN


def test_the_numbers_on_a_reporters_front_page_are_those_of_the_lists_behind_them(world):
    client = world.client(REPORTER)
    front = client.get("/admin/").context["front"]
    pages = [page for issue in front["issues"] for page in issue.pages.all()]
    mine = Article.objects.filter(created_by=world.people[REPORTER])
    assert pages
    assert [page.stories for page in pages] == [mine.filter(placements__page=p).count() for p in pages]
    assert [page.open_problems for page in pages] == [
        Problem.objects.open().filter(article__in=mine, page=page).count() for page in pages
    ]
    assert {page.pk for page in front["doubted"]} == {world.stories["own draft"].page}
