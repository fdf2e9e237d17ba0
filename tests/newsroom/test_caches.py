"""The cache that web processes share, and what happens without it."""

import shutil
import socket
import subprocess
import time
from contextlib import contextmanager

import pytest
from django.core.cache.backends.locmem import LocMemCache
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string

from newsroom import caches as caches_module
from newsroom.caches import TIMEOUT, caches
from tests.commands import manage
from tests.postgres import free_port
from tests.serving.server import serving
from tests.waiting import until

# Debian's redis-tools contain the server under another name; it behaves according to argv[0].
REDIS = shutil.which("redis-server") or shutil.which("redis-check-rdb")
needs_redis = pytest.mark.skipif(REDIS is None, reason="needs redis-tools")


def cache(url):
    settings = caches(url)["default"]
    return import_string(settings["BACKEND"])(settings.get("LOCATION", ""), settings)


def test_without_a_url_each_process_has_its_own_cache():
    assert isinstance(cache(""), LocMemCache)


def test_other_kinds_of_servers_are_refused():
    with pytest.raises(ImproperlyConfigured, match="redis://"):
        caches("memcached://127.0.0.1:11211")


def test_without_its_server_the_cache_is_empty_and_nothing_fails():
    away = cache(f"redis://127.0.0.1:{free_port()}/0")
    away.set("a", 1)
    away.set_many({"a": 1})
    assert away.get("a") is None
    assert away.get("a", "default") == "default"
    assert away.get_many(["a"]) == {}
    assert "a" not in away
    assert away.add("a", 1) is False
    assert away.get_or_set("a", 5) == 5
    assert away.incr("a") == 1
    away.delete("a")


@contextmanager
def redis(port, *options):
    process = subprocess.Popen(
        ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", *options],
        executable=REDIS,
        stdout=subprocess.DEVNULL,
    )
    try:
        until(lambda: answers(port), seconds=20)
        yield
    finally:
        process.terminate()
        process.wait(20)


def test_a_server_that_does_not_answer_is_waited_for_once():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"redis://127.0.0.1:{silent.getsockname()[1]}/0"
        started = time.monotonic()
        for _ in range(5):
            assert cache(url).get("a", "default") == "default"
            cache(url).set("a", 1)
        assert time.monotonic() - started < 2 * TIMEOUT


def answers(port):
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1) as connection:
            connection.sendall(b"PING\r\n")
            return connection.recv(16).startswith(b"+PONG")
    except OSError:
        return False


@needs_redis
def test_a_full_server_does_not_fail_requests():
    with redis(port := free_port(), "--maxmemory", "1"):
        full = cache(f"redis://127.0.0.1:{port}/0")
        full.set("a", 1)
        assert full.add("a", 1) is False
        assert full.get("a") is None


@needs_redis
def test_processes_share_the_cache_and_a_restarted_server_is_used(monkeypatch):
    monkeypatch.setattr(caches_module, "COOLDOWN_SECONDS", 0.2)
    url = f"redis://127.0.0.1:{(port := free_port())}/0"
    one, other = cache(url), cache(url)
    with redis(port):
        one.set("a", "甲")
        assert other.get("a") == "甲"
        assert [one.incr("n") if one.has_key("n") else one.add("n", 1), other.incr("n")] == [True, 2]
    assert one.get("a") is None
    assert one.set("a", "乙") is None
    with redis(port):
        until(lambda: one.add("b", "丙"), seconds=20)
        assert other.get("b") == "丙"


@pytest.mark.slow
@needs_redis
def test_api_rate_limits_are_shared_by_all_servers(tmp_path):
    assert manage(tmp_path, "migrate").returncode == 0
    url = f"redis://127.0.0.1:{(port := free_port())}/0"
    shared = {"CACHE_URL": url, "NEWSROOM_API_RATE": "4/min"}
    first, second = tmp_path / "first", tmp_path / "second"
    for folder in (first, second):
        folder.mkdir()
        shutil.copy(tmp_path / "newsroom.sqlite3", folder)
    with (
        redis(port),
        serving(first, "--workers", "1", **shared) as one,
        serving(second, "--workers", "1", **shared) as two,
    ):
        answers = [server.get("/api/v1/articles/").status for server in (one, two, one, two, one, two)]
    assert answers == [200] * 4 + [429] * 2
