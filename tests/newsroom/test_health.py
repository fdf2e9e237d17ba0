import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

from tests.commands import manage
from tests.site.rows import printed

ASK = "from django.test import Client; r = Client().get('/readyz'); print(r.status_code, r.content.decode())"


def readyz_of_a_process(var_dir, **environment):
    status, _, body = manage(var_dir, "shell", "--no-imports", "-c", ASK, **environment).stdout.strip().partition(" ")
    return int(status), json.loads(body)


def test_a_running_process_is_healthy_without_a_database(client):
    # Not marked django_db: a query would fail this test.
    response = client.get("/healthz")
    assert response.status_code == 200
    assert response.json() == {"healthy": True}
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db
def test_a_complete_database_is_ready(client):
    printed()
    response = client.get("/readyz")
    assert response.status_code == 200
    parts = ("database", "migrations", "search_index", "disk", "secret_key")
    assert response.json() == {"ready": True, **dict.fromkeys(parts, "ok")}


@pytest.mark.django_db
def test_a_probe_needs_neither_the_host_name_nor_https(settings):
    settings.ALLOWED_HOSTS = ["paper.example"]
    settings.SECURE_SSL_REDIRECT = True
    assert Client(headers={"host": "10.0.0.7"}).get("/readyz").status_code == 200


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "sqlite", reason="damages SQLite's index")
def test_an_incomplete_index_is_not_ready(client):
    printed()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM articles_search_docsize")
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["search_index"] == "incomplete; run manage.py rebuild_search_index"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("proxies", "sent"),
    [
        (0, {"REMOTE_ADDR": "203.0.113.9"}),
        # Behind a local proxy that is not in the settings, all clients have its address.
        (0, {"headers": {"x-forwarded-for": "203.0.113.9"}}),
        (0, {"headers": {"x-forwarded-for": "127.0.0.1"}}),
        (1, {"headers": {"x-forwarded-for": "203.0.113.9"}}),
        (1, {"REMOTE_ADDR": "203.0.113.9", "headers": {"x-forwarded-for": "127.0.0.1"}}),
    ],
)
def test_other_machines_see_only_whether_it_is_ready(client, settings, proxies, sent):
    settings.PROXIES = proxies
    assert client.get("/readyz", **sent).json() == {"ready": True}


@pytest.mark.django_db
def test_clients_on_this_machine_see_all_parts_through_the_proxy(client, settings):
    settings.PROXIES = 1
    assert "disk" in client.get("/readyz", headers={"x-forwarded-for": "::1"}).json()


@pytest.mark.django_db
def test_a_database_of_a_newer_version_is_not_ready(client, caplog):
    MigrationRecorder(connection).record_applied("articles", "9999_from_the_future")
    response = client.get("/readyz", REMOTE_ADDR="203.0.113.9")
    assert (response.status_code, response.json()) == (503, {"ready": False})
    assert (
        client.get("/readyz")
        .json()["migrations"]
        .endswith("newer version of the program: articles.9999_from_the_future")
    )
    # The reason is logged, once.
    [line] = [record.getMessage() for record in caplog.records if record.name == "newsroom.health"]
    assert "articles.9999_from_the_future" in line


@pytest.mark.django_db
def test_checks_are_cached_for_a_moment(client, django_assert_num_queries):
    client.get("/readyz")
    with django_assert_num_queries(0):
        assert [client.get("/readyz").status_code for _ in range(50)] == [200] * 50


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["", "another"])
def test_without_the_secret_key_it_is_not_ready(client, settings, key):
    settings.SECRET_KEY = key
    assert client.get("/readyz").status_code == 503


@pytest.mark.django_db
def test_an_unwritable_folder_is_not_ready(client, settings):
    settings.VAR_DIR = Path("/proc")
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["disk"].startswith("/proc: ")


@pytest.mark.slow
def test_a_damaged_table_of_the_front_page_is_not_ready(tmp_path):
    assert manage(tmp_path, "import_seed").returncode == 0
    database = tmp_path / "newsroom.sqlite3"
    with closing(sqlite3.connect(database)) as connection:
        root = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'articles_placement'").fetchone()[0]
        size = connection.execute("PRAGMA page_size").fetchone()[0]
    with database.open("r+b") as file:
        file.seek((root - 1) * size)
        file.write(b"\xff" * size)
    status, parts = readyz_of_a_process(tmp_path)
    assert status == 503
    assert parts["migrations"] == "ok"
    assert "malformed" in parts["database"]


@pytest.mark.slow
def test_a_database_without_its_tables_is_not_ready(tmp_path):
    status, parts = readyz_of_a_process(tmp_path)
    assert status == 503
    assert parts["ready"] is False
    assert "articles.0001_initial" in parts["migrations"]
    assert parts["migrations"].endswith("run manage.py migrate")


@pytest.mark.slow
def test_an_unreachable_database_is_not_ready(tmp_path):
    status, parts = readyz_of_a_process(tmp_path, DATABASE_URL="postgres://nobody@127.0.0.1:1/nowhere")
    assert status == 503
    assert parts["database"].startswith("OperationalError")
