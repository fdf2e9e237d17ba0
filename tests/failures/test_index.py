import pytest
from django.db import connection

from articles import search
from articles.models import Article
from tests.desk.forms import as_rendered
from tests.waiting import until

from .paper import FORM, FOUND, STORY, has_text_back, logged_errors, needs_postgresql, typed

DAMAGES = {
    "its data gone": "DELETE FROM articles_search_data",
    "its data garbage": "UPDATE articles_search_data SET block = randomblob(300) WHERE id > 10",
    "an inner table gone": "DROP TABLE articles_search_idx",
    "its settings gone": "DROP TABLE articles_search_config",
    "its lengths gone": "DELETE FROM articles_search_docsize",
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES.keys())
def test_the_first_search_repairs_a_damaged_index(sqlite, reader, caplog, damage):
    with connection.cursor() as cursor:
        cursor.execute(damage)
    connection.close()
    response = reader.get(FOUND)
    assert response.status_code == 503
    assert "检索索引已损坏" in response.content.decode()
    assert len(logged_errors(caplog)) == 1
    assert reader.get(STORY).status_code == 200
    until(lambda: reader.get(FOUND).status_code == 200, seconds=60)
    assert [story.title for story in reader.get(FOUND).context["stories"]] == ["水利局开展河湖保护整治行动"]


def test_saving_with_a_damaged_index_returns_the_text(sqlite, reader, editor):
    browser = editor()
    form = typed(browser)
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE articles_search_data")
    connection.close()
    refused = browser.post(FORM, form)
    assert refused.status_code == 503
    assert has_text_back(refused, "检索索引已损坏")
    until(lambda: browser.get(FOUND).status_code == 200, seconds=60)
    assert browser.post(FORM, as_rendered(refused)).status_code == 302
    assert Article.objects.search("花了一下午").exists()


def test_a_manual_rebuild_repairs_the_index(sqlite):
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER articles_search_insert")
        cursor.execute("DROP TABLE articles_search_config")
    assert search.rebuild() == 7
    assert search.is_complete()
    Article.objects.create(headline="新稿", body="芦苇荡")
    assert Article.objects.search("芦苇荡").exists()


# The first 8 kB page of the file says where the others are.
FILE_DAMAGES = {
    "pages overwritten": lambda file: file.write_bytes(file.read_bytes()[:8192] + b"\xff" * 40_000),
    "pages emptied": lambda file: file.write_bytes(file.read_bytes()[:8192] + bytes(40_000)),
    "file emptied": lambda file: file.write_bytes(b""),
    "file gone": lambda file: file.unlink(),
}


@pytest.mark.slow
@needs_postgresql
@pytest.mark.parametrize("damage", FILE_DAMAGES.values(), ids=FILE_DAMAGES.keys())
def test_on_postgresql_the_first_search_repairs_a_damaged_index(server, reader, caplog, damage):
    damage_file_of(server, "articles_search", damage)
    response = reader.get(FOUND)
    assert response.status_code == 503
    assert "检索索引已损坏" in response.content.decode()
    assert len(logged_errors(caplog)) == 1
    # Without the file, PostgreSQL cannot plan any query for articles.
    assert damage is FILE_DAMAGES["file gone"] or reader.get(STORY).status_code == 200
    until(lambda: reader.get(FOUND).status_code == 200, seconds=60)
    assert [story.title for story in reader.get(FOUND).context["stories"]] == ["水利局开展河湖保护整治行动"]
    assert search.is_complete()


@pytest.mark.slow
@needs_postgresql
def test_on_postgresql_other_damage_is_distinguished(server, reader):
    damage_file_of(server, "articles_article", FILE_DAMAGES["file emptied"])
    page = reader.get(STORY).content.decode()
    assert "数据库已损坏" in page
    assert "检索索引" not in page


def damage_file_of(server, relation, damage):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_relation_filepath(%s)", [relation])
        path = cursor.fetchone()[0]
    connection.close()
    server.stop("fast")
    damage(server.data / path)
    server.start()


@pytest.mark.slow
@needs_postgresql
def test_on_postgresql_searches_work_without_the_index(server, reader):
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX articles_search")
    assert not search.is_complete()
    assert "水利局" in reader.get(FOUND).content.decode()
    search.rebuild()
    assert search.is_complete()
