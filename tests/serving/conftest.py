import pytest

from tests.commands import manage


@pytest.fixture(scope="session")
def seeded(tmp_path_factory):
    """A folder with the embedded database of the seed issue, to be copied."""
    folder = tmp_path_factory.mktemp("seeded")
    assert manage(folder, "import_seed").returncode == 0
    return folder


@pytest.fixture
def var_dir(seeded, tmp_path):
    target = tmp_path / "var"
    target.mkdir()
    for name in ("newsroom.sqlite3", "secret_key"):
        (target / name).write_bytes((seeded / name).read_bytes())
    return target
