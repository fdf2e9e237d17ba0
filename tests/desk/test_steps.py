"""The paragraphs' buttons: each saves what was typed, does its step and offers to undo it."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from articles.models import Article, Page, Step

from .conftest import account, make_story
from .forms import as_rendered
from .test_story import change

BODY = "甲一。\n\n甲二。\n\n余波 曹璐"


@pytest.fixture
def first(page):
    return make_story(page, "甲", 1, lines=(1, 3), body=BODY, status="draft")


@pytest.fixture
def second(page):
    return make_story(page, "乙", 2, lines=(5, 9), body="乙一。\n\n乙二。", status="draft")


def press(client, article, name, *args, **typed):
    """Press a button on the story's page, after typing into its form."""
    form = as_rendered(client.get(change(article))) | typed
    return client.post(reverse(f"admin:articles_article_{name}", args=[article.pk, *args]), form)


def messages_of(response):
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


def bodies():
    return [article.body for article in Article.objects.exclude(status="merged").order_by("pk")]


def test_each_paragraph_offers_its_possible_steps(colleague, first, second):
    html = colleague.get(change(second)).content.decode()
    assert "从此处拆成新稿件" in html
    assert "移到上一篇“甲”末尾" in html
    assert "移到下一篇" not in html
    assert "改为署名" not in html
    assert "改为署名：余波、曹璐" in colleague.get(change(first)).content.decode()


def test_story_is_split_and_the_message_can_undo_it(colleague, first):
    response = press(colleague, first, "block", 1, "split")
    assert response.url == change(first)
    made = Article.objects.latest("pk")
    assert bodies() == ["甲一。", "甲二。\n\n余波 曹璐"]
    assert f'已完成：拆分。涉及：<a href="{change(made)}">甲二。</a>。' in messages_of(response)
    undo = reverse("admin:articles_article_undo", args=[first.pk, Step.objects.get().pk])
    assert f'formaction="{undo}">撤销</button>' in messages_of(response)
    assert "已撤销：拆分。" in messages_of(press(colleague, first, "undo", Step.objects.get().pk))
    assert bodies() == [BODY]


def test_undoing_a_split_from_its_part_redirects_to_the_original(colleague, first):
    press(colleague, first, "block", 1, "split")
    made = Article.objects.latest("pk")
    assert press(colleague, made, "undo", Step.objects.get().pk).url == change(first)


def test_paragraphs_move_turn_and_become_the_byline(colleague, first, second):
    press(colleague, first, "block", 2, "byline")
    assert [str(contribution.author) for contribution in first.contributions.all()] == ["余波", "曹璐"]
    press(colleague, first, "block", 1, "after")
    assert bodies() == ["甲一。", "甲二。\n\n乙一。\n\n乙二。"]
    press(colleague, second, "block", 1, "subhead")
    press(colleague, second, "block", 0, "before")
    assert bodies() == ["甲一。\n\n甲二。", "## 乙一。\n\n乙二。"]


def test_merged_story_says_which_story_it_is_in(colleague, first, second):
    assert press(colleague, first, "merge").url == change(first)
    assert bodies() == [BODY + "\n\n## 乙\n\n乙一。\n\n乙二。"]
    html = colleague.get(change(second)).content.decode()
    assert f'本篇已并入： <a href="{change(first)}">甲</a>' in html
    assert 'name="_save"' not in html


def test_continuation_is_joined_to_the_story_that_jumps_to_it(colleague, page, second):
    front = Page.objects.create(issue=page.issue, number="1", order=1)
    other = make_story(front, "不相干的一篇", 1)
    opening = make_story(front, "开头", 2, body="话说到一半，", status="draft")
    opening.placements.update(continued_on="2")
    html = colleague.get(change(second)).content.decode()
    assert html.index("第1版第2条 开头（下转2版）") < html.index("第1版第1条 不相干的一篇")
    assert press(colleague, second, "join", opening=opening.pk).url == change(opening)
    assert Article.objects.get(pk=opening.pk).body == "话说到一半，乙一。\n\n乙二。"
    assert press(colleague, opening, "undo", Step.objects.get().pk).url == change(opening)
    assert Article.objects.get(pk=second.pk).merged_into is None
    assert Article.objects.get(pk=other.pk).version == 1


@pytest.mark.parametrize("opening", ["", "x", "999999", "9" * 40])
def test_joining_without_a_story_asks_for_one(colleague, second, opening):
    assert messages_of(press(colleague, second, "join", opening=opening)) == "请先选择本篇续自哪一篇稿件。"
    assert Article.objects.get().status == "draft"


# What was typed before the click


def test_typed_text_is_saved_before_the_step(colleague, first):
    press(colleague, first, "block", 1, "split", headline="新的甲")
    assert [article.headline for article in Article.objects.order_by("pk")] == ["新的甲", ""]


def test_paragraph_that_moved_while_typing_is_left_alone(colleague, first):
    typed = BODY.replace("甲一。", "新的第一段。\r\n\r\n甲一。")
    response = press(colleague, first, "block", 1, "split", body=typed)
    assert messages_of(response) == "您输入的内容已保存。段落有变动，请重新选择操作。"
    assert bodies() == [typed.replace("\r\n", "\n")]


def test_step_on_an_invalid_form_keeps_the_typed_text(colleague, first):
    response = press(colleague, first, "block", 1, "split", headline="题" * 201, body="打了一半的字")
    assert response.status_code == 200
    assert as_rendered(response)["body"] == "打了一半的字"
    assert f'action="{change(first)}"' in response.content.decode()
    assert bodies() == [BODY]


def test_undo_does_not_overwrite_text_typed_meanwhile(colleague, first):
    press(colleague, first, "block", 1, "split")
    response = press(colleague, first, "undo", Step.objects.get().pk, headline="改了题")
    assert "没有撤销：您有尚未保存的改动。" in response.content.decode()
    assert as_rendered(response)["headline"] == "改了题"
    assert bodies() == ["甲一。", "甲二。\n\n余波 曹璐"]


# Who may


def test_refused_step_says_why_and_changes_nothing(client, first, second):
    reporter = account("reporter", "赵记者", "记者")
    Article.objects.filter(pk=first.pk).update(created_by=reporter)
    client.force_login(reporter)
    assert messages_of(press(client, first, "merge")) == "您的岗位只能修改自己的稿件。"
    assert bodies() == [BODY, "乙一。\n\n乙二。"]


@pytest.mark.parametrize(
    ("name", "args"), [("block", [1, "split"]), ("merge", []), ("join", []), ("undo", [1]), ("sign", [])]
)
def test_story_of_another_reporter_is_not_found(client, first, name, args):
    client.force_login(account("reporter", "赵记者", "记者"))
    address = reverse(f"admin:articles_article_{name}", args=[first.pk, *args])
    assert client.post(address, {"opening": first.pk, "opened_version": first.version}).status_code == 404
    assert client.get(address).status_code == 405


def test_unknown_step_is_not_found(colleague, first):
    assert press(colleague, first, "block", 1, "explode").status_code == 404
    assert press(colleague, first, "block", 99, "split").status_code == 302
    assert bodies() == [BODY]
