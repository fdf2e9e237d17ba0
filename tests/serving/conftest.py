import shutil

import pytest

from tests.commands import manage

from .server import serving


@pytest.fixture(scope="session")
def seeded(tmp_path_factory):
    """A folder with an SQLite database of the seed issue and collected static files, to copy."""
    folder = tmp_path_factory.mktemp("seeded")
    assert manage(folder, "import_seed").returncode == 0
    with serving(folder, "--workers", "1"):
        pass
    return folder


@pytest.fixture
def var_dir(seeded, tmp_path):
    return shutil.copytree(seeded, tmp_path / "var", ignore=shutil.ignore_patterns("*.log"))
