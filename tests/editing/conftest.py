from articles.editing import Actor
from tests.desk.conftest import *  # noqa: F403  fixtures: page, stories and staff
from tests.desk.conftest import account, make_story, pytest


@pytest.fixture
def reporter(db):
    return Actor.at_desk(account("reporter", "赵记者", "记者"))


@pytest.fixture
def first(editor):
    return Actor.at_desk(editor)


@pytest.fixture
def second(db):
    return Actor.at_desk(account("duty", "钱主任", "值班主任"))


@pytest.fixture
def final(db):
    return Actor.at_desk(account("final", "孙总编", "总编辑"))


@pytest.fixture
def draft(page):
    return make_story(page, "防汛进入关键期", order=5, status="draft", body="第一段。\n\n第二段。\n\n第三段。")
