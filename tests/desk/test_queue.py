"""The review queue: what waits, for whom, in which order, and what comes after which."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import editing
from articles.admin.queue import next_story
from articles.editing import Actor
from articles.models import Issue, Page

from .conftest import account, make_story
from .test_lists import STORIES, shown


@pytest.fixture
def staff(editor):
    people = [editor, account("duty", "钱主任", "值班主任"), account("final", "孙总编", "总编辑")]
    return [Actor.at_desk(user) for user in people]


@pytest.fixture
def waiting(page, staff):
    """A draft for each stage, one of them in doubt; a public story in doubt and one that nobody need look at."""
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


def test_the_queue_holds_what_is_in_doubt_first_and_then_all_drafts_the_newest_paper_first(desk, waiting):
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
def test_the_list_is_narrowed_to_the_stage_that_stories_wait_for(desk, waiting, stage, titles):
    assert shown(desk.get(STORIES, {"state": stage})) == titles


def test_the_list_says_which_stage_a_story_waits_for_and_who_signed(desk, waiting):
    html = desk.get(STORIES, {"state": "final"}).content.decode()
    assert (
        '<span class="desk-badge desk-draft">待终审</span> <small>初审 李编辑</small> <small>复审 钱主任</small>'
        in html
    )


def test_an_order_that_the_editor_chose_is_kept(desk, waiting):
    titles = shown(desk.get(STORIES, {"doubts": "waiting", "o": "1"}))
    assert titles == sorted(titles)


def test_who_signed_costs_no_query_for_each_story(desk, waiting, page, staff):
    desk.get(STORIES)
    with CaptureQueriesContext(connection) as few:
        desk.get(STORIES)
    for order in range(10, 30):
        editing.sign_off(make_story(page, f"第{order}篇", order, status="draft").pk, staff[0])
    with CaptureQueriesContext(connection) as many:
        desk.get(STORIES)
    assert len(many) == len(few)


def test_each_goes_on_to_what_waits_for_them(waiting, page, staff):
    first, doubtful, second, final = waiting
    stories = type(first).objects
    for problem in doubtful.problems.all():
        problem.delete()
    public = stories.get(headline="见报有疑")
    assert next_story(stories.all(), first, staff[0]) == public
    public.problems.all().delete()
    assert next_story(stories.all(), first, staff[0]) == doubtful
    assert next_story(stories.all(), doubtful, staff[0]) == first
    assert next_story(stories.all(), first, staff[1]) == second
    assert next_story(stories.all(), second, staff[2]) == final
    assert next_story(stories.all(), final, staff[2]) is None
