"""`manage.py serve`, run for real."""

import os
import re
import signal
import sqlite3
import sys
import threading
from urllib.parse import urlencode

import pytest
from django.core.management import CommandError, call_command

from tests.commands import manage

from .server import serving, wait_for


def test_the_paper_is_served_with_hashed_and_compressed_files(var_dir):
    with serving(var_dir) as server:
        page = server.get("/")
        assert page.status == 200
        assert "水利局开展河湖保护整治行动" in page.text
        [sheet] = re.findall(r"/static/articles/site\.[0-9a-f]{12}\.css", page.text)
        style = server.get(sheet, headers={"Accept-Encoding": "gzip"})
        assert style.headers["Content-Encoding"] == "gzip"
        assert "immutable" in style.headers["Cache-Control"]
        assert server.stop() == 0


@pytest.mark.slow
def test_files_are_collected_once_and_again_when_they_are_gone(var_dir):
    manifest = var_dir / "static" / "staticfiles.json"
    collected = manifest.stat().st_mtime_ns
    with serving(var_dir):
        assert manifest.stat().st_mtime_ns == collected
    manifest.unlink()
    with serving(var_dir) as server:
        assert re.search(r"/static/articles/site\.[0-9a-f]{12}\.css", server.get("/").text)


@pytest.mark.slow
def test_a_request_under_way_is_answered_before_the_server_stops(var_dir):
    manage(
        var_dir, "createsuperuser", "--no-input", "--username", "chief", "--email", "", DJANGO_SUPERUSER_PASSWORD="版面"
    )
    with serving(var_dir) as server:
        form = server.get("/admin/login/")
        token = re.search('name="csrfmiddlewaretoken" value="([^"]+)"', form.text)[1]
        cookie = form.headers["Set-Cookie"].partition(";")[0]
        fields = {"username": "chief", "password": "版面", "csrfmiddlewaretoken": token, "next": "/admin/"}
        database = sqlite3.connect(var_dir / "newsroom.sqlite3", isolation_level=None)
        database.execute("BEGIN IMMEDIATE")
        answers = []
        headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
        signing_in = threading.Thread(
            target=lambda: answers.append(server.get("/admin/login/", "POST", urlencode(fields), headers))
        )
        signing_in.start()
        # Signing in writes, and waits for the transaction above. Half a second is ample for it to arrive.
        signing_in.join(0.5)
        server.process.send_signal(signal.SIGTERM)
        signing_in.join(0.5)
        assert answers == []
        database.execute("ROLLBACK")
        signing_in.join(20)
        assert [answer.status for answer in answers] == [302]
        assert server.process.wait(40) == 0


@pytest.mark.slow
def test_a_process_that_was_killed_is_replaced(var_dir):
    with serving(var_dir, "--workers", "2") as server:
        first, _ = server.workers()
        os.kill(first, signal.SIGKILL)
        wait_for(lambda: len(server.workers()) == 3, server.process, server.log)
        assert server.get("/").status == 200


@pytest.mark.slow
def test_there_are_as_many_processes_as_asked_for(var_dir):
    with serving(var_dir, "--workers", "1") as server:
        assert len(server.workers()) == 1
    refused = manage(var_dir, "serve", "--workers", "0")
    assert refused.returncode == 1
    assert refused.stderr == "CommandError: --workers 至少为 1。\n"


def test_without_granian_the_line_to_type_is_told(monkeypatch):
    monkeypatch.setitem(sys.modules, "granian", None)
    with pytest.raises(CommandError, match=r"pip install -e '\.\[server\]'"):
        call_command("serve")
