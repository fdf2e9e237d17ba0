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
REST = 10  # seconds for which a server that did not answer is not asked again
# Address of the server -> until when it is left alone. Each thread has a cache object of its own; this is for all.
_resting: dict[str, float] = {}


def caches(url):
    """CACHES for the server at `url`, or for each process alone where there is none."""
    if not url:
        # Room for the request counts of many addresses: the usual 300 entries would soon forget who has asked too much.
        return {"default": {"BACKEND": LOCAL, "OPTIONS": {"MAX_ENTRIES": 20_000}}}
    if urlsplit(url).scheme not in {"redis", "rediss", "unix"}:
        raise ImproperlyConfigured("CACHE_URL has to begin with redis://, rediss:// or unix://.")
    waits = {"socket_connect_timeout": LONGEST_WAIT, "socket_timeout": LONGEST_WAIT}
    return {"default": {"BACKEND": "newsroom.caches.Redis", "LOCATION": url, "OPTIONS": waits}}


def _forgiven(name, otherwise):
    """The method of Django's cache; where the server fails, `otherwise` and a line in the log."""
    method = getattr(RedisCache, name)

    @wraps(method)
    def forgiven(self, *args, **kwargs):
        if time.monotonic() < _resting.get(self.address, 0):
            return otherwise(*args, **kwargs)
        errors = self._cache._lib
        try:
            return method(self, *args, **kwargs)
        except errors.RedisError as error:
            # One that answers with an error, such as that its memory is full, costs no time.
            if isinstance(error, errors.ConnectionError | errors.TimeoutError):
                _resting[self.address] = time.monotonic() + REST
            logger.warning("the cache failed: %s", error)
            return otherwise(*args, **kwargs)

    return forgiven


class Redis(RedisCache):
    """Does without its server while that is away: a newspaper needs no cache to be read."""

    def __init__(self, server, params):
        super().__init__(server, params)
        self.address = server

    get = _forgiven("get", lambda key, default=None, version=None: default)
    get_many = _forgiven("get_many", lambda *args, **kwargs: {})
    delete = _forgiven("delete", lambda *args, **kwargs: False)
    has_key = _forgiven("has_key", lambda *args, **kwargs: False)
    add = _forgiven("add", lambda *args, **kwargs: False)
    touch = _forgiven("touch", lambda *args, **kwargs: False)
    set = _forgiven("set", lambda *args, **kwargs: None)
    set_many = _forgiven("set_many", lambda *args, **kwargs: [])
    delete_many = _forgiven("delete_many", lambda *args, **kwargs: None)
    incr = _forgiven("incr", lambda key, delta=1, version=None: delta)
