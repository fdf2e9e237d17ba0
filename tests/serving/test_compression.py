"""`manage.py serve` compresses what is the same for everybody, once for each version of a page."""

import gzip
import http.client
import importlib.util
import re
import sqlite3

import pytest

from newsroom.page_cache.compression import best_coding
from tests.commands import manage

from .server import serving
from .test_page_cache import last_logged

STORY = "/articles/3/"
TEXTS = [
    STORY, "/", "/search/?q=%E6%B0%B4%E5%88%A9", "/feed.atom", "/feed.rss", "/sitemap.xml", "/articles/3.md",
    "/manifest.webmanifest", "/api/v1/articles/", "/api/v1/articles/3/", "/search/suggestions/?q=%E7%9A%84",
]  # fmt: skip
HAS_BROTLI = importlib.util.find_spec("brotli") is not None
needs_brotli = pytest.mark.skipif(not HAS_BROTLI, reason="needs brotli")
GZIP = {"Accept-Encoding": "gzip"}


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("gzip", "gzip"),
        ("deflate, gzip;q=0.5", "gzip"),
        ("GZIP;Q=1", "gzip"),
        ("identity", ""),
        ("deflate", ""),
        ("gzip;q=0, br;q=0", ""),
        ("*;q=0", ""),
        ("identity;q=1, gzip;q=0.2", ""),
        ("gzip;q=much", ""),
        ("", ""),
        (",;=", ""),
    ],
)
def test_what_a_client_accepts(accepted, coding):
    assert best_coding(accepted) == coding


@needs_brotli
@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("br;q=0.5, gzip;q=0.9", "gzip"),
        ("*", "br"),
        ("br;q=0, *", "gzip"),
    ],
)
def test_brotli_is_preferred(accepted, coding):
    assert best_coding(accepted) == coding


@pytest.fixture(scope="module")
def server(seeded):
    with serving(seeded, "--workers", "1", LOG_FORMAT="json") as server:
        yield server


@pytest.mark.slow
@pytest.mark.parametrize("path", TEXTS)
def test_texts_are_compressed_and_complete(server, path):
    plain = server.get(path)
    assert plain.status == 200
    coded = server.get(path, headers=GZIP)
    if len(plain.body) < 500:
        assert "Content-Encoding" not in coded.headers
        return
    assert coded.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(coded.body) == plain.body
    assert int(coded.headers["Content-Length"]) == len(coded.body) < len(plain.body)
    for answer in (plain, coded):
        assert "Accept-Encoding" in answer.headers["Vary"]
    assert coded.headers["ETag"] == f"W/{plain.headers['ETag']}"
    assert coded.headers["Content-Type"] == plain.headers["Content-Type"]


@pytest.mark.slow
@needs_brotli
def test_browsers_get_brotli(server):
    import brotli

    plain = server.get("/")
    coded = server.get("/", headers={"Accept-Encoding": "gzip, deflate, br"})
    assert coded.headers["Content-Encoding"] == "br"
    assert brotli.decompress(coded.body) == plain.body
    assert len(coded.body) < len(server.get("/", headers=GZIP).body)


@pytest.mark.slow
@pytest.mark.parametrize("path", [STORY, "/archive/2023/", "/api/v1/articles/3/"])
def test_each_etag_returns_304_in_each_coding(server, path):
    # The first request for a page, when it is not in memory, and later ones.
    for known_headers in ({}, GZIP):
        for headers in ({}, GZIP):
            etag = server.get(path, headers=known_headers).headers["ETag"]
            again = server.get(path, headers={**headers, "If-None-Match": etag})
            assert (again.status, again.body) == (304, b"")
            assert again.headers["ETag"].removeprefix("W/") == etag.removeprefix("W/")
            assert "Content-Encoding" not in again.headers
    assert server.get(path, headers={**GZIP, "If-None-Match": 'W/"older"'}).status == 200


@pytest.mark.slow
def test_a_304_of_a_page_that_is_not_in_memory_repeats_the_weak_etag(server):
    etag = server.get("/articles/4/", headers=GZIP).headers["ETag"]
    with sqlite3.connect(server.log.parent / "newsroom.sqlite3") as database:
        database.execute("UPDATE articles_section SET name = name")
    again = server.get("/articles/4/", headers={**GZIP, "If-None-Match": etag})
    assert int(last_logged(server)[2]) > 1
    assert (again.status, again.headers["ETag"]) == (304, etag)


@pytest.mark.slow
def test_head_returns_the_headers_of_get(server):
    for path in ("/articles/5/", "/articles/6/"):
        for headers in ({}, GZIP):
            head = server.get(path, "HEAD", headers=headers)
            page = server.get(path, headers=headers)
            assert (head.status, head.body) == (200, b"")
            for name in ("Content-Length", "Content-Encoding", "Content-Type", "ETag", "Vary", "Cache-Control"):
                assert head.headers[name] == page.headers[name], name


@pytest.mark.slow
def test_compressed_pages_come_from_memory(server):
    server.get("/sections/environment/")
    for headers in (GZIP, {}, {"Accept-Encoding": "br, gzip"}, {"Accept-Encoding": "identity"}):
        server.get("/sections/environment/", headers=headers)
        assert last_logged(server) == ("/sections/environment/", "200", "1")


@pytest.mark.slow
def test_a_client_without_the_header_gets_plain_text_to_keep_for_all(server):
    """So does nginx, which would otherwise keep a copy for each spelling of the header."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    connection.putrequest("GET", STORY, skip_accept_encoding=True)
    connection.endheaders()
    answer = connection.getresponse()
    assert (answer.getheader("Vary"), answer.getheader("Content-Encoding")) == (None, None)
    connection.close()


@pytest.mark.slow
def test_pages_with_tokens_and_private_ones_are_not_compressed(server):
    accepts = {"Accept-Encoding": "gzip, br"}
    form = server.get("/admin/login/", headers=accepts)
    assert b"csrfmiddlewaretoken" in form.body
    for answer in (form, server.get(STORY, headers={**accepts, "Cookie": "sessionid=x"}), server.get("/healthz")):
        assert "Content-Encoding" not in answer.headers


TOKEN = (
    "from articles.models import ApiToken; from django.contrib.auth.models import User; "
    "print(ApiToken.objects.issue(User.objects.create(username='chief', is_staff=True, is_superuser=True), 'x')[1])"
)


@pytest.mark.slow
def test_the_desks_api_keeps_its_strong_etags(var_dir):
    secret = manage(var_dir, "shell", "--no-imports", "-c", TOKEN).stdout.strip()
    headers = {"Authorization": f"Bearer {secret}", "Accept-Encoding": "gzip, br", "Content-Type": "application/json"}
    with serving(var_dir, "--workers", "1") as server:
        draft = server.get("/api/v1/desk/articles/3/", headers=headers)
        assert "Content-Encoding" not in draft.headers
        etag = draft.headers["ETag"]
        assert not etag.startswith("W/")
        path = "/api/v1/desk/articles/3/"
        saved = server.get(path, "PATCH", '{"deck": "副题"}'.encode(), {**headers, "If-Match": etag})
        assert saved.status == 200, saved.text
        stale = server.get(path, "PATCH", '{"deck": "又"}'.encode(), {**headers, "If-Match": etag})
        assert stale.status in (409, 412)


@pytest.mark.slow
def test_static_files_are_compressed_once(server):
    [sheet] = re.findall(r"/static/articles/site\.[0-9a-f]{12}\.css", server.get("/").text)
    coded = server.get(sheet, headers=GZIP)
    assert coded.headers["Content-Encoding"] == "gzip"
    assert coded.headers["Vary"] == "Accept-Encoding"
    assert gzip.decompress(coded.body) == server.get(sheet).body
