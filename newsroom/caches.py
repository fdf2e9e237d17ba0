"""CACHES: the cache that web processes share, from CACHE_URL."""

import logging
import time
from functools import wraps
from urllib.parse import urlsplit

from django.core.cache.backends.redis import RedisCache
from django.core.exceptions import ImproperlyConfigured

logger = logging.getLogger("newsroom.caches")

TIMEOUT = 1  # second: a cache that is slower than the database is useless
COOLDOWN_SECONDS = 10  # without requests after a server did not answer
# Address of a server -> end of its cooldown. Shared by all threads, which have their own cache objects.
_cooldowns: dict[str, float] = {}


def caches(url):
    if not url:
        # The default of 300 entries is too few for rate limits of many addresses.
        local = "django.core.cache.backends.locmem.LocMemCache"
        return {"default": {"BACKEND": local, "OPTIONS": {"MAX_ENTRIES": 20_000}}}
    if urlsplit(url).scheme not in {"redis", "rediss", "unix"}:
        raise ImproperlyConfigured("CACHE_URL has to begin with redis://, rediss:// or unix://.")
    timeouts = {"socket_connect_timeout": TIMEOUT, "socket_timeout": TIMEOUT}
    return {"default": {"BACKEND": "newsroom.caches.Redis", "LOCATION": url, "OPTIONS": timeouts}}


def _optional(name, fallback):
    """The method of Django's cache; if the server fails, log it and return what `fallback` returns."""
    method = getattr(RedisCache, name)

    @wraps(method)
    def optional(self, *args, **kwargs):
        (server,) = self._servers
        if time.monotonic() < _cooldowns.get(server, 0):
            return fallback(*args, **kwargs)
        errors = self._cache._lib
        try:
            return method(self, *args, **kwargs)
        except errors.RedisError as error:
            # No cooldown for errors that the server returns, such as full memory: they cost no time.
            if isinstance(error, errors.ConnectionError | errors.TimeoutError):
                _cooldowns[server] = time.monotonic() + COOLDOWN_SECONDS
            logger.warning("the cache failed: %s", error)
            return fallback(*args, **kwargs)

    return optional


class Redis(RedisCache):
    """A cache that works as an empty one if its server fails."""

    get = _optional("get", lambda key, default=None, version=None: default)
    get_many = _optional("get_many", lambda *args, **kwargs: {})
    delete = _optional("delete", lambda *args, **kwargs: False)
    has_key = _optional("has_key", lambda *args, **kwargs: False)
    add = _optional("add", lambda *args, **kwargs: False)
    touch = _optional("touch", lambda *args, **kwargs: False)
    set = _optional("set", lambda *args, **kwargs: None)
    set_many = _optional("set_many", lambda *args, **kwargs: [])
    delete_many = _optional("delete_many", lambda *args, **kwargs: None)
    incr = _optional("incr", lambda key, delta=1, version=None: delta)
