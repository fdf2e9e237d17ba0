import re
from datetime import date
from urllib.parse import quote, quote_plus

import pytest
from django_filters import CharFilter

from articles.filters import ArticleFilter
from articles.search import Piece
from articles.templatetags.newspaper import marked_in_words

from .rows import later, printed

pytestmark = pytest.mark.django_db


def found(client, **query):
    stories = client.get("/search/", query).context["stories"]
    return {article.title for article in stories}


def test_without_words_the_page_only_asks(client):
    printed()
    response = client.get("/search/")
    assert response.status_code == 200
    assert response.context["stories"] is None


def test_a_word_finds_the_public_stories_that_hold_it(client):
    printed("水利局开展河湖保护整治行动")
    printed("水利局尚未公开的稿件", publish_at=later())
    printed("教育局的稿件", body="开学。")
    assert found(client, q="水利局") == {"水利局开展河湖保护整治行动"}


def test_a_search_can_be_narrowed_by_section_author_and_days(client):
    article = printed("水利局之一", section="environment", byline=[("记者", "曹璐")])
    printed("水利局之二", section="politics", day=date(2020, 1, 1))
    author = article.authors.get()
    assert found(client, q="水利局", section="environment") == {"水利局之一"}
    assert found(client, q="水利局", author=author.pk) == {"水利局之一"}
    assert found(client, q="水利局", since="2023-01-01") == {"水利局之一"}
    assert found(client, q="水利局", until="2020-01-01") == {"水利局之二"}
    assert found(client, until="2020-01-01") == {"水利局之二"}


def test_what_was_asked_stays_in_the_form(client):
    page = client.get("/search/", {"q": '水利"局', "section": "politics"}).content.decode()
    assert 'value="水利&quot;局"' in page
    assert '<option value="politics" selected>' in page


@pytest.mark.parametrize("since", ["zzz", "2023-02-31"])
def test_a_day_that_is_none_is_not_put_back_into_the_calendar(client, since):
    page = client.get("/search/", {"q": "水利", "since": since}).content.decode()
    assert f'value="{since}"' not in page


def test_no_hit_says_so(client):
    printed()
    response = client.get("/search/", {"q": "鸵鸟"})
    assert response.status_code == 200
    assert list(response.context["stories"]) == []


def test_hits_are_marked_in_the_title_and_in_the_passage_that_holds_them(client):
    printed("河湖保护", body="开头一段。\n\n连日来，水利局打捞漂浮物。")
    page = client.get("/search/", {"q": "河湖 漂浮物"}).content.decode()
    assert "<mark>河湖</mark><wbr>保护" in page
    assert "打捞<mark>漂浮物</mark>" in page


def test_the_lines_of_a_marked_headline_end_between_words_only_even_where_a_hit_ends_inside_a_word(client):
    printed("人民代表7月推进常态长效 各镇联动")
    page = client.get("/search/", {"q": "推进常"}).content.decode()
    first, second = "人民代表<wbr>7月<mark><wbr>推进<wbr>常</mark>态<wbr>长效", "各镇<wbr>联动"
    assert f'<span class="unit">{first}</span> <span class="unit">{second}</span></a>' in page


def test_a_hit_that_goes_on_over_a_blank_is_marked_on_both_its_lines():
    headline = [Piece("长", False), Piece("效 各", True), Piece("镇联动", False)]
    first, second = "长<mark>效</mark>", "<mark>各</mark>镇<wbr>联动"
    assert marked_in_words(headline) == f'<span class="unit">{first}</span> <span class="unit">{second}</span>'


def test_a_marked_headline_is_text_and_no_markup(client):
    printed("河湖<b>保护</b>与“水”")
    page = client.get("/search/", {"q": "河湖"}).content.decode()
    assert "<mark>河湖</mark>" in page
    assert "<b>" not in page


def test_where_no_story_holds_everything_the_nearest_are_shown_and_called_so(client):
    printed("水利局开展河湖保护整治行动")
    response = client.get("/search/", {"q": "水利局 鸵鸟"})
    assert response.context["found"].fallback
    assert [term.text for term in response.context["found"].missing_terms] == ["鸵鸟"]
    assert found(client, q="水利局 鸵鸟") == {"水利局开展河湖保护整治行动"}


def test_below_the_story_that_holds_a_whole_line_those_that_come_nearest_are_called_so(client):
    printed("水利局开展河湖保护整治行动", day=date(2020, 1, 1))
    printed("河湖保护整治见成效", body="水利局的行动告一段落。")
    typed = {"q": "水利局开展河湖保护整治行动"}
    response = client.get("/search/", typed)
    titles = [story.title for story in response.context["stories"]]
    assert titles == ["水利局开展河湖保护整治行动", "河湖保护整治见成效"]
    assert "1 篇包含全部文字，其后是最为接近的稿件" in response.content.decode()
    newest_first = client.get("/search/", {**typed, "order": "newest"}).context["stories"]
    assert [story.title for story in newest_first] == ["水利局开展河湖保护整治行动"]


def test_a_reader_may_ask_for_the_newest_first(client):
    printed("水利局水利局", day=date(2020, 1, 1))
    printed("新近的稿件", body="水利局。")
    titles = [story.title for story in client.get("/search/", {"q": "水利局", "order": "newest"}).context["stories"]]
    assert titles == ["新近的稿件", "水利局水利局"]


def test_marks_without_a_word_ask_for_nothing(client):
    printed()
    assert client.get("/search/", {"q": "***"}).context["stories"] is None
    assert client.get("/search/", {"q": "", "order": "newest"}).context["stories"] is None


def test_of_a_long_search_the_first_hundred_characters_are_looked_for(client):
    printed(body="水" * 100)
    typed = {"q": "水" * 100 + "火" * 20_000}
    assert found(client, **typed) == {"水利局开展河湖保护整治行动"}
    assert "水利局开展河湖保护整治行动" in client.get("/search/feed.atom", typed).content.decode()
    box = client.get("/search/", {"q": "水" * 400}).content.decode()
    assert f'value="{"水" * 100}"' in box
    assert 'maxlength="100"' in box


@pytest.mark.parametrize(
    "query",
    [
        "q=%00",
        "q=水&section=nothing",
        "q=水&author=zzz",
        "q=水&author=999",
        "q=水&since=2023-02-31",
        "q=水&until=zzz",
        "year=0",
    ],
    ids=lambda query: query[:20],
)
def test_a_search_that_makes_no_sense_is_refused_with_the_form(client, query):
    printed()
    response = client.get("/search/?" + quote(query, safe="=&%"))
    assert response.status_code == 400
    assert 'class="error"' in response.content.decode()
    assert 'name="q"' in response.content.decode()


@pytest.mark.parametrize(
    "query", ["%ED%A0%80", "%FF%FE", '"', "AND", "NEAR(", "*", "水*", "col:x", "-", "((((", "%", "_", "'"]
)
def test_marks_that_mean_something_to_a_database_are_only_text(client, query):
    printed()
    assert client.get(f"/search/?q={query}").status_code == 200


def test_a_page_of_results_that_does_not_exist_is_not_found(client):
    printed()
    assert client.get("/search/?q=水利&page=zzz").status_code == 404
    assert client.get("/search/?q=水利&page=2").status_code == 404


def test_facets_count_what_a_reader_may_see_and_narrow_to_it(client):
    printed("河道清淤", byline=[("", "曹璐")], section="environment", name="要闻", page="1")
    printed("河道保洁", byline=[("", "曹璐")], section="environment")
    printed("校园河道宣讲", section="education", day=date(2024, 3, 5))
    printed("河道草稿", section="environment", status="draft")
    context = client.get("/search/?q=河道").context
    assert [(each["name"], each["count"]) for each in context["facets"]["sections"]] == [("生态环境", 2), ("教育", 1)]
    assert [(each["year"], each["count"]) for each in context["facets"]["years"]] == [(2024, 1), (2023, 2)]
    assert {each["name"]: each["count"] for each in context["facets"]["page_names"]} == {"综合新闻": 2, "要闻": 1}
    assert [(each["name"], each["count"]) for each in context["facets"]["authors"]] == [("曹璐", 2)]
    narrowed = client.get("/search/?q=河道&page_name=要闻")
    assert [story.title for story in narrowed.context["stories"]] == ["河道清淤"]
    assert 'href="?q=%E6%B2%B3%E9%81%93"' in narrowed.content.decode()


def links(page):
    return dict(re.findall(r'<a href="(\?[^"]*)"[^>]*>([^<]+)</a>', page))


def test_where_a_word_occurs_nowhere_the_search_without_it_is_a_link(client):
    printed("水利局开展河湖保护整治行动")
    page = client.get("/search/", {"q": "水利局 鸵鸟 -足球", "section": ""}).content.decode()
    assert links(page)[f"?q={quote_plus('水利局 -足球')}&amp;section="] == "鸵鸟"


def test_where_words_occur_only_apart_each_of_them_may_be_left_out(client):
    printed("水利局的稿件")
    printed("开学的稿件")
    context = client.get("/search/", {"q": "水利局 开学"}).context
    assert [tuple(each) for each in context["shorter"]] == [("水利局", "开学"), ("开学", "水利局")]
    assert context["words"] == ["水利局", "开学"]


def test_the_words_that_do_occur_are_told(client):
    printed("水利局开展河湖保护整治行动")
    context = client.get("/search/", {"q": "鸵鸟河湖保护日"}).context
    assert context["words"] == ["河湖", "保护"]
    assert context["shorter"] == []


def test_where_the_limits_leave_nothing_the_search_without_them_is_a_link(client):
    printed("水利局的稿件", section="environment")
    page = client.get("/search/", {"q": "水利局", "section": "politics"}).content.decode()
    assert links(page)[f"?q={quote('水利局')}"] == "不限栏目、日期和作者，再找一次"
    assert "不限栏目" not in client.get("/search/", {"q": "鸵鸟"}).content.decode()


def test_facets_of_very_many_stories_say_among_how_many_they_count(client, monkeypatch):
    monkeypatch.setattr("articles.search_results.COUNTED", 2)
    for number in range(3):
        printed(f"河道之{number}", section="environment")
    response = client.get("/search/?q=河道")
    assert [(each["name"], each["count"]) for each in response.context["facets"]["sections"]] == [("生态环境", 2)]
    assert "按最近入库的 2 篇统计" in response.content.decode()


def test_a_frequent_word_is_paged_to_its_last_story_whatever_is_ranked(client, monkeypatch):
    for name in ("search_results.MAX_RANKED", "search.MAX_RANKED"):
        monkeypatch.setattr(f"articles.{name}", 3)
    for number in range(25):
        printed(f"河道之{number}", day=date(1999 if number < 5 else 2024, 1, 1))
    pages = [client.get("/search/", {"q": "河道", "page": page}).context["stories"] for page in (1, 2)]
    assert [len(stories) for stories in pages] == [20, 5]
    assert len({story.pk for stories in pages for story in stories}) == 25
    assert len(client.get("/search/", {"q": "河道", "year": 1999}).context["stories"]) == 5


def test_the_years_of_a_frequent_word_are_named_where_counting_them_would_take_long(client, monkeypatch):
    for name in ("search_results.MAX_RANKED", "search.MAX_RANKED"):
        monkeypatch.setattr(f"articles.{name}", 3)
    for year in (2021, 2023, 2023):
        printed("河道整治", body="开工。", day=date(year, 1, 1))
    printed("并无此词", body="开学。", day=date(2025, 1, 1))
    printed("河道草稿", day=date(2024, 1, 1), status="draft")
    response = client.get("/search/?q=河道")
    assert response.context["stories"].paginator.count == 3
    years = response.context["facets"]["years"]
    assert years == [{"year": year, "count": None} for year in (2025, 2024, 2023, 2022, 2021)]
    assert re.search(r">2021年</a>", response.content.decode())
    assert client.get("/search/?q=河道&year=2021").context["facets"]["years"] == [{"year": 2021, "count": 1}]


def test_a_new_filter_limits_the_search_and_stands_in_its_canonical_address(client, monkeypatch):
    monkeypatch.setitem(ArticleFilter.base_filters, "kicker", CharFilter(field_name="kicker"))
    printed("水利局的稿件", kicker="水利")
    printed("教育局的稿件", kicker="教育")
    response = client.get("/search/?kicker=水利&from=wechat")
    assert [story.title for story in response.context["stories"]] == ["水利局的稿件"]
    assert (
        f'<link rel="canonical" href="http://testserver/search/?kicker={quote("水利")}">' in response.content.decode()
    )
