"""A story's history: who did what and why, versions compared and restored."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles import editing
from articles.editing import Actor
from articles.models import Article, Revision

from .conftest import make_story
from .forms import as_rendered
from .test_steps import messages_of, press
from .test_story import change


def save(client, article, **typed):
    return client.post(change(article), as_rendered(client.get(change(article))) | typed)


def lines(client, article):
    """(version, who, action, changed fields) of each entry, latest first."""
    entries = client.get(reverse("admin:articles_article_history", args=[article.pk])).context["page"]
    return [
        (
            entry.revision and entry.revision.version,
            entry.user and entry.user.first_name,
            f"{entry.what} {entry.detail}".strip(),
            entry.changed,
        )
        for entry in entries
    ]


def compare(client, article, **versions):
    return client.get(reverse("admin:articles_article_differences", args=[article.pk]), versions)


@pytest.fixture
def draft(story):
    Article.objects.update(status="draft")
    story.refresh_from_db()
    return story


def test_history_lists_versions_sign_offs_and_actions_in_order(colleague, doubtful, draft):
    save(colleague, draft, headline="河湖保护在行动", why="标题太长")
    press(colleague, draft, "sign")
    save(colleague, draft, body="改过的正文。", date="2023-07-21")
    newest = lines(colleague, draft)[:2]
    assert (3, "李编辑", "修改 见报日期 2023-07-20 → 2023-07-21", ["正文", "见报日期"]) in newest
    assert (None, "李编辑", "签发作废", []) in newest
    assert lines(colleague, draft)[2:] == [
        (None, "李编辑", "签发 初审", []),
        (2, "李编辑", "修改 标题太长", ["主题"]),
        (1, None, "当时的稿件", []),
    ]


def test_untouched_story_has_no_history_to_compare(colleague, story):
    html = colleague.get(reverse("admin:articles_article_history", args=[story.pk])).content.decode()
    assert "这篇稿件导入后尚无改动。" in html
    assert compare(colleague, story).status_code == 404


def test_step_is_undone_from_the_history(colleague, draft):
    press(colleague, draft, "block", 1, "split")
    html = colleague.get(reverse("admin:articles_article_history", args=[draft.pk])).content.decode()
    undo = reverse("admin:articles_article_undo", args=[draft.pk, draft.steps.get().pk])
    assert f'<form method="post" action="{undo}">' in html
    assert messages_of(colleague.post(undo)) == "已撤销：拆分。"
    again = colleague.get(reverse("admin:articles_article_history", args=[draft.pk])).content.decode()
    assert undo not in again
    assert "已撤销</small>" in again


def lines_with_a_button(client, article):
    """(action, step) of each entry with a button 撤销."""
    entries = client.get(reverse("admin:articles_article_history", args=[article.pk])).context["page"]
    return [(f"{entry.what} {entry.detail}", entry.step.pk) for entry in entries if entry.may_undo]


def test_undo_button_is_on_the_line_of_its_step(colleague, draft, page):
    """Also after a later step was undone: that one has no button any more."""
    make_story(page, "后一篇", order=9, body="后一段。", status="draft")
    press(colleague, draft, "block", 1, "split")
    press(colleague, draft, "merge")
    merge, split = draft.steps.order_by("-pk")
    assert lines_with_a_button(colleague, draft) == [("调整稿件 合并", merge.pk)]
    assert messages_of(press(colleague, draft, "undo", merge.pk)) == "已撤销：合并。"
    assert lines_with_a_button(colleague, draft) == [("调整稿件 拆分", split.pk)]
    assert messages_of(press(colleague, draft, "undo", split.pk)) == "已撤销：拆分。"
    assert lines_with_a_button(colleague, draft) == []


def test_two_versions_are_compared_character_by_character(colleague, draft):
    save(colleague, draft, headline="水利局展开河湖大保护")
    save(colleague, draft, headline="河湖大保护")
    html = compare(colleague, draft, **{"from": 1, "to": 2}).content.decode()
    assert "<p>水利局<del>开展</del><ins>展开</ins>河湖<ins>大</ins>保护</p>" in html
    assert "正文</h2>" not in html
    assert "<p><del>水利局展开</del>河湖大保护</p>" in compare(colleague, draft).content.decode()


def test_older_version_comes_first_in_any_order_of_parameters(colleague, draft):
    save(colleague, draft, headline="第二稿")
    response = compare(colleague, draft, **{"from": 2, "to": 1})
    assert [revision.version for revision in response.context["versions"]] == [1, 2]


@pytest.mark.parametrize("version", ["", "x", "0", "99", "9" * 40, "\x00"])
def test_unknown_version_shows_the_latest_change(colleague, draft, version):
    save(colleague, draft, headline="第二稿")
    response = compare(colleague, draft, **{"from": version, "to": version})
    assert [revision.version for revision in response.context["versions"]] == [1, 2]


def test_earlier_version_is_restored(colleague, draft):
    save(colleague, draft, headline="第二稿")
    address = reverse("admin:articles_article_restore_revision", args=[draft.pk, 1])
    assert f'action="{address}"' in compare(colleague, draft).content.decode()
    assert messages_of(colleague.post(address, {"opened_version": 2})) == "已恢复第 1 稿，作为新的一稿保存。"
    assert Article.objects.get(pk=draft.pk).headline == "水利局开展河湖保护"
    assert Revision.objects.latest("version").why == "恢复到第 1 稿。"


def test_earlier_version_is_not_restored_over_an_unseen_one(colleague, draft):
    save(colleague, draft, headline="第二稿")
    address = reverse("admin:articles_article_restore_revision", args=[draft.pk, 1])
    save(colleague, draft, headline="第三稿")
    assert "已被他人修改" in messages_of(colleague.post(address, {"opened_version": 2}))
    assert Article.objects.get(pk=draft.pk).headline == "第三稿"


def test_save_without_changes_creates_no_version(colleague, draft):
    save(colleague, draft, headline="第二稿")
    save(colleague, draft)
    assert Article.objects.get(pk=draft.pk).version == 2
    assert Revision.objects.count() == 2


def history_of(client, article, **query):
    return client.get(reverse("admin:articles_article_history", args=[article.pk]), query)


@pytest.fixture
def much_changed(draft, editor):
    """much_changed(120) -> a story whose headline was changed 120 times."""

    def change_often(times):
        for number in range(times):
            with editing.changing(draft.pk, Actor.at_desk(editor)) as changed:
                changed.article.headline = f"第{number}稿的标题"
        return draft

    return change_often


def test_long_history_is_paginated_without_loss(colleague, much_changed):
    story = much_changed(120)
    pages = [history_of(colleague, story, page=number) for number in (1, 2, 3)]
    versions = [entry.revision.version for page in pages for entry in page.context["page"]]
    assert versions == list(range(121, 0, -1))
    # The last entry of a page is compared with the first of the next.
    assert [entry.changed for entry in pages[0].context["page"]] == [["主题"]] * 50
    assert 'href="?page=2" rel="next"' in pages[0].content.decode()
    assert "第119稿的标题" in compare(colleague, story).content.decode()


@pytest.mark.parametrize("number", ["x", "0", "99", "9" * 40, "\x00"])
def test_unknown_page_of_the_history_is_no_error(colleague, draft, number):
    save(colleague, draft, headline="第二稿")
    assert history_of(colleague, draft, page=number).status_code == 200


def test_long_history_needs_no_more_queries_than_a_short_one(colleague, much_changed):
    def queries(story):
        with CaptureQueriesContext(connection) as asked:
            history_of(colleague, story)
        return len(asked)

    short = queries(much_changed(3))
    assert queries(much_changed(117)) == short
