"""The systemd unit and the Containerfile, tested without systemd and containers."""

import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from django.conf import settings

from tests.commands import environment

from .nginx import DEPLOY, is_installed
from .server import free_port, request, wait_for

INSTRUCTIONS = re.findall(
    r"^(COPY|RUN|CMD|HEALTHCHECK CMD) (.+)$", (DEPLOY / "Containerfile").read_text(), re.MULTILINE
)


def instructions(name):
    return [rest for each, rest in INSTRUCTIONS if each == name]


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed")
def test_the_unit_is_valid(tmp_path):
    unit = (DEPLOY / "newsroom.service").read_text()
    here = unit.replace("/srv/newsroom/.venv/bin/python", sys.executable).replace("/srv/newsroom", str(tmp_path))
    (tmp_path / "newsroom.service").write_text(here)
    found = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(tmp_path / "newsroom.service")], capture_output=True, text=True
    )
    assert "newsroom" not in found.stderr
    assert found.returncode == 0


def test_the_container_has_all_files(tmp_path):
    for copy in instructions("COPY"):
        *sources, target = shlex.split(copy)
        for source in map(settings.BASE_DIR.joinpath, sources):
            if source.is_dir():
                shutil.copytree(source, tmp_path / target)
            else:
                shutil.copy(source, tmp_path / target)
    imported = subprocess.run(
        [sys.executable, "manage.py", "import_seed"],
        cwd=tmp_path,
        env={"NEWSROOM_VAR_DIR": str(tmp_path / "var"), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
    )
    assert imported.returncode == 0, imported.stderr
    assert "7 篇稿件" in imported.stdout


@pytest.fixture
def container(var_dir, tmp_path):
    """(process, port) of what the container runs, with the database in `var_dir`."""
    port, inner = free_port(), free_port()
    adapted = ["sed", "-f", DEPLOY / "container.sed", DEPLOY / "nginx.conf"]
    site = subprocess.run(adapted, capture_output=True, text=True, check=True).stdout
    site = site.replace("listen 8000;", f"listen 127.0.0.1:{port};").replace(":8001 ", f":{inner} ")
    site = site.replace("/srv/newsroom/newsroom/deploy", str(DEPLOY)).replace("/tmp/", f"{tmp_path}/")
    main = (DEPLOY / "container.conf").read_text().replace("/tmp/", f"{tmp_path}/")
    main = main.replace("/srv/newsroom/site.conf", f"{tmp_path}/site.conf")
    # If root runs the tests, nginx's default user cannot write the files.
    main = main.replace("daemon off;", "daemon off;\nuser root;")
    main = main.replace("/dev/std", f"{tmp_path}/std")
    (tmp_path / "site.conf").write_text(site)
    (tmp_path / "container.conf").write_text(main)
    paths = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    own = {"PATH": paths, "NGINX_CONF": str(tmp_path / "container.conf"), "SERVE_PORT": str(inner)}
    log = tmp_path / "log"
    with log.open("w") as output:
        process = subprocess.Popen(
            [DEPLOY / "start"],
            cwd=settings.BASE_DIR,
            env=environment(var_dir, NEWSROOM_PROXIES="1", **own),
            stdout=output,
            stderr=output,
        )
    try:
        wait_for(lambda: request(port, "/").status == 200, process, log)
        yield process, port
    finally:
        process.terminate()
        process.wait(40)


@pytest.mark.slow
@pytest.mark.skipif(not is_installed(), reason="nginx is not installed")
def test_the_container_serves_through_nginx_and_stops_on_sigterm(container):
    process, port = container
    page = request(port, "/")
    assert "水利局开展河湖保护整治行动" in page.text
    assert page.headers["X-Cache"]
    process.terminate()
    assert process.wait(40) == 0
    with pytest.raises(ConnectionRefusedError):
        request(port, "/")


def test_the_container_installs_extras_that_exist():
    extras = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text())["project"]["optional-dependencies"]
    [wanted] = re.findall(r"'\.\[(.+)\]'", " ".join(instructions("RUN")))
    assert set(wanted.split(",")) <= extras.keys()
