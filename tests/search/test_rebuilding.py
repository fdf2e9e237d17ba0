"""Readers search while the index is built anew."""

import subprocess
import sys
import threading

import pytest
from django.conf import settings
from django.db import connection, connections

from articles import search
from articles.models import Article
from tests.commands import environment, manage

STORIES = 1500

# Fills the database, and then searches it until another process has rebuilt the index. Prints what searches found.
READER = f"""
import subprocess, sys, django
django.setup()
from articles.models import Article
text = "后白镇糜林村的草坪。" * 40
Article.objects.bulk_create(Article(headline="草坪产业", body=text) for _ in range({STORIES}))
rebuilding = subprocess.Popen([sys.executable, "manage.py", "rebuild_search_index"])
found = []
while rebuilding.poll() is None:
    found.append(Article.objects.search("糜林").count())
print(rebuilding.returncode, len(found) > 20, set(found))
"""


def test_the_embedded_database_is_searched_by_the_old_index_until_the_new_one_stands(tmp_path):
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
    assert reader.stdout.splitlines()[-1] == f"0 True {{{STORIES}}}"


@pytest.mark.skipif(connection.vendor != "postgresql", reason="the embedded database has its own test")
@pytest.mark.django_db(transaction=True)
def test_postgresql_is_searched_and_written_while_the_index_is_built_anew():
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
