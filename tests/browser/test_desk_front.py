"""The desk's first page, importing, corrections, the log and previews: open to everybody, on every width."""

import datetime

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from articles import editing
from articles.editing import Actor
from articles.models import Article, Correction, OpenStory
from tests.desk.conftest import account

from .test_desk import barriers

pytestmark = pytest.mark.browser
PAGE = (
    "水利局整治河道\n\n本报讯（记者 曹璐）连日来，水利局清理河道。\n\n（上接1版）志愿者走进社区，为居民讲解安全知识。\n"
)


@pytest.fixture
def busy(log_in):
    """A desk on which something stands everywhere; opens its addresses as the chief editor."""
    open_page = log_in("chief", "王主编")
    by = Actor.at_desk(User.objects.get(username="chief"))
    public, draft, scheduled = Article.objects.order_by("pk")[:3]
    Article.objects.filter(pk=draft.pk).update(status="draft")
    Article.objects.filter(pk=scheduled.pk).update(publish_at=timezone.now() + datetime.timedelta(days=1))
    editing.sign_off(draft.pk, by)
    OpenStory.objects.heartbeat(draft, account("first", "李编辑", "编辑"))
    Correction.objects.create(article=public, text="“三千亩”应为“三百亩”。", page=public.placements.get().page)
    return open_page


def walk(page):
    """Leads through the pages, and says at each where it is."""
    lists = ["/admin/", "/admin/articles/correction/", "/admin/articles/correction/add/", "/admin/articles/auditentry/"]
    for address in [*lists, "/admin/auth/user/", "/admin/articles/page/import/"]:
        page.goto(address)
        yield address
    page.fill("[name=number]", "3")
    page.fill("[name=text]", PAGE)
    page.click("[name=_look]")
    yield "what was understood"
    page.click("[name=_import]")
    yield "what was imported"
    page.goto("/admin/articles/page/import/")
    page.fill("[name=number]", "甲")
    page.click("[name=_look]")
    yield "what was refused"
    page.goto(f"/admin/articles/article/{Article.objects.filter(status='draft').first().pk}/change/")
    page.click(".desk-tool button")
    yield "the preview's link"
    page.goto(page.input_value("#preview-link"))
    yield "the preview"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_none_of_these_pages_has_a_serious_barrier(busy, scheme):
    page = busy("/admin/", scheme=scheme, bypass_csp=True)  # the checker itself brings inline styles
    for place in walk(page):
        assert barriers(page) == [], place


def test_nothing_of_these_pages_is_cut_off_on_a_telephone(busy):
    page = busy("/admin/", width=390)
    for place in walk(page):
        assert page.evaluate("document.documentElement.scrollWidth") == 390, place
