"""The desk's first page: numbers link to what they count, and queries do not grow with the archive."""

import datetime
import re

import pytest
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import editing
from articles.editing import Actor
from articles.models import Article, AuditEntry, Issue, OpenStory, Page, Problem

from .conftest import account, make_story
from .test_lists import fill, shown

STATE = re.compile(r'front-state [^"]*"><a href="([^"]+)"><b>([\d,]+)</b> <span>([^<]+)')


def visit(user):
    client = Client()
    client.force_login(user)
    return client, client.get("/admin/")


def text(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


@pytest.fixture
def reviewed(page, editor):
    """One story in each state; names say how far the review is."""
    by_editor, by_duty = Actor.at_desk(editor), Actor.at_desk(account("duty", "钱主任", "值班主任"))
    tomorrow = timezone.now() + datetime.timedelta(days=1)
    stories = {
        "待初审": make_story(page, "待初审一篇", 1, status="draft"),
        "待复审": make_story(page, "待复审一篇", 2, status="draft"),
        "待终审": make_story(page, "待终审一篇", 3, status="draft"),
        "待发": make_story(page, "待发一篇", 4, publish_at=tomorrow),
        "已刊发": make_story(page, "已刊发一篇", 5),
        "已撤稿": make_story(page, "已撤一篇", 6, status="withdrawn"),
    }
    editing.sign_off(stories["待复审"].pk, by_editor)
    editing.sign_off(stories["待终审"].pk, by_editor)
    editing.sign_off(stories["待终审"].pk, by_duty)
    return stories


def test_each_state_links_to_exactly_the_stories_it_counts(desk, reviewed, doubtful):
    states = {
        name: (int(number), address) for address, number, name in STATE.findall(desk.get("/admin/").content.decode())
    }
    assert {name: number for name, (number, _address) in states.items()} == {
        "在写": 0, "待初审": 1, "待复审": 1, "待终审": 1, "待发": 1, "已刊发": 2, "已撤稿": 1,
        "其中修改待审": 0, "其中存疑": 1,
    }  # fmt: skip
    for name, (number, address) in states.items():
        assert len(shown(desk.get(address))) == number, name
    assert shown(desk.get(states["待终审"][1])) == ["待终审一篇"]


@pytest.mark.parametrize(
    ("role", "waiting"),
    [("编辑", "待初审一篇"), ("值班主任", "待复审一篇"), ("总编辑", "待终审一篇")],
)
def test_tasks_are_the_stories_that_the_user_may_sign(reviewed, role, waiting):
    response = visit(account("fresh", "新同事", role))[1]
    tasks = re.search(r'<section class="front-tasks".*?</section>', response.content.decode(), re.DOTALL)[0]
    assert [title for title in reviewed if f"{title}一篇" in tasks] == [waiting.removesuffix("一篇")]


def test_signed_story_is_no_task_for_its_signer(reviewed, settings):
    both = account("both", "两职同事", "编辑", "值班主任")
    editing.sign_off(reviewed["待初审"].pk, Actor.at_desk(both))
    response = visit(both)[1]
    tasks = re.search(r'<section class="front-tasks".*?</section>', response.content.decode(), re.DOTALL)[0]
    assert "待初审一篇" not in tasks
    assert "待复审一篇" in tasks


def test_no_story_is_counted_twice_unless_the_words_say_so(desk, page, reviewed, doubtful):
    found = STATE.findall(desk.get("/admin/").content.decode())
    counted = sum(int(number) for _address, number, name in found if not name.startswith("其中"))
    assert counted == Article.objects.count()


NOBODY = "有 1 篇稿件或改动在等初审，可是没有人能签： 水利局开展河湖保护"


def test_the_chief_learns_that_a_change_waits_which_nobody_may_sign(story, editor, settings):
    Article.objects.filter(pk=story.pk).update(status="approved")
    with editing.changing(story.pk, Actor.at_desk(editor)) as change:
        change.article.deck = "——改过的副题"
    boss = account("boss", "孙总编", "总编辑")
    User.objects.filter(pk=account("left", "离任编辑", "编辑").pk).update(is_active=False)
    assert f"{NOBODY} 作者不能签自己的第一审" in text(visit(boss)[1])
    assert NOBODY not in text(visit(editor)[1])
    settings.AUTHOR_MAY_SIGN = True
    assert "没有人能签" not in text(visit(boss)[1])
    settings.AUTHOR_MAY_SIGN = False
    account("second", "吴编辑", "编辑")
    assert "没有人能签" not in text(visit(boss)[1])


def test_the_chief_learns_that_nobody_has_the_role_that_signs(page):
    make_story(page, "等初审的一篇", 1, status="draft")
    html = text(visit(account("boss", "孙总编", "总编辑"))[1])
    assert "有 1 篇稿件或改动在等初审，可是没有人能签： 等初审的一篇 没有人担任编辑。" in html
    assert "NEWSROOM_AUTHOR_MAY_SIGN" not in html
    assert "没有等您处理的稿件" not in html


def test_the_chief_learns_of_a_stage_that_only_an_earlier_signer_could_sign(page, reviewed):
    both = User.objects.get(username="duty")
    both.groups.add(Group.objects.get(name="编辑"))
    alone = make_story(page, "两审一人", 8, status="draft")
    editing.sign_off(alone.pk, Actor.at_desk(both))
    html = text(visit(account("boss", "孙总编", "总编辑"))[1])
    assert "有 1 篇稿件或改动在等复审，可是没有人能签： 两审一人 同一个人不能签两个审次。" in html


def test_printed_stories_wait_for_their_page_not_for_somebody(page):
    make_story(page, "已见报的一篇", 1, status="draft")
    boss = account("boss", "孙总编", "总编辑")
    assert "没有人能签" in text(visit(boss)[1])
    Page.objects.update(reviewed_in_print=True)
    assert "没有人能签" not in text(visit(boss)[1])


def test_reporter_sees_only_their_own_drafts(page, reviewed, doubtful, editor):
    reporter = account("reporter", "赵记者", "记者")
    make_story(page, "我写的一篇", 8, status="draft", created_by=reporter)
    OpenStory.objects.heartbeat(reviewed["待初审"], editor)
    response = visit(reporter)[1]
    assert "您送审的 1 篇稿件 我写的一篇" in text(response)
    for other in reviewed.values():
        assert other.title not in text(response)


def test_latest_issues_show_open_problems_page_by_page(desk, page, story, doubtful):
    make_story(page, "等签发的一篇", 3, status="draft")
    Issue.objects.create(date=timezone.localdate(), number="9001")
    html = text(desk.get("/admin/"))
    assert "第9001期 今天 还没有版面。" in html
    assert "2023年7月20日 星期四 第2版 综合新闻 3 篇稿件 · 1 篇草稿 · 2 处疑点" in html


def test_page_links_to_its_stories_and_open_problems(desk, page, story, doubtful):
    other = Page.objects.create(issue=page.issue, number="3")
    make_story(other, "别版的一篇")
    Problem.objects.create(article=story, page=other, code="no_text", line=1)
    assert f'href="/admin/articles/article/?on_page={page.pk}"' in desk.get("/admin/").content.decode()
    assert sorted(shown(desk.get(f"/admin/articles/article/?on_page={page.pk}"))) == [
        "党员志愿者走进社区。",
        "水利局开展河湖保护",
    ]
    problems = desk.get(f"/admin/articles/problem/?on_page={page.pk}&state=open").context["cl"].result_list
    assert [(problem.page_id, problem.line) for problem in problems] == [(page.pk, 7), (page.pk, 9)]


@pytest.mark.parametrize("page", ["x", "-1", "9" * 30, "0"])
def test_mistyped_page_is_no_server_error(desk, page):
    assert desk.get(f"/admin/articles/article/?on_page={page}").status_code in {200, 302}


def test_editors_at_work_are_shown_until_their_heartbeat_expires(desk, editor, story):
    OpenStory.objects.heartbeat(story, editor)
    assert "李编辑 水利局开展河湖保护" in text(desk.get("/admin/"))
    OpenStory.objects.update(seen_at=timezone.now() - datetime.timedelta(minutes=3))
    assert "目前没有其他人打开稿件。" in text(desk.get("/admin/"))


def test_log_without_permission_shows_only_own_entries(desk, chief, editor, story):
    AuditEntry.objects.create(user=chief, origin="desk", action="withdrawn", article=story, subject="河湖")
    AuditEntry.objects.create(user=None, origin="command", action="imported", subject="2023-07-20")
    assert "命令行 导入 2023-07-20" in text(desk.get("/admin/"))
    assert "王主编 撤稿 河湖" in text(desk.get("/admin/"))
    assert "河湖" not in re.search(r"最近操作.*", text(visit(editor)[1]))[0]


def test_plot_has_a_table_too(desk, page, story, doubtful):
    assert "07-20 2 1 2 2.0" in text(desk.get("/admin/"))


def test_bars_of_a_plot_have_the_height_of_their_numbers(desk, page, story, doubtful):
    html = desk.get("/admin/").content.decode()
    stories = html[html.index("front-plot-stories") : html.index("front-plot-problems")]
    assert 'viewBox="0 0 14 2"' in stories
    assert stories.count("<rect") == 1
    assert '<rect x="13" width="0.8" height="2">' in stories


def test_account_without_a_role_sees_only_a_notice(page, reviewed, doubtful):
    response = visit(account("nobody", "新人"))[1]
    assert "您的账号还没有分配岗位" in text(response)
    assert "front-state" not in response.content.decode()
    assert "front-issues" not in response.content.decode()


def test_front_page_needs_no_more_queries_for_200_stories(desk, editor):
    fill(0, 10)
    OpenStory.objects.heartbeat(Article.objects.first(), editor)
    Article.objects.update(status="draft")
    desk.get("/admin/")
    with CaptureQueriesContext(connection) as few:
        desk.get("/admin/")
    fill(10, 200)
    for article in Article.objects.all()[:50]:
        OpenStory.objects.heartbeat(article, editor)
        AuditEntry.objects.create(user=editor, origin="desk", action="changed", article=article, subject="改")
    with CaptureQueriesContext(connection) as many:
        desk.get("/admin/")
    assert len(many) == len(few)
    assert len(many) <= 45
