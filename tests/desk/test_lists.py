"""Change lists: columns, filters, search and number of queries."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles.models import Article, Author, Contribution, Issue, Page, Placement, Problem, Section

from .conftest import make_story

STORIES = "/admin/articles/article/"
LISTS = [STORIES, *(f"/admin/articles/{name}/" for name in ("author", "section", "issue", "page", "problem"))]
LONGEST = "句" * 60_000


def shown(response):
    return [article.title for article in response.context["cl"].result_list]


def fill(first, last):
    """Issues with one page and one story each, by two authors and with a problem."""
    for number in range(first, last):
        issue = Issue.objects.create(date=datetime.date(2000, 1, 1) + datetime.timedelta(days=number))
        page = Page.objects.create(issue=issue, number="1", name="要闻", source_text="一行")
        article = make_story(page, f"第{number}篇", section=Section.objects.get(slug="law"))
        for name in (f"甲{number}", f"乙{number}"):
            Contribution.objects.create(article=article, author=Author.objects.create(name=name))
        Problem.objects.create(article=article, page=page, code="no_text", line=1)


@pytest.mark.parametrize("address", LISTS)
def test_lists_need_no_more_queries_for_200_rows(desk, monkeypatch, address):
    # All rows on one page, so that pagination does not hide queries per row.
    monkeypatch.setattr("articles.admin.base.DeskAdmin.list_per_page", 500)
    fill(0, 10)
    desk.get(address)
    with CaptureQueriesContext(
        connection,
    ) as few:
        desk.get(address)
    fill(10, 200)
    with CaptureQueriesContext(connection) as many:
        response = desk.get(address)
    assert len(response.context["cl"].result_list) >= (13 if "section" in address else 200)
    assert len(many) == len(few)


def test_list_shows_place_byline_and_open_problems(desk, story, doubtful):
    html = desk.get(STORIES).content.decode()
    assert "第2版 第1条" in html
    assert "曹璐 余波" in html
    assert "生态环境" in html
    assert '<span class="desk-badge desk-doubt">2</span>' in html


def test_derived_title_is_marked(desk, story, doubtful):
    html = desk.get(STORIES).content.decode()
    assert '党员志愿者走进社区。 <span class="desk-mark">无标题</span>' in html
    assert html.count("无标题") == 1


def test_both_placements_of_a_jump_are_shown(desk, page, story):
    front = Page.objects.create(issue=page.issue, number="1", name="要闻", order=1)
    Placement.objects.create(article=story, page=front, order=3)
    assert "第1版 第3条；第2版 第1条" in desk.get(STORIES).content.decode()


def test_approved_story_with_a_future_time_is_scheduled(desk, story):
    Article.objects.update(publish_at=timezone.now() + datetime.timedelta(hours=1))
    assert '<span class="desk-badge desk-scheduled">待发</span>' in desk.get(STORIES).content.decode()


def test_in_doubt_filter_shows_only_stories_with_open_problems(desk, chief, page, story, doubtful):
    settled = make_story(page, "已处理的一篇", order=3)
    settled.problems.create(code="no_text", page=page, line=3)
    settled.problems.settle(chief)
    assert shown(desk.get(STORIES, {"doubts": "open"})) == ["党员志愿者走进社区。"]


@pytest.mark.parametrize(
    ("narrowed", "titles"),
    [
        ({"state": "draft"}, ["草稿篇"]),
        ({"state": "first"}, ["草稿篇"]),
        ({"state": "second"}, []),
        ({"state": "scheduled"}, ["待发篇"]),
        ({"state": "public"}, ["见报篇", "法治篇"]),
        ({"state": "withdrawn"}, ["撤稿篇"]),
        ({"page_name": "要闻"}, ["法治篇"]),
        ({"year": "2024"}, ["法治篇"]),
        ({"year": "二〇二四"}, []),
        ({"origin__exact": "written"}, []),
        ({"section__slug__exact": "law"}, ["法治篇"]),
    ],
)
def test_list_is_filtered_by_state_page_year_origin_and_section(desk, page, narrowed, titles):
    later = Issue.objects.create(date=datetime.date(2024, 3, 5))
    front = Page.objects.create(issue=later, number="1", name="要闻")
    tomorrow = timezone.now() + datetime.timedelta(days=1)
    make_story(page, "草稿篇", 1, status="draft")
    make_story(page, "待发篇", 2, publish_at=tomorrow)
    make_story(page, "见报篇", 3)
    make_story(page, "撤稿篇", 4, status="withdrawn")
    make_story(front, "法治篇", 1, section=Section.objects.get(slug="law"))
    if "section__slug__exact" in narrowed:
        narrowed = {"section__id__exact": Section.objects.get(slug="law").pk}
    assert sorted(shown(desk.get(STORIES, narrowed))) == sorted(titles)


def test_search_covers_headline_text_and_byline(desk, story, doubtful):
    for typed in ("河湖", "水清", "余波"):
        assert shown(desk.get(STORIES, {"q": typed})) == ["水利局开展河湖保护"], typed


def test_section_name_finds_its_stories_and_those_mentioning_it(desk, page, story):
    make_story(page, "谈生态环境", 2)
    make_story(page, "别的", 3)
    story.section.name = "生态环境"
    story.section.save()
    assert sorted(shown(desk.get(STORIES, {"q": "生态环境"}))) == ["水利局开展河湖保护", "谈生态环境"]


def test_year_filter_offers_only_years_with_stories(desk, page, story):
    make_story(page, "旧稿", 2, date=datetime.date(2019, 12, 31))
    make_story(page, "新稿", 3, date=datetime.date(2026, 1, 1))
    html = desk.get(STORIES).content.decode()
    assert [year for year in range(2015, 2030) if f'?year={year}"' in html] == [2019, 2023, 2026]


@pytest.mark.slow
@pytest.mark.parametrize("address", LISTS)
@pytest.mark.parametrize("typed", [LONGEST, "\x00", '"', "%_\\", "AND OR NOT (", "𠮷" * 500], ids=range(6))
def test_no_search_term_breaks_a_list(desk, story, doubtful, address, typed):
    assert desk.get(address, {"q": typed}).status_code == 200


@pytest.mark.parametrize(
    "query",
    ["state=?", "year=99999999999999999999", "year=0", "doubts=x", "date__year=0", "page_name=%00", "p=-1"],
)
def test_mistyped_address_is_no_server_error(desk, story, query):
    assert desk.get(f"{STORIES}?{query}").status_code in {200, 302}


@pytest.mark.parametrize(
    ("model", "field", "typed", "found"),
    [
        ("contribution", "author", "曹", "曹璐"),
        ("placement", "page", "综合", "2023-07-20 第2版：综合新闻"),
        ("placement", "page", "2023-07-20", "2023-07-20 第2版：综合新闻"),
        ("placement", "article", "河湖", "水利局开展河湖保护"),
        ("page", "issue", "2023-07", "2023-07-20"),
        ("article", "section", "生态", "生态环境"),
    ],
)
def test_autocomplete_finds_rows_by_a_few_letters(desk, story, model, field, typed, found):
    parameters = {"app_label": "articles", "model_name": model, "field_name": field}
    answer = desk.get(reverse("admin:autocomplete"), parameters | {"term": typed}).json()
    assert [row["text"] for row in answer["results"]] == [found]
    for nonsense in (LONGEST, "\x00"):
        assert desk.get(reverse("admin:autocomplete"), parameters | {"term": nonsense}).status_code == 200


def test_an_editor_finds_the_stories_written_by_herself(colleague, editor, page, story):
    own = make_story(page, "我写的稿", order=9, status="draft")
    Article.objects.filter(pk=own.pk).update(created_by=editor)
    found = colleague.get("/admin/articles/article/?mine=1").context["cl"].result_list
    assert [each.headline for each in found] == ["我写的稿"]
