"""The embedded database is asked as any other: a value where it is said, a percent sign where it is written."""

import pytest
from django.db import connection

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="about the embedded database"),
]


def asked(sql, values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchone()


@pytest.mark.parametrize("length", [0, 20_000], ids=["kept", "too long to keep"])
def test_values_and_percent_signs_stay_apart_however_often_it_is_asked(length):
    sql = f"SELECT %s, '100%%', %s /* {'-' * length} */"
    assert asked(sql, ["%s", 1]) == ("%s", "100%", 1)
    assert asked(sql, ["?", 2]) == ("?", "100%", 2)


def test_values_may_have_names():
    assert asked("SELECT %(first)s || %(first)s", {"first": "报"}) == ("报报",)


def test_many_rows_are_written_at_once():
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE lines (line text)")
        cursor.executemany("INSERT INTO lines VALUES (%s)", [["50%"], ["%s"]])
    assert asked("SELECT group_concat(line) FROM lines WHERE line LIKE '%%' || %s", ["s"]) == ("%s",)
