"""The cache that web processes share, from CACHE_URL."""

import logging
import time
from functools import wraps
from urllib.parse import urlsplit

from django.core.cache.backends.redis import RedisCache
from django.core.exceptions import ImproperlyConfigured

logger = logging.getLogger("newsroom.caches")

LOCAL = "django.core.cache.backends.locmem.LocMemCache"
LONGEST_WAIT = 1  # second: a cache that is slower than the database is of no use
COOLDOWN_SECONDS = 10  # without requests to a server that did not answer
# Address of a server -> end of its cooldown, for all threads; each thread has a cache object of its own.
_cooldowns: dict[str, float] = {}


def caches(url):
    """CACHES for the server at `url`, or for each process alone where there is none."""
    if not url:
        # The default of 300 entries is too few to count the requests of many addresses.
        return {"default": {"BACKEND": LOCAL, "OPTIONS": {"MAX_ENTRIES": 20_000}}}
    if urlsplit(url).scheme not in {"redis", "rediss", "unix"}:
        raise ImproperlyConfigured("CACHE_URL has to begin with redis://, rediss:// or unix://.")
    waits = {"socket_connect_timeout": LONGEST_WAIT, "socket_timeout": LONGEST_WAIT}
    return {"default": {"BACKEND": "newsroom.caches.Redis", "LOCATION": url, "OPTIONS": waits}}


def _optional(name, otherwise):
    """The method of Django's cache; if the server fails, `otherwise` and a line in the log."""
    method = getattr(RedisCache, name)

    @wraps(method)
    def optional(self, *args, **kwargs):
        if time.monotonic() < _cooldowns.get(self.address, 0):
            return otherwise(*args, **kwargs)
        errors = self._cache._lib
        try:
            return method(self, *args, **kwargs)
        except errors.RedisError as error:
            # An error that the server answers with, such as full memory, costs no time.
            if isinstance(error, errors.ConnectionError | errors.TimeoutError):
                _cooldowns[self.address] = time.monotonic() + COOLDOWN_SECONDS
            logger.warning("the cache failed: %s", error)
            return otherwise(*args, **kwargs)

    return optional


class Redis(RedisCache):
    """A cache whose server may be away."""

    def __init__(self, server, params):
        super().__init__(server, params)
        self.address = server

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
