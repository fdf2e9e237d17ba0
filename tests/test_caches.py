"""The cache that several web processes share, and the paper without it."""

import pytest
from django.core.cache.backends.locmem import LocMemCache
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string

from newsroom.caches import caches
from tests.postgres import free_port


def cache(url):
    settings = caches(url)["default"]
    return import_string(settings["BACKEND"])(settings.get("LOCATION", ""), settings)


def test_without_an_address_each_process_has_its_own():
    assert isinstance(cache(""), LocMemCache)


def test_another_kind_of_server_is_refused():
    with pytest.raises(ImproperlyConfigured, match="redis://"):
        caches("memcached://127.0.0.1:11211")


def test_while_the_server_is_away_nothing_is_remembered_and_nothing_fails():
    away = cache(f"redis://127.0.0.1:{free_port()}/0")
    away.set("a", 1)
    away.set_many({"a": 1})
    assert away.get("a") is None
    assert away.get("a", "as it was") == "as it was"
    assert away.get_many(["a"]) == {}
    assert "a" not in away
    assert away.add("a", 1) is False
    assert away.get_or_set("a", 5) == 5
    assert away.incr("a") == 1
    away.delete("a")
