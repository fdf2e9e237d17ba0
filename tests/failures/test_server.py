"""PostgreSQL is gone, can only be read, or takes too long."""

import subprocess
import sys

import pytest
from django.conf import settings
from django.db import connection
from django.db.backends.signals import connection_created

from articles.models import Article
from newsroom import databases
from tests.commands import environment
from tests.desk.forms import as_rendered

from .paper import FORM, FOUND, FRONT, LONG_TEXT, STORY, has_text_back, needs_postgresql, told, typed

pytestmark = [pytest.mark.slow, needs_postgresql]


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


SLOW = """
CREATE OR REPLACE FUNCTION article_fold(typed text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN PERFORM pg_sleep(10); RETURN typed; END $$
"""


def test_a_search_that_takes_postgresql_too_long_is_given_up_and_the_reader_told(server, reader, monkeypatch):
    monkeypatch.setattr(databases, "LONGEST_QUERY", 0.3)
    with connection.cursor() as cursor:
        cursor.execute(SLOW)
    connection.close()
    connection_created.connect(databases.set_statement_timeout)
    try:
        response = reader.get("/search/", {"q": "13条骨干河道"})
        assert response.status_code == 503
        assert "这次查询耗时过长，已中止。请缩小范围再试。" in response.content.decode()
        assert response["Cache-Control"] == "no-store"
        assert [reader.get(address).status_code for address in (FRONT, FOUND)] == [200, 200]
    finally:
        connection_created.disconnect(databases.set_statement_timeout)


def test_web_servers_give_up_what_takes_too_long_and_commands_do_not(seeded_server, tmp_path):
    asked = "from django.db import connection; c = connection.cursor(); c.execute('SHOW statement_timeout')"
    for first, limit in (("import newsroom.wsgi", "19s"), ("import django; django.setup()", "0")):
        done = subprocess.run(
            [sys.executable, "-c", f"{first}; {asked}; print(c.fetchone())"],
            cwd=settings.BASE_DIR,
            env=environment(tmp_path, DATABASE_URL=seeded_server.url("seeded")),
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout == f"('{limit}',)\n"
