"""The index on PostgreSQL: classes of pairs, and indexes left by earlier versions."""

import re
import sys

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import search
from articles.models import Article
from articles.search.folding import fold, is_han
from articles.search.postgresql import BECOMES_HAN
from articles.text.forms import RADICALS
from articles.text.traditional import TRADITIONAL

pytestmark = pytest.mark.skipif(connection.vendor != "postgresql", reason="only for PostgreSQL's index")

# Indexes every pair unchanged.
EARLIER = """
DROP INDEX articles_search;
DROP FUNCTION article_tokens;
CREATE FUNCTION article_tokens(kicker text, headline text, deck text, dateline text, body text, byline text)
RETURNS tsvector LANGUAGE sql IMMUTABLE AS $$
    SELECT array_to_tsvector(ARRAY(SELECT substr(body, place, 2) FROM generate_series(1, length(body)) place))
$$;
CREATE INDEX articles_search ON articles_article USING gin (
    article_tokens(kicker, headline, deck, dateline, body, byline)
);
"""


def execute(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)


# As before version 0.2: traditional characters are themselves.
EARLIER_FOLD = """
CREATE OR REPLACE FUNCTION article_fold(typed text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
    RETURN lower(normalize(typed, NFKD) COLLATE "C");
END $$;
REINDEX INDEX articles_search;
"""


def search_objects():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relname LIKE 'articles_search%' "
            "UNION SELECT proname FROM pg_proc WHERE proname LIKE 'article_tokens%' ORDER BY 1"
        )
        return [row[0] for row in cursor.fetchall()]


@pytest.mark.django_db
def test_a_rare_pair_does_not_match_others_of_its_class():
    Article.objects.create(headline="后白镇糜林村")
    Article.objects.create(headline="后白镇糜枧村")
    assert ord("枧") - ord("林") == 16
    assert [article.headline for article in Article.objects.search("糜林")] == ["后白镇糜林村"]
    assert Article.objects.search("糜").count() == 2


@pytest.mark.django_db
def test_planner_has_no_statistics_about_pairs():
    Article.objects.bulk_create(Article(headline="新年新气象") for _ in range(50))
    execute("ANALYZE articles_article")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stats WHERE tablename = 'articles_search'")
        assert cursor.fetchone()[0] == 0


@pytest.mark.django_db(transaction=True)
def test_migration_replaces_an_earlier_index():
    Article.objects.create(headline="草坪产业", body="后白镇糜林村")
    execute(EARLIER)
    assert not search.is_complete()
    assert not Article.objects.search("草坪").exists()
    call_command("migrate", "articles", "0011", verbosity=0)
    call_command("migrate", verbosity=0)
    assert Article.objects.search("草坪").exists()
    assert search.is_complete()
    assert search_objects() == ["article_tokens", "articles_search"]


@pytest.mark.django_db(transaction=True)
def test_migration_replaces_an_index_of_another_folding():
    Article.objects.create(headline="蘭亭序", body="后白镇糜林村")
    execute(EARLIER_FOLD)
    assert not search.is_complete()
    assert not Article.objects.search("兰亭").filter(headline="蘭亭序").exists()
    call_command("migrate", "articles", "0017", verbosity=0)
    call_command("migrate", verbosity=0)
    assert search.is_complete()
    story = Article.objects.search("兰亭").get()
    story.headline = "龍門石窟"
    story.save()
    assert not search.results(Article.objects.all(), "龙门").fallback
    story.delete()
    assert not Article.objects.search("龙门").exists()
    assert search_objects() == ["article_tokens", "articles_search"]


@pytest.mark.django_db
def test_postgresql_folds_as_python():
    text = TRADITIONAL + RADICALS + "隨著Ａ１ﬁ㋿ª①\u200b\u2009葛\U000e0100\u3164ㄱ王　斌"
    with connection.cursor() as cursor:
        cursor.execute("SELECT article_fold(%s)", [text])
        assert cursor.fetchone() == (fold(text),)


@pytest.mark.django_db(transaction=True)
def test_rebuild_removes_the_remains_of_an_interrupted_one():
    Article.objects.create(headline="草坪产业", body="后白镇糜林村")
    execute(EARLIER)
    execute("CREATE FUNCTION article_tokens_new() RETURNS int LANGUAGE sql AS 'SELECT 1'")
    execute("CREATE INDEX articles_search_new ON articles_article (id)")
    assert search.rebuild() == 1
    assert Article.objects.search("糜林").exists()
    assert search_objects() == ["article_tokens", "articles_search"]


@pytest.mark.django_db(transaction=True)
def test_missing_index_is_rebuilt():
    Article.objects.create(headline="草坪产业")
    execute("DROP INDEX articles_search")
    assert not search.is_complete()
    search.rebuild()
    assert search.is_complete()
    assert Article.objects.search("草坪").exists()


@pytest.mark.django_db
@pytest.mark.parametrize("written", ["令\u200b和元年", "㋿元年", "令和\u00ad元年"])
def test_chinese_that_only_folding_produces_is_found(written):
    Article.objects.create(headline="年号", body=written)
    assert Article.objects.search("令和").count() == 1


def test_becomes_han_is_complete():
    known = re.compile(f"[{BECOMES_HAN}]")
    for character in map(chr, range(sys.maxunicode + 1)):
        folded = fold(character)
        if character != folded and (not folded or any(is_han(piece) for piece in folded)):
            assert known.match(character), hex(ord(character))


@pytest.mark.django_db
def test_texts_are_not_tokenized_again_with_old_statistics(monkeypatch):
    monkeypatch.setattr(search, "MAX_RANKED", 20)
    Article.objects.bulk_create(Article(headline="旧岁旧事") for _ in range(200))
    execute("ANALYZE articles_article")
    Article.objects.bulk_create(Article(headline="新年新气象") for _ in range(200))
    with CaptureQueriesContext(connection) as queries:
        assert search.results(Article.objects.order_by(), "新年").number == 200
        assert len(search.results(Article.objects.filter(contributions=None), "旧岁").best) == 20
    plans = ["\n".join(plan(query["sql"])) for query in queries if "article_tokens" in query["sql"]]
    assert len(plans) == 3
    for lines in plans:
        assert "Index Scan on articles_search" in lines
        assert not re.search(r"Filter: .*article_tokens", lines)


def plan(sql):
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN " + sql)
        return [line for (line,) in cursor.fetchall()]
