"""工作量 and 稿费: what is counted for whom, at which rate, who sees it, and the file for Excel."""

import csv
import datetime
import io

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import (
    Account,
    Article,
    AuditEntry,
    Author,
    Contribution,
    FeeRate,
    Picture,
    PictureCredit,
    PictureUse,
)
from tests.site.rows import illustrate, later, picture, story

from .conftest import account

PAGE = "/admin/articles/article/workload/"
NOVEMBER = f"{PAGE}?month=2026-11"
TEN = "水利局昨天清理河道。"


@pytest.fixture
def paper(db):
    """November: stories by one and by three people, a picture by two, one that was only printed; and what does not
    count."""
    day = datetime.date(2026, 11, 8)
    story("独写", byline=[("记者", "李明")], body=TEN, date=day)
    story("合写", byline=[("记者", "李明"), ("记者", "王芳"), ("通讯员", "孙亮")], body=TEN * 3, date=day)
    pictured = story("有图", byline=[("记者", "王芳")], body=f"{TEN}\n\n图1：桥。", date=day)
    illustrate(pictured, picture(by=["赵江", "李明"]))
    story("图片新闻", byline=[("摄影", "赵江")], body=f"{TEN}\n\n图：秋。", date=day)
    story("没有署名", body=TEN, date=day)
    story("上月", byline=[("记者", "李明")], body=TEN, date=datetime.date(2026, 10, 31))
    story("草稿", byline=[("记者", "李明")], body=TEN, date=day, status="draft")
    story("未到时间", byline=[("记者", "李明")], body=TEN, date=day, publish_at=later())
    gone = story(
        "撤下的", byline=[("记者", "李明")], body=TEN, date=day, status="withdrawn", withdrawn_at=timezone.now()
    )
    return gone


@pytest.fixture
def rates(db):
    FeeRate.objects.create(role="记者", since="2026-01-01", per_story=10, per_thousand=100)
    FeeRate.objects.create(role="摄影", since="2026-01-01", per_photograph=25)


@pytest.fixture
def chief_desk(db):
    client = Client()
    client.force_login(account("zong", "王主编", "总编辑"))
    return client


def lines(response):
    return [
        (line.person.name, line.role, line.stories, int(line.characters), line.photographs, line.fee and str(line.fee))
        for line in response.context["month"].lines
    ]


def rows(response):
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))


def test_what_each_person_did_in_each_role(chief_desk, paper, rates):
    response = chief_desk.get(NOVEMBER)
    assert lines(response) == [
        ("李明", "摄影", "0", 0, "0.5", "12.50"),
        ("李明", "记者", "1.5", 25, "0", "17.50"),
        ("孙亮", "通讯员", "1", 30, "0", None),
        ("王芳", "记者", "1.5", 27, "0", "17.70"),
        ("赵江", "摄影", "1", 0, "1.5", "37.50"),
    ]
    month = response.context["month"]
    assert [(person.name, str(fee)) for person, _lines, fee in month.people] == [
        ("李明", "30.00"),
        ("孙亮", "0.00"),
        ("王芳", "17.70"),
        ("赵江", "37.50"),
    ]
    html = response.content.decode()
    assert "见报 5 篇，74 字，照片 2 张；其中没有署名的 1 篇" in html
    assert "由几人平均分" in html
    assert "85.20" in html
    assert (
        '<a href="/admin/articles/feerate/add/?role=%E9%80%9A%E8%AE%AF%E5%91%98&amp;since=2026-11-01">通讯员</a>'
        in html
    )


def test_withdrawn_stories_are_listed_apart(chief_desk, paper):
    html = chief_desk.get(NOVEMBER).content.decode()
    assert "撤下的" in html.partition("已撤稿，不计入")[2]
    Article.objects.filter(pk=paper.pk).update(status="approved", withdrawn_at=None)
    response = chief_desk.get(NOVEMBER)
    assert "已撤稿" not in response.content.decode()
    assert lines(response)[0][:3] == ("李明", "摄影", "0")
    assert lines(response)[1][:3] == ("李明", "记者", "2.5")


def test_pen_names_count_for_their_person(chief_desk, paper, rates):
    person = Author.objects.get(name="李明")
    Author.objects.create(name="柳絮", pen_name_of=person)
    day = datetime.date(2026, 11, 9)
    story("散文", byline=[("记者", "柳絮")], body=TEN, date=day)
    story("两个名字", byline=[("记者", "柳絮"), ("记者", "李明")], body=TEN, date=day)
    assert lines(chief_desk.get(NOVEMBER))[1] == ("李明", "记者", "3.5", 45, "0", "39.50")


def test_a_rate_holds_from_its_month_and_the_first_one_before_it_too(chief_desk, paper, rates):
    FeeRate.objects.create(role="记者", since="2026-11-01", per_story=20)
    FeeRate.objects.create(role="记者", since="2026-12-01", per_story=1000)
    assert lines(chief_desk.get(NOVEMBER))[1][-1] == "30.00"
    assert lines(chief_desk.get(f"{PAGE}?month=2026-10"))[0][-1] == "11.00"
    FeeRate.objects.filter(since__lt="2026-12-01").delete()
    assert lines(chief_desk.get(NOVEMBER))[1][-1] == "1500.00"


def test_the_chief_sets_rates(chief_desk, paper):
    new = {"role": "通讯员", "since": "2026年11月15日", "per_story": "20", "per_thousand": "0", "per_photograph": "0"}
    assert chief_desk.post("/admin/articles/feerate/add/", new).status_code == 302
    assert FeeRate.objects.get().since == datetime.date(2026, 11, 1)
    assert AuditEntry.objects.get(action="created").subject == "通讯员 2026-11：每篇 20 元，每千字 0 元，每张照片 0 元"
    assert "从这个月起已有标准" in chief_desk.post("/admin/articles/feerate/add/", new).content.decode()
    assert chief_desk.post("/admin/articles/feerate/add/", new | {"per_story": "-1", "role": "记者"}).status_code == 200
    assert FeeRate.objects.count() == 1
    assert lines(chief_desk.get(NOVEMBER))[2][-1] == "20.00"


def test_a_reporter_sees_only_their_own_lines(client, paper, rates):
    reporter = account("wangfang", "王芳", "记者")
    client.force_login(reporter)
    html = client.get(NOVEMBER).content.decode()
    assert "还没有署名用名" in html
    assert "李明" not in html
    Account.objects.create(user=reporter, author=Author.objects.get(name="王芳"))
    response = client.get(NOVEMBER)
    assert lines(response) == [("王芳", "记者", "1.5", 27, "0", "17.70")]
    assert not {"李明", "撤下的", "/feerate/"} & set(response.content.decode().split('"'))
    assert [row[0] for row in rows(client.get(f"{NOVEMBER}&csv=1"))] == ["姓名", "王芳"]


def test_a_month_is_typed_as_usual_or_refused_in_one_sentence(chief_desk, paper):
    for typed in ("2026年11月", "2026/11", " 2026-11 "):
        assert len(lines(chief_desk.get(PAGE, {"month": typed}))) == 5
    for typed in ("2026-13", "十一月", "0001-01", "9999-12", "２０２６-11-", "<b>"):
        response = chief_desk.get(PAGE, {"month": typed, "csv": "1"})
        assert response.status_code == 400
        assert "这不是月份。请写成 2026-11。" in response.content.decode()
    assert chief_desk.get(PAGE).context["first"] == timezone.localdate().replace(day=1)
    assert "这个月没有已刊发的稿件。" in chief_desk.get(f"{PAGE}?month=1999-01").content.decode()


def test_the_file_opens_in_excel(chief_desk, paper, rates):
    response = chief_desk.get(f"{NOVEMBER}&csv=1")
    assert response.content.startswith(b"\xef\xbb\xbf")
    name = "%E5%B7%A5%E4%BD%9C%E9%87%8F-2026-11.csv"
    assert response["Content-Disposition"] == f"attachment; filename*=utf-8''{name}"
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert rows(response)[:4] == [
        ["姓名", "身份", "篇数", "字数", "照片", "每篇（元）", "每千字（元）", "每张照片（元）", "稿费（元）"],
        ["李明", "摄影", "0", "0", "0.5", "0", "0", "25", "12.50"],
        ["李明", "记者", "1.5", "25", "0", "10", "100", "0", "17.50"],
        ["孙亮", "通讯员", "1", "30", "0", "", "", "", ""],
    ]


@pytest.mark.parametrize("name", ["=1+1", "+86", "-2", "@SUM(A1)", "＝1+1", '="a",1'])
def test_a_name_is_no_formula(chief_desk, db, name):
    story(byline=[(name[:20], name)], date=datetime.date(2026, 11, 8))
    assert rows(chief_desk.get(f"{NOVEMBER}&csv=1"))[1][:2] == [f"'{name}", f"'{name}"]


def test_a_month_of_a_thousand_stories_takes_no_more_queries(chief_desk, paper, rates):
    chief_desk.get(NOVEMBER)
    with CaptureQueriesContext(connection) as few:
        chief_desk.get(NOVEMBER)
    author, day, soon = Author.objects.get(name="孙亮"), datetime.date(2026, 11, 9), timezone.now()
    many = range(1001)
    stories = Article.objects.bulk_create(
        Article(title=f"{n}", body="晴。", date=day, publish_at=soon, status="approved") for n in many
    )
    pictures = Picture.objects.bulk_create(Picture(digest=f"a{n:063}", size=1, width=1, height=1) for n in many)
    Contribution.objects.bulk_create(Contribution(article=each, author=author, role="记者") for each in stories)
    PictureUse.objects.bulk_create(PictureUse(article=stories[n], picture=pictures[n], number=1) for n in many)
    PictureCredit.objects.bulk_create(PictureCredit(picture=each, author=author) for each in pictures)
    with CaptureQueriesContext(connection) as queries:
        response = chief_desk.get(NOVEMBER)
    assert len(queries) == len(few) <= 13
    assert ("孙亮", "记者", "1001", 2002, "0", "10210.20") in lines(response)
    assert ("孙亮", "摄影", "0", 0, "1001", "25025.00") in lines(response)
