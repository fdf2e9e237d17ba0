"""The README's five requests, sent as written to a server with the seed issue."""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from tests.commands import manage

ROOT = Path(__file__).resolve().parents[1]
BLOCK = re.search(r"^```\n(# stories with both words.*?)```$", (ROOT / "README.md").read_text("utf-8"), re.M | re.S)[1]
REQUESTS = [line for line in BLOCK.splitlines() if not line.startswith("#")]
ACCOUNT = "from django.contrib.auth.models import User; User.objects.create_superuser('editor')"

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not shutil.which("curl"), reason="the requests are curl's")]


@pytest.fixture(scope="module")
def send(tmp_path_factory):
    folder = tmp_path_factory.mktemp("served")
    assert manage(folder, "import_seed").returncode == 0
    assert manage(folder, "shell", "-c", ACCOUNT).returncode == 0
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {**os.environ, "DATABASE_URL": "", "NEWSROOM_VAR_DIR": str(folder)}
    command = [sys.executable, ROOT / "manage.py", "runserver", "--noreload", f"127.0.0.1:{port}"]
    server = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def run(request):
        typed = request.replace("127.0.0.1:8000", f"127.0.0.1:{port}")
        typed = typed.replace(".venv/bin/python manage.py", f"{sys.executable} {ROOT / 'manage.py'}")
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", typed], cwd=folder, env=environment, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    try:
        wait_for(port)
        yield run
    finally:
        server.terminate()
        server.wait(timeout=20)


def test_readme_has_five_requests():
    assert len(REQUESTS) == 5


def test_search_finds_the_story_with_both_words(send):
    found = json.loads(send(REQUESTS[0]))
    assert [result["id"] for result in found["results"]] == [2]
    assert found["nearest"] is False


def test_changed_since_returns_all_articles(send):
    assert len(json.loads(send(REQUESTS[1]))["results"]) == 7


def test_story_as_markdown(send):
    assert send(REQUESTS[2]).startswith("# 水利局开展河湖保护整治行动\n")


def test_unchanged_issue_returns_304(send):
    status = " -w '%{http_code}'"
    assert [send(REQUESTS[3] + status) for _ in range(2)] == ["200", "304"]


def test_draft_is_created_and_waits_for_review(send):
    draft = json.loads(send(REQUESTS[4]))
    assert (draft["title"], draft["status"], draft["section"]["name"]) == ("防汛提醒", "draft", "民生")
    assert draft["review"]["waits_for"] == "first"


def wait_for(port):
    deadline = time.monotonic() + 60
    while True:
        try:
            return urllib.request.urlopen(f"http://127.0.0.1:{port}/api/v1/", timeout=10).read()
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)
