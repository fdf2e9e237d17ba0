"""Accessibility and width of the desk's front page, imports, corrections, log and previews."""

import datetime

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from articles import editing
from articles.editing import Actor
from articles.models import Article, Correction, OpenStory
from tests.desk.conftest import account

from .chromium import follow
from .test_desk import violations

pytestmark = pytest.mark.browser
PAGE = (
    "水利局整治河道\n\n本报讯（记者 曹璐）连日来，水利局清理河道。\n\n（上接1版）志愿者走进社区，为居民讲解安全知识。\n"
)


@pytest.fixture
def busy(log_in):
    """A desk with content on every page; opens its addresses as a superuser."""
    open_page = log_in("chief", "王主编")
    actor = Actor.at_desk(User.objects.get(username="chief"))
    public, draft, scheduled = Article.objects.order_by("pk")[:3]
    Article.objects.filter(pk=draft.pk).update(status="draft")
    Article.objects.filter(pk=scheduled.pk).update(publish_at=timezone.now() + datetime.timedelta(days=1))
    editing.sign_off(draft.pk, actor)
    OpenStory.objects.heartbeat(draft, account("first", "李编辑", "编辑"))
    Correction.objects.create(article=public, text="“三千亩”应为“三百亩”。", page=public.placements.get().page)
    return open_page


def walk(page):
    lists = ["/admin/", "/admin/articles/correction/", "/admin/articles/correction/add/", "/admin/articles/auditentry/"]
    for address in [*lists, "/admin/auth/user/", "/admin/articles/page/import-issue/", "/admin/articles/page/import/"]:
        page.goto(address)
        yield address
    page.fill("[name=date]", str(timezone.localdate()))
    page.fill("[name=number]", "3")
    page.fill("[name=text]", PAGE)
    follow(page, "[name=_look]")
    yield "what was understood"
    follow(page, "[name=_import]")
    yield "what was imported"
    page.goto("/admin/articles/page/import/")
    page.fill("[name=number]", "甲")
    follow(page, "[name=_look]")
    yield "what was refused"
    page.goto(f"/admin/articles/article/{Article.objects.filter(status='draft').first().pk}/change/")
    follow(page, ".desk-tool button")
    yield "the preview's link"
    page.goto(page.input_value("#preview-link"))
    yield "the preview"


def test_desk_front_pages_have_no_serious_axe_violations(busy):
    page = busy("/admin/", bypass_csp=True)  # axe adds inline styles
    for place in walk(page):
        assert violations(page) == [], place


def test_desk_front_pages_fit_a_phone(busy):
    page = busy("/admin/", width=390)
    for place in walk(page):
        page.wait_for_load_state()
        assert page.evaluate("document.documentElement.scrollWidth") == 390, place
