"""What SQLite's index answers by itself."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import search
from articles.models import Article

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="about the embedded database"),
]


def test_matches_are_counted_without_going_to_their_articles(monkeypatch):
    monkeypatch.setattr(search, "MOST", 1)
    for status in ("approved", "approved", "approved", "draft"):
        Article.objects.create(headline="河道", status=status)
    with CaptureQueriesContext(connection) as asked:
        assert search.results(Article.objects.public(), "河道").number == 3
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN QUERY PLAN " + asked[-1]["sql"].replace("%", "%%"))
        steps = {number: (above, line) for number, above, _, line in cursor.fetchall()}

    def is_about_the_hidden(number):
        while number:
            number, line = steps[number]
            if line.startswith("LIST SUBQUERY"):
                return True
        return False

    assert any("SCAN articles_search VIRTUAL TABLE" in line for _, line in steps.values())
    assert all(is_about_the_hidden(number) for number, (_, line) in steps.items() if "articles_article" in line)
