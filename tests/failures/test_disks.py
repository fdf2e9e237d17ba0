"""Disk full, read only: whoever only reads notices nothing."""

import shutil
import sqlite3
import subprocess
import tempfile
from contextlib import closing, contextmanager

import pytest
from django.db import connection

from articles.models import Article
from tests.desk.forms import as_rendered

from .paper import FORM, FOUND, FRONT, LONG_TEXT, STORY, has_text_back, no_room_for_another_page, told, typed


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


@pytest.mark.slow
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


@pytest.mark.slow
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
