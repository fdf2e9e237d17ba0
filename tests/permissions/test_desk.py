"""Who may open what at the desk, and change what; whoever a table does not name is refused."""

import html
from functools import partial

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, User
from django.db import transaction

from articles.models import Article, OpenStory
from tests.desk.forms import as_rendered

from .routes import ACTIONS, BUTTONS, DESK
from .world import NO_ROLE, PEOPLE, SUPERUSER, WORDS, changed, make_world, reached

pytestmark = pytest.mark.django_db
STORIES = "/admin/articles/article/"


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """Made once: each test's own transaction, inside this one, leaves it as it was."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_world()
        transaction.set_rollback(True)


def staff_addresses(world, table):
    for template, access in table.items():
        for address, state in reached(template, world).items():
            yield address, access, state


def everything_stored():
    """All rows but the sessions, and what merely notes that somebody looks."""
    models = [model for model in apps.get_app_config("articles").get_models() if model is not OpenStory]
    rows = {model: list(model.objects.order_by("pk").values_list(*kept_fields(model))) for model in models}
    accounts = list(User.objects.order_by("pk", "groups").values_list("pk", "password", "is_superuser", "groups"))
    roles = list(Group.objects.order_by("pk", "permissions").values_list("pk", "name", "permissions"))
    return rows | {User: accounts, Group: roles}


def kept_fields(model):
    return [field.attname for field in model._meta.concrete_fields if field.attname != "last_used_at"]


def refused(response):
    if response.status_code == 302:
        return response["Location"].startswith("/admin/login/") or response["Location"] in {"/admin/", "/"}
    return response.status_code in {403, 404, 405}


@pytest.mark.parametrize("person", PEOPLE)
def test_the_desk_opens_only_to_whom_the_table_names_and_whoever_is_refused_learns_and_changes_nothing(world, person):
    client, before, wrong = world.client(person), everything_stored(), []
    for address, access, state in staff_addresses(world, DESK):
        allowed, response = access.allows(person, state), client.get(address)
        answers = [response] if allowed else [response, client.post(address, {"post": "yes"})]
        if response.status_code != 405 and refused(response) == allowed:
            wrong.append(f"{address} ({state}): {response.status_code} {response.headers.get('Location', '')}")
        if not allowed and not refused(answers[-1]):
            wrong.append(f"{address} ({state}): takes what is posted")
        if (person == NO_ROLE or not allowed) and any(words_of_stories(answer, address) for answer in answers):
            wrong.append(f"{address} ({state}): tells of a story")
    assert wrong == []
    assert everything_stored() == before


def words_of_stories(response, address):
    said = html.unescape(response.content.decode())
    return [word for word in WORDS.values() if word in said and word not in address]


@pytest.mark.slow
@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("person", PEOPLE)
def test_an_action_reaches_only_what_the_table_names(world, person, action):
    client, said = world.client(person), {"action": action, "notice": "内容有误。", "post": "yes"}
    reached = {
        state
        for state, story in world.stories.items()
        if changed(story, partial(client.post, STORIES, {**said, "_selected_action": [story.pk]}))
    }
    assert reached == ACTIONS[action].get(person, set())


@pytest.mark.slow
@pytest.mark.parametrize("action", BUTTONS)
@pytest.mark.parametrize("person", PEOPLE)
def test_a_button_does_something_only_where_the_table_says_so(world, person, action):
    client, root, reached = world.client(person), world.client(SUPERUSER), set()
    for state, story in world.stories.items():
        form = as_rendered(root.get(f"{STORIES}{story.pk}/change/")) if action == "change/" else {}
        said = form | {
            "opened_version": Article.objects.get(pk=story.pk).version,
            "headline": "改过的题",
            "notice": "内容有误。",
        }
        address = f"{STORIES}{story.pk}/{action.format(problem=story.problem)}"
        if changed(story, partial(client.post, address, said)):
            reached.add(state)
    assert reached == BUTTONS[action].get(person, set())
