"""Every command ends in one sentence and the right exit status, whatever the machine does; what it writes is its
owner's."""

import os
import shutil
import subprocess
import sys

import pytest
from django.conf import settings

from tests.commands import environment, manage
from tests.failures.test_disks import may_mount

pytestmark = pytest.mark.slow

ISSUE = settings.BASE_DIR / "tests" / "stored" / "issue"


@pytest.fixture(scope="module")
def seed(tmp_path_factory):
    """A folder with the embedded database in it, made by a process that would let others read what it makes."""
    folder = tmp_path_factory.mktemp("seed") / "var"
    made = as_typed(f"umask 022; {sys.executable} manage.py import_seed", folder)
    assert made.returncode == 0, made.stderr
    return folder


def as_typed(line, var_dir, **changes):
    """A line as a shell runs it, a failure in a pipe being the line's."""
    return subprocess.run(
        ["bash", "-o", "pipefail", "-c", line],
        cwd=settings.BASE_DIR,
        env=environment(var_dir, **changes),
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


def refused(done):
    """The one sentence that a command ended in."""
    assert done.returncode == 1, done.stdout + done.stderr
    (line,) = done.stderr.removeprefix("CommandError: ").strip().splitlines()
    return line


def test_what_is_made_can_be_read_by_its_owner_only(seed):
    collected = as_typed(f"umask 022; {sys.executable} manage.py collectstatic --noinput", seed)
    assert collected.returncode == 0, collected.stderr
    assert seed.stat().st_mode & 0o777 == 0o700
    assert {path.name: path.stat().st_mode & 0o777 for path in seed.iterdir() if path.is_file()} == {
        "newsroom.sqlite3": 0o600,
        "secret_key": 0o600,
    }


def test_what_an_earlier_version_left_readable_is_closed(seed, tmp_path):
    var_dir = shutil.copytree(seed, tmp_path / "var")
    for ending in ("", "-wal", "-shm"):
        file = var_dir / f"newsroom.sqlite3{ending}"
        file.touch()
        file.chmod(0o644)
    assert manage(var_dir, "import_seed", "--dry-run").returncode == 0
    assert [oct(file.stat().st_mode & 0o077) for file in var_dir.glob("newsroom.sqlite3*")] == ["0o0"]


@pytest.mark.parametrize(
    "command", [["api_token", "--list"], ["export_archive", "-"], ["backup"], ["rebuild_search_index"]], ids=" ".join
)
def test_without_tables_it_says_what_to_do_first(command, tmp_path):
    sentence = refused(manage(tmp_path / "var", *command))
    assert "migrate" in sentence or "还没有报纸" in sentence


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("mysql://user@host/paper", "SQLite or PostgreSQL"),
        ("nonsense", "DATABASE_URL is no address of a database"),
        ("postgres://user@host:port/paper", "DATABASE_URL is no address of a database"),
        ("postgres://user@host/paper?pool=many", "?pool= in DATABASE_URL takes a number."),
        ("sqlite:////nowhere/newsroom.sqlite3", "unable to open database file"),
        ("postgres://user@127.0.0.1:1/paper", "无法连接数据库"),
    ],
)
def test_an_address_of_no_database_is_told_in_a_sentence(url, sentence, tmp_path):
    assert sentence in refused(manage(tmp_path, "api_token", "--list", DATABASE_URL=url))


def test_whoever_reads_only_the_beginning_ends_it_without_a_word(seed):
    line = f"{sys.executable} manage.py export_archive - | head -c 20"
    done = as_typed(line, seed)
    assert (done.returncode, done.stdout, done.stderr) == (141, '{"archive":"newsroom', "")


def test_an_output_that_takes_nothing_is_told(seed):
    done = as_typed(f"{sys.executable} manage.py export_archive - > /dev/full", seed)
    assert refused(done) == "磁盘已满"


def test_a_traceback_is_shown_to_whoever_asks_for_it(tmp_path):
    done = manage(tmp_path, "api_token", "--list", "--traceback")
    assert done.returncode == 1
    assert "OperationalError: no such table" in done.stderr


def test_a_page_is_read_from_the_standard_input(tmp_path):
    page = ISSUE / "1.txt"
    done = as_typed(f"{sys.executable} manage.py parse_page - < {page}", tmp_path)
    assert (done.returncode, done.stdout) == (0, manage(tmp_path, "parse_page", str(page)).stdout)
    assert "二进制" in refused(as_typed(f"{sys.executable} manage.py parse_page - < {sys.executable}", tmp_path))


@pytest.fixture
def full_disk(seed, tmp_path):
    """A database on a disk of a few megabytes that something else has filled up."""
    if not may_mount():
        pytest.skip("no disk can be mounted here")
    folder = tmp_path / "disk"
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", folder], check=True)
    shutil.copy(seed / "newsroom.sqlite3", folder)
    shutil.copy(seed / "secret_key", folder)
    (folder / "static").mkdir()
    with (folder / "else").open("wb") as file, pytest.raises(OSError, match="No space"):
        file.write(b"x" * 5_000_000)
    yield folder
    subprocess.run(["umount", "--lazy", folder], check=True)


@pytest.mark.parametrize(
    "command",
    [["import_issue", str(ISSUE)], ["rebuild_search_index"], ["backup"], ["add_staff", "zhao", "--role", "记者"]],
)
def test_on_a_full_disk_it_says_so_and_the_database_is_whole(full_disk, command):
    assert "磁盘" in refused(manage(full_disk, *command))
    (full_disk / "else").unlink()
    again = manage(full_disk, "import_seed")
    assert again.returncode == 0, again.stderr
    assert "未变 7" in again.stdout
    whole = manage(full_disk, "shell", "--no-imports", "-c", WHOLE)
    assert whole.stdout.split() == ["ok", "True", "7"]


WHOLE = """
from django.db import connection
from articles import search
from articles.models import Article
integrity = connection.cursor().execute("PRAGMA integrity_check").fetchone()[0]
print(integrity, search.is_complete(), Article.objects.count())
"""


def test_on_a_read_only_file_system_it_says_so(full_disk):
    (full_disk / "else").unlink()
    subprocess.run(["mount", "-o", "remount,ro", full_disk], check=True)
    for command in (["import_issue", str(ISSUE)], ["backup"], ["export_archive", str(full_disk / "x.jsonl")]):
        assert refused(manage(full_disk, *command))


def test_what_a_killed_backup_left_behind_is_removed_by_the_next_one(seed, tmp_path):
    names = (".newsroom-backup-killed01", ".backup-others", ".newsroom-backup-busy0001")
    left, others, busy = (tmp_path / name for name in names)
    for folder in (left, busy):
        folder.mkdir()
        (folder / "database.sqlite3").write_text("half of it")
    others.mkdir()
    (others / "letter.txt").write_text("mine")
    with subprocess.Popen(["flock", busy, "sleep", "60"]) as holder:
        done = manage(seed, "backup", str(tmp_path / "paper.backup"))
        holder.kill()
    assert done.returncode == 0, done.stderr
    assert (left.exists(), others.exists(), busy.exists()) == (False, True, True)


def test_a_backup_makes_no_folder_where_a_disk_should_be(seed, tmp_path):
    sentence = refused(manage(seed, "backup", str(tmp_path / "mnt" / "paper.backup")))
    assert "没有文件夹" in sentence
    assert not (tmp_path / "mnt").exists()
    assert manage(seed, "backup").returncode == 0
    assert os.stat(seed / "backups").st_mode & 0o777 == 0o700
