"""A token opens to a programme what the desk opens to the person it was made for, and not a word more."""

from functools import partial

import pytest
from django.test import Client

from articles.models import ApiToken, Article

from .routes import API, API_ACTIONS, BY_TOKEN
from .test_desk import everything_stored, staff_addresses
from .world import ANYBODY, PEOPLE, WORDS, changed, make_world

pytestmark = pytest.mark.django_db
JSON = "application/json"
REFUSED = {401, 403, 404}


@pytest.fixture
def world():
    return make_world()


def programme(world, person):
    """A client that comes with the person's token; a session at the desk opens nothing here."""
    if person == ANYBODY:
        return Client()
    _token, secret = ApiToken.objects.issue(world.people[person], "a programme")
    return Client(headers={"Authorization": f"Bearer {secret}"})


@pytest.mark.parametrize("person", PEOPLE)
def test_only_the_tokens_that_the_table_names_open_an_address(world, person):
    client, wrong = programme(world, person), []
    before = everything_stored()
    for address, access, state in staff_addresses(world, BY_TOKEN):
        allowed = access.allows(person, state)
        answers = [client.get(address), client.post(address, {}, content_type=JSON)]
        # Actions are only posted; without a version or a text they are let in and then told what is missing.
        opened = any(answer.status_code in {200, 400, 428} for answer in answers)
        if opened != allowed:
            wrong.append(f"{address} ({state}): {[answer.status_code for answer in answers]}")
        if not allowed and any(word in answer.content.decode() for answer in answers for word in WORDS.values()):
            wrong.append(f"{address} ({state}): tells of a story")
    assert wrong == []
    assert everything_stored() == before


@pytest.mark.parametrize("action", API_ACTIONS)
@pytest.mark.parametrize("person", PEOPLE)
def test_a_token_does_what_the_persons_buttons_do(world, person, action):
    client, reached = programme(world, person), set()
    for state, story in world.stories.items():
        send = client.post if action else client.patch
        sent = {"withdraw/": {"notice": "内容有误。"}, "reopen/": {"why": "再核"}, "": {"headline": "改过的题"}}.get(
            action, {}
        )
        version = Article.objects.get(pk=story.pk).version
        act = partial(
            send, f"{API}articles/{story.pk}/{action}", sent, content_type=JSON, headers={"If-Match": f'"v{version}"'}
        )
        if changed(story, act):
            reached.add(state)
    assert reached == API_ACTIONS[action].get(person, set())


def test_a_session_at_the_desk_opens_nothing_to_programmes(world):
    for person in PEOPLE:
        assert world.client(person).get(f"{API}articles/").status_code == 401, person
