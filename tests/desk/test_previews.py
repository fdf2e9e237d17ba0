"""Preview links, which show an unpublished story for a week without an account."""

import datetime
import re

import pytest
from django.core import signing
from django.test import Client
from django.utils import timezone

from articles import editing
from articles.editing import Actor
from articles.models import Article, AuditEntry, Preview

from .conftest import account, make_story
from .forms import as_rendered

LINK = re.compile(r'id="preview-link"[^>]* value="http://testserver(/preview/[^"]+)"')


@pytest.fixture
def draft(page):
    return make_story(page, "防汛进入关键期", order=5, status="draft", body="第一段。")


def address(story):
    """The address of a new link."""
    until = timezone.now() + datetime.timedelta(days=7)
    return Preview.objects.create(article=story, until=until).get_absolute_url()


def link_of(desk, story):
    response = desk.post(f"/admin/articles/article/{story.pk}/preview/")
    return LINK.search(response.content.decode())[1]


def test_preview_link_shows_the_current_text(desk, chief, draft):
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


def test_preview_is_neither_cached_nor_indexed_nor_leaked(client, draft):
    for method in (client.get, client.head):
        response = method(address(draft))
        assert response["Cache-Control"] == "private, no-store"
        assert response["X-Robots-Tag"].startswith("noindex")
        assert response["Referrer-Policy"] == "no-referrer"
        assert not response.cookies
        assert "ETag" not in response
    html = client.get(address(draft)).content.decode()
    assert "canonical" not in html
    assert "ld+json" not in html


def test_scheduled_story_can_be_previewed(client, page):
    tomorrow = timezone.now() + datetime.timedelta(days=1)
    assert client.get(address(make_story(page, "明天见报", publish_at=tomorrow))).status_code == 200


def test_link_redirects_once_the_story_is_public(client, story):
    response = client.get(address(story))
    assert (response.status_code, response["Location"]) == (302, f"/articles/{story.pk}/")


@pytest.mark.parametrize("change", [{"status": "withdrawn"}, {"status": "merged"}])
def test_link_is_invalid_once_its_story_is_gone(client, draft, change):
    link = address(draft)
    Article.objects.filter(pk=draft.pk).update(**change)
    gone = client.get(link)
    assert gone.status_code == 410
    assert "预览已失效" in gone.content.decode()
    assert "防汛" not in gone.content.decode()
    Article.objects.filter(pk=draft.pk).delete()
    assert client.get(link).status_code == 410


def test_old_link_does_not_show_a_withdrawn_story_under_review(client, story, chief, settings):
    link = address(story)
    by = Actor.at_desk(chief)
    editing.withdraw(story.pk, by, "内容有误，已撤下。")
    assert client.get(link).status_code == 410


def test_link_expires_after_a_week(desk, draft):
    link = link_of(desk, draft)
    until = Preview.objects.get().until
    assert datetime.timedelta(days=6.9) < until - timezone.now() < datetime.timedelta(days=7.1)
    assert Client().get(link).status_code == 200
    Preview.objects.update(until=timezone.now())
    assert Client().get(link).status_code == 410


@pytest.mark.parametrize(
    "forge",
    [
        lambda pk, token: token[:-1] + ("A" if token[-1] != "A" else "B"),
        lambda pk, token: token.split(":", 1)[0],
        lambda pk, token: "x" * 5000,
        lambda pk, token: f"{pk}",
        lambda pk, token: signing.dumps(pk),
        lambda pk, token: signing.dumps(pk, salt="django.contrib.messages"),
        lambda pk, token: signing.dumps(pk, key="another key", salt="articles.preview.link"),
        lambda pk, token: signing.dumps(pk, salt="articles.preview"),
        lambda pk, token: "：：",
    ],
    ids=range(9),
)
def test_forged_link_is_not_found(client, draft, forge):
    token = address(draft).removeprefix("/preview/").removesuffix("/")
    response = client.get(f"/preview/{forge(draft.pk, token)}/")
    assert response.status_code == 404
    assert "防汛" not in response.content.decode()
    assert "no-store" in response["Cache-Control"]


def test_reporters_preview_only_their_own_drafts(page, draft):
    reporter = account("reporter", "赵记者", "记者")
    own = make_story(page, "我写的", 6, status="draft", created_by=reporter)
    client = Client()
    client.force_login(reporter)
    assert client.get(link_of(client, own)).status_code == 200
    assert client.post(f"/admin/articles/article/{draft.pk}/preview/").status_code == 404


def test_public_story_has_no_preview(desk, story):
    response = desk.post(f"/admin/articles/article/{story.pk}/preview/", follow=True)
    assert "只有未刊发的稿件才有预览。" in response.content.decode()
    assert "预览链接</button>" not in response.content.decode()


def box(desk, story):
    """The list of valid links on the story's page."""
    html = desk.get(f"/admin/articles/article/{story.pk}/change/").content.decode()
    found = re.search(r'<details class="desk-previews">(.*?)</details>', html, re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", found[1]).split()) if found else ""


def test_story_page_lists_valid_links_with_maker_and_expiry(desk, colleague, draft):
    assert box(desk, draft) == ""
    link_of(desk, draft)
    link_of(colleague, draft)
    said = box(desk, draft)
    until = timezone.localtime(Preview.objects.first().until)
    assert said.startswith("预览链接 2 个，仍可打开")
    assert said.index("李编辑") < said.index("王主编")
    assert said.count(f"有效至 {until:%-m月%-d日 %H:%M}") == 2
    assert said.endswith("全部吊销")


def test_revoking_one_link_keeps_the_others(desk, chief, draft):
    first, second = link_of(desk, draft), link_of(desk, draft)
    number = Preview.objects.earliest("pk").pk
    said = desk.post(f"/admin/articles/article/{draft.pk}/previews/{number}/revoke/", follow=True).content.decode()
    assert "已吊销 1 个预览链接。" in said
    assert [Client().get(link).status_code for link in (first, second)] == [410, 200]
    line = AuditEntry.objects.latest("pk")
    assert (line.action, line.user, line.article, line.detail) == ("revoked", chief, draft, f"预览链接 {number}")


def test_all_links_of_one_story_are_revoked_at_once(desk, page, draft):
    other = make_story(page, "别的稿件", 6, status="draft")
    links = [link_of(desk, draft), link_of(desk, draft), link_of(desk, other)]
    desk.post(f"/admin/articles/article/{draft.pk}/previews/revoke/")
    assert [Client().get(link).status_code for link in links] == [410, 410, 200]
    assert box(desk, draft) == ""
    lines = AuditEntry.objects.filter(action="revoked").count()
    desk.post(f"/admin/articles/article/{draft.pk}/previews/revoke/")
    assert AuditEntry.objects.filter(action="revoked").count() == lines


def test_typed_text_is_saved_when_a_link_is_revoked(desk, draft):
    link = link_of(desk, draft)
    form = as_rendered(desk.get(f"/admin/articles/article/{draft.pk}/change/")) | {"headline": "防汛工作再部署"}
    desk.post(f"/admin/articles/article/{draft.pk}/previews/revoke/", form)
    assert Article.objects.get(pk=draft.pk).headline == "防汛工作再部署"
    assert Client().get(link).status_code == 410


def test_link_of_another_story_is_not_revoked(desk, page, draft):
    other = make_story(page, "别的稿件", 6, status="draft")
    link = link_of(desk, other)
    desk.post(f"/admin/articles/article/{draft.pk}/previews/{Preview.objects.get().pk}/revoke/")
    assert Client().get(link).status_code == 200


def test_revoking_links_needs_change_permission(desk, draft):
    link = link_of(desk, draft)
    client = Client()
    client.force_login(account("operator", "运维员", "运维"))
    client.post(f"/admin/articles/article/{draft.pk}/previews/revoke/")
    assert Client().get(link).status_code == 200
