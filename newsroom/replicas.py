"""Anonymous readers read from streaming replicas; editors, API clients with a token and all writes use the primary,
because a replica may not have what they have just written. Which replica answers is up to newsroom.databases."""

from contextvars import ContextVar

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections

ALIAS = "replicas"
SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}

_is_anonymous_read = ContextVar("is_anonymous_read", default=False)


class ReadersFromReplicas:
    """Middleware: tells the router whether the request may read from a replica."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        logged_in = settings.SESSION_COOKIE_NAME in request.COOKIES or "Authorization" in request.headers
        token = _is_anonymous_read.set(request.method in SAFE_METHODS and not logged_in)
        try:
            return self.get_response(request)
        finally:
            _is_anonymous_read.reset(token)


class Router:
    """See https://docs.djangoproject.com/en/5.2/topics/db/multi-db/."""

    def db_for_read(self, model, **hints):
        # A transaction has to see its own writes.
        in_transaction = connections[DEFAULT_DB_ALIAS].in_atomic_block
        return ALIAS if _is_anonymous_read.get() and not in_transaction else DEFAULT_DB_ALIAS

    def db_for_write(self, model, **hints):
        return DEFAULT_DB_ALIAS

    def allow_relation(self, first, second, **hints):
        return True

    def allow_migrate(self, alias, app_label, **hints):
        return alias != ALIAS
