"""三审 on the story's page: stages, signers, buttons and warnings."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.models import Article, Revision

from .conftest import account, make_story
from .forms import as_rendered
from .test_steps import messages_of, press
from .test_story import change


@pytest.fixture
def draft(page):
    return make_story(page, "防汛进入关键期", order=5, status="draft", body="第一段。\n\n第二段。")


@pytest.fixture
def people(editor):
    """The clients of the three signers, in order."""
    desks = [Client(), Client(), Client()]
    users = [editor, account("duty", "钱主任", "值班主任"), account("final", "孙总编", "总编辑")]
    for desk, user in zip(desks, users, strict=True):
        desk.force_login(user)
    return desks


def shown(client, article):
    return client.get(change(article)).content.decode()


def test_story_page_names_the_three_signers(people, draft):
    first, second, final = people
    assert "签发初审" in shown(first, draft)
    assert "您的岗位不签初审。" in shown(second, draft)
    assert messages_of(press(first, draft, "sign")) == "“防汛进入关键期”初审已签发。"
    press(second, draft, "sign")
    html = shown(final, draft)
    assert html.index("李编辑") < html.index("钱主任") < html.index("签发终审")
    press(final, draft, "sign")
    assert Article.objects.get().is_public
    assert "读者正在看这篇稿件；您的改动先送审，签发之前读者看到的仍是现在这一稿。" in shown(first, draft)
    assert "读者正在看这篇稿件；您的改动立即公开，由您负责。" in shown(final, draft)


def test_typed_text_is_saved_before_it_is_signed(people, draft):
    press(people[0], draft, "sign", headline="改好的题")
    assert draft.signoffs.get().revision.snapshot["headline"] == "改好的题"


def test_signing_goes_on_to_the_signers_next_story(people, page, draft):
    following = make_story(page, "下一篇", 6, status="draft")
    assert press(people[0], draft, "sign", _next="1").url == change(following)
    response = press(people[0], following, "sign", _next="1")
    assert messages_of(response).endswith("待审稿件已全部审完。")
    assert press(people[1], draft, "sign", _next="1").url == change(following)


def test_voiding_a_sign_off_is_announced_before_and_after(people, draft):
    press(people[0], draft, "sign")
    assert "改动文字后，已有签发作废：初审 李编辑。" in shown(people[1], draft)
    response = people[1].post(change(draft), as_rendered(people[1].get(change(draft))) | {"headline": "改题"})
    assert "原有签发作废" in messages_of(response)
    assert not draft.signoffs.standing().exists()


def test_refused_sign_off_keeps_the_typed_text(people, draft):
    response = press(people[1], draft, "sign", headline="改好的题")
    assert messages_of(response).endswith("您的岗位不签初审。")
    assert Article.objects.get().headline == "改好的题"


def test_signed_story_is_put_back_to_draft(people, draft):
    press(people[0], draft, "sign")
    assert messages_of(press(people[1], draft, "reopen", why="标题再推敲")) == "稿件已退回草稿，原有签发作废。"
    assert not draft.signoffs.standing().exists()
    assert Revision.objects.latest("version").why == "标题再推敲"


def test_public_story_is_withdrawn_with_a_notice_and_restored(people, story):
    final = people[2]
    assert messages_of(press(final, story, "withdraw", notice=" ")) == "请写明读者在原处会看到的说明。"
    assert messages_of(press(final, story, "withdraw", notice="内容有误，已撤下。")) == "稿件已撤下。"
    assert Article.objects.withdrawn().get().withdrawal_notice == "内容有误，已撤下。"
    assert "内容有误，已撤下。" in shown(people[0], story)
    assert messages_of(press(final, story, "restore")) == "稿件已恢复刊发。"
    assert list(Article.objects.public()) == [story]


def test_withdrawing_says_before_and_after_whose_pending_change_is_discarded(people, story):
    first, _second, final = people
    lost = "李编辑待审的改动随之作废，其文字留在历史里。"
    assert lost not in shown(final, story)
    first.post(change(story), as_rendered(first.get(change(story))) | {"headline": "待审的新题"})
    assert lost in shown(final, story)
    chosen = {"action": "withdraw", "_selected_action": [story.pk]}
    assert lost in final.post(reverse("admin:articles_article_changelist"), chosen).content.decode()
    assert messages_of(press(final, story, "withdraw", notice="内容有误。")) == f"稿件已撤下。{lost}"
    assert Article.objects.get(pk=story.pk).pending is None
    assert Revision.objects.filter(article=story, snapshot__headline="待审的新题").exists()


def test_withdrawing_without_permission_is_refused(people, story):
    assert "撤稿…" not in shown(people[0], story)
    refused = messages_of(press(people[0], story, "withdraw", notice="说明"))
    assert refused == "您的岗位没有此项权限。您刚才写的是：“说明”"
    assert list(Article.objects.public()) == [story]


def test_scheduled_story_says_when_it_is_published(people, story):
    Article.objects.update(publish_at=timezone.now() + timezone.timedelta(days=1))
    html = shown(people[0], story)
    assert "这篇稿件已签发待发。改动文字后退回草稿，须重新签发。" in html
    assert "退回草稿</button>" in html


def test_sign_off_without_a_version_is_refused(people, draft):
    response = people[0].post(reverse("admin:articles_article_sign", args=[draft.pk]))
    assert messages_of(response) == "您打开之后，该稿件已被他人修改。请重新打开看过再操作。"
    assert not draft.signoffs.exists()


def test_who_signs_a_story_that_was_changed_meanwhile_is_told_to_read_it_first(people, colleague, draft):
    opened = as_rendered(people[0].get(change(draft)))
    colleague.post(change(draft), as_rendered(colleague.get(change(draft))) | {"headline": "同事改的题"})
    response = people[0].post(reverse("admin:articles_article_sign", args=[draft.pk]), opened)
    assert response.url == change(draft)
    assert messages_of(response) == "没有签发：稿件刚被改过，请看过新版本再签。"
    assert not draft.signoffs.exists()
    assert Article.objects.get(pk=draft.pk).headline == "同事改的题"
    press(people[0], draft, "sign")
    assert draft.signoffs.count() == 1


@pytest.mark.parametrize("typed", [{"headline": "我也改了题"}, {"deck": "——我加的副题"}, {"why": "我改的"}])
def test_who_typed_something_before_signing_a_changed_story_gets_it_back(people, colleague, draft, typed):
    opened = as_rendered(people[0].get(change(draft)))
    colleague.post(change(draft), as_rendered(colleague.get(change(draft))) | {"headline": "同事改的题"})
    response = people[0].post(reverse("admin:articles_article_sign", args=[draft.pk]), opened | typed)
    assert "您输入的内容都在下方表单里" in response.content.decode()
    assert as_rendered(response)[next(iter(typed))] == next(iter(typed.values()))
    assert not draft.signoffs.exists()
