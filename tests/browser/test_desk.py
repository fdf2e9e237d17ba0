"""An editor's day in a browser: the review queue, a story mended and settled, a byline, a telephone."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import User

from articles.models import Article, Author

pytestmark = pytest.mark.browser
DESK = "/admin/articles/article/"


@pytest.fixture
def desk(visit, seed):
    """Opens an address of the desk as the chief editor."""
    User.objects.create_superuser("chief", password="newsprint-20", first_name="王主编")

    def open_page(address, **options):
        page = visit(f"/admin/login/?next={address}", timezone_id="Asia/Shanghai", **options)
        page.fill("[name=username]", "chief")
        page.fill("[name=password]", "newsprint-20")
        page.click("[type=submit]")
        return page

    return open_page


def test_an_editor_works_through_the_review_queue(desk, live_server):
    page = desk("/admin/")
    page.click("nav >> text=待审")
    page.click("#result_list .field-story a")
    assert "版面上这篇稿件没有标题" in page.inner_text(".desk-doubts")
    assert page.inner_text(".desk-source").count("上接1版") == 1
    page.fill("[name=headline]", "崇明街道：睦邻善治")
    for box in page.query_selector_all(".desk-doubts [type=checkbox]"):
        box.check()
    page.click("text=保存，看下一篇待审")
    assert "待审稿件已全部审完" in page.inner_text(".messagelist")
    page.goto(Article.objects.get(headline="崇明街道：睦邻善治").get_absolute_url())
    assert page.inner_text("h1") == "崇明街道：睦邻善治"


def test_a_byline_is_added_by_typing_a_few_letters_of_the_name(desk):
    story = Article.objects.get(headline="水利局开展河湖保护整治行动")
    page = desk(f"{DESK}{story.pk}/change/")
    page.click("#contributions-group .add-row a")
    page.click("#contributions-2 .select2-selection")
    page.keyboard.type("芮")
    page.click(".select2-results__option--highlighted:has-text('芮珊')")
    page.fill("[name=contributions-2-role]", "通讯员")
    page.click("[name=_save]")
    assert [c.author.name for c in story.contributions.all()] == ["曹璐", "余波", "芮珊"]


def test_a_new_author_is_made_from_within_the_byline(desk):
    story = Article.objects.get(headline="水利局开展河湖保护整治行动")
    page = desk(f"{DESK}{story.pk}/change/")
    page.click("#contributions-group .add-row a")
    with page.expect_popup() as popup:
        page.click("#contributions-2 .add-related")
    popup.value.fill("[name=name]", "笪小溪")
    with popup.value.expect_event("close"):
        popup.value.click("[name=_save]")
    page.click("[name=_save]")
    page.wait_for_selector(".messagelist")
    assert story.contributions.filter(author=Author.objects.get(name="笪小溪")).exists()


@pytest.mark.parametrize(
    "address", ["/admin/", DESK, f"{DESK}add/", "/admin/articles/page/", "/admin/articles/problem/"]
)
def test_nothing_is_cut_off_on_a_telephone(desk, address):
    page = desk(address, width=390)
    assert page.evaluate("document.documentElement.scrollWidth") == 390


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_desks_own_pages_have_no_serious_barrier(desk, scheme):
    story = Article.objects.in_doubt().get()
    page = desk("/admin/", scheme=scheme, bypass_csp=True)  # the checker itself brings inline styles
    for address in ("/admin/", f"{DESK}?doubts=open", f"{DESK}{story.pk}/change/", "/admin/articles/page/"):
        page.goto(address)
        # The boxes of select2 come with Django; an empty one has no name.
        found = Axe().run(page, context={"exclude": [[".select2"]]}).response["violations"]
        barriers = [(v["id"], v["nodes"][0]["html"]) for v in found if v["impact"] in {"serious", "critical"}]
        assert barriers == [], address
