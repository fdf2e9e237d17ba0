"""System failures end a command with one sentence and the right exit status; only the owner can read its files."""

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
    """A folder with an SQLite database, made with umask 022."""
    folder = tmp_path_factory.mktemp("seed") / "var"
    made = run_line(f"umask 022; {sys.executable} manage.py import_seed", folder)
    assert made.returncode == 0, made.stderr
    return folder


def run_line(line, var_dir, **changes):
    """Run a line in a shell; a failure in a pipe fails the line."""
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
    assert done.returncode == 1, done.stdout + done.stderr
    (line,) = done.stderr.removeprefix("CommandError: ").strip().splitlines()
    return line


def test_files_can_be_read_by_their_owner_only(seed):
    collected = run_line(f"umask 022; {sys.executable} manage.py collectstatic --noinput", seed)
    assert collected.returncode == 0, collected.stderr
    assert seed.stat().st_mode & 0o777 == 0o700
    assert {path.name: path.stat().st_mode & 0o777 for path in seed.iterdir() if path.is_file()} == {
        "newsroom.sqlite3": 0o600,
        "secret_key": 0o600,
    }


def test_readable_files_of_earlier_versions_are_closed(seed, tmp_path):
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
def test_without_tables_it_says_what_to_do(command, tmp_path):
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
def test_an_invalid_database_url_is_one_sentence(url, sentence, tmp_path):
    assert sentence in refused(manage(tmp_path, "api_token", "--list", DATABASE_URL=url))


def test_a_closed_pipe_ends_the_command_silently(seed):
    line = f"{sys.executable} manage.py export_archive - | head -c 20"
    done = run_line(line, seed)
    assert (done.returncode, done.stdout, done.stderr) == (141, '{"archive":"newsroom', "")


def test_a_full_output_device_is_one_sentence(seed):
    done = run_line(f"{sys.executable} manage.py export_archive - > /dev/full", seed)
    assert refused(done) == "磁盘已满"


def test_the_option_traceback_shows_a_traceback(tmp_path):
    done = manage(tmp_path, "api_token", "--list", "--traceback")
    assert done.returncode == 1
    assert "OperationalError: no such table" in done.stderr


def test_a_page_is_read_from_stdin(tmp_path):
    page = ISSUE / "1.txt"
    done = run_line(f"{sys.executable} manage.py parse_page - < {page}", tmp_path)
    assert (done.returncode, done.stdout) == (0, manage(tmp_path, "parse_page", str(page)).stdout)
    assert "二进制" in refused(run_line(f"{sys.executable} manage.py parse_page - < {sys.executable}", tmp_path))


@pytest.fixture
def full_disk(seed, tmp_path):
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
def test_a_full_disk_is_one_sentence_and_damages_nothing(full_disk, command):
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


def test_a_read_only_file_system_is_one_sentence(full_disk):
    (full_disk / "else").unlink()
    subprocess.run(["mount", "-o", "remount,ro", full_disk], check=True)
    for command in (["import_issue", str(ISSUE)], ["backup"], ["export_archive", str(full_disk / "x.jsonl")]):
        assert refused(manage(full_disk, *command))


def test_a_backup_removes_what_a_killed_one_left(seed, tmp_path):
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


def test_a_backup_creates_no_folder_on_a_missing_disk(seed, tmp_path):
    sentence = refused(manage(seed, "backup", str(tmp_path / "mnt" / "paper.backup")))
    assert "没有文件夹" in sentence
    assert not (tmp_path / "mnt").exists()
    assert manage(seed, "backup").returncode == 0
    assert os.stat(seed / "backups").st_mode & 0o777 == 0o700
