"""A link that shows an unpublished story to somebody without an account, for a week, and to nobody else."""

import datetime
import re

import pytest
from django.core import signing
from django.test import Client
from django.utils import timezone

from articles import editing
from articles.editing import Actor
from articles.models import Article, AuditEntry

from .conftest import account, make_story

LINK = re.compile(r'id="preview-link"[^>]* value="http://testserver(/preview/[^"]+)"')


@pytest.fixture
def draft(page):
    return make_story(page, "防汛进入关键期", order=5, status="draft", body="第一段。")


def link_of(desk, story):
    response = desk.post(f"/admin/articles/article/{story.pk}/preview/")
    return LINK.search(response.content.decode())[1]


def test_the_link_made_at_the_desk_shows_the_story_as_it_stands(desk, chief, draft):
    link = link_of(desk, draft)
    Article.objects.filter(pk=draft.pk).update(headline="防汛工作再部署", title="防汛工作再部署")
    response = Client().get(link)
    html = response.content.decode()
    assert response.status_code == 200
    assert "未刊发预览" in html
    assert "防汛工作再部署" in html
    assert "第一段。" in html
    line = AuditEntry.objects.get()
    assert (line.action, line.user, line.article) == ("previewed", chief, draft)


def test_no_cache_keeps_a_preview_no_search_engine_lists_it_and_no_other_site_learns_of_it(client, draft):
    for method in (client.get, client.head):
        response = method(draft.get_preview_url())
        assert response["Cache-Control"] == "private, no-store"
        assert response["X-Robots-Tag"].startswith("noindex")
        assert response["Referrer-Policy"] == "no-referrer"
        assert not response.cookies
        assert "ETag" not in response
    html = client.get(draft.get_preview_url()).content.decode()
    assert "canonical" not in html
    assert "ld+json" not in html


def test_a_scheduled_story_can_be_previewed_too(client, page):
    tomorrow = timezone.now() + datetime.timedelta(days=1)
    assert client.get(make_story(page, "明天见报", publish_at=tomorrow).get_preview_url()).status_code == 200


def test_once_the_story_is_public_the_link_leads_to_it(client, story):
    response = client.get(story.get_preview_url())
    assert (response.status_code, response["Location"]) == (302, f"/articles/{story.pk}/")


@pytest.mark.parametrize("change", [{"status": "withdrawn"}, {"status": "merged"}])
def test_the_link_dies_with_what_it_shows(client, draft, change):
    link = draft.get_preview_url()
    Article.objects.filter(pk=draft.pk).update(**change)
    gone = client.get(link)
    assert gone.status_code == 410
    assert "预览已失效" in gone.content.decode()
    assert "防汛" not in gone.content.decode()
    Article.objects.filter(pk=draft.pk).delete()
    assert client.get(link).status_code == 410


def test_a_story_withdrawn_and_under_review_again_is_not_shown_by_an_old_link(client, story, chief, settings):
    link = story.get_preview_url()
    by = Actor.at_desk(chief)
    editing.withdraw(story.pk, by, "内容有误，已撤下。")
    assert client.get(link).status_code == 410


def test_after_a_week_the_link_is_over(client, draft, settings, monkeypatch):
    link = draft.get_preview_url()
    monkeypatch.setattr("django.core.signing.time.time", lambda: timezone.now().timestamp() + 6.9 * 86400)
    assert client.get(link).status_code == 200
    monkeypatch.setattr("django.core.signing.time.time", lambda: timezone.now().timestamp() + 7.1 * 86400)
    assert client.get(link).status_code == 410


@pytest.mark.parametrize(
    "forge",
    [
        lambda pk, token: token[:-1] + ("A" if token[-1] != "A" else "B"),
        lambda pk, token: token.split(":", 1)[0],
        lambda pk, token: "x" * 5000,
        lambda pk, token: f"{pk}",
        lambda pk, token: signing.dumps(pk),
        lambda pk, token: signing.dumps(pk, salt="django.contrib.messages"),
        lambda pk, token: signing.dumps(pk, key="another key", salt="articles.preview"),
        lambda pk, token: "：：",
    ],
    ids=range(8),
)
def test_a_link_that_the_desk_did_not_make_opens_nothing(client, draft, forge):
    token = draft.get_preview_url().removeprefix("/preview/").removesuffix("/")
    response = client.get(f"/preview/{forge(draft.pk, token)}/")
    assert response.status_code == 404
    assert "防汛" not in response.content.decode()
    assert "no-store" in response["Cache-Control"]


def test_reporters_preview_their_own_drafts_and_no_others(page, draft):
    reporter = account("reporter", "赵记者", "记者")
    own = make_story(page, "我写的", 6, status="draft", created_by=reporter)
    client = Client()
    client.force_login(reporter)
    assert client.get(link_of(client, own)).status_code == 200
    assert client.post(f"/admin/articles/article/{draft.pk}/preview/").status_code == 404


def test_what_readers_see_already_has_no_preview(desk, story):
    response = desk.post(f"/admin/articles/article/{story.pk}/preview/", follow=True)
    assert "只有未刊发的稿件才有预览。" in response.content.decode()
    assert "预览链接</button>" not in response.content.decode()
