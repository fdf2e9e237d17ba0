"""Eight editors save one story at the same time: one wins, and nobody loses text. Runs on both databases."""

import threading

import pytest
from django.test import Client

from articles.models import Article, OpenStory, Revision
from tests.at_once import at_once as run_at_once
from tests.at_once import share_database

from .conftest import account, make_story
from .forms import as_rendered
from .test_story import change

EDITORS, ROUNDS = 8, 3


@pytest.fixture
def desks(transactional_db, page):
    """The clients of EDITORS editors, and a draft."""
    story = make_story(page, "开头的题", status="draft")
    clients = []
    for number in range(EDITORS):
        client = Client(raise_request_exception=False)
        client.force_login(account(f"editor{number}", f"编辑{number}", "编辑"))
        clients.append(client)
    return story, clients


@pytest.fixture
def at_once(desks, tmp_path, monkeypatch):
    share_database(tmp_path, monkeypatch)
    return run_at_once


def a_round(story, clients, number, at_once):
    """All open the story, then all save it; returns each editor's response."""
    ready = threading.Barrier(EDITORS)

    def save(editor):
        form = as_rendered(clients[editor].get(change(story)))
        ready.wait(timeout=60)
        return clients[editor].post(change(story), form | {"headline": headline(number, editor)})

    return at_once([lambda editor=editor: save(editor) for editor in range(EDITORS)])


def headline(number, editor):
    return f"第{number}轮编辑{editor}的题"


@pytest.mark.slow
def test_of_eight_simultaneous_saves_one_wins_and_no_text_is_lost(desks, at_once):
    story, clients = desks
    winners = []
    for number in range(ROUNDS):
        answers = a_round(story, clients, number, at_once)
        assert sorted(answer.status_code for answer in answers) == [200] * (EDITORS - 1) + [302]
        for editor, answer in enumerate(answers):
            if answer.status_code == 302:
                winners.append(headline(number, editor))
            else:
                assert as_rendered(answer)["headline"] == headline(number, editor)
                assert answer.context["conflict"]["contested"][0]["newer"].startswith(f"第{number}轮")
    (kept, current, present) = at_once([what_is_kept])[0]
    assert kept == list(enumerate(["开头的题", *winners], start=1))
    assert current == winners[-1]
    assert present == EDITORS


def what_is_kept():
    kept = list(Revision.objects.order_by("version").values_list("version", "snapshot__headline"))
    return kept, Article.objects.get().headline, OpenStory.objects.count()
