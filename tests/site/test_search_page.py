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


def test_without_words_the_page_shows_only_the_form(client):
    printed()
    response = client.get("/search/")
    assert response.status_code == 200
    assert response.context["stories"] is None


def test_a_word_finds_the_public_stories_that_contain_it(client):
    printed("水利局开展河湖保护整治行动")
    printed("水利局尚未公开的稿件", publish_at=later())
    printed("教育局的稿件", body="开学。")
    assert found(client, q="水利局") == {"水利局开展河湖保护整治行动"}


def test_a_search_can_be_filtered_by_section_author_and_days(client):
    article = printed("水利局之一", section="environment", byline=[("记者", "曹璐")])
    printed("水利局之二", section="politics", day=date(2020, 1, 1))
    author = article.authors.get()
    assert found(client, q="水利局", section="environment") == {"水利局之一"}
    assert found(client, q="水利局", author=author.pk) == {"水利局之一"}
    assert found(client, q="水利局", since="2023-01-01") == {"水利局之一"}
    assert found(client, q="水利局", until="2020-01-01") == {"水利局之二"}
    assert found(client, until="2020-01-01") == {"水利局之二"}


def test_the_form_keeps_the_query(client):
    page = client.get("/search/", {"q": '水利"局', "section": "politics"}).content.decode()
    assert 'value="水利&quot;局"' in page
    assert '<option value="politics" selected>' in page


@pytest.mark.parametrize("since", ["zzz", "2023-02-31"])
def test_an_invalid_day_is_not_kept_in_the_date_field(client, since):
    page = client.get("/search/", {"q": "水利", "since": since}).content.decode()
    assert f'value="{since}"' not in page


def test_no_hit_says_so(client):
    printed()
    response = client.get("/search/", {"q": "鸵鸟"})
    assert response.status_code == 200
    assert list(response.context["stories"]) == []


def test_hits_are_marked_in_titles_and_snippets(client):
    printed("河湖保护", body="开头一段。\n\n连日来，水利局打捞漂浮物。")
    page = client.get("/search/", {"q": "河湖 漂浮物"}).content.decode()
    assert "<mark>河湖</mark><wbr>保护" in page
    assert "打捞<mark>漂浮物</mark>" in page


def test_marked_headlines_break_between_words_even_if_a_hit_ends_in_one(client):
    printed("人民代表7月推进常态长效 各镇联动")
    page = client.get("/search/", {"q": "推进常"}).content.decode()
    first, second = "人民代表<wbr>7月<mark><wbr>推进<wbr>常</mark>态<wbr>长效", "各镇<wbr>联动"
    assert f'<span class="unit">{first}</span> <span class="unit">{second}</span></a>' in page


def test_a_hit_across_a_blank_is_marked_on_both_lines():
    headline = [Piece("长", False), Piece("效 各", True), Piece("镇联动", False)]
    first, second = "长<mark>效</mark>", "<mark>各</mark>镇<wbr>联动"
    assert marked_in_words(headline) == f'<span class="unit">{first}</span> <span class="unit">{second}</span>'


def test_a_marked_headline_is_escaped(client):
    printed("河湖<b>保护</b>与“水”")
    page = client.get("/search/", {"q": "河湖"}).content.decode()
    assert "<mark>河湖</mark>" in page
    assert "<b>" not in page


def test_without_a_full_match_the_nearest_are_shown_and_labelled(client):
    printed("水利局开展河湖保护整治行动")
    response = client.get("/search/", {"q": "水利局 鸵鸟"})
    assert response.context["found"].fallback
    assert [term.text for term in response.context["found"].missing_terms] == ["鸵鸟"]
    assert found(client, q="水利局 鸵鸟") == {"水利局开展河湖保护整治行动"}


def test_nearest_stories_below_a_full_match_are_labelled(client):
    printed("水利局开展河湖保护整治行动", day=date(2020, 1, 1))
    printed("河湖保护整治见成效", body="水利局的行动告一段落。")
    typed = {"q": "水利局开展河湖保护整治行动"}
    response = client.get("/search/", typed)
    titles = [story.title for story in response.context["stories"]]
    assert titles == ["水利局开展河湖保护整治行动", "河湖保护整治见成效"]
    assert "1 篇包含全部文字，其后是最为接近的稿件" in response.content.decode()
    newest_first = client.get("/search/", {**typed, "order": "newest"}).context["stories"]
    assert [story.title for story in newest_first] == ["水利局开展河湖保护整治行动"]


def test_a_search_that_only_excludes_says_that_it_needs_a_word(client):
    printed()
    page = client.get("/search/", {"q": "-春耕 -足球"}).content.decode()
    assert "请至少给出一个要找的词；减号只用来排除。" in page
    assert 'value="-春耕 -足球"' in page
    assert client.get("/search/feed.atom", {"q": "-春耕"}).status_code == 404


@pytest.mark.parametrize("typed", ["2023年7月20日", "2023-07-20", "2023/7/20", " 20230720 ", "2023年7月20日 星期四",
                                   "2023年7月20日的报纸", "7月20日", "七月二十日报纸"])  # fmt: skip
def test_a_day_offers_the_paper_of_that_day(client, typed):
    printed("水利局的稿件", body="河道清淤。")
    page = client.get("/search/", {"q": typed}).content.decode()
    assert '<a href="/2023-07-20/">2023年7月20日的报纸</a>' in page


@pytest.mark.parametrize(
    "typed", ["2023年2月30日", "7月21日", "13月20日", "2023年8月", "2023年13月", "河道 2023-07-20"]
)
def test_other_searches_offer_no_paper(client, typed):
    printed("水利局的稿件", body="河道清淤。")
    printed("尚未公开", day=date(2023, 7, 21), publish_at=later())
    assert "的报纸" not in client.get("/search/", {"q": typed}).content.decode()


def test_a_day_without_a_year_offers_the_latest_paper_of_such_a_day(client):
    printed("去年的稿件", day=date(2022, 7, 20))
    printed("今年的稿件")
    printed("尚未公开", day=date(2024, 7, 20), publish_at=later())
    page = client.get("/search/", {"q": "7月20日"}).content.decode()
    assert re.findall(r'href="([^"]*)">[^<]*的报纸', page) == ["/2023-07-20/"]


JULY = '<a href="/archive/2023/#m7">看2023年7月的报纸</a>'


def test_a_day_without_a_paper_is_told_with_a_link_to_its_month(client):
    printed("水利局的稿件")
    printed("尚未公开", day=date(2023, 7, 21), publish_at=later())
    for typed in ("2023年7月21日", "2023-07-22的报纸"):
        page = client.get("/search/", {"q": typed}).content.decode()
        assert re.search("本站没有2023年7月2[12]日的报纸。", page), typed
        assert JULY in page
    page = client.get("/search/", {"q": "2023年8月1日"}).content.decode()
    assert "本站没有2023年8月1日的报纸。" in page
    assert "看2023年8月" not in page


@pytest.mark.parametrize("typed", ["2023年7月", "2023年7月份的报纸", "二〇二三年七月"])
def test_a_month_leads_to_its_papers_in_the_archive(client, typed):
    printed("水利局的稿件")
    assert JULY in client.get("/search/", {"q": typed}).content.decode()
    assert 'id="m7"' in client.get("/archive/2023/").content.decode()


@pytest.mark.parametrize("typed", ["2023年7月20日", "2023年7月22日", "2023年7月"])
def test_where_the_paper_is_offered_nothing_says_that_nothing_was_found(client, typed):
    printed("秋收", body="稻谷。")
    page = client.get("/search/", {"q": typed}).content.decode()
    assert "没有找到" not in page
    assert "词少一些" not in page


def test_results_can_be_sorted_newest_first(client):
    printed("水利局水利局", day=date(2020, 1, 1))
    printed("新近的稿件", body="水利局。")
    titles = [story.title for story in client.get("/search/", {"q": "水利局", "order": "newest"}).context["stories"]]
    assert titles == ["新近的稿件", "水利局水利局"]


def test_punctuation_alone_is_an_empty_search(client):
    printed()
    assert client.get("/search/", {"q": "***"}).context["stories"] is None
    assert client.get("/search/", {"q": "", "order": "newest"}).context["stories"] is None


def test_a_long_query_is_cut_to_100_characters(client):
    printed(body="水" * 100)
    typed = {"q": "水" * 100 + "火" * 20_000}
    assert found(client, **typed) == {"水利局开展河湖保护整治行动"}
    assert "水利局开展河湖保护整治行动" in client.get("/search/feed.atom", typed).content.decode()
    box = client.get("/search/", {"q": "水" * 400}).content.decode()
    assert f'value="{"水" * 100}"' in box
    assert 'maxlength="100"' in box
    # The links of the page do not repeat it all.
    page = client.get("/search/", {"q": "水" * 100 + "火" * 3_900}).content.decode()
    assert "找到 1 篇稿件" in re.sub("<[^>]+>", "", page)
    assert "火" not in page
    assert "%E7%81%AB" not in page


@pytest.mark.parametrize(
    "query",
    [
        "q=%00",
        "q=-水",
        "q=水&section=nothing",
        "q=水&author=zzz",
        "q=水&author=999",
        "q=水&since=2023-02-31",
        "q=水&until=zzz",
        "year=0",
    ],
    ids=lambda query: query[:20],
)
def test_an_invalid_search_returns_400_with_the_form(client, query):
    printed()
    response = client.get("/search/?" + quote(query, safe="=&%"))
    assert response.status_code == 400
    assert 'class="error"' in response.content.decode()
    assert 'name="q"' in response.content.decode()


@pytest.mark.parametrize(
    "query", ["%ED%A0%80", "%FF%FE", '"', "AND", "NEAR(", "*", "水*", "col:x", "-", "((((", "%", "_", "'"]
)
def test_special_characters_of_databases_are_plain_text(client, query):
    printed()
    assert client.get(f"/search/?q={query}").status_code == 200


def test_a_missing_page_of_results_is_not_found(client):
    printed()
    assert client.get("/search/?q=水利&page=zzz").status_code == 404
    assert client.get("/search/?q=水利&page=2").status_code == 404


def test_facets_count_public_stories_and_link_to_them(client):
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


def test_a_word_that_occurs_nowhere_can_be_removed_by_a_link(client):
    printed("水利局开展河湖保护整治行动")
    page = client.get("/search/", {"q": "水利局 鸵鸟 -足球", "section": ""}).content.decode()
    assert links(page)[f"?q={quote_plus('水利局 -足球')}&amp;section="] == "鸵鸟"


def test_words_that_never_occur_together_can_be_removed_one_by_one(client):
    printed("水利局的稿件")
    printed("开学的稿件")
    context = client.get("/search/", {"q": "水利局 开学"}).context
    assert [tuple(each) for each in context["shorter"]] == [("水利局", "开学"), ("开学", "水利局")]
    assert context["words"] == ["水利局", "开学"]


def test_words_that_occur_in_other_spellings_are_listed(client):
    printed("蘭亭雅集", body="到会1,000人。")
    assert client.get("/search/?q=兰亭 1000 鸵鸟").context["words"] == ["兰亭", "1000"]


def test_the_words_that_do_occur_are_listed(client):
    printed("水利局开展河湖保护整治行动")
    context = client.get("/search/", {"q": "鸵鸟河湖保护日"}).context
    assert context["words"] == ["河湖", "保护"]
    assert context["shorter"] == []


def test_without_results_a_link_removes_the_filters(client):
    printed("水利局的稿件", section="environment")
    page = client.get("/search/", {"q": "水利局", "section": "politics"}).content.decode()
    assert links(page)[f"?q={quote('水利局')}"] == "不限栏目、日期和作者，再找一次"
    assert "不限栏目" not in client.get("/search/", {"q": "鸵鸟"}).content.decode()


def test_facets_of_many_stories_say_how_many_they_count(client, monkeypatch):
    monkeypatch.setattr("articles.search_results.COUNTED", 2)
    for number in range(3):
        printed(f"河道之{number}", section="environment")
    response = client.get("/search/?q=河道")
    assert [(each["name"], each["count"]) for each in response.context["facets"]["sections"]] == [("生态环境", 2)]
    assert "按最近入库的 2 篇统计" in response.content.decode()


def test_results_can_be_paged_beyond_the_ranked_ones(client, monkeypatch):
    for name in ("search_results.MAX_RANKED", "search.MAX_RANKED"):
        monkeypatch.setattr(f"articles.{name}", 3)
    for number in range(25):
        printed(f"河道之{number}", day=date(1999 if number < 5 else 2024, 1, 1))
    pages = [client.get("/search/", {"q": "河道", "page": page}).context["stories"] for page in (1, 2)]
    assert [len(stories) for stories in pages] == [20, 5]
    assert len({story.pk for stories in pages for story in stories}) == 25
    assert len(client.get("/search/", {"q": "河道", "year": 1999}).context["stories"]) == 5


def test_years_of_a_frequent_word_are_listed_without_counts(client, monkeypatch):
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


def test_a_new_filter_works_and_is_in_the_canonical_url(client, monkeypatch):
    monkeypatch.setitem(ArticleFilter.base_filters, "kicker", CharFilter(field_name="kicker"))
    printed("水利局的稿件", kicker="水利")
    printed("教育局的稿件", kicker="教育")
    response = client.get("/search/?kicker=水利&from=wechat")
    assert [story.title for story in response.context["stories"]] == ["水利局的稿件"]
    assert (
        f'<link rel="canonical" href="http://testserver/search/?kicker={quote("水利")}">' in response.content.decode()
    )
