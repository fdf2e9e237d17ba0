"""The README's first command works as written, in a copy of the project with nothing installed."""

import http.client
import os
import re
import socket
import subprocess
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
COMMANDS = re.findall(r"^```\n(python3 -m venv .*)\n```$", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE)


def test_readme_starts_with_two_commands():
    assert [command.split(" && ")[-1] for command in COMMANDS] == [
        ".venv/bin/python manage.py import_seed",
        ".venv/bin/pytest -n auto",
    ]


@pytest.fixture
def clean_copy(tmp_path):
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in filter(None, tracked.split("\0")):
        target = tmp_path / "newsroom" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes((ROOT / name).read_bytes())
        target.chmod((ROOT / name).stat().st_mode)
    return tmp_path / "newsroom"


@pytest.mark.slow
def test_first_command_imports_the_seed_for_runserver(clean_copy):
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("DJANGO", "NEWS", "DATABASE"))}
    run = subprocess.run(["bash", "-c", COMMANDS[0]], cwd=clean_copy, env=clean, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    shown = re.findall(r"^(?:新增|    \?).*$", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE)
    assert len(shown) == 3
    assert set(shown) <= set(run.stdout.splitlines())
    (next_line,) = re.findall(r"(\S+ manage\.py runserver)$", run.stdout, re.MULTILINE)
    server = subprocess.Popen(
        [*next_line.split(), "--noreload", f"127.0.0.1:{port}"],
        cwd=clean_copy,
        env=clean,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        front = wait_for(port, "/")
        assert "水利局开展河湖保护整治行动" in front
        stylesheet = re.search(r'href="(/static/[^"]+\.css)"', front)[1]
        assert "font-family" in wait_for(port, stylesheet)
    finally:
        server.terminate()
        server.wait(timeout=20)


def wait_for(port, path):
    deadline = time.monotonic() + 30
    while True:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
            connection.request("GET", path)
            response = connection.getresponse()
            assert response.status == 200
            return response.read().decode()
        except ConnectionRefusedError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)
