"""工作量 and 稿费 by token. What is counted for whom: tests/desk/test_workload.py."""

import datetime

import pytest
from django.utils import timezone

from articles.models import Account, ApiToken, Author, FeeRate
from tests.site.rows import story

TEN = "水利局昨天清理河道。"
NOVEMBER = "workload/?month=2026-11"


@pytest.fixture
def paper(db):
    day = datetime.date(2026, 11, 8)
    story("独写", byline=[("记者", "李明")], body=TEN, date=day)
    story("合写", byline=[("记者", "李明"), ("记者", "王芳"), ("通讯员", "孙亮")], body=TEN * 3, date=day)
    FeeRate.objects.create(role="记者", since="2026-01-01", per_story=10, per_thousand=100)


def lines(response):
    return [
        (line["author"]["name"], line["role"], line["stories"], line["characters"], line["photographs"], line["fee"])
        for line in response.json()["lines"]
    ]


def test_the_chief_reads_what_everybody_did(client_of, paper):
    shown = client_of("总编辑").get(NOVEMBER)
    assert lines(shown) == [
        ("李明", "记者", "1.50", 25, "0.00", "17.50"),
        ("孙亮", "通讯员", "1.00", 30, "0.00", None),
        ("王芳", "记者", "0.50", 15, "0.00", "6.50"),
    ]
    table = shown.json()
    assert (table["month"], table["everybody"], table["author"], table["fee"]) == ("2026-11", True, None, "24.00")


def test_a_reporter_reads_only_their_own_lines(client_of, paper):
    reporter = client_of("记者")
    nobody = reporter.get(NOVEMBER).json()
    assert (nobody["everybody"], nobody["author"], nobody["lines"], nobody["fee"]) == (False, None, [], "0.00")
    Account.objects.create(user=reporter.user, author=Author.objects.get(name="王芳"))
    shown = reporter.get(NOVEMBER)
    assert lines(shown) == [("王芳", "记者", "0.50", 15, "0.00", "6.50")]
    assert shown.json()["author"]["name"] == "王芳"


def test_who_neither_writes_nor_signs_reads_nothing(client_of, paper):
    assert client_of("运维").get(NOVEMBER).status_code == 403


def test_a_token_for_imports_only_reads_nothing(client_of, paper):
    chief = client_of("总编辑")
    ApiToken.objects.update(scopes="import")
    assert chief.get(NOVEMBER).json()["code"] == "insufficient_scope"
    ApiToken.objects.update(scopes="read")
    assert chief.get(NOVEMBER).status_code == 200


def test_without_a_month_it_is_the_present_one(client_of, paper):
    assert client_of("总编辑").get("workload/").json()["month"] == f"{timezone.localdate():%Y-%m}"


@pytest.mark.parametrize("month", ["2026-13", "2026-1", "2026年11月", "0001-01", "２０２６-11", "2026-11%0A"])
def test_another_month_is_refused_in_one_sentence(client_of, paper, month):
    refused = client_of("总编辑").get(f"workload/?month={month}")
    assert refused.status_code == 400
    assert refused.json()["errors"] == [{"field": "month", "detail": "这不是月份。请写成 2026-11。"}]
