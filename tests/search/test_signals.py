"""The index is right after every way of changing an article."""

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


def finds(text):
    return Article.objects.search(text).exists()


def test_a_saved_article_is_found_by_its_new_words_only(story):
    story.headline = "水稻产业"
    story.save()
    assert finds("水稻")
    assert not finds("草坪")


def test_articles_made_in_bulk_are_found():
    Article.objects.bulk_create([Article(headline="春耕"), Article(headline="秋收")])
    assert finds("春耕")
    assert finds("秋收")


def test_articles_made_in_bulk_are_found_though_some_stand_already(story):
    again, new = Article(pk=story.pk, headline="草坪产业"), Article(headline="春耕")
    Article.objects.bulk_create([again, new], ignore_conflicts=True)
    assert Article.objects.search("草坪").count() == 1
    assert finds("春耕")


def test_articles_changed_in_bulk_are_found_by_their_new_words_only(story):
    story.body = "茅山镇的消息。"
    Article.objects.bulk_update([story], ["body"])
    assert finds("茅山镇")
    assert not finds("后白镇")
    Article.objects.update(deck="合作社带富一方")
    assert finds("合作社带富")


def test_deleted_articles_are_not_found(story, reporter):
    Article.objects.all().delete()
    assert not finds("草坪")
    assert not finds("张晓明")
    assert search.is_complete()


def test_a_change_rolled_back_was_never_indexed(story):
    with transaction.atomic():
        Article.objects.update(headline="水稻产业")
        assert finds("水稻")
        transaction.set_rollback(True)
    assert finds("草坪")
    assert not finds("水稻")


def test_a_byline_is_found_as_soon_as_it_stands_and_no_longer_than_that(story, reporter):
    assert finds("张晓明")
    story.contributions.update(role="摄影")
    assert finds("摄影")
    story.contributions.all().delete()
    assert not finds("张晓明")


def test_a_byline_moves_with_its_contribution(story, reporter):
    other = Article.objects.create(headline="另一条")
    Contribution.objects.update(article=other)
    assert list(Article.objects.search("张晓明")) == [other]


def test_an_author_renamed_is_found_by_the_new_name_only(story, reporter):
    Author.objects.filter(pk=reporter.pk).update(name="张小明")
    assert finds("张小明")
    assert not finds("张晓明")


def test_saving_an_article_read_before_its_byline_changed_keeps_the_byline(story):
    read_before = Article.objects.get()
    Contribution.objects.create(article=story, author=Author.objects.create(name="李梅"))
    read_before.headline = "新的标题"
    read_before.save()
    assert finds("李梅")
    assert finds("新的标题")


@pytest.mark.django_db(transaction=True)
class TestWithoutATransactionAround:
    def test_a_first_article_is_found(self, story):
        assert finds("草坪")

    def test_flushing_the_database_empties_the_index(self):
        assert not finds("草坪")
        assert search.is_complete()
        Article.objects.create(headline="草坪产业")
        assert Article.objects.search("草坪").count() == 1


def test_an_index_with_an_article_missing_is_not_complete(story):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL's index cannot lose a row")
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO articles_search (articles_search) VALUES ('delete-all')")
    assert not search.is_complete()
    assert not finds("草坪")
    assert search.rebuild() == 1
    assert finds("草坪")


def test_the_command_rebuilds_the_index_and_says_how_much(story, capsys):
    with translation.override("en"):
        call_command("rebuild_search_index")
    assert finds("草坪")
    assert capsys.readouterr().out.startswith("1 articles indexed in ")
