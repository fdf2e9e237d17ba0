"""`import_seed`, the first command to run."""

import json
import os
import re
import shutil
import sqlite3

import psycopg
import pytest
from django.conf import settings
from django.contrib.auth.models import Group, User
from django.core.management import CommandError, call_command
from django.db import connection

from articles.models import Article, Author, Issue, Page
from tests.commands import manage

SEEDS = settings.BASE_DIR / "seeds"


def import_seed(capsys, *arguments):
    call_command("import_seed", *arguments)
    return capsys.readouterr().out


@pytest.mark.django_db
def test_seed_has_seven_public_stories_by_eleven_people(capsys):
    report = import_seed(capsys)
    assert (Article.objects.public().count(), Author.objects.count()) == (7, 11)
    assert Page.objects.get().label == "第2版：综合新闻"
    assert Issue.objects.get().date.isoformat() == "2023-07-20"
    lines = report.splitlines()
    assert [line for line in lines if "水利局开展河湖保护整治行动" in line and "曹璐" in line and "生态环境" in line]
    assert lines[-3].endswith("manage.py runserver")


@pytest.mark.django_db
def test_the_last_line_makes_a_chief_editor_who_can_log_in(capsys, client):
    # An earlier test may have deleted what the migrations inserted.
    Group.objects.get_or_create(name="总编辑")
    _shell, _program, typed = import_seed(capsys).splitlines()[-1].partition("manage.py ")
    call_command(*typed.split())
    password = re.search(r"密码只显示这一次：(\S+)", capsys.readouterr().out)[1]
    signed_in = client.post("/admin/login/", {"username": "chief", "password": password})
    assert signed_in.status_code == 302
    assert [group.name for group in User.objects.get(username="chief").groups.all()] == ["总编辑"]


@pytest.mark.django_db
def test_story_without_headline_is_public_and_in_the_review_queue(capsys):
    import_seed(capsys)
    (doubted,) = Article.objects.in_doubt()
    assert doubted.headline == ""
    assert doubted.title == "“三官一律”和党员志愿者们耐心地为居民普及法律知识……"
    assert doubted.is_public
    assert doubted.placements.get().continued_from == "1"
    assert {problem.code for problem in doubted.problems.all()} == {"no_headline", "opening_not_held"}


@pytest.mark.django_db
def test_every_seed_story_has_a_section_and_its_reason(capsys):
    import_seed(capsys)
    assert {a.section.name for a in Article.objects.select_related("section")} == {
        "时政",
        "生态环境",
        "基层治理",
        "法治",
    }
    for article in Article.objects.all():
        assert article.section_reason["headline"] or article.section_reason["body"]


@pytest.mark.django_db
def test_second_run_reports_no_changes(capsys):
    import_seed(capsys)
    before = list(Article.objects.values())
    result = json.loads(import_seed(capsys, "--json"))
    assert [story["outcome"] for story in result["stories"]] == ["unchanged"] * 7
    assert list(Article.objects.values()) == before


@pytest.mark.django_db
def test_dry_run_prints_the_table_and_saves_nothing(capsys):
    report = import_seed(capsys, "--dry-run")
    assert "水利局开展河湖保护整治行动" in report
    assert not Issue.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("issue.toml", None),
        ("issue.toml", b'date = 2023-02-30\n[[pages]]\nfile = "page.txt"\n'),
        ("page.txt", None),
        ("page.txt", b""),
        ("page.txt", b"%PDF-1.4\n"),
        ("page.txt", b"\x89PNG\r\n\x1a\n"),
        ("page.txt", b"\xff\xd8\xff\xe0"),
        ("page.txt", "鎴戜滑鐨勫煄甯傛槸涓€搴у巻鍙叉枃鍖栧悕鍩庛€備粬浠潵浜嗐€�".encode()),
        ("page.txt", "全市統戰工作專題協商會議召開".encode("big5")),
        ("page.txt", "第二季度全市统战工作".encode("utf-16-le")),
    ],
)
def test_wrong_input_is_refused_in_one_sentence_and_not_saved(tmp_path, capsys, name, data):
    folder = tmp_path / "seeds"
    shutil.copytree(SEEDS, folder)
    (folder / name).unlink() if data is None else (folder / name).write_bytes(data)
    with pytest.raises(CommandError) as refusal:
        import_seed(capsys, str(folder))
    assert name in str(refusal.value)
    assert "\n" not in str(refusal.value)
    assert not Issue.objects.exists()


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "postgresql", reason="about PostgreSQL")
def test_server_without_tables_is_refused_with_the_command_to_run(tmp_path):
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
        server.execute("CREATE DATABASE newsroom_without_tables")
    try:
        url = os.environ["DATABASE_URL"].rsplit("/", 1)[0] + "/newsroom_without_tables"
        refused = manage(tmp_path, "import_seed", DATABASE_URL=url)
    finally:
        with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
            server.execute("DROP DATABASE newsroom_without_tables")
    assert refused.returncode == 1
    assert refused.stderr.strip().endswith("manage.py migrate")


# In a separate process with its own database file


@pytest.mark.slow
def test_command_creates_the_database_only_for_valid_pages(tmp_path):
    broken = tmp_path / "broken"
    shutil.copytree(SEEDS, broken)
    (broken / "page.txt").write_bytes(b"%PDF-1.4\n")
    refused = manage(tmp_path / "var", "import_seed", str(broken))
    assert refused.returncode == 1
    assert len(refused.stderr.splitlines()) == 1
    assert not (tmp_path / "var" / "newsroom.sqlite3").exists()

    tried = manage(tmp_path / "var", "import_seed", "--dry-run")
    assert (tried.returncode, tried.stderr) == (0, "")
    assert not (tmp_path / "var" / "newsroom.sqlite3").exists()

    done = manage(tmp_path / "var", "import_seed")
    assert (done.returncode, done.stderr) == (0, "")
    assert rows(tmp_path / "var") == (7, 11)


@pytest.mark.slow
def test_jieba_leaves_no_cache_file(tmp_path):
    (tmp_path / "tmp").mkdir()
    done = manage(tmp_path / "var", "import_seed", TMPDIR=str(tmp_path / "tmp"))
    assert done.returncode == 0
    assert list((tmp_path / "tmp").iterdir()) == []


def rows(var_dir):
    with sqlite3.connect(var_dir / "newsroom.sqlite3") as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        (articles,) = database.execute("SELECT count(*) FROM articles_article").fetchone()
        (authors,) = database.execute("SELECT count(*) FROM articles_author").fetchone()
    return articles, authors
