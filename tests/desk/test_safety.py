"""Text from a page is never run at the desk, whose pages have no inline code."""

import re

import pytest

from articles import editing
from articles.editing import Actor
from articles.models import TEXTS, Article, Author, Contribution, Page, Problem, Section

from .conftest import make_story
from .forms import as_rendered

HOSTILE = "<script>alert(1)</script></title>{{7*7}}{% debug %}&lt;\u202e倒\u200b"
POLICY = "Content-Security-Policy"


@pytest.fixture
def hostile_story(page):
    section = Section.objects.create(name=HOSTILE[:40], slug="hostile", keywords=HOSTILE)
    Page.objects.filter(pk=page.pk).update(
        name=HOSTILE[:40], source_text=HOSTILE, source_name=HOSTILE, residue=[{"line": 1, "kind": "x", "text": HOSTILE}]
    )
    reason = {"score": 3, "headline": {HOSTILE: 1}, "body": {HOSTILE: 2}}
    texts = dict.fromkeys(TEXTS, HOSTILE)
    article = make_story(page, section=section, section_reason=reason, **texts)
    type(article).objects.update(imported={"section": section.pk})
    author = Author.objects.create(name=HOSTILE[:60], note=HOSTILE[:60])
    Contribution.objects.create(article=article, author=author, role=HOSTILE[:20], printed=HOSTILE)
    Problem.objects.create(article=article, page=page, code="unsure_byline", line=1, params={"text": HOSTILE})
    return article


def addresses(article):
    names = ("article", "author", "section", "issue", "page", "problem")
    yield from (f"/admin/articles/{name}/" for name in names)
    yield "/admin/articles/article/?q=%3Cscript%3Ealert(1)%3C/script%3E"
    yield f"/admin/articles/article/{article.pk}/change/"
    yield f"/admin/articles/article/{article.pk}/history/"
    yield f"/admin/articles/page/{article.placements.get().page_id}/change/"
    yield f"/admin/articles/author/{article.contributions.get().author_id}/change/"
    yield f"/admin/articles/section/{article.section_id}/change/"
    if article.revisions.exists():
        yield f"/admin/articles/article/{article.pk}/differences/"
    yield "/admin/"


def test_hostile_text_is_inert_on_the_delete_page(desk, hostile_story):
    type(hostile_story).objects.update(status="draft")
    html = desk.get(f"/admin/articles/article/{hostile_story.pk}/delete/").content.decode()
    assert "alert(1)" in html
    assert "<script>alert(1)" not in html


@pytest.fixture
def hostile_versions(hostile_story, chief):
    """The story with a second version, both with hostile text and reasons."""
    by = Actor.at_desk(chief)
    with editing.changing(hostile_story.pk, by, why=HOSTILE) as change:
        change.article.headline, change.article.body = f"{HOSTILE}2", f"{HOSTILE}\n\n{HOSTILE}"
        change.article.save()
    return hostile_story


def test_hostile_text_is_inert_on_every_page_of_the_desk(desk, hostile_versions):
    for address in addresses(hostile_versions):
        response = desk.get(address)
        html = response.content.decode()
        assert response.status_code == 200, address
        assert "<script>alert(1)" not in html, address
        assert "</title>{{" not in html, address
        assert ">49" not in html, address


def test_desk_pages_have_no_inline_script_or_style(desk, hostile_versions):
    inline = re.compile(r"<script(?![^>]*\bsrc=)[^>]*>|<style|\sstyle=|\son\w+=|javascript:", re.IGNORECASE)
    for address in addresses(hostile_versions):
        html = desk.get(address).content.decode()
        assert inline.findall(html) == [], address


def test_only_autocomplete_forms_allow_style_attributes(desk, story):
    form = desk.get(f"/admin/articles/article/{story.pk}/change/")[POLICY]
    listed = desk.get("/admin/articles/article/")[POLICY]
    assert "style-src-attr 'unsafe-inline'" in form
    assert "style-src-attr" not in listed
    for policy in (form, listed):
        assert "script-src 'self';" in policy + ";"
        assert "style-src 'self';" in policy + ";"


def test_conflict_of_hostile_versions_is_shown_as_text(desk, hostile_versions):
    address = f"/admin/articles/article/{hostile_versions.pk}/change/"
    form = as_rendered(desk.get(address)) | {"opened_version": "1", "headline": "<script>alert(1)</script>"}
    html = desk.post(address, form).content.decode()
    assert "desk-conflict" in html
    assert "<script>alert(1)" not in html


@pytest.mark.parametrize(("action", "field"), [("reopen", "why"), ("withdraw", "notice")])
def test_null_character_outside_the_form_is_removed(desk, story, action, field):
    address = f"/admin/articles/article/{story.pk}/{action}/"
    assert desk.post(address, {field: "前\x00后" * 1000, "opened_version": story.version}).status_code == 302


def test_null_character_in_the_notice_for_many_stories_is_removed(desk, story):
    data = {"action": "withdraw", "_selected_action": [story.pk], "notice": "内容\x00有误。"}
    Article.objects.filter(pk=story.pk).update(status="approved")
    assert desk.post("/admin/articles/article/", data).status_code == 302
    assert Article.objects.get(pk=story.pk).withdrawal_notice == "内容有误。"


def test_a_refused_save_shows_hostile_text_as_text(desk, story):
    data = {"headline": HOSTILE, "body": HOSTILE, "opened_version": "0"}
    for prefix in ("contributions", "placements"):
        data |= {f"{prefix}-TOTAL_FORMS": "0", f"{prefix}-INITIAL_FORMS": "0"}
    html = desk.post(f"/admin/articles/article/{story.pk}/change/", data).content.decode()
    assert "该稿件已被他人修改" in html
    assert "<script>alert(1)" not in html


@pytest.mark.parametrize("field", ["headline", "body", "kicker"])
def test_null_character_is_refused_with_a_message(desk, story, field):
    data = {"headline": "题", "body": "文", "opened_version": story.version} | {field: "前\x00后"}
    for prefix in ("contributions", "placements"):
        data |= {f"{prefix}-TOTAL_FORMS": "0", f"{prefix}-INITIAL_FORMS": "0"}
    response = desk.post(f"/admin/articles/article/{story.pk}/change/", data)
    assert response.status_code == 200
    assert field in response.context["adminform"].form.errors


@pytest.mark.parametrize("field", TEXTS[:-1])
def test_line_of_100_kilobytes_is_refused_and_given_back(desk, story, field):
    data = {"headline": "题", "body": "文", "opened_version": story.version} | {field: "长" * 33_000}
    for prefix in ("contributions", "placements"):
        data |= {f"{prefix}-TOTAL_FORMS": "0", f"{prefix}-INITIAL_FORMS": "0"}
    response = desk.post(f"/admin/articles/article/{story.pk}/change/", data)
    assert field in response.context["adminform"].form.errors
    assert "长" * 33_000 in response.content.decode()
    assert type(story).objects.get(pk=story.pk).version == story.version
