"""Dates and times as typed in China."""

from datetime import date, time

import pytest

from articles.text.dates import read_day, read_time, split_days


@pytest.mark.parametrize(
    "typed",
    [
        "2026年11月29日", "2026年11月29号", "2026年11月29", "2026 年 11 月 29 日", "２０２６年１１月２９日",
        "2026.11.29",
        "2026．11．29", "2026。11。29", "2026/11/29", "2026／11／29", "2026-11-29", "2026－11－29", "2026—11—29",
        "20261129", " 2026-11-29　", "二〇二六年十一月二十九日", "二零二六年十一月二十九日",
        "二○二六年十一月二十九日", "二O二六年十一月二十九日", "2026年11月29日（星期日）", "2026-11-29 周日",
    ],
)  # fmt: skip
def test_read_day(typed):
    assert read_day(typed) == date(2026, 11, 29)


@pytest.mark.parametrize(
    ("text", "days", "rest"),
    [
        ("青河日报2026年11月29日 第2版", [date(2026, 11, 29)], "青河日报 第2版"),
        ("２０２６１１２９＿Ａ０２", [date(2026, 11, 29)], "_A02"),
        ("2026年2月30日", [], "2026年2月30日"),
        ("二○二六年一月九日至2026.1.10", [date(2026, 1, 9), date(2026, 1, 10)], "至"),
        ("电话12320261129", [], "电话12320261129"),
    ],
)
def test_split_days(text, days, rest):
    found, remaining = split_days(text)
    assert found == days
    assert " ".join(remaining.split()) == rest


def test_read_day_without_leading_zeros():
    assert read_day("2026年1月9日") == read_day("2026.1.9") == read_day("二〇二六年一月九日") == date(2026, 1, 9)


@pytest.mark.parametrize(
    "typed",
    ["", "明天", "11月29日", "26年11月29日", "2026年11月", "2026年2月30日", "2026-11/29", "202611290", "29.11.2026"],
)
def test_read_day_refuses_other_text(typed):
    with pytest.raises(ValueError):  # noqa: PT011
        read_day(typed)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("11：27", time(11, 27)), ("11:27", time(11, 27)), ("１１：２７", time(11, 27)), ("11∶27", time(11, 27)),
        ("11:27:05", time(11, 27, 5)), ("8点", time(8)), ("8时", time(8)), ("8点30分", time(8, 30)),
        ("8点30", time(8, 30)), ("8点半", time(8, 30)), ("八点半", time(8, 30)), ("0:0", time(0)),
        ("下午3点", time(15)), ("下午 3：30", time(15, 30)), ("下午15点", time(15)), ("上午9点", time(9)),
        ("晚上8点", time(20)), ("中午12点", time(12)), ("中午1点", time(13)), ("凌晨12点", time(0)),
    ],
)  # fmt: skip
def test_read_time(typed, meant):
    assert read_time(typed) == meant


@pytest.mark.parametrize("typed", ["", "8", "24:00", "24点", "8:60", "上午15点", "晚上12点", "中午8点", "一会儿"])
def test_read_time_refuses_other_text(typed):
    with pytest.raises(ValueError):  # noqa: PT011
        read_time(typed)
