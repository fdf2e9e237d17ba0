from datetime import date

import pytest

from articles.models import Placement

from .rows import later, printed, story

pytestmark = pytest.mark.django_db


def text(response):
    return response.content.decode()


def test_the_front_page_is_the_newest_issue_with_its_date_in_chinese(client):
    printed("旧闻一则", day=date(2023, 7, 19))
    printed("水利局开展河湖保护整治行动", day=date(2023, 7, 20))
    page = text(client.get("/"))
    assert "2023年7月20日" in page
    assert "星期四" in page
    assert "水利局开展河湖保护整治行动" in page
    assert "旧闻一则" not in page


def test_the_first_story_leads_with_its_opening_paragraphs(client):
    printed("第一条", body="甲" * 30 + "。\n\n" + "乙" * 30 + "。")
    printed("第二条")
    response = client.get("/")
    assert response.context["lead"].article.headline == "第一条"
    assert "乙" * 30 in text(response)


def test_only_the_lead_shows_its_opening(client):
    printed("第一条", body="头条的正文。")
    printed("第二条", body="次条的正文。")
    page = text(client.get("/"))
    assert page.count("头条的正文") == 1
    assert page.count("次条的正文") == 1


def test_a_continuation_is_never_the_lead(client):
    printed("", body="“三官一律”为居民普及法律知识。", jump={"continued_from": "1"})
    printed("水利局开展河湖保护整治行动")
    assert client.get("/").context["lead"].article.headline == "水利局开展河湖保护整治行动"


def test_without_issues_the_front_page_tells_editors_what_to_do(client):
    page = text(client.get("/"))
    assert "manage.py import_seed" in page
    assert 'href="/admin/"' in page


def test_an_unprinted_story_is_on_the_front_page(client):
    printed("印在纸上的")
    story("只在网上的")
    assert "只在网上的" in text(client.get("/")).replace("<wbr>", "")


@pytest.mark.parametrize("hidden", [{"status": "draft"}, {"status": "withdrawn"}, {"publish_at": "later"}])
def test_hidden_stories_are_on_no_page(client, hidden):
    if "publish_at" in hidden:
        hidden = {"publish_at": later()}
    printed("公开的稿件")
    article = printed("不公开的稿件", **hidden)
    for address in ("/", "/2023-07-20/", "/2023-07-20/2/"):
        page = text(client.get(address))
        assert "公开的稿件" in page
        assert "不公开的稿件" not in page
    assert client.get(f"/articles/{article.pk}/").status_code == 404


def test_an_issue_without_public_stories_is_not_found(client):
    printed("前天", day=date(2023, 7, 18))
    printed("撤下的", day=date(2023, 7, 19), status="withdrawn")
    printed("今天", day=date(2023, 7, 20))
    assert client.get("/2023-07-19/").status_code == 404
    assert client.get("/2023-07-19/2/").status_code == 404
    today = text(client.get("/2023-07-20/"))
    assert 'href="/2023-07-18/"' in today
    assert "/2023-07-19/" not in today
    assert "/2023-07-19/" not in text(client.get("/archive/2023/"))


def test_a_page_without_public_stories_is_not_listed_or_linked(client):
    printed("头版", page="1", name="要闻")
    printed("撤下的", page="2", status="withdrawn")
    printed("三版", page="3", name="副刊")
    page = text(client.get("/2023-07-20/1/"))
    assert client.get("/2023-07-20/2/").status_code == 404
    assert "/2023-07-20/2/" not in page
    assert '<a href="/2023-07-20/3/" rel="next">' in page


def test_a_page_number_may_have_letters(client):
    printed("专版的稿件", page="A04", name="专版")
    assert "第A04版：专版" in text(client.get("/2023-07-20/A04/"))


def test_facing_pages_may_share_one_number(client):
    printed("跨版的稿件", page="2/3")
    assert client.get("/2023-07-20/2/3/").status_code == 200
    assert client.get("/").status_code == 200


def test_a_page_lists_its_stories_in_printed_order_beside_a_plan_of_them(client):
    printed("第二条", order=2)
    printed("第一条", order=1)
    response = client.get("/2023-07-20/2/")
    assert [each.article.title for each in response.context["sheet"].placements] == ["第一条", "第二条"]
    assert text(response).count("<rect") == 2


def test_a_page_lists_the_headlines_of_the_other_pages(client):
    printed("头版的稿件", page="1", name="要闻")
    printed("二版的稿件")
    printed("二版撤下的", status="withdrawn")
    printed("三版撤下的", page="3", status="withdrawn")
    contents = client.get("/2023-07-20/1/").context["contents"]
    assert [(each.page.label, [one.article.title for one in each.placements]) for each in contents] == [
        ("第1版：要闻", ["头版的稿件"]),
        ("第2版：综合新闻", ["二版的稿件"]),
    ]
    page = text(client.get("/2023-07-20/1/"))
    contents = page[page.index('class="contents"') :]
    assert "二版的稿件" in contents
    assert "头版的稿件" not in contents


@pytest.mark.parametrize(
    ("number", "is_front"), [("1", True), ("01", True), ("A01", True), ("2", False), ("11", False)]
)
def test_the_plan_of_the_first_page_carries_the_papers_name(client, number, is_front):
    printed(page=number)
    assert ('class="nameplate"' in text(client.get(f"/2023-07-20/{number}/"))) == is_front


def test_a_story_that_jumps_is_on_both_pages(client):
    article = printed("跳转的长稿", page="1", name="要闻", jump={"continued_on": "2"})
    other = printed("二版的稿件", page="2")
    Placement.objects.create(article=article, page=other.placements.get().page, order=9, continued_from="1")
    assert "跳转的长稿" in text(client.get("/2023-07-20/1/"))
    assert "跳转的长稿" in text(client.get("/2023-07-20/2/"))


def test_the_calendar_links_to_the_nearest_issues_of_other_months(client):
    for day in (date(2023, 5, 31), date(2023, 7, 1), date(2023, 7, 20), date(2023, 9, 4), date(2023, 9, 5)):
        printed(day=day)
    printed("撤下的", day=date(2023, 6, 30), status="withdrawn")
    for address in ("/2023-07-20/", "/2023-07-20/2/"):
        page = text(client.get(address))
        assert '<a class="earlier" href="/2023-05-31/">5月</a>' in page
        assert '<a class="later" href="/2023-09-04/">9月</a>' in page
    printed(day=date(2024, 1, 2))
    newest = text(client.get("/"))
    assert '<a class="earlier" href="/2023-09-05/">2023年9月</a>' in newest
    assert 'class="later"' not in newest


@pytest.mark.parametrize(
    "address", ["/2023-02-31/", "/2023-02-31/2/", "/0000-01-01/", "/2023-07-21/", "/2023-07-20/9/"]
)
def test_a_day_or_page_never_printed_is_not_found(client, address):
    printed()
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("day", [date(1, 1, 1), date(9999, 12, 31)])
def test_the_first_and_last_day_of_the_calendar_are_supported(client, day):
    printed(day=day)
    for address in (f"/{day}/", f"/{day}/2/", "/archive/", f"/archive/{day.year:04}/", "/"):
        assert client.get(address).status_code == 200


def test_a_page_with_only_the_rest_of_a_story_names_it_in_the_print_of_the_issue(client):
    article = printed("长稿", body="长稿的正文。", page="1", name="要闻", jump={"continued_on": "3"})
    printed("另一篇", page="2")
    rest = printed("待撤下", page="3", name="民生", status="withdrawn").placements.get().page
    Placement.objects.create(article=article, page=rest, order=2, continued_from="1")
    page = text(client.get("/2023-07-20/print/")).replace("<wbr>", "")
    assert page.count("长稿的正文。") == 1
    last = page.partition("第3版：民生")[2]
    assert f'<a href="/articles/{article.pk}/">《长稿》</a> 上接第1版' in last
    assert page.count("上接第") == 1
