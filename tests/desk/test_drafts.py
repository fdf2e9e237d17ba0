"""A reporter's story is submitted when it is finished, put back with a reason, or spiked and brought back."""

import re

import pytest
from django.contrib.messages import get_messages
from django.core.management import call_command
from django.urls import reverse

from articles import editing
from articles.archiving import write_archive
from articles.editing import Actor
from articles.models import Article, FeeRate, Note
from tests.archiving.test_round_trip import delete_everything

from .conftest import account, make_story
from .forms import as_rendered

pytestmark = pytest.mark.django_db
ADD = reverse("admin:articles_article_add")


@pytest.fixture
def reporter():
    return account("reporter", "赵记者", "记者")


@pytest.fixture
def own(client, reporter):
    """A story that the reporter is writing."""
    client.force_login(reporter)
    client.post(ADD, as_rendered(client.get(ADD)) | {"headline": "河道变清", "body": "柳溪镇清理了三条河。"})
    return Article.objects.get(headline="河道变清")


def change(article):
    return reverse("admin:articles_article_change", args=[article.pk])


def press(client, article, button, **typed):
    form = as_rendered(client.get(change(article))) | typed
    response = client.post(reverse(f"admin:articles_article_{button}", args=[article.pk]), form)
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


def at(client, path="/admin/"):
    return " ".join(re.sub(r"<[^>]+>", " ", client.get(path).content.decode()).split())


def status_of(article):
    return Article.objects.get(pk=article.pk).status


def test_what_is_still_written_is_in_no_queue(client, editor, own):
    assert "您在写的 1 篇稿件 河道变清" in at(client)
    client.force_login(editor)
    assert "河道变清" not in at(client, "/admin/articles/article/?doubts=waiting")
    assert "您的角色" not in at(client, change(own))
    assert "签发初审" not in at(client, change(own))


def test_a_submitted_story_waits_for_the_first_review(client, editor, own):
    assert "已送审，等待初审。" in press(client, own, "submit", body="柳溪镇清理了四条河。")
    assert Article.objects.get(pk=own.pk).body == "柳溪镇清理了四条河。"
    client.force_login(editor)
    assert "待初审 1 篇稿件 河道变清" in at(client)
    assert "签发初审" in at(client, change(own))


def test_a_new_story_can_be_submitted_at_once(client, reporter):
    client.force_login(reporter)
    form = as_rendered(client.get(ADD)) | {"headline": "河道变清", "body": "柳溪镇清理了三条河。", "_submit": ""}
    client.post(ADD, form)
    assert Article.objects.get().status == "draft"


def test_a_story_put_back_carries_the_reason_to_its_writer(client, reporter, editor, own):
    press(client, own, "submit")
    client.force_login(editor)
    assert "请写明要改什么" in press(client, own, "reopen")
    assert "已退回作者" in press(client, own, "reopen", reason="请补上清理的时间。")
    assert status_of(own) == "writing"
    client.force_login(reporter)
    assert "退回： 请补上清理的时间。" in at(client)
    assert "李编辑退回： 请补上清理的时间。" in at(client, change(own))
    press(client, own, "submit", body="3月5日，柳溪镇清理了三条河。")
    assert "请补上清理的时间" not in at(client, change(own))


def test_a_spiked_story_leaves_all_queues_and_comes_back(client, editor, own):
    press(client, own, "submit")
    client.force_login(editor)
    assert "已列为不用" in press(client, own, "spike")
    assert "河道变清" not in at(client, "/admin/articles/article/")
    assert "河道变清" in at(client, "/admin/articles/article/?state=spiked")
    assert "这篇稿件已列为不用" in at(client, change(own))
    press(client, own, "unspike")
    assert status_of(own) == "writing"


def test_an_imported_story_comes_back_to_the_review(page, editor):
    story = make_story(page, "要闻一则", 8, status="draft")
    editing.spike(story.pk, Actor.at_desk(editor))
    editing.unspike(story.pk, Actor.at_desk(editor))
    assert status_of(story) == "draft"


def test_a_new_story_is_saved_with_a_chinese_sentence(client, reporter):
    client.force_login(reporter)
    form = as_rendered(client.get(ADD)) | {"headline": "河道变清", "body": "柳溪镇清理了三条河。", "_continue": "1"}
    said = " ".join(str(message) for message in get_messages(client.post(ADD, form).wsgi_request))
    assert re.sub(r"<[^>]+>", "", said) == "已新增稿件“河道变清”。 可以在下面继续修改。"


def test_a_spiked_story_cannot_be_submitted(reporter, own):
    editing.spike(own.pk, Actor.at_desk(reporter))
    with pytest.raises(editing.Refused, match="已列为不用，请先恢复"):
        editing.submit(own.pk, Actor.at_desk(reporter))


def test_a_story_that_readers_saw_is_not_spiked(client, chief, page):
    story = make_story(page, "要闻一则", 8)
    client.force_login(chief)
    assert "不用" not in re.findall(r"<button[^>]*>([^<]*)</button>", client.get(change(story)).content.decode())
    with pytest.raises(editing.Refused, match="请改用撤稿"):
        editing.spike(story.pk, Actor.at_desk(chief))


def test_a_reporter_spikes_only_their_own_unsigned_story(reporter, editor, own, page):
    with pytest.raises(editing.Refused, match="只能修改自己"):
        editing.spike(make_story(page, "别人的稿", 8, status="draft").pk, Actor.at_desk(reporter))
    editing.submit(own.pk, Actor.at_desk(reporter))
    editing.sign_off(own.pk, Actor.at_desk(editor))
    with pytest.raises(editing.Refused, match="正在审核"):
        editing.spike(own.pk, Actor.at_desk(reporter))


def test_a_note_reaches_the_writer_and_the_answer_reaches_the_editor(client, reporter, editor, own):
    client.force_login(editor)
    press(client, own, "note", note="标题能短些吗？")
    client.force_login(reporter)
    assert "给您的留言 李编辑 标题能短些吗？ 河道变清" in at(client)
    press(client, own, "note", note="改短了。")
    client.force_login(editor)
    assert "给您的留言 赵记者 改短了。 河道变清" in at(client)
    assert "标题能短些吗？" in at(client, change(own))
    assert "请先写留言。" in press(client, own, "note", note=" ")
    assert Note.objects.count() == 2


def test_notes_and_rates_are_in_the_archive(own, editor, tmp_path):
    editing.leave_note(own, Actor.at_desk(editor), "标题能短些吗？")
    FeeRate.objects.create(role="记者", since="2026-01-01", per_story=10)
    lines = list(write_archive())
    (tmp_path / "paper.jsonl").write_text("\n".join(lines), "utf-8")
    delete_everything()
    call_command("import_archive", str(tmp_path / "paper.jsonl"))
    assert [(note.text, note.article.headline) for note in Note.objects.all()] == [("标题能短些吗？", "河道变清")]
    assert [(rate.role, rate.per_story) for rate in FeeRate.objects.all()] == [("记者", 10)]
