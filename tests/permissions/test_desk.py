"""Who may open what at the desk, and change what; whoever a table does not name is refused."""

import html

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, User

from articles.models import Article, OpenStory, Problem, SignOff
from tests.desk.forms import as_rendered

from .routes import ACTIONS, DESK, SAVES
from .world import NO_ROLE, PEOPLE, STATES, WORDS, make_world, reached

pytestmark = pytest.mark.django_db
STORIES = "/admin/articles/article/"


@pytest.fixture
def world():
    return make_world()


def desk_addresses(world):
    for template, access in DESK.items():
        for address, state in reached(template, world).items():
            yield address, access, state


def everything_stored():
    """All rows but the sessions, and what merely notes that somebody looks."""
    models = [model for model in apps.get_app_config("articles").get_models() if model is not OpenStory]
    rows = {model: list(model.objects.order_by("pk").values_list()) for model in models}
    accounts = list(User.objects.order_by("pk").values_list("pk", "password", "is_superuser", "groups"))
    return rows | {User: accounts, Group: list(Group.objects.order_by("pk").values_list("pk", "name", "permissions"))}


def refused(response):
    if response.status_code == 302:
        return response["Location"].startswith("/admin/login/") or response["Location"] in {"/admin/", "/"}
    return response.status_code in {403, 404, 405}


@pytest.mark.parametrize("person", PEOPLE)
def test_the_desk_opens_only_to_whom_the_table_names(world, person):
    wrong, client = [], world.client(person)
    for address, access, state in desk_addresses(world):
        response = client.get(address)
        opened = not refused(response) and response.status_code in {200, 301, 302}
        post_only = response.status_code == 405
        if opened != access.allows(person, state) and not post_only:
            wrong.append((address, state, response.status_code, response.headers.get("Location")))
    assert wrong == []


@pytest.mark.parametrize("person", PEOPLE)
def test_whoever_is_refused_changes_nothing_and_learns_nothing(world, person):
    before, client = everything_stored(), world.client(person)
    for address, access, state in desk_addresses(world):
        if access.allows(person, state):
            continue
        for response in (client.get(address), client.post(address, {"post": "yes"})):
            assert refused(response), (address, state)
            words = html.unescape(response.content.decode())
            assert [word for word in WORDS.values() if word in words] == [], address
        assert everything_stored() == before, address


def test_an_account_without_a_role_reads_no_word_of_any_story(world):
    client = world.client(NO_ROLE)
    for address, _access, _state in desk_addresses(world):
        words = html.unescape(client.get(address).content.decode())
        assert [word for word in WORDS.values() if word in words and word not in address] == [], address


def condition(pk):
    """What the actions change of a story."""
    article = Article.objects.filter(pk=pk).first()
    if article is None:
        return None
    signed = SignOff.objects.standing().filter(article=article).count()
    return article.status, article.version, signed, Problem.objects.open().filter(article=article).count()


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("person", PEOPLE)
def test_an_action_reaches_only_what_the_table_names(world, person, action):
    changed = set()
    for state in STATES:
        pk = world.stories[state].pk
        before = condition(pk)
        data = {"action": action, "_selected_action": [pk], "notice": "内容有误。", "post": "yes"}
        assert world.client(person).post(STORIES, data).status_code < 500
        if condition(pk) != before:
            changed.add(state)
    assert changed == ACTIONS[action].get(person, set())


@pytest.mark.parametrize("person", PEOPLE)
def test_a_storys_form_is_saved_only_where_the_table_says_so(world, person):
    saved = set()
    for state in STATES:
        address = f"{STORIES}{world.stories[state].pk}/change/"
        form = as_rendered(world.client("superuser").get(address))
        data = {
            **form,
            "opened_version": Article.objects.get(pk=world.stories[state].pk).version,
            "headline": "改过的题",
        }
        world.client(person).post(address, data)
        if Article.objects.get(pk=world.stories[state].pk).headline == "改过的题":
            saved.add(state)
    assert saved == SAVES.get(person, set())
