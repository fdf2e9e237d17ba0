"""整版签发 at the desk: the chief reviews the stories of a printed page and publishes them with one button."""

import datetime
import re

import pytest
from django.test import Client

from articles.editing import Actor
from articles.importing import IssueSource, PageSource, import_issue
from articles.models import Article, Page
from tests.importing.pages import BUS, FLOOD_OPENING, FLOOD_REST, REEDS

from .conftest import account

SIGN = "/admin/articles/page/sign/"
PAGES = "/admin/articles/page/"
DAY = datetime.date(2024, 3, 5)


@pytest.fixture
def operator(db):
    return account("operator", "周运维", "运维")


@pytest.fixture
def desk(db):
    client = Client()
    client.force_login(account("chief", "王主编", "总编辑"))
    return client


def take_in(operator, number, text, draft=False):
    source = IssueSource(DAY, "", (PageSource(number, "综合新闻", "", text),))
    import_issue(source, draft=draft, actor=Actor.at_desk(operator))
    return Page.objects.get(number=number)


def words(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def states(response):
    return dict(re.findall(r'name="(state-\d+)" value="(\w+)"', response.content.decode()))


def public(client, *headlines):
    page = client.get("/2024-03-05/").content.decode()
    return [headline in page for headline in headlines]


def test_chief_sees_stories_problems_and_importer_and_signs_once(operator, desk, client):
    page = take_in(operator, "2", BUS + "\n" + REEDS)
    article = Article.objects.get(headline__startswith="城乡")
    article.problems.create(code="rare_surname", page=page, line=1, params={"text": "陆望舒"})
    looked = desk.get(SIGN, {"page": page.pk})
    shown = words(looked)
    for said in ("城乡公交新增三条线路", "芦苇荡里建起观鸟步道", "“陆望舒”", "周运维导入", "签发并刊发 2 篇"):
        assert said in looked.content.decode() or said in shown, said
    assert public(client, "城乡公交新增三条线路") == [False]
    signed = desk.post(f"{SIGN}?page={page.pk}", states(looked), follow=True)
    assert "2024-03-05 第2版：综合新闻：已签发 2 篇稿件。" in words(signed)
    assert public(client, "城乡公交新增三条线路", "芦苇荡里建起观鸟步道") == [True, True]


def test_several_pages_are_signed_from_the_list(operator, desk, client):
    pages = [take_in(operator, "2", BUS), take_in(operator, "3", REEDS)]
    chosen = {"action": "sign_whole_pages", "_selected_action": [page.pk for page in pages]}
    looked = desk.post(PAGES, chosen, follow=True)
    desk.post(looked.redirect_chain[-1][0], states(looked))
    assert public(client, "城乡公交新增三条线路", "芦苇荡里建起观鸟步道") == [True, True]


def test_story_changed_by_hand_is_listed_but_not_signed(operator, desk, client):
    page = take_in(operator, "2", BUS + "\n" + REEDS)
    Article.objects.filter(headline__startswith="芦苇").update(deck="步道全长两公里")
    looked = desk.get(SIGN, {"page": page.pk})
    assert "请按三审流程签发" in words(looked)
    assert "签发并刊发 1 篇" in looked.content.decode()
    desk.post(f"{SIGN}?page={page.pk}", states(looked))
    assert public(client, "城乡公交新增三条线路", "芦苇荡里建起观鸟步道") == [True, False]


def test_story_imported_after_the_review_is_not_signed(operator, desk, client):
    page = take_in(operator, "2", BUS)
    looked = desk.get(SIGN, {"page": page.pk})
    take_in(operator, "2", BUS.replace("二十一个", "三十个"))
    answer = desk.post(f"{SIGN}?page={page.pk}", states(looked), follow=True)
    assert "又有变动，没有签发" in words(answer)
    assert desk.post(f"{SIGN}?page={page.pk}", follow=True).status_code == 200
    assert not Article.objects.public().exists()


def test_unsignable_page_says_why_and_has_no_button(operator, desk):
    page = take_in(operator, "2", BUS, draft=True)
    looked = words(desk.get(SIGN, {"page": page.pk}))
    assert "第2版：综合新闻导入时未标明已见报，版上稿件按三审流程签发。" in looked
    assert "签发并刊发" not in looked


def test_page_and_front_link_to_signing_while_it_waits(operator, desk):
    page = take_in(operator, "2", BUS)
    address = f"{SIGN}?page={page.pk}"
    for where in ("/admin/", f"{PAGES}{page.pk}/change/"):
        assert address in desk.get(where).content.decode(), where
    assert "第2版：综合新闻" in words(desk.get(f"{PAGES}?sign=waiting"))
    looked = desk.get(address)
    desk.post(address, states(looked))
    for where in ("/admin/", f"{PAGES}{page.pk}/change/"):
        assert address not in desk.get(where).content.decode(), where
    assert "第2版：综合新闻" not in words(desk.get(f"{PAGES}?sign=waiting"))


def test_other_roles_see_no_link_to_signing(operator):
    page, client = take_in(operator, "2", BUS), Client()
    client.force_login(operator)
    for where in ("/admin/", f"{PAGES}{page.pk}/change/"):
        assert SIGN not in client.get(where).content.decode(), where
    assert "sign_whole_pages" not in client.get(PAGES).content.decode()
    assert client.get(SIGN, {"page": page.pk}).status_code == 403


@pytest.mark.parametrize("query", ["", "?page=", "?page=x", "?page=999999", "?page=" + "9" * 40, "?page=٣"])
def test_sign_address_without_a_page_redirects_to_the_list(desk, query):
    assert desk.get(SIGN + query)["Location"] == PAGES


def test_reviewed_in_print_cannot_be_set_by_hand(operator):
    page, client = take_in(operator, "2", BUS, draft=True), Client()
    client.force_login(operator)
    form = client.get(f"{PAGES}{page.pk}/change/").context["adminform"].form
    assert "reviewed_in_print" not in form.fields


def test_front_page_offers_to_sign_all_waiting_pages_at_once(operator, desk):
    first = take_in(operator, "2", BUS)
    assert "一次审读并签发" not in words(desk.get("/admin/"))
    second = take_in(operator, "3", REEDS)
    front = desk.get("/admin/").content.decode()
    assert "一次审读并签发这 2 版" in front
    address = f"{SIGN}?page={first.pk}&amp;page={second.pk}"
    assert f'href="{address}"' in front
    looked = desk.get(address.replace("&amp;", "&"))
    desk.post(address.replace("&amp;", "&"), states(looked))
    assert set(Article.objects.values_list("status", flat=True)) == {"approved"}


def sign_at_once(desk, pages, meanwhile=lambda: None):
    """Look at the pages, then press the button; the number of stories it named, and the answer."""
    address = SIGN + "?" + "&".join(f"page={page.pk}" for page in pages)
    looked = desk.get(address)
    meanwhile()
    number = re.search(r"签发并刊发 (\d+) 篇", looked.content.decode())[1]
    return int(number), words(desk.post(address, states(looked), follow=True))


def take_in_flood_and_bus(operator):
    """A story that jumps from page 1 to page 3, where it is followed by a second story."""
    pages = [("1", FLOOD_OPENING), ("3", FLOOD_REST + "\n" + BUS)]
    pages = tuple(PageSource(number, "综合新闻", "", text) for number, text in pages)
    import_issue(IssueSource(DAY, "", pages), draft=False, actor=Actor.at_desk(operator))
    return list(Page.objects.order_by("order"))


def test_pages_that_share_a_jumping_story_are_signed_at_once(operator, desk, client):
    pages = take_in_flood_and_bus(operator)
    number, said = sign_at_once(desk, pages)
    assert number == 2
    assert "第1版：综合新闻：已签发 1 篇稿件。" in said
    assert "第3版：综合新闻：已签发 2 篇稿件。" in said
    assert "没有签发" not in said
    assert public(client, "水库除险加固工程提前完工", "城乡公交新增三条线路") == [True, True]
    assert [article.signoffs.count() for article in Article.objects.all()] == [1, 1]


def test_page_whose_only_story_was_signed_with_an_earlier_page_is_no_refusal(operator, desk, client):
    pages = [take_in(operator, "2", BUS), take_in(operator, "3", REEDS)]
    Article.objects.get(headline__startswith="芦苇").delete()
    Article.objects.get().placements.create(page=pages[1], order=1, first_line=1, last_line=6)
    number, said = sign_at_once(desk, pages)
    assert number == 1
    assert "第3版：综合新闻：已签发 1 篇稿件。" in said
    assert "没有签发" not in said
    assert public(client, "城乡公交新增三条线路") == [True]
    assert Article.objects.get().signoffs.count() == 1


def test_of_several_pages_only_the_really_changed_one_is_refused(operator, desk, client):
    pages = take_in_flood_and_bus(operator)
    changed = FLOOD_REST + "\n" + BUS.replace("二十一个", "三十个")
    _number, said = sign_at_once(desk, pages, meanwhile=lambda: take_in(operator, "3", changed))
    assert "第3版：综合新闻又有变动，没有签发" in said
    assert "第1版：综合新闻：已签发 1 篇稿件。" in said
    assert public(client, "水库除险加固工程提前完工", "城乡公交新增三条线路") == [True, False]
