"""SQLite's statistics stay current however stories are added, so that searches stay fast."""

import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest
from django.conf import settings
from django.db import connection

from tests.commands import environment, manage

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL updates its statistics itself"),
]

ADD_60_STORIES = {
    "the desk's API": """
from django.contrib.auth.models import User
from django.test import Client
from articles.models import ApiToken
secret = ApiToken.objects.issue(User.objects.create(username=name, is_staff=True, is_superuser=True), "排版")[1]
headers = {"Authorization": f"Bearer {secret}", "Host": "localhost"}
for number in range(60):
    story = {"headline": f"草坪产业之{number}", "body": "后白镇的消息。"}
    sent = Client().post("/api/v1/desk/articles/", story, content_type="application/json", headers=headers)
    assert sent.status_code == 201, sent.content.decode()
""",
    "pages": """
import datetime
from articles.importing import IssueSource, PageSource, import_issue
page = "草坪产业\\n\\n后白镇的消息。\\n\\n张晓明\\n\\n水稻产业\\n\\n茅山镇的消息。\\n\\n李梅"
for number in range(30):
    day = datetime.date(2023, 1, 1) + datetime.timedelta(days=number + 30 * (name == "李"))
    assert len(import_issue(IssueSource(day, "", (PageSource("1", "要闻", "1.txt", page),))).stories) == 2
""",
}


@pytest.mark.parametrize("way", ADD_60_STORIES)
def test_statistics_are_updated_while_two_processes_add_stories(tmp_path, way):
    assert manage(tmp_path, "migrate").returncode == 0
    assert statistics(tmp_path) == []
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", f"import django\ndjango.setup()\nname = {name!r}\n{ADD_60_STORIES[way]}"],
            cwd=settings.BASE_DIR,
            env=environment(tmp_path),
            stderr=subprocess.PIPE,
            text=True,
        )
        for name in ("张", "李")
    ]
    results = [(process.communicate(timeout=120)[1], process.returncode) for process in processes]
    assert results == [("", 0), ("", 0)]
    assert "article_archive" in statistics(tmp_path)


def statistics(var_dir):
    with closing(sqlite3.connect(var_dir / "newsroom.sqlite3")) as database:
        if not database.execute("SELECT 1 FROM sqlite_master WHERE name = 'sqlite_stat1'").fetchone():
            return []
        return [name for (name,) in database.execute("SELECT idx FROM sqlite_stat1 WHERE tbl = 'articles_article'")]
