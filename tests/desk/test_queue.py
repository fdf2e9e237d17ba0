"""The review queue: its stories and their order."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import editing
from articles.admin.review import next_story
from articles.editing import Actor
from articles.models import Article, Issue, Page

from .conftest import account, make_story
from .forms import as_rendered
from .test_lists import STORIES, shown
from .test_steps import messages_of, press
from .test_story import change


@pytest.fixture
def staff(editor):
    people = [editor, account("duty", "钱主任", "值班主任"), account("final", "孙总编", "总编辑")]
    return [Actor.at_desk(user) for user in people]


@pytest.fixture
def waiting(page, staff):
    """A draft for each stage, one of them in doubt; a public story in doubt, and one that is not."""
    newer = Page.objects.create(issue=Issue.objects.create(date=datetime.date(2023, 7, 21)), number="1")
    first, doubtful, second, final = (
        make_story(newer if name == "待初审新篇" else page, name, order, status="draft")
        for order, name in enumerate(["待初审新篇", "待初审有疑", "待复审篇", "待终审篇"], start=1)
    )
    doubtful.problems.create(code="no_text", page=page, line=1)
    make_story(page, "见报有疑", 5).problems.create(code="no_text", page=page, line=2)
    make_story(page, "无须再看", 6)
    editing.sign_off(second.pk, staff[0])
    for person in staff[:2]:
        editing.sign_off(final.pk, person)
    return first, doubtful, second, final


def test_queue_lists_doubtful_stories_first_then_drafts(desk, waiting):
    queue = ["待初审有疑", "见报有疑", "待初审新篇", "待复审篇", "待终审篇"]
    assert shown(desk.get(STORIES, {"doubts": "waiting"})) == queue
    assert shown(desk.get(STORIES, {"doubts": "open"})) == queue[:2]


@pytest.mark.parametrize(
    ("stage", "titles"),
    [
        ("first", ["待初审有疑", "待初审新篇"]),
        ("second", ["待复审篇"]),
        ("final", ["待终审篇"]),
        ("draft", ["待初审有疑", "待初审新篇", "待复审篇", "待终审篇"]),
    ],
)
def test_list_is_filtered_by_the_next_stage(desk, waiting, stage, titles):
    assert shown(desk.get(STORIES, {"state": stage})) == titles


def test_list_shows_the_next_stage_and_who_signed(desk, waiting):
    html = desk.get(STORIES, {"state": "final"}).content.decode()
    assert (
        '<span class="desk-badge desk-draft">待终审</span> <small>初审 李编辑</small> <small>复审 钱主任</small>'
        in html
    )


def test_order_chosen_by_the_editor_is_kept(desk, waiting):
    titles = shown(desk.get(STORIES, {"doubts": "waiting", "o": "1"}))
    assert titles == sorted(titles)


def test_signers_need_no_query_per_story(desk, waiting, page, staff):
    desk.get(STORIES)
    with CaptureQueriesContext(connection) as few:
        desk.get(STORIES)
    for order in range(10, 30):
        editing.sign_off(make_story(page, f"第{order}篇", order, status="draft").pk, staff[0])
    with CaptureQueriesContext(connection) as many:
        desk.get(STORIES)
    assert len(many) == len(few)


def round_of(story, by):
    """The headlines of one round, starting at `story`."""
    shown = []
    while story := next_story(Article.objects.all(), story, by):
        shown.append(story.headline)
        assert len(shown) < 20
    return shown


def test_round_goes_through_the_queue_once(waiting, staff):
    """Latest issue first, doubts and drafts mixed; the public story in doubt comes up only once."""
    newest, doubtful, _, final = waiting
    assert round_of(newest, staff[0]) == ["待初审有疑", "见报有疑"]
    assert round_of(doubtful, staff[0]) == ["见报有疑"]
    assert round_of(newest, staff[1]) == ["待初审有疑", "待复审篇", "见报有疑"]
    assert round_of(newest, staff[2]) == ["待初审有疑", "待终审篇", "见报有疑"]
    assert round_of(final, staff[2]) == ["见报有疑"]


def test_end_of_a_round_links_to_the_first_story_left(desk, waiting):
    newest = waiting[0]
    last = Article.objects.get(headline="见报有疑")
    response = desk.post(change(last), as_rendered(desk.get(change(last))) | {"_next": "1"})
    assert response.url == STORIES
    assert "后面没有等您处理的稿件了，前面还有 4 篇：" in messages_of(response)
    assert f'<a href="{change(newest)}">从第一篇看起</a>' in messages_of(response)


def test_end_of_the_last_round_says_that_nothing_waits(desk, doubtful):
    response = desk.post(change(doubtful), as_rendered(desk.get(change(doubtful))) | {"_next": "1"})
    assert "待审稿件已全部审完。" in messages_of(response)


def test_saving_and_signing_go_on_in_the_same_order(colleague, waiting):
    newest, doubtful, *_ = waiting
    form = as_rendered(colleague.get(change(newest))) | {"_next": "1"}
    assert colleague.post(change(newest), form).url == change(doubtful)
    assert press(colleague, newest, "sign", _next="1").url == change(doubtful)
