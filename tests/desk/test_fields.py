"""Form fields: Chinese dates and times, and invisible characters."""

import datetime

import pytest
from django.utils import timezone

from articles.models import Article, Author, Issue, Section

from .forms import as_rendered
from .test_story import change

ADD = "/admin/articles/article/add/"


def written(client, **typed):
    """(the response to a new story's form, the story or None)"""
    form = as_rendered(client.get(ADD)) | {"headline": "防汛提醒", "body": "今夜有雨。"} | typed
    return client.post(ADD, form), Article.objects.first()


@pytest.mark.parametrize("typed", ["2026年11月29日", "２０２６．１１．２９", "2026/11/29", "20261129", "2026-11-29"])
def test_dates_are_accepted_in_chinese_notations(desk, typed):
    response, story = written(desk, date=typed, publish_at_0=typed, publish_at_1="8点半")
    assert response.status_code == 302
    assert story.date == datetime.date(2026, 11, 29)
    assert timezone.localtime(story.publish_at).strftime("%Y-%m-%d %H:%M") == "2026-11-29 08:30"


@pytest.mark.parametrize(
    ("field", "typed", "example"),
    [
        ("date", "下周三", "请写成 2026-11-29 或 2026年11月29日"),
        ("publish_at_0", "11月29日", "请写成 2026-11-29 或 2026年11月29日"),
        ("publish_at_1", "24:00", "半夜十二点请写成第二天 0:00"),
    ],
)
def test_invalid_date_or_time_is_refused_with_an_example(desk, field, typed, example):
    response, story = written(desk, **{field: typed})
    assert story is None
    assert example in response.content.decode()


@pytest.mark.parametrize("day", ["0001-01-01", "1899-12-31", "9999-12-31"])
def test_date_outside_the_newspapers_years_is_refused(desk, day):
    for field in ("date", "publish_at_0"):
        response, story = written(desk, **{field: day})
        assert (response.status_code, story) == (200, None)


def test_other_date_fields_accept_the_same_notations(desk):
    form = as_rendered(desk.get("/admin/articles/issue/add/")) | {"date": "2026年11月29日"}
    assert desk.post("/admin/articles/issue/add/", form).status_code == 302
    assert Issue.objects.get().date == datetime.date(2026, 11, 29)
    page = {"date": "2026年11月30日", "number": "1", "text": "标题\n\n正文。", "way": "draft"}
    assert "form" not in desk.post("/admin/articles/page/import/", page).context["form"].errors
    assert desk.get("/admin/articles/issue/?q=2026年11月29日").context["cl"].result_count == 1


@pytest.mark.parametrize(
    "blank", ["\u200b", "\ufeff\u2060", "\u3000", "\u00a0\u00ad", "\u202e\u202c", "\u2066\u2069"], ids=ascii
)
@pytest.mark.parametrize("field", ["headline", "body", "kicker", "deck"])
def test_invisible_text_is_refused(desk, field, blank):
    response, story = written(desk, **{field: blank})
    assert story is None
    assert "只有看不见的字符" in response.content.decode()


def test_body_of_markup_alone_is_refused(desk):
    response, story = written(desk, body="## \u200b\r\n\r\n图：")
    assert (response.status_code, story) == (200, None)


def test_invisible_characters_in_section_names(desk):
    add = "/admin/articles/section/add/"
    form = as_rendered(desk.get(add)) | {"name": "\u200b", "slug": "nothing"}
    assert desk.post(add, form).status_code == 200
    desk.post(add, form | {"name": "乡村\u200b振兴", "slug": "village"})
    assert Section.objects.get(slug="village").name == "乡村振兴"


def test_invisible_characters_are_removed_from_a_headline(desk):
    _, story = written(desk, headline="\u202e防汛\u200b提醒\u0008　速看👨\u200d👩\u200d👧\ufeff")
    assert story.headline == "防汛提醒　速看👨\u200d👩\u200d👧"


def test_characters_of_a_body_are_cleaned(desk):
    _, story = written(desk, body="白⻢镇\u200b修渠。\u2028\r\n村⺠受益•立秋。\x03")
    assert story.body == "白马镇修渠。\n\n村民受益·立秋。"


def test_spaces_in_a_name_make_no_second_author(desk):
    add = "/admin/articles/author/add/"
    for name in ["何川", "何川\u200b", "何　川", "何 川", "\ufeff何川\u202c"]:
        response = desk.post(add, {"name": name, "note": ""})
    assert "已有同名作者" in response.content.decode()
    desk.post(add, {"name": "John  Smith", "note": ""})
    assert list(Author.objects.order_by("pk").values_list("name", flat=True)) == ["何川", "John Smith"]


def test_saving_leaves_older_invisible_characters_alone(desk, story):
    Article.objects.update(headline="水利局\u200b开展", body="河水\u200b清了。\n\n⻓桥通车。")
    desk.post(change(story), as_rendered(desk.get(change(story))))
    assert Article.objects.get().version == story.version


@pytest.mark.parametrize("year", ["9999", "99999999999", "0", "-1"])
@pytest.mark.parametrize(
    ("rows", "field"),
    [("article", "date"), ("issue", "date"), ("page", "issue__date"), ("correction", "date"), ("auditentry", "at")],
)
def test_impossible_year_is_handled_like_other_invalid_values(desk, rows, field, year):
    response = desk.get(f"/admin/articles/{rows}/?{field}__year={year}")
    assert (response.status_code, response["Location"]) == (302, f"/admin/articles/{rows}/?e=1")


@pytest.mark.parametrize(
    "wrong", ["date__month=13", "date__year=2023&date__month=13", "date__day=99", "date__year__gte=99999"]
)
def test_impossible_month_or_day_breaks_no_list(desk, wrong):
    assert desk.get(f"/admin/articles/article/?{wrong}").status_code in (200, 302)
