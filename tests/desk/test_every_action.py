"""What may be done to a story is offered in the list, on its page and in the API; a forgotten place fails by name."""

import ast
import inspect
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib import admin
from django.urls import resolve

from articles import editing
from articles.admin import bulk_actions
from articles.api.desk import actions as api_actions
from articles.api.desk.steps import StepAction
from articles.api.desk.urls import desk as api_addresses
from articles.models import Article
from tests.permissions.routes import ACTIONS, API_ACTIONS, BUTTONS
from tests.permissions.world import SUPERUSER, make_world

ARTICLES = Path(settings.BASE_DIR, "articles")
# Where each action is run.
PLACES = {
    "list": ARTICLES / "admin" / "bulk_actions.py",
    "button": ARTICLES / "admin" / "story_actions.py",
    "API": ARTICLES / "api" / "desk",
}
# Where an action is not offered on purpose.
ELSEWHERE = {
    # Each is about one pending version.
    "discard": {"list"},
    # One's own story, when it is finished.
    "submit": {"list"},
    "rebase": {"list"},
    # Steps on the blocks of one story.
    "split": {"list"},
    "merge_with_next": {"list"},
    "move_block": {"list"},
    "turn_block": {"list"},
    "turn_into_byline": {"list"},
    "join": {"list"},
    # Each is about one doubt of one story; the list settles all doubts at once.
    "mend": {"list"},
    "dismiss": {"list"},
    "settle": {"list"},
    # The context in which a story is changed, and a page's action: admin/printed.py.
    "changing": {"list", "button"},
    "sign_page": {"list", "button"},
}
# What a person does at the desk and no program does for them, by the reason.
NOT_FOR_PROGRAMS = {
    "Accounts and their passwords: a stolen token must not make another account.": {
        "add_person", "change_person", "renew_password", "end_access", "return_access", "unlock", "claim_name",
        "make_token", "revoke_token",
    },
    "A link that a person hands to another person.": {"make_preview", "revoke_previews"},
    "Names and numbers of what is public, with the desk's warnings about addresses that end.": {
        "change_issue", "change_page", "change_name", "merge_rows", "join_pen_names", "order_sections",
    },
    "The reports of readers, which the desk's API does not list.": {"close_report"},
    "A program signs one page at a time.": {"sign_pages"},
    "A program gives new names in the byline of the text that it sends.": {"add_authors"},
    "Parts of other actions, and questions.": {
        "begin", "propose_text", "record", "require", "revoke_tokens_of", "settle_section_doubt", "waits", "roles_for",
    },
}  # fmt: skip

# Buttons that need more than a story in some state: tests of their own say for whom they do something.
UNTRIED = {
    f"articles_article_{name}"
    for name in (
        *("submit", "unspike", "note", "join", "undo", "discard", "rebase"),
        *("restore_revision", "preview", "revoke_preview", "mend", "dismiss", "close_report"),
    )
}


def actions():
    """The functions of editing that take a story's key and the actor."""
    functions = inspect.getmembers(editing, inspect.isfunction)
    return sorted(name for name, each in functions if list(inspect.signature(each).parameters)[:2] == ["pk", "actor"])


def used_in(path):
    """The names in editing.name, or imported from it, in the file or the files of the folder."""
    files = sorted(path.glob("*.py")) if path.is_dir() else [path]
    nodes = [node for file in files for node in ast.walk(ast.parse(file.read_text("utf-8")))]
    attributes = {node.attr for node in nodes if getattr(getattr(node, "value", None), "id", "") == "editing"}
    imports = [node for node in nodes if isinstance(node, ast.ImportFrom) and node.module == "articles.editing"]
    return attributes | {alias.name for node in imports for alias in node.names}


@pytest.mark.parametrize("action", actions())
def test_an_action_is_in_the_list_on_the_page_and_in_the_api(action):
    missing = {place for place, path in PLACES.items() if action not in used_in(path)}
    assert missing == ELSEWHERE.get(action, set()), "Offer it there, or say in ELSEWHERE why not."


def test_whatever_the_desk_does_a_program_can_do_or_a_reason_says_why_not():
    does = {
        name
        for name, each in inspect.getmembers(editing, inspect.isfunction)
        if "actor" in inspect.signature(each).parameters and not name.startswith(("why_not", "may_"))
    }
    excused = set().union(*NOT_FOR_PROGRAMS.values())
    assert does - used_in(PLACES["API"]) - excused == set(), "Offer it in the API, or say in NOT_FOR_PROGRAMS why not."
    assert excused - does == set()


@pytest.mark.parametrize("place", PLACES)
def test_what_is_offered_exists(place):
    assert used_in(PLACES[place]) - set(dir(editing)) == set(), "Import these in articles/editing/__init__.py."


def test_every_action_of_the_list_is_offered():
    written = {name for name, each in vars(bulk_actions).items() if hasattr(each, "short_description")}
    offered = {each.__name__ for each in admin.site.get_model_admin(Article).actions}
    assert written - offered == set(), "Add these to ArticleAdmin.actions."
    assert offered - ACTIONS.keys() == set(), "Say in tests/permissions/routes.py for whom these do something."


def story_addresses():
    """The names of the addresses that buttons on a story's page lead to."""
    routes = admin.site.get_model_admin(Article).get_urls()
    return {route.name for route in routes if "<int:pk>/" in str(route.pattern)} - {
        "articles_article_differences",
        "articles_article_galley",
        "articles_article_elsewhere",
    }


def test_every_address_of_an_action_has_a_button():
    files = [*Path(settings.BASE_DIR, "templates", "desk").rglob("*.html"), *(ARTICLES / "admin").glob("*.py")]
    named = set(re.findall(r"admin:(\w+)", "".join(file.read_text("utf-8") for file in files)))
    assert story_addresses() - named == set(), "No button leads there."
    routes = {route.name for route in admin.site.get_model_admin(Article).get_urls()}
    assert {name for name in named if name.startswith("articles_article_")} - routes == set(), "No such address."


@pytest.mark.django_db
def test_a_button_is_shown_where_it_does_something():
    world = make_world()
    client, hidden = world.client(SUPERUSER), []
    for state, story in world.stories.items():
        html = client.get(f"/admin/articles/article/{story.pk}/change/").content.decode()
        offered = {
            action.format(problem=story.problem) for action in BUTTONS if state in BUTTONS[action].get(SUPERUSER, ())
        }
        hidden += [f"{action} ({state})" for action in offered - {"change/"} if f"/{story.pk}/{action}" not in html]
    assert hidden == []


def test_the_permissions_of_every_button_and_api_action_are_tested():
    tried = {resolve(f"/admin/articles/article/1/{each.format(problem=1)}").url_name for each in BUTTONS}
    assert story_addresses() - tried == UNTRIED, "Say in BUTTONS of routes.py for whom it does something."
    tried = {resolve(f"/api/v1/desk/articles/1/{each}").url_name for each in API_ACTIONS}
    kinds = (api_actions.Action, StepAction)
    names = {route.name for route in api_addresses if issubclass(route.callback.cls, kinds)}
    assert names - tried == {
        *("discard", "rebase", "submit", "unspike", "restore_revision", "mend", "move", "join", "undo"),
    }, "Say in API_ACTIONS of routes.py who may do it."


def test_every_action_of_the_api_has_an_address():
    classes = {each.__name__ for kind in (api_actions.Action, StepAction) for each in kind.__subclasses__()}
    assert classes - {route.callback.cls.__name__ for route in api_addresses} == set()
