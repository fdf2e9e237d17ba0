"""Clients generated from the description in two languages run the whole cycle against a server: a draft, a change with
If-Match, three sign-offs, a correction, a withdrawal and its end, search, cursors, and a page read and signed.

Needs npm, and downloads the generators; run with `pytest -m clients`."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.commands import manage
from tests.serving.server import serving

pytestmark = [pytest.mark.clients, pytest.mark.skipif(not shutil.which("npm"), reason="npm is not installed")]
HERE = Path(__file__).parent
ROLES = {"reporter": "记者", "editor": "编辑", "deputy": "值班主任", "chief": "总编辑", "operator": "运维"}
TOKENS = f"""
import json
from django.contrib.auth.models import Group, User
from articles.models import ApiToken
tokens = {{}}
for name, role in {ROLES!r}.items():
    user = User.objects.create(username=name, is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    tokens[name] = ApiToken.objects.issue(user, "clients")[1]
print(json.dumps(tokens))
"""


def run(*command, cwd):
    # The Python generator formats its code with the ruff of its own environment.
    environment = {**os.environ, "PATH": f"{cwd}/venv/bin:{os.environ['PATH']}"}
    options = {"cwd": cwd, "env": environment, "capture_output": True, "text": True, "timeout": 300}
    done = subprocess.run(list(map(str, command)), **options, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def work(tmp_path_factory):
    """A folder with the tools, both cycles and the descriptions."""
    folder = tmp_path_factory.mktemp("clients")
    for file in HERE.iterdir():
        if file.is_file() and file.suffix != ".pyc":
            shutil.copy(file, folder)
    run("npm", "install", "--no-package-lock", "--no-audit", "--no-fund", "--ignore-scripts", cwd=folder)
    run(sys.executable, "-m", "venv", "venv", cwd=folder)
    run("venv/bin/pip", "install", "-q", "-r", "requirements.txt", cwd=folder)
    return folder


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """(address, tokens by account) of a server with the seed issue."""
    folder = tmp_path_factory.mktemp("served")
    assert manage(folder, "import_seed").returncode == 0
    tokens = json.loads(manage(folder, "shell", "--no-imports", "-c", TOKENS).stdout)
    with serving(folder, "--workers", "1") as running:
        yield f"http://127.0.0.1:{running.port}", [f"{name}={token}" for name, token in tokens.items()], running


@pytest.fixture(scope="module", params=["zh", "en"])
def description(request, work, server):
    """The file with the description that the server gives in this language."""
    served = server[2].get("/api/v1/openapi.json", headers={"Accept-Language": request.param})
    file = work / f"openapi.{request.param}.json"
    file.write_bytes(served.body)
    return file


def test_linters_find_nothing(work, description):
    said = run("npx", "redocly", "lint", description.name, "--config", "redocly.yaml", "--format", "json", cwd=work)
    totals = json.loads(said[said.index("{") : said.rindex("}") + 1])["totals"]
    assert (totals["errors"], totals["warnings"]) == (0, 0), said
    said = run("npx", "spectral", "lint", description.name, "-r", "spectral.yaml", "--fail-severity=hint", cwd=work)
    assert "No results" in said


def test_python_client_runs_the_whole_cycle(work, server):
    address, tokens, running = server
    (work / "openapi.json").write_bytes(running.get("/api/v1/openapi.json").body)
    generate = ("venv/bin/openapi-python-client", "generate", "--path", "openapi.json", "--meta", "none")
    run(*generate, "--output-path", "newsroom_api_client", "--config", "generator.yaml", "--fail-on-warning", cwd=work)
    assert run("venv/bin/python", "cycle.py", address, *tokens, cwd=work) == "done\n"


def test_typescript_client_runs_the_whole_cycle(work, server):
    address, tokens, running = server
    (work / "openapi.json").write_bytes(running.get("/api/v1/openapi.json").body)
    run("npx", "openapi-typescript", "openapi.json", "-o", "api.d.ts", cwd=work)
    run("npx", "tsc", "-p", "tsconfig.json", cwd=work)
    assert run("node", "cycle.js", address, *tokens, cwd=work) == "done\n"
