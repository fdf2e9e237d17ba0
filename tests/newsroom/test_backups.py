"""Backups are consistent and checked, and overwrite nothing without --replace."""

import json
import shutil
import sqlite3
import time
import zipfile

import pytest
from django.core.management import CommandError, call_command

from tests import writing
from tests.commands import manage
from tests.postgres import BINARIES, Server

pytestmark = pytest.mark.slow

COUNT = "from articles.models import Article; print(Article.objects.count(), Article.objects.search('水利局').count())"
WRITE = "from articles.models import Article; print(Article.objects.create(headline='水利局又讯', body='文').pk)"
ADD_PICTURES = "from tests.pictures.folders import add_to_a_story; add_to_a_story()"
needs_postgresql = pytest.mark.skipif(BINARIES is None, reason="no PostgreSQL server is installed")


@pytest.fixture(scope="module")
def seed(tmp_path_factory):
    var_dir = tmp_path_factory.mktemp("seed")
    assert manage(var_dir, "import_seed").returncode == 0
    return var_dir


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with Server() as server:
        server.sql("CREATE DATABASE seeded")
        place = {"var_dir": tmp_path_factory.mktemp("server"), "DATABASE_URL": server.url("seeded")}
        for command in ("migrate", "import_seed"):
            assert run(place, command).returncode == 0
        yield server


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=needs_postgresql)])
def place(request, tmp_path):
    """place("first", "seeded") creates a database of one kind; returns its location, for run()."""
    if request.param == "sqlite":
        return lambda name, content="": sqlite(tmp_path / name, content and request.getfixturevalue("seed"))
    server = request.getfixturevalue("server")

    def made(name, content=""):
        server.sql(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        server.sql(f"CREATE DATABASE {name} TEMPLATE {content or 'template1'}")
        return {"var_dir": tmp_path, "DATABASE_URL": server.url(name)}

    return made


def sqlite(var_dir, seed=None):
    if seed:
        shutil.copytree(seed, var_dir)
    return {"var_dir": var_dir}


def run(place, *arguments):
    place = dict(place)
    return manage(place.pop("var_dir"), *arguments, **place)


def count(place):
    return run(place, "shell", "--no-imports", "-c", COUNT).stdout.split()


def test_a_backup_restores_articles_users_pictures_and_search(place, tmp_path):
    first, second, file = place("first", "seeded"), place("second"), str(tmp_path / "paper.backup")
    assert run(first, "shell", "--no-imports", "-c", ADD_PICTURES).returncode == 0
    made = run(first, "backup", file)
    assert made.returncode == 0, made.stderr
    assert made.stdout.startswith("已备份 7 篇稿件")
    restored = run(second, "restore", file)
    assert restored.returncode == 0, restored.stderr
    assert "7 篇稿件" in restored.stdout
    assert count(second) == count(first) == ["7", "1"]
    assert run(second, "check_pictures").stdout.startswith("图片 2 幅：重做了 0 幅")


def test_a_backup_during_writes_is_consistent(place, tmp_path):
    first, second, file = place("first"), place("second"), str(tmp_path / "paper.backup")
    assert run(first, "migrate").returncode == 0
    with writing.writers(**first):
        while (held := writing.described(**first))["issues"] < 2 or len(held["edited"]) < 2:
            time.sleep(0.2)
        assert run(first, "backup", file).returncode == 0
        time.sleep(0.5)
    restored = run(second, "restore", file)
    assert restored.returncode == 0, restored.stderr
    held = writing.described(**second)
    assert held["issues"] >= 2
    assert held["digest"] == writing.digest_of(tmp_path / "fresh", held["issues"])
    # Each editor's two stories have the same text, and a search finds both.
    assert sorted(held["edited"].values()) == [["李乙", "李甲"], ["王乙", "王甲"]]


def test_nothing_is_overwritten_without_replace(place, tmp_path):
    first, file = place("first", "seeded"), tmp_path / "paper.backup"
    assert run(first, "backup", str(file)).returncode == 0
    again = run(first, "backup", str(file))
    assert again.returncode == 1
    assert "不会覆盖" in again.stderr
    refused = run(first, "restore", str(file))
    assert refused.returncode == 1
    assert "--replace" in refused.stderr
    assert count(first) == ["7", "1"]


def test_a_replaced_database_is_kept(place, tmp_path):
    first, file = place("first", "seeded"), str(tmp_path / "paper.backup")
    assert run(first, "backup", file).returncode == 0
    assert run(first, "shell", "--no-imports", "-c", WRITE).stdout.strip() == "8"
    replaced = run(first, "restore", file, "--replace")
    assert replaced.returncode == 0, replaced.stderr
    assert count(first) == ["7", "1"]
    kept = replaced.stdout.split("保留为 ")[1].strip(" 。\n")
    if "DATABASE_URL" in first:
        old = {**first, "DATABASE_URL": first["DATABASE_URL"].replace("first", kept)}
    else:
        (tmp_path / "old").mkdir()
        (first["var_dir"] / kept.split("/")[-1]).rename(tmp_path / "old" / "newsroom.sqlite3")
        old = {"var_dir": tmp_path / "old"}
    assert count(old) == ["8", "2"]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(None, "没有文件"), (b"", "不是本程序的备份"), (b"PK\x03\x04 but no more", "不是本程序的备份")],
    ids=["missing", "empty", "cut off"],
)
def test_other_files_are_refused_in_one_sentence(tmp_path, content, sentence):
    file = tmp_path / "paper.backup"
    if content is not None:
        file.write_bytes(content)
    refused = manage(tmp_path / "var", "restore", str(file))
    assert refused.returncode == 1
    assert sentence in refused.stderr
    assert "Traceback" not in refused.stderr
    assert not (tmp_path / "var" / "newsroom.sqlite3").exists() or count({"var_dir": tmp_path / "var"})


@pytest.fixture
def backup_file(tmp_path, seed):
    file = tmp_path / "paper.backup"
    sqlite(tmp_path / "first", seed)
    assert manage(tmp_path / "first", "backup", str(file)).returncode == 0
    return file


def test_a_flipped_bit_is_detected(backup_file, tmp_path):
    content = bytearray(backup_file.read_bytes())
    content[len(content) // 2] ^= 1
    backup_file.write_bytes(content)
    refused = manage(tmp_path / "second", "restore", str(backup_file))
    assert refused.returncode == 1
    assert "损坏" in refused.stderr


def test_a_missing_row_is_detected(backup_file, tmp_path):
    shortened = tmp_path / "shortened.backup"
    with zipfile.ZipFile(backup_file) as whole:
        whole.extractall(tmp_path / "parts")
    database = sqlite3.connect(tmp_path / "parts" / "database.sqlite3")
    database.execute("DELETE FROM articles_problem WHERE id = 1")
    database.commit()
    database.close()
    with zipfile.ZipFile(shortened, "w") as file:
        for name in ("about.json", "database.sqlite3"):
            file.write(tmp_path / "parts" / name, name)
    refused = manage(tmp_path / "second", "restore", str(shortened))
    assert refused.returncode == 1
    assert "articles_problem" in refused.stderr


ABOUT = {"format": 1, "database": "sqlite", "made_at": "2026-11-01T08:00:00+00:00", "rows": {"articles_article": 7}}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("about", "files"),
    [
        (None, {"database.sqlite3": "x"}),
        ("[" * 100_000, {"database.sqlite3": "x"}),
        ("[]", {"database.sqlite3": "x"}),
        (ABOUT, {}),
        (ABOUT | {"database": "oracle"}, {"database.sqlite3": "x"}),
        (ABOUT | {"database": ["sqlite"]}, {"database.sqlite3": "x"}),
        (ABOUT | {"format": "1"}, {"database.sqlite3": "x"}),
        (ABOUT | {"rows": []}, {"database.sqlite3": "x"}),
        (ABOUT | {"rows": {}}, {"database.sqlite3": "x"}),
        (ABOUT | {"rows": {"articles_article": "7"}}, {"database.sqlite3": "x"}),
        (ABOUT | {"made_at": "yesterday"}, {"database.sqlite3": "x"}),
        (ABOUT | {"made_at": "2026-11-01T08:00:00"}, {"database.sqlite3": "x"}),
        (ABOUT | {"made_at": None}, {"database.sqlite3": "x"}),
        (ABOUT | {"more": 1}, {"database.sqlite3": "x"}),
    ],
    ids=str,
)
def test_a_crafted_zip_is_refused(about, files, tmp_path):
    crafted = tmp_path / "crafted.backup"
    with zipfile.ZipFile(crafted, "w") as file:
        if about is not None:
            file.writestr("about.json", about if isinstance(about, str) else json.dumps(about))
        for name, content in files.items():
            file.writestr(name, content)
    with pytest.raises(CommandError, match="不是本程序的备份"):
        call_command("restore", str(crafted))


@pytest.mark.parametrize(
    "content", ["no database", "", b"SQLite format 3\0" + b"x" * 5000], ids=["text", "empty", "torn"]
)
def test_a_backup_without_a_database_replaces_nothing(content, tmp_path, seed):
    first, crafted = sqlite(tmp_path / "first", seed), tmp_path / "crafted.backup"
    with zipfile.ZipFile(crafted, "w") as file:
        file.writestr("about.json", json.dumps(ABOUT))
        file.writestr("database.sqlite3", content)
    refused = run(first, "restore", str(crafted), "--replace")
    assert refused.returncode == 1
    assert len(refused.stderr.strip().splitlines()) == 1
    assert count(first) == ["7", "1"]


def test_a_damaged_database_is_kept_and_replaced(backup_file, tmp_path):
    database = tmp_path / "first" / "newsroom.sqlite3"
    content = bytearray(database.read_bytes())
    content[100:] = b"x" * (len(content) - 100)
    database.write_bytes(content)
    replaced = manage(tmp_path / "first", "restore", str(backup_file), "--replace")
    assert replaced.returncode == 0, replaced.stderr
    assert count({"var_dir": tmp_path / "first"}) == ["7", "1"]
    (kept,) = (tmp_path / "first").glob("newsroom.sqlite3.before-*[0-9]")
    assert kept.read_bytes() == bytes(content)


def test_only_its_owner_can_read_a_backup(backup_file):
    assert backup_file.stat().st_mode & 0o777 == 0o600


def test_an_unwritable_folder_is_refused(tmp_path, seed):
    sqlite(tmp_path / "first", seed)
    (tmp_path / "a file").touch()
    refused = manage(tmp_path / "first", "backup", str(tmp_path / "a file" / "paper.backup"))
    assert refused.returncode == 1
    assert "Traceback" not in refused.stderr


@needs_postgresql
class TestMoving:
    @pytest.fixture
    def url(self, server):
        server.sql("DROP DATABASE IF EXISTS moved WITH (FORCE)")
        server.sql("CREATE DATABASE moved")
        return server.url("moved")

    def test_move_from_sqlite_to_postgresql_and_back(self, tmp_path, seed, url):
        first = sqlite(tmp_path / "first", seed)
        assert run(first, "createsuperuser", "--noinput", "--username=chief", "--email=").returncode == 0
        assert run(first, "shell", "--no-imports", "-c", ADD_PICTURES).returncode == 0
        moved = run(first, "move_to", url)
        assert moved.returncode == 0, moved.stderr
        assert "7 篇稿件" in moved.stdout
        there = {"var_dir": tmp_path, "DATABASE_URL": url}
        assert count(there) == ["7", "1"]
        # Their files stay where they are.
        assert run({**there, "var_dir": first["var_dir"]}, "check_pictures").stdout.startswith("图片 2 幅：重做了 0 幅")
        (tmp_path / "back").mkdir()
        back = run(there, "move_to", f"sqlite:///{tmp_path / 'back' / 'newsroom.sqlite3'}")
        assert back.returncode == 0, back.stderr
        assert rows(tmp_path / "back") == rows(tmp_path / "first")
        assert len(rows(tmp_path / "back")["articles_pictureuse"]) == 1

    def test_after_a_move_new_rows_get_new_keys(self, tmp_path, seed, url):
        first = sqlite(tmp_path / "first", seed)
        assert run(first, "move_to", url).returncode == 0
        there = {"var_dir": tmp_path, "DATABASE_URL": url}
        assert run(there, "shell", "--no-imports", "-c", WRITE).stdout.strip() == "8"

    def test_the_target_must_be_empty(self, tmp_path, seed, url):
        first = sqlite(tmp_path / "first", seed)
        assert run(first, "move_to", url).returncode == 0
        refused = run(first, "move_to", url)
        assert refused.returncode == 1
        assert "不是空的" in refused.stderr

    def test_a_value_postgresql_refuses_is_named_and_nothing_is_moved(self, tmp_path, seed, url):
        first = sqlite(tmp_path / "first", seed)
        database = sqlite3.connect(tmp_path / "first" / "newsroom.sqlite3")
        database.create_function("article_tokens", -1, lambda *texts: "")
        database.execute("UPDATE articles_author SET note = '前' || char(0) || '后' WHERE id = 1")
        database.commit()
        database.close()
        refused = run(first, "move_to", url)
        assert refused.returncode == 1
        assert "作者" in refused.stderr
        assert count({"var_dir": tmp_path, "DATABASE_URL": url}) == ["0", "0"]


def rows(var_dir):
    database = sqlite3.connect(var_dir / "newsroom.sqlite3")
    names = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    internal = ("sqlite_", "articles_search", "django_migrations")
    return {
        name: {tuple(map(without_key_order, row)) for row in database.execute(f"SELECT * FROM {name}")}
        for name in names
        if not name.startswith(internal)
    }


def without_key_order(value):
    """PostgreSQL reorders the keys of JSON objects."""
    if isinstance(value, str) and value.startswith(("{", "[")):
        return json.dumps(json.loads(value), sort_keys=True)
    return value
