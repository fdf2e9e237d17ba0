import sqlite3
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections

from articles import checks
from articles.checks import sqlite_keeps_a_write_ahead_log
from tests.commands import environment, manage


@pytest.mark.django_db
def test_database_passes_all_checks():
    call_command("check", databases=["default"], fail_level="WARNING")


@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite only")
@pytest.mark.slow
def test_migrated_database_has_a_write_ahead_log(tmp_path):
    assert manage(tmp_path, "migrate").returncode == 0
    with sqlite3.connect(tmp_path / "newsroom.sqlite3") as database:
        assert database.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_database_without_write_ahead_log_gives_a_warning(tmp_path, monkeypatch, django_db_blocker):
    share = {**connection.settings_dict, "ENGINE": "django.db.backends.sqlite3", "OPTIONS": {}}
    monkeypatch.setitem(connections.settings, "share", {**share, "NAME": tmp_path / "share.sqlite3"})
    with django_db_blocker.unblock():
        (warning,) = sqlite_keeps_a_write_ahead_log(None, databases=["share"])
        connections["share"].close()
    assert warning.id == "articles.W001"
    assert "本机磁盘" in warning.hint


def test_importing_settings_creates_only_var_and_the_key(tmp_path):
    command = [sys.executable, "-c", "import newsroom.settings"]
    subprocess.run(command, cwd=settings.BASE_DIR, env=environment(tmp_path / "var"), check=True)
    assert [path.name for path in (tmp_path / "var").iterdir()] == ["secret_key"]


def test_a_server_without_chinese_fonts_is_told_which_package_has_them(tmp_path, monkeypatch):
    monkeypatch.setattr(checks, "FONT_FOLDERS", (tmp_path,))
    (tmp_path / "DejaVuSans.ttf").touch()
    (warning,) = checks.the_server_has_a_chinese_font(None)
    assert (warning.id, "fonts-noto-cjk" in warning.hint) == ("articles.W003", True)
    (tmp_path / "opentype").mkdir()
    (tmp_path / "opentype" / "NotoSansCJK-Regular.ttc").touch()
    assert checks.the_server_has_a_chinese_font(None) == []
