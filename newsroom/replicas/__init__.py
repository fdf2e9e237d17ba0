"""Readers read from replicas, so that one primary serves many web servers.

A replica is some moments behind. Nobody who has just written something may see it missing: whoever is logged in reads
from the primary, and so does every request that may write. Anonymous readers write nothing, and a page that is a
second old is no older than what a cache would show them. Commands always read from the primary.
"""

from contextvars import ContextVar

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections

ALIAS = "replicas"
SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}

_may_be_behind = ContextVar("may_be_behind", default=False)


class ReadersFromReplicas:
    """Middleware: lets a request read from the replicas where nobody could miss what they have just written."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        token = _may_be_behind.set(_is_an_anonymous_read(request))
        try:
            return self.get_response(request)
        finally:
            _may_be_behind.reset(token)


class Router:
    """The database for each question; see DATABASE_ROUTERS in Django's documentation."""

    def db_for_read(self, model, **hints):
        # Inside a transaction all questions go to one database, or it would not see what it has written itself.
        in_transaction = connections[DEFAULT_DB_ALIAS].in_atomic_block
        return ALIAS if _may_be_behind.get() and not in_transaction else DEFAULT_DB_ALIAS

    def db_for_write(self, model, **hints):
        return DEFAULT_DB_ALIAS

    def allow_relation(self, first, second, **hints):
        return True

    def allow_migrate(self, alias, app_label, **hints):
        return alias != ALIAS


def _is_an_anonymous_read(request):
    logged_in = settings.SESSION_COOKIE_NAME in request.COOKIES or "Authorization" in request.headers
    return request.method in SAFE_METHODS and not logged_in
