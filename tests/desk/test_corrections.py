"""更正 and 致歉 at the desk: who publishes them, where they were printed, what is logged."""

import pytest
from django.test import Client

from articles.models import AuditEntry, Correction, Page

from .conftest import account

ADD = "/admin/articles/correction/add/"


@pytest.fixture
def chief_editor(db):
    return account("final", "孙总编", "总编辑")


@pytest.fixture
def desk(chief_editor):
    client = Client()
    client.force_login(chief_editor)
    return client


def publish(desk, story, page=None, **fields):
    data = {"article": story.pk, "kind": "correction", "text": "“三千亩”应为“三百亩”。", "date": "2023-07-21"}
    return desk.post(ADD, data | {"page": page.pk if page else ""} | fields, follow=True)


def test_correction_is_started_on_its_storys_page(desk, story):
    page = desk.get(f"/admin/articles/article/{story.pk}/change/").content.decode()
    assert f'href="{ADD}?article={story.pk}"' in page
    form = desk.get(f"{ADD}?article={story.pk}").content.decode()
    assert f'<option value="{story.pk}" selected>水利局开展河湖保护</option>' in form


def test_correction_records_its_publisher_and_is_logged(desk, chief_editor, story, page):
    publish(desk, story, page)
    correction = Correction.objects.get()
    assert (correction.created_by, correction.page, correction.article) == (chief_editor, page, story)
    line = AuditEntry.objects.get()
    assert (line.action, line.user, line.article) == ("corrected", chief_editor, story)
    assert line.detail == "更正：“三千亩”应为“三百亩”。"


def test_notice_on_another_page_is_saved_with_a_warning(desk, story, page):
    other = Page.objects.create(issue=page.issue, number="4", name="副刊")
    text = publish(desk, story, other).content.decode()
    assert "原稿刊于第2版，更正刊于第4版。按规定，更正应刊登在同等版位。已照样保存。" in text
    assert Correction.objects.get().page == other


@pytest.mark.parametrize("number", ["2", None])
def test_notice_in_an_equal_place_or_unprinted_has_no_warning(desk, story, page, number):
    text = publish(desk, story, page if number else None).content.decode()
    assert "同等版位。" not in text
    assert Correction.objects.count() == 1


@pytest.mark.parametrize("text", ["", "误" * 2001, "前\x00后"])
def test_empty_or_too_long_correction_is_refused(desk, story, text):
    response = publish(desk, story, text=text)
    assert "text" in response.context["adminform"].form.errors
    assert not Correction.objects.exists()


@pytest.mark.parametrize("role", ["记者", "编辑", "值班主任", "运维"])
def test_only_chief_editor_publishes_corrections(story, role):
    client = Client()
    client.force_login(account("other", "同事", role))
    assert publish(client, story).status_code == 403
    assert not Correction.objects.exists()


def test_publishing_a_correction_redirects_to_its_story(desk, story):
    story_page = f"/admin/articles/article/{story.pk}/change/"
    assert publish(desk, story).redirect_chain[0][0] == story_page
    change = f"/admin/articles/correction/{Correction.objects.get().pk}/change/"
    data = {"article": story.pk, "kind": "apology", "text": "致歉。", "date": "2023-07-21", "page": ""}
    assert desk.post(change, data)["Location"] == story_page


def test_story_never_public_cannot_be_corrected(desk, story):
    type(story).objects.update(status="draft")
    assert "这篇稿件还没有见报，请直接改正文，不必刊发更正。" in publish(desk, story).content.decode()
    assert not Correction.objects.exists()
    type(story).objects.update(status="draft", withdrawn_at=story.publish_at)
    publish(desk, story)
    assert Correction.objects.count() == 1
