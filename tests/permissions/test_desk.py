"""Who may open and change what at the desk; people who are not in a table are refused."""

import html
from functools import partial

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, User

from articles.models import Article, OpenStory
from tests.desk.forms import as_rendered

from .routes import ACTIONS, BUTTONS, DESK
from .world import NO_ROLE, PEOPLE, SUPERUSER, WORDS, addresses_of, changed, some_are_slow

pytestmark = pytest.mark.django_db
STORIES = "/admin/articles/article/"


def staff_addresses(world, table):
    for template, access in table.items():
        for address, state in addresses_of(template, world).items():
            yield address, access, state


def all_rows():
    """All rows except sessions and records of mere reading."""
    models = [model for model in apps.get_app_config("articles").get_models() if model is not OpenStory]
    rows = {model: list(model.objects.order_by("pk").values_list(*compared_fields(model))) for model in models}
    accounts = list(User.objects.order_by("pk", "groups").values_list("pk", "password", "is_superuser", "groups"))
    roles = list(Group.objects.order_by("pk", "permissions").values_list("pk", "name", "permissions"))
    return rows | {User: accounts, Group: roles}


def compared_fields(model):
    return [field.attname for field in model._meta.concrete_fields if field.attname != "last_used_at"]


def refused(response):
    if response.status_code == 302:
        return response["Location"].startswith("/admin/login/") or response["Location"] in {"/admin/", "/"}
    return response.status_code in {403, 404, 405}


@pytest.mark.parametrize("person", some_are_slow(PEOPLE))
def test_desk_addresses_open_only_to_the_people_in_the_table(world, person):
    client, before, wrong = world.client(person), all_rows(), []
    for address, access, state in staff_addresses(world, DESK):
        allowed, response = access.allows(person, state), client.get(address)
        answers = [response] if allowed else [response, client.post(address, {"post": "yes"})]
        if response.status_code != 405 and refused(response) == allowed:
            wrong.append(f"{address} ({state}): {response.status_code} {response.headers.get('Location', '')}")
        if not allowed and not refused(answers[-1]):
            wrong.append(f"{address} ({state}): accepts a POST")
        if (person == NO_ROLE or not allowed) and any(story_words(answer, address) for answer in answers):
            wrong.append(f"{address} ({state}): reveals a story")
    assert wrong == []
    assert all_rows() == before


def story_words(response, address):
    said = html.unescape(response.content.decode())
    return [word for word in WORDS.values() if word in said and word not in address]


@pytest.mark.slow
@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("person", PEOPLE)
def test_list_actions_change_only_what_the_table_allows(world, person, action):
    client, said = world.client(person), {"action": action, "notice": "内容有误。", "post": "yes"}
    changed_states = {
        state
        for state, story in world.stories.items()
        if changed(story, partial(client.post, STORIES, {**said, "_selected_action": [story.pk]}))
    }
    assert changed_states == ACTIONS[action].get(person, set())


@pytest.mark.slow
@pytest.mark.parametrize("action", BUTTONS)
@pytest.mark.parametrize("person", PEOPLE)
def test_buttons_change_only_what_the_table_allows(world, person, action):
    client, root, changed_states = world.client(person), world.client(SUPERUSER), set()
    for state, story in world.stories.items():
        form = as_rendered(root.get(f"{STORIES}{story.pk}/change/")) if action == "change/" else {}
        said = form | {
            "opened_version": Article.objects.get(pk=story.pk).version,
            "headline": "改过的题",
            "notice": "内容有误。",
        }
        address = f"{STORIES}{story.pk}/{action.format(problem=story.problem)}"
        if changed(story, partial(client.post, address, said)):
            changed_states.add(state)
    assert changed_states == BUTTONS[action].get(person, set())
