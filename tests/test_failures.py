"""While the database fails, readers get a page that says so, editors get their text back, operators get one line; and
when it has recovered, so has the paper."""

import shutil
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing, contextmanager

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.db import DEFAULT_DB_ALIAS, close_old_connections, connection, connections
from django.db.backends.signals import connection_created
from django.test import Client
from django.utils import timezone

from articles import search
from articles.models import Article
from newsroom import databases
from newsroom.databases import database
from tests.commands import environment, manage
from tests.desk.forms import as_rendered
from tests.postgres import BINARIES, Server
from tests.waiting import until

needs_postgresql = pytest.mark.skipif(BINARIES is None, reason="no PostgreSQL server is installed")
FRONT, STORY, FOUND, FORM = "/", "/articles/3/", "/search/?q=水利局", "/admin/articles/article/3/change/"
LONG_TEXT = "编辑部花了一下午写成的稿件。\n\n" * 1_000


@pytest.fixture(scope="module")
def seed(tmp_path_factory):
    var_dir = tmp_path_factory.mktemp("seed")
    assert manage(var_dir, "import_seed").returncode == 0
    return var_dir / "newsroom.sqlite3"


@pytest.fixture
def uses(monkeypatch, django_db_blocker):
    """uses(url): from now on the paper's database is that one, as it would be for a web server."""
    tests_own = connections[DEFAULT_DB_ALIAS]

    def use(url):
        settings = connections.configure_settings({DEFAULT_DB_ALIAS: database(url)})
        monkeypatch.setitem(connections.databases, DEFAULT_DB_ALIAS, settings[DEFAULT_DB_ALIAS])
        connections[DEFAULT_DB_ALIAS] = connections.create_connection(DEFAULT_DB_ALIAS)

    with django_db_blocker.unblock():
        yield use
        connection.close()
    connections[DEFAULT_DB_ALIAS] = tests_own


@pytest.fixture
def embedded(uses, seed, tmp_path):
    """The paper on SQLite; gives the folder of its database."""
    shutil.copy(seed, tmp_path)
    uses(f"sqlite:///{tmp_path / 'newsroom.sqlite3'}")
    return tmp_path


@pytest.fixture(scope="module")
def seeded_server(tmp_path_factory):
    with Server() as server:
        server.sql("CREATE DATABASE seeded")
        for command in ("migrate", "import_seed"):
            done = manage(tmp_path_factory.mktemp("server"), command, DATABASE_URL=server.url("seeded"))
            assert done.returncode == 0
        yield server


@pytest.fixture
def server(uses, seeded_server):
    """The paper on PostgreSQL, on a server of its own, in its database `paper`."""
    seeded_server.sql("DROP DATABASE IF EXISTS paper WITH (FORCE)")
    seeded_server.sql("CREATE DATABASE paper TEMPLATE seeded")
    uses(seeded_server.url("paper"))
    yield seeded_server
    connection.close()


class Browser(Client):
    """Asks like a web server's worker, which begins each request by looking whether its connection still holds."""

    def request(self, **request):
        close_old_connections()
        return super().request(**request)


@pytest.fixture
def reader():
    return Browser(raise_request_exception=False)


@pytest.fixture
def editor():
    """Makes an editor who is signed in."""

    def signed_in(**options):
        user = User.objects.filter(is_superuser=True).first() or User.objects.create_superuser("chief")
        browser = Browser(raise_request_exception=False, **options)
        browser.force_login(user)
        return browser

    return signed_in


def typed(browser, **changes):
    """The story's form as the editor sends it."""
    return as_rendered(browser.get(FORM)) | {"body": LONG_TEXT} | changes


def has_text_back(response, sentence):
    page = response.content.decode()
    return sentence in page and as_rendered(response)["body"].replace("\r\n", "\n") == LONG_TEXT


def told(caplog):
    return [record.getMessage() for record in caplog.records if record.levelname == "ERROR"]


# Disk full, read only: whoever only reads notices nothing


@contextmanager
def no_room_for_another_page(_folder):
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA page_count")
        cursor.execute(f"PRAGMA max_page_count = {cursor.fetchone()[0]}")
    yield
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA max_page_count = 1000000")


@contextmanager
def a_database_that_can_only_be_read(_folder):
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA query_only = ON")
    yield
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA query_only = OFF")


@pytest.mark.parametrize(
    ("failing", "status", "sentence"),
    [
        (no_room_for_another_page, 507, "服务器磁盘已满"),
        (a_database_that_can_only_be_read, 503, "数据库目前只能读取"),
    ],
    ids=["disk full", "read only"],
)
def test_where_nothing_can_be_written_readers_read_on_and_editors_get_their_text_back(
    embedded, reader, editor, caplog, failing, status, sentence
):
    browser = editor()
    form = typed(browser, headline="新的标题")
    with failing(embedded):
        assert [reader.get(address).status_code for address in (FRONT, STORY, FOUND)] == [200, 200, 200]
        refused = browser.post(FORM, form)
        assert refused.status_code == status
        assert refused["Retry-After"] == "60"
        assert has_text_back(refused, sentence)
        assert len(told(caplog)) == 1
        assert f"POST {FORM}: {status}" in told(caplog)[0]
        assert Article.objects.get(pk=3).headline == "水利局开展河湖保护整治行动"
    assert browser.post(FORM, as_rendered(refused)).status_code == 302
    saved = Article.objects.get(pk=3)
    assert (saved.headline, saved.body.strip()) == ("新的标题", LONG_TEXT.strip())
    assert "新的标题" in reader.get(STORY).content.decode()


def may_mount():
    """Whether this machine lets us make a disk of a few megabytes."""
    with tempfile.TemporaryDirectory() as folder:
        made = subprocess.run(["mount", "-t", "tmpfs", "tmpfs", folder], capture_output=True, check=False)
        if made.returncode == 0:
            subprocess.run(["umount", folder], check=True)
    return made.returncode == 0


@pytest.fixture
def small_disk(tmp_path):
    folder = tmp_path / "disk"
    folder.mkdir()
    if not shutil.which("mount") or not may_mount():
        pytest.skip("no disk can be mounted here")
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", folder], check=True)
    yield folder
    subprocess.run(["umount", "--lazy", folder], check=True)


def test_a_real_disk_that_is_full(small_disk, seed, uses, reader, editor, caplog):
    shutil.copy(seed, small_disk)
    uses(f"sqlite:///{small_disk / 'newsroom.sqlite3'}")
    browser = editor()
    form = typed(browser)
    with (small_disk / "something else").open("wb") as file, pytest.raises(OSError, match="No space"):
        file.write(b"x" * 5_000_000)
    assert [reader.get(address).status_code for address in (FRONT, STORY, FOUND)] == [200, 200, 200]
    refused = browser.post(FORM, form)
    assert refused.status_code == 507
    assert has_text_back(refused, "服务器磁盘已满")
    assert len(told(caplog)) == 1
    (small_disk / "something else").unlink()
    assert browser.post(FORM, as_rendered(refused)).status_code == 302


def test_a_real_disk_that_has_gone_read_only(small_disk, seed, uses, reader, editor, caplog):
    shutil.copy(seed, small_disk)
    uses(f"sqlite:///{small_disk / 'newsroom.sqlite3'}")
    browser = editor()
    form = typed(browser)
    # Another process of the server has the database open, as it had when the disk failed.
    with closing(sqlite3.connect(small_disk / "newsroom.sqlite3")) as other:
        other.execute("SELECT count(*) FROM articles_issue").fetchall()
        connection.close()
        subprocess.run(["mount", "--bind", small_disk, small_disk], check=True)
        subprocess.run(["mount", "-o", "remount,bind,ro", small_disk], check=True)
        try:
            assert [reader.get(address).status_code for address in (FRONT, STORY, FOUND)] == [200, 200, 200]
            refused = browser.post(FORM, form)
            assert refused.status_code == 503
            assert has_text_back(refused, "数据库目前只能读取")
            assert len(told(caplog)) == 1
        finally:
            connection.close()
            subprocess.run(["umount", "--lazy", small_disk], check=True)
    assert browser.post(FORM, as_rendered(refused)).status_code == 302


# The server is gone


@needs_postgresql
def test_while_postgresql_is_killed_readers_are_told_and_editors_get_their_text_back(server, reader, editor, caplog):
    browser = editor()
    form = typed(browser, body=LONG_TEXT)
    assert reader.get(FRONT).status_code == 200
    server.stop("immediate")
    try:
        for address in (FRONT, STORY, FOUND, "/nowhere/"):
            response = reader.get(address)
            assert response.status_code == 503, address
            assert int(response["Retry-After"]) > 0
            assert "数据库暂时没有回应" in response.content.decode()
            assert '<html lang="zh-Hans">' in response.content.decode()
        caplog.clear()
        refused = browser.post(FORM, form)
        assert refused.status_code == 503
        assert has_text_back(refused, "数据库暂时没有回应")
        assert len(told(caplog)) == 1
    finally:
        server.start()
    assert reader.get(FRONT).status_code == 200
    assert browser.post(FORM, as_rendered(refused)).status_code == 302
    assert Article.objects.get(pk=3).body.strip() == LONG_TEXT.strip()


@needs_postgresql
def test_where_postgresql_can_only_be_read_readers_read_on_and_editors_get_their_text_back(server, reader, editor):
    browser = editor()
    form = typed(browser)
    server.sql("ALTER DATABASE paper SET default_transaction_read_only = on")
    connection.close()
    assert reader.get(STORY).status_code == 200
    refused = browser.post(FORM, form)
    assert has_text_back(refused, "数据库目前只能读取")
    server.sql("BEGIN READ WRITE; ALTER DATABASE paper RESET default_transaction_read_only; COMMIT")
    connection.close()
    assert browser.post(FORM, as_rendered(refused)).status_code == 302


# A question takes too long

SLOW = """
CREATE OR REPLACE FUNCTION article_fold(typed text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN PERFORM pg_sleep(10); RETURN typed; END $$
"""


@needs_postgresql
def test_a_search_that_takes_postgresql_too_long_is_given_up_and_the_reader_told(server, reader, monkeypatch):
    monkeypatch.setattr(databases, "LONGEST_QUESTION", "300ms")
    with connection.cursor() as cursor:
        cursor.execute(SLOW)
    connection.close()
    connection_created.connect(databases.bound)
    try:
        response = reader.get("/search/", {"q": "7月19日"})
        assert response.status_code == 503
        assert "这次查询耗时过长，已中止。请缩小范围再试。" in response.content.decode()
        assert response["Cache-Control"] == "no-store"
        assert [reader.get(address).status_code for address in (FRONT, FOUND)] == [200, 200]
    finally:
        connection_created.disconnect(databases.bound)


@needs_postgresql
def test_web_servers_give_up_what_takes_too_long_and_commands_do_not(seeded_server, tmp_path):
    asked = "from django.db import connection; c = connection.cursor(); c.execute('SHOW statement_timeout')"
    for first, limit in (("import newsroom.wsgi", "20s"), ("import django; django.setup()", "0")):
        done = subprocess.run(
            [sys.executable, "-c", f"{first}; {asked}; print(c.fetchone())"],
            cwd=settings.BASE_DIR,
            env=environment(tmp_path, DATABASE_URL=seeded_server.url("seeded")),
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout == f"('{limit}',)\n"


# The search index is damaged

DAMAGES = {
    "its data gone": "DELETE FROM articles_search_data",
    "its data garbage": "UPDATE articles_search_data SET block = randomblob(300) WHERE id > 10",
    "an inner table gone": "DROP TABLE articles_search_idx",
    "its settings gone": "DROP TABLE articles_search_config",
    "its lengths gone": "DELETE FROM articles_search_docsize",
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES.keys())
def test_a_damaged_index_mends_itself_at_the_first_search(embedded, reader, caplog, damage):
    with connection.cursor() as cursor:
        cursor.execute(damage)
    connection.close()
    response = reader.get(FOUND)
    assert response.status_code == 503
    assert "检索索引已损坏" in response.content.decode()
    assert len(told(caplog)) == 1
    assert reader.get(STORY).status_code == 200
    until(lambda: reader.get(FOUND).status_code == 200, seconds=60)
    assert [story.title for story in reader.get(FOUND).context["stories"]] == ["水利局开展河湖保护整治行动"]


def test_whoever_saves_into_a_damaged_index_gets_the_text_back_and_can_then_save(embedded, reader, editor):
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


def test_rebuilding_by_hand_cures_whatever_happened(embedded):
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER articles_search_insert")
        cursor.execute("DROP TABLE articles_search_config")
    assert search.rebuild() == 7
    assert search.is_complete()
    Article.objects.create(headline="新稿", body="芦苇荡")
    assert Article.objects.search("芦苇荡").exists()


# Of a file of pages of 8 kB the first tells where the others are.
FILE_DAMAGES = {
    "pages overwritten": lambda file: file.write_bytes(file.read_bytes()[:8192] + b"\xff" * 40_000),
    "pages emptied": lambda file: file.write_bytes(file.read_bytes()[:8192] + bytes(40_000)),
    "file emptied": lambda file: file.write_bytes(b""),
    "file gone": lambda file: file.unlink(),
}


@needs_postgresql
@pytest.mark.parametrize("damage", FILE_DAMAGES.values(), ids=FILE_DAMAGES.keys())
def test_on_postgresql_a_damaged_index_mends_itself_at_the_first_search(server, reader, caplog, damage):
    damage_file_of(server, "articles_search", damage)
    response = reader.get(FOUND)
    assert response.status_code == 503
    assert "检索索引已损坏" in response.content.decode()
    assert len(told(caplog)) == 1
    # Without the file the server cannot plan any question about articles.
    assert damage is FILE_DAMAGES["file gone"] or reader.get(STORY).status_code == 200
    until(lambda: reader.get(FOUND).status_code == 200, seconds=60)
    assert [story.title for story in reader.get(FOUND).context["stories"]] == ["水利局开展河湖保护整治行动"]
    assert search.is_complete()


@needs_postgresql
def test_on_postgresql_other_damage_is_not_taken_for_that_of_the_index(server, reader):
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


@needs_postgresql
def test_on_postgresql_a_lost_index_costs_time_and_no_answer_and_is_built_anew(server, reader):
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX articles_search")
    assert not search.is_complete()
    assert "水利局" in reader.get(FOUND).content.decode()
    search.rebuild()
    assert search.is_complete()


# The clock jumps


def test_a_clock_that_jumps_ahead_signs_editors_out_but_costs_them_no_text(embedded, reader, editor, monkeypatch):
    browser = editor()
    form = typed(browser)
    a_year_on = timezone.now() + timezone.timedelta(days=365)
    monkeypatch.setattr(timezone, "now", lambda: a_year_on)
    assert [reader.get(address).status_code for address in (FRONT, STORY, FOUND, "/archive/")] == [200] * 4
    refused = browser.post(FORM, form)
    assert refused.status_code == 403
    assert has_text_back(refused, "登录已失效")
    browser.force_login(User.objects.get())
    assert browser.post(FORM, as_rendered(refused)).status_code == 302


def test_a_clock_that_jumps_back_hides_the_newest_only_until_it_is_right(embedded, reader, editor, monkeypatch):
    browser = editor()
    story = Article.objects.create(headline="刚刚签发", body="文", status=Article.Status.APPROVED)
    a_year_ago = timezone.now() - timezone.timedelta(days=365)
    with monkeypatch.context() as jumped:
        jumped.setattr(timezone, "now", lambda: a_year_ago)
        assert [reader.get(address).status_code for address in (FRONT, STORY, FOUND, "/archive/")] == [200] * 4
        assert reader.get(story.get_absolute_url()).status_code == 404
        assert browser.post(FORM, typed(browser)).status_code == 302
    assert reader.get(story.get_absolute_url()).status_code == 200


# A form that outlived its sign-in


def test_whoever_signs_in_again_in_another_window_can_still_save(embedded, editor):
    browser = editor(enforce_csrf_checks=True)
    old = typed(browser)
    old["csrfmiddlewaretoken"] = "a" * 64
    refused = browser.post(FORM, old, headers={"origin": "http://testserver"})
    assert refused.status_code == 403
    assert has_text_back(refused, "请再保存一次")
    assert browser.post(FORM, as_rendered(refused), headers={"origin": "http://testserver"}).status_code == 302


def test_a_short_text_of_several_lines_comes_back_with_its_lines(embedded, reader, editor):
    form = typed(editor(), body="一段。\n\n二段。")
    refused = reader.post(FORM, form)
    assert as_rendered(refused)["body"].replace("\r\n", "\n") == "一段。\n\n二段。"
    assert as_rendered(refused).keys() >= form.keys() - {"csrfmiddlewaretoken"}


def test_another_site_gets_nothing_into_a_form_that_could_be_sent(embedded, editor):
    browser = editor(enforce_csrf_checks=True)
    refused = browser.post(FORM, {"body": LONG_TEXT}, headers={"origin": "https://elsewhere.example"})
    assert refused.status_code == 403
    assert LONG_TEXT[:10] not in refused.content.decode()


def test_a_password_is_never_given_back(embedded, reader):
    with no_room_for_another_page(embedded):
        response = reader.post("/admin/login/", {"username": "chief", "password": "geheim"})
    assert "geheim" not in response.content.decode()
