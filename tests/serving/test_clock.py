"""The clock jumps while the server runs; libfaketime (Debian's `faketime`) simulates it."""

from pathlib import Path

import pytest

from tests.commands import manage
from tests.waiting import until

from .server import serving

LIBRARY = next(Path("/usr/lib").glob("**/faketime/libfaketimeMT.so.1"), None)
PAGES = ("/", "/articles/3/", "/search/?q=%E6%B0%B4%E5%88%A9", "/archive/", "/api/v1/articles/", "/healthz", "/readyz")
TOMORROW = (
    "from articles.models import Article; from django.utils import timezone; "
    "Article.objects.filter(pk=5).update(publish_at=timezone.now() + timezone.timedelta(days=1))"
)

pytestmark = [pytest.mark.slow, pytest.mark.skipif(LIBRARY is None, reason="needs libfaketime")]


@pytest.fixture
def clock(tmp_path):
    """A file with the offset of the server's clock in libfaketime's format: +2d, -3d, +0."""
    clock = tmp_path / "clock"
    clock.write_text("+0")
    return clock


@pytest.fixture
def server(var_dir, clock):
    assert manage(var_dir, "shell", "--no-imports", "-c", TOMORROW).returncode == 0
    faked = {"LD_PRELOAD": str(LIBRARY), "FAKETIME_TIMESTAMP_FILE": str(clock), "FAKETIME_NO_CACHE": "1"}
    with serving(var_dir, "--workers", "1", FAKETIME_DONT_FAKE_MONOTONIC="1", **faked) as server:
        yield server


def test_pages_follow_the_clock_when_it_jumps(server, clock):
    assert server.get("/articles/5/").status == 404
    clock.write_text("+2d")
    until(lambda: server.get("/articles/5/").status == 200, seconds=40)
    assert [server.get(page).status for page in PAGES] == [200] * len(PAGES)
    clock.write_text("-3d")
    until(lambda: server.get("/articles/5/").status == 404, seconds=40)
    # Stories published "in the future" are hidden; no page fails.
    assert {server.get(page).status for page in PAGES} <= {200, 404}
    clock.write_text("+0")
    until(lambda: server.get("/articles/3/").status == 200, seconds=40)
    assert [server.get(page).status for page in PAGES] == [200] * len(PAGES)
    assert server.get("/articles/5/").status == 404
