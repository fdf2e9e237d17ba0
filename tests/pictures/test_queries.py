"""Pages with pictures take as long with 200,000 of them: one query each, which reads an index in order.
`tests.benchmarks.many_pictures` measures it."""

import pytest
from django.db import connection

from articles.models import Picture, PictureUse
from tests.benchmarks.many_pictures import QUERIES, name_and_content
from tests.site.rows import story

pytestmark = pytest.mark.django_db


@pytest.fixture
def pictures():
    rows = [
        Picture(digest=name_and_content(number)[0], name=f"{number}.jpg", suffix="jpg", size=1, width=1, height=1)
        for number in range(300)
    ]
    made = Picture.objects.bulk_create(rows)
    article = story()
    PictureUse.objects.bulk_create(
        PictureUse(article=article, picture=picture, number=number) for number, picture in enumerate(made[::10], 1)
    )
    return Picture.objects.all()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the plans are SQLite's")
@pytest.mark.parametrize("name", QUERIES)
def test_no_query_reads_all_pictures_or_sorts_them(pictures, name, django_assert_num_queries):
    with django_assert_num_queries(1) as made:
        QUERIES[name](pictures)
    with connection.cursor() as cursor:
        plan = [row[3] for row in cursor.execute(f"EXPLAIN QUERY PLAN {made[0]['sql']}").fetchall()]
    assert plan
    assert not [step for step in plan if step.startswith("SCAN") and " INDEX " not in step]
    assert not [step for step in plan if "TEMP B-TREE" in step]


def test_pictures_are_read_in_portions(pictures, django_assert_num_queries):
    in_order = list(pictures.order_by("pk"))
    with django_assert_num_queries(4):  # the last one finds nothing
        assert list(pictures.each(at_once=100)) == in_order
