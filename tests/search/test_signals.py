"""The index is correct after every kind of change to an article."""

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import translation

from articles import search
from articles.models import Article, Author, Contribution

pytestmark = pytest.mark.django_db


@pytest.fixture
def story():
    return Article.objects.create(headline="草坪产业", body="后白镇的消息。")


@pytest.fixture
def reporter(story):
    author = Author.objects.create(name="张晓明")
    Contribution.objects.create(article=story, author=author, role="记者")
    return author


def is_found(text):
    return Article.objects.search(text).exists()


def test_save(story):
    story.headline = "水稻产业"
    story.save()
    assert is_found("水稻")
    assert not is_found("草坪")


def test_bulk_create():
    Article.objects.bulk_create([Article(headline="春耕"), Article(headline="秋收")])
    assert is_found("春耕")
    assert is_found("秋收")


def test_bulk_create_ignoring_conflicts(story):
    again, new = Article(pk=story.pk, headline="草坪产业"), Article(headline="春耕")
    Article.objects.bulk_create([again, new], ignore_conflicts=True)
    assert Article.objects.search("草坪").count() == 1
    assert is_found("春耕")


def test_bulk_update_and_update(story):
    story.body = "茅山镇的消息。"
    Article.objects.bulk_update([story], ["body"])
    assert is_found("茅山镇")
    assert not is_found("后白镇")
    Article.objects.update(deck="合作社带富一方")
    assert is_found("合作社带富")


def test_delete(story, reporter):
    Article.objects.all().delete()
    assert not is_found("草坪")
    assert not is_found("张晓明")
    assert search.is_complete()


def test_rollback(story):
    with transaction.atomic():
        Article.objects.update(headline="水稻产业")
        assert is_found("水稻")
        transaction.set_rollback(True)
    assert is_found("草坪")
    assert not is_found("水稻")


def test_byline_changes(story, reporter):
    assert is_found("张晓明")
    story.contributions.update(role="摄影")
    assert is_found("摄影")
    story.contributions.all().delete()
    assert not is_found("张晓明")


def test_byline_moves_with_its_contribution(story, reporter):
    other = Article.objects.create(headline="另一条")
    Contribution.objects.update(article=other)
    assert list(Article.objects.search("张晓明")) == [other]


def test_author_renamed(story, reporter):
    Author.objects.filter(pk=reporter.pk).update(name="张小明")
    assert is_found("张小明")
    assert not is_found("张晓明")


def test_saving_a_stale_article_keeps_its_byline(story):
    read_before = Article.objects.get()
    Contribution.objects.create(article=story, author=Author.objects.create(name="李梅"))
    read_before.headline = "新的标题"
    read_before.save()
    assert is_found("李梅")
    assert is_found("新的标题")


@pytest.mark.django_db(transaction=True)
class TestWithoutTransaction:
    def test_first_article(self, story):
        assert is_found("草坪")

    def test_flush_empties_the_index(self):
        assert not is_found("草坪")
        assert search.is_complete()
        Article.objects.create(headline="草坪产业")
        assert Article.objects.search("草坪").count() == 1


def test_index_without_an_article_is_not_complete(story):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL's index cannot lose a row")
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO articles_search (articles_search) VALUES ('delete-all')")
    assert not search.is_complete()
    assert not is_found("草坪")
    assert search.rebuild() == 1
    assert is_found("草坪")


def test_command_rebuilds_the_index_and_reports(story, capsys):
    with translation.override("en"):
        call_command("rebuild_search_index")
    assert is_found("草坪")
    assert capsys.readouterr().out.startswith("1 articles indexed in ")
