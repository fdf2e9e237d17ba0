"""A token gives exactly the rights that its owner has at the desk."""

from functools import partial

import pytest
from django.test import Client
from rest_framework.throttling import ScopedRateThrottle

from articles.models import ApiToken, Article

from .routes import API, API_ACTIONS, BY_TOKEN
from .test_desk import all_rows, staff_addresses
from .world import ANYBODY, PEOPLE, WORDS, changed, some_are_slow

pytestmark = pytest.mark.django_db
JSON = "application/json"
REFUSED = {401, 403, 404}


def api_client(world, person):
    if person == ANYBODY:
        return Client()
    _token, secret = ApiToken.objects.issue(world.people[person], "a program")
    return Client(headers={"Authorization": f"Bearer {secret}"})


@pytest.fixture(autouse=True)
def _without_limits(monkeypatch):
    monkeypatch.setattr(ScopedRateThrottle, "THROTTLE_RATES", {"read": None, "search": None, "write": None})


@pytest.mark.parametrize("person", some_are_slow(PEOPLE))
def test_tokens_open_only_the_addresses_in_the_table(world, person):
    client, wrong = api_client(world, person), []
    before = all_rows()
    for address, access, state in staff_addresses(world, BY_TOKEN):
        allowed = access.allows(person, state)
        answers = [client.get(address), client.post(address, {}, content_type=JSON)]
        # Permitted actions without a version or data return 400 or 428.
        opened = any(answer.status_code in {200, 400, 428} for answer in answers)
        if opened != allowed:
            wrong.append(f"{address} ({state}): {[answer.status_code for answer in answers]}")
        if not allowed and any(word in answer.content.decode() for answer in answers for word in WORDS.values()):
            wrong.append(f"{address} ({state}): reveals a story")
    assert wrong == []
    assert all_rows() == before


@pytest.mark.parametrize("action", API_ACTIONS)
@pytest.mark.parametrize("person", some_are_slow(PEOPLE))
def test_tokens_have_the_rights_of_their_owners_buttons(world, person, action):
    client, changed_states = api_client(world, person), set()
    for state, story in world.stories.items():
        send = client.post if action else client.patch
        sent = {
            "withdraw/": {"notice": "内容有误。"},
            "reopen/": {"why": "再核"},
            "split/": {"at": 1},
            "turn/": {"at": 0, "kind": "caption"},
            "": {"headline": "改过的题"},
        }.get(action, {})
        version = Article.objects.get(pk=story.pk).version
        act = partial(
            send, f"{API}articles/{story.pk}/{action}", sent, content_type=JSON, headers={"If-Match": f'"v{version}"'}
        )
        if changed(story, act):
            changed_states.add(state)
    assert changed_states == API_ACTIONS[action].get(person, set())


def test_desk_session_does_not_open_the_api(world):
    for person in PEOPLE:
        assert world.client(person).get(f"{API}articles/").status_code == 401, person
