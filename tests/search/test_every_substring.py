"""Every substring of an article's headline, body or byline finds the article."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.importing import import_issue, read_issue
from articles.models import Article
from articles.search import results

pytestmark = pytest.mark.django_db
# A Latin word or a number counts as one character.
UNIT = re.compile(r"[A-Za-zＡ-Ｚａ-ｚß-ɏ]+|[0-9０-９]+|.", re.DOTALL)
MIXED = (
    "Ａpp“睦邻志愿星”上线G20峰会，CPI同比上涨2.5%；㎡、café与Straße並存，々、ひらがな、한국어 ok！"
    "\n\n“三官一律”——（全文）"
)


@pytest.fixture
def archive(settings):
    import_issue(read_issue(settings.BASE_DIR / "seeds"))
    Article.objects.create(headline="Ｇ２０峰会 与“一带一路”", body=MIXED)
    return [
        (article, text)
        for article in Article.objects.prefetch_related("contributions__author")
        for text in [
            article.headline,
            article.body,
            *(contribution.author.name for contribution in article.contributions.all()),
        ]
        if text
    ]


def found_by(typed):
    result = results(Article.objects.all(), typed)
    return set() if result.fallback else set(result.articles.values_list("pk", flat=True))


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_every_substring_finds_its_article(archive, data):
    article, text = data.draw(st.sampled_from(archive))
    units = UNIT.findall(text)
    start = data.draw(st.integers(0, len(units) - 1))
    typed = "".join(units[start : start + data.draw(st.integers(1, 12))])
    assert article.pk in found_by(typed), typed


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_results_contain_the_query(archive, data):
    _, text = data.draw(st.sampled_from(archive))
    han = "".join(re.findall("[一-龥]", text))
    start = data.draw(st.integers(0, max(0, len(han) - 1)))
    typed = han[start : start + data.draw(st.integers(1, 4))]
    containing = {
        article.pk
        for article, text in archive
        if any(typed in piece for piece in re.findall("[一-龥]+", text)) or typed in re.sub("[^一-龥]", "", text)
    }
    assert found_by(typed) <= containing if typed else True


@pytest.mark.parametrize(
    "typed", ["人居环境", "水", "糜林", "王斌 水利局", "1000", "10", "“借智借力”", "丰之源果业举行。市委常委"]
)
def test_typical_queries_find_something(archive, typed):
    assert found_by(typed)
