"""The systemd unit and the container file, as far as they can be tried without systemd and without containers."""

import re
import shlex
import shutil
import subprocess
import sys
import tomllib

import pytest
from django.conf import settings

from .nginx import DEPLOY

INSTRUCTIONS = re.findall(
    r"^(COPY|RUN|CMD|HEALTHCHECK CMD) (.+)$", (DEPLOY / "Containerfile").read_text(), re.MULTILINE
)


def instructions(name):
    return [rest for each, rest in INSTRUCTIONS if each == name]


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed")
def test_the_unit_is_understood_by_systemd(tmp_path):
    unit = (DEPLOY / "newsroom.service").read_text()
    here = unit.replace("/srv/newsroom/.venv/bin/python", sys.executable).replace("/srv/newsroom", str(tmp_path))
    (tmp_path / "newsroom.service").write_text(here)
    found = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(tmp_path / "newsroom.service")], capture_output=True, text=True
    )
    assert "newsroom" not in found.stderr
    assert found.returncode == 0


def test_the_container_holds_what_the_program_needs(tmp_path):
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


def test_the_container_installs_extras_that_exist():
    extras = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text())["project"]["optional-dependencies"]
    [wanted] = re.findall(r"'\.\[(.+)\]'", " ".join(instructions("RUN")))
    assert set(wanted.split(",")) <= extras.keys()
