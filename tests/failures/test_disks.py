import shutil
import sqlite3
import subprocess
import tempfile
from contextlib import closing, contextmanager

import pytest
from django.db import connection

from articles.models import Article
from tests.desk.forms import as_rendered

from .paper import FORM, FOUND, FRONT, LONG_TEXT, STORY, full_database, has_text_back, logged_errors, typed


@contextmanager
def read_only_database(_folder):
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA query_only = ON")
    yield
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA query_only = OFF")


@pytest.mark.parametrize(
    ("failing", "status", "sentence"),
    [
        (full_database, 507, "服务器磁盘已满"),
        (read_only_database, 503, "数据库目前只能读取"),
    ],
    ids=["disk full", "read only"],
)
def test_without_writes_readers_read_and_editors_get_their_text(
    sqlite, reader, editor, caplog, failing, status, sentence
):
    browser = editor()
    form = typed(browser, headline="新的标题")
    with failing(sqlite):
        assert [reader.get(address).status_code for address in (FRONT, STORY, FOUND)] == [200, 200, 200]
        refused = browser.post(FORM, form)
        assert refused.status_code == status
        assert refused["Retry-After"] == "60"
        assert has_text_back(refused, sentence)
        assert len(logged_errors(caplog)) == 1
        assert f"POST {FORM}: {status}" in logged_errors(caplog)[0]
        assert Article.objects.get(pk=3).headline == "水利局开展河湖保护整治行动"
    assert browser.post(FORM, as_rendered(refused)).status_code == 302
    saved = Article.objects.get(pk=3)
    assert (saved.headline, saved.body.strip()) == ("新的标题", LONG_TEXT.strip())
    assert "新的标题" in reader.get(STORY).content.decode()


def may_mount():
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
def test_a_full_disk(small_disk, seed, uses, reader, editor, caplog):
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
    assert len(logged_errors(caplog)) == 1
    (small_disk / "something else").unlink()
    assert browser.post(FORM, as_rendered(refused)).status_code == 302


@pytest.mark.slow
def test_a_read_only_disk(small_disk, seed, uses, reader, editor, caplog):
    shutil.copy(seed, small_disk)
    uses(f"sqlite:///{small_disk / 'newsroom.sqlite3'}")
    browser = editor()
    form = typed(browser)
    # Another process of the server still has the database open.
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
            assert len(logged_errors(caplog)) == 1
        finally:
            connection.close()
            subprocess.run(["umount", "--lazy", small_disk], check=True)
    assert browser.post(FORM, as_rendered(refused)).status_code == 302
