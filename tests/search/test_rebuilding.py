"""Searches and saves continue while the index is rebuilt."""

import subprocess
import sys
import threading

import pytest
from django.conf import settings
from django.db import connection, connections

from articles import search
from articles.models import Article, Author, Contribution
from articles.search import sqlite_index
from tests.commands import environment, manage

STORIES = 8000

# Fills the database, then searches and writes until another process has rebuilt the index. Prints whether every result
# was correct.
READER = f"""
import subprocess, sys, django
django.setup()
from articles.models import Article
text = "后白镇糜林村的草坪。" * 40
Article.objects.bulk_create(Article(headline="草坪产业", body=text) for _ in range({STORIES}))
rebuilding = subprocess.Popen([sys.executable, "manage.py", "rebuild_search_index"])
written, found = {STORIES}, []
while rebuilding.poll() is None:
    Article.objects.create(headline="糜林新闻")
    written += 1
    found.append(Article.objects.search("糜林").count() == written)
print(rebuilding.returncode, len(found) > 20, set(found), Article.objects.search("糜林").count() == written)
"""


@pytest.mark.slow
def test_sqlite_is_searched_and_written_during_a_rebuild(tmp_path):
    assert manage(tmp_path, "migrate").returncode == 0
    reader = subprocess.run(
        [sys.executable, "-c", READER],
        cwd=settings.BASE_DIR,
        env=environment(tmp_path),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
    )
    assert reader.stderr == ""
    assert reader.stdout.splitlines()[-1] == "0 True {True} True"


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL builds its index itself")
@pytest.mark.django_db
def test_changes_between_batches_are_in_the_new_index(monkeypatch):
    monkeypatch.setattr(sqlite_index, "BATCH", 2)
    first, second, third, *_, last = (Article.objects.create(headline=f"草坪{n}") for n in "甲乙丙丁戊己")
    author = Author.objects.create(name="张晓明")

    def changing(batches):
        for number, batch in enumerate(batches):
            yield batch
            if number == 0:
                Article.objects.filter(pk__in=[first.pk, last.pk]).update(headline="水稻")
                Article.objects.filter(pk=second.pk).delete()
                Article.objects.create(headline="草坪庚")
                Contribution.objects.create(article=first, author=author, role="记者")
            if number == 1:
                Article.objects.filter(pk=third.pk).delete()
                Article.objects.create(headline="草坪辛")

    search.rebuild(progress=changing)
    assert headlines("草坪") == ["草坪丁", "草坪庚", "草坪戊", "草坪辛"]
    assert headlines("水稻") == ["水稻", "水稻"]
    assert headlines("张晓明") == ["水稻"]
    assert search.is_complete()
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO articles_search (articles_search) VALUES ('integrity-check')")
    Article.objects.filter(headline="水稻").delete()
    assert not headlines("水稻")


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL builds its index itself")
@pytest.mark.django_db
def test_interrupted_rebuild_is_harmless_and_repeatable(monkeypatch):
    monkeypatch.setattr(sqlite_index, "BATCH", 2)
    for n in "甲乙丙丁":
        Article.objects.create(headline=f"草坪{n}")

    def interrupted(batches):
        yield from list(batches)[:1]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        search.rebuild(progress=interrupted)
    Article.objects.filter(headline="草坪甲").update(headline="水稻")
    assert headlines("草坪") == ["草坪丁", "草坪丙", "草坪乙"]
    assert search.is_complete()
    search.rebuild()
    assert headlines("水稻") == ["水稻"]
    assert headlines("草坪") == ["草坪丁", "草坪丙", "草坪乙"]


def headlines(text):
    return sorted(Article.objects.search(text).values_list("headline", flat=True))


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has its own test")
@pytest.mark.django_db(transaction=True)
def test_postgresql_is_searched_and_written_during_a_rebuild():
    Article.objects.bulk_create(
        Article(headline=f"草坪产业之{n}", body="后白镇糜林村的草坪。" * 40) for n in range(500)
    )
    rebuilt = []
    rebuilding = threading.Thread(target=rebuild, args=(rebuilt,))
    rebuilding.start()
    written, found = 500, []
    while rebuilding.is_alive():
        Article.objects.create(headline="糜林新闻")
        written += 1
        found.append(Article.objects.search("糜林").count() == written)
    rebuilding.join()
    assert rebuilt
    assert set(found) == {True}
    assert search.is_complete()


def rebuild(rebuilt):
    try:
        rebuilt.append(search.rebuild())
    finally:
        connections.close_all()


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL maintains its index itself")
def test_update_statistics_merges_index_segments():
    for number in range(3):
        Article.objects.create(headline=f"草坪产业之{number}", body="后白镇糜林村的草坪。" * 40)
        segments()
    assert segments() > 1
    search.update_statistics()
    assert segments() == 1
    assert Article.objects.search("草坪").count() == 3


def segments():
    """The number of segments in the index. The search before makes SQLite flush pending tokens."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM articles_search('草坪')")
        cursor.execute("SELECT count(DISTINCT segid) FROM articles_search_idx")
        return cursor.fetchone()[0]
