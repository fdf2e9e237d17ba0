"""The contract of the search, the same on every database: what is found by what."""

import pytest

from articles.models import Article, Author, Contribution

pytestmark = pytest.mark.django_db


def article(headline="", body="", *authors, **fields):
    written = Article.objects.create(headline=headline, body=body, **fields)
    for order, name in enumerate(authors, 1):
        author, _ = Author.objects.get_or_create(name=name, note="")
        Contribution.objects.create(article=written, author=author, role="记者", order=order)
    return written


def found(text):
    return sorted(Article.objects.search(text).values_list("headline", flat=True))


@pytest.mark.parametrize(
    "typed",
    ["后白镇", "糜林", "水", "白镇糜", "镇", "产业，助", "2023", "202", "G20", "g", "ｇ２０", "Ｇ20峰会", "G20 水稻"],
)
def test_a_piece_of_the_text_finds_the_article(typed):
    article("后白镇糜林村做强草坪产业，助力G20峰会", "2023年，当地水稻丰收。")
    article("别的消息", "与此无关")
    assert found(typed) == ["后白镇糜林村做强草坪产业，助力G20峰会"]
