"""The server over a PostgreSQL server of its own, with and without a pool of connections."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests import postgres
from tests.commands import manage

from .server import serving

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(postgres.BINARIES is None, reason="no PostgreSQL server is installed"),
]

STORY = "/articles/3/"


@pytest.fixture(scope="module")
def database():
    with postgres.Server() as server:
        yield server


@pytest.mark.parametrize("connections", ["", "?pool=2"], ids=["a connection for each thread", "a pool"])
def test_pages_are_kept_and_a_change_shows_at_the_next_visit(database, connections, tmp_path):
    url = database.url() + connections
    assert manage(tmp_path, "migrate", "-v0", DATABASE_URL=url).returncode == 0
    assert manage(tmp_path, "import_seed", DATABASE_URL=url).returncode == 0
    with serving(tmp_path, "--workers", "2", DATABASE_URL=url, LOG_FORMAT="json") as server:
        with ThreadPoolExecutor(8) as visitors:
            answers = list(visitors.map(lambda _: server.get(STORY), range(60)))
        assert {answer.status for answer in answers} == {200}
        assert '"queries": 1}' in server.log.read_text().splitlines()[-1]
        name = f"山水{len(connections)}"
        database.sql(f"UPDATE articles_section SET name = '{name}' WHERE slug = 'environment'")
        assert all(name in server.get(STORY).text for _ in range(8))
