"""What a watcher is told: /healthz of the process, /readyz of everything a reader needs."""

import json

import pytest
from django.db import connection
from django.test import Client

from tests.commands import manage
from tests.site.rows import printed

ASK = "from django.test import Client; r = Client().get('/readyz'); print(r.status_code, r.content.decode())"


def asked_in_a_process(var_dir, **environment):
    status, _, body = manage(var_dir, "shell", "--no-imports", "-c", ASK, **environment).stdout.strip().partition(" ")
    return int(status), json.loads(body)


def test_a_process_that_answers_is_healthy_whatever_the_database_does(client):
    # Not marked django_db: a question to the database would fail this test.
    response = client.get("/healthz")
    assert response.status_code == 200
    assert response.json() == {"healthy": True}
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db
def test_with_its_rows_and_its_index_the_paper_is_ready(client):
    printed()
    response = client.get("/readyz")
    assert response.status_code == 200
    assert response.json() == {"ready": True, "database": "ok", "migrations": "ok", "search_index": "ok"}


@pytest.mark.django_db
def test_a_probe_needs_neither_the_host_name_nor_https(settings):
    settings.ALLOWED_HOSTS = ["paper.example"]
    settings.SECURE_SSL_REDIRECT = True
    assert Client(headers={"host": "10.0.0.7"}).get("/readyz").status_code == 200


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "sqlite", reason="breaks the index in SQLite's way")
def test_an_index_that_misses_a_story_is_told(client):
    printed()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM articles_search_docsize")
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["search_index"] == "incomplete; run manage.py rebuild_search_index"


def test_a_database_without_its_tables_is_not_ready(tmp_path):
    status, told = asked_in_a_process(tmp_path)
    assert status == 503
    assert told["ready"] is False
    assert "articles.0001_initial" in told["migrations"]
    assert told["migrations"].endswith("run manage.py migrate")


def test_a_database_that_is_away_is_not_ready(tmp_path):
    status, told = asked_in_a_process(tmp_path, DATABASE_URL="postgres://nobody@127.0.0.1:1/nowhere")
    assert status == 503
    assert told["database"].startswith("OperationalError")
