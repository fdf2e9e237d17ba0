"""What the server writes down: one line of JSON for each message and each request, where LOG_FORMAT=json.

A request's line has its id, method, path, status, milliseconds, number of database queries, and the user where one is
signed in. It has the client's address, which the law on network security (网络安全法) wants kept for six months, and no
query string: what somebody looks for is nobody else's business. Secrets that stand in an address are cut short.
"""

import contextvars
import datetime
import json
import logging
import re
import secrets
import time
from contextlib import ExitStack

from django.db import connections

from newsroom.proxies import client_address

requests = logging.getLogger("newsroom.requests")

SANE_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
REQUEST_FIELDS = ("request_id", "method", "path", "status", "ms", "queries", "address", "user")
# What opens something to whoever reads it: a preview's link, an API token, a parameter that names a secret.
SECRETS = re.compile(
    r"(?P<kept>/preview/[^/\s\"'?]{4}|newsroom_[\w-]{4}|\b(?:password\d?|token|sessionid|csrf\w*)=)[^/\s\"'?&;]+",
    re.IGNORECASE,
)

current_request_id = contextvars.ContextVar("request id", default="")


def without_secrets(text):
    return SECRETS.sub(r"\g<kept>…", text)


class TextFormatter(logging.Formatter):
    """A record as text for people."""

    def format(self, record):
        return without_secrets(super().format(record))


class JsonFormatter(logging.Formatter):
    """A record as one line of JSON; a traceback stands in it as one string."""

    def format(self, record):
        moment = datetime.datetime.fromtimestamp(record.created, datetime.UTC)
        line = {
            "time": moment.isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if current_request_id.get():
            line["request_id"] = current_request_id.get()
        line |= {name: getattr(record, name) for name in REQUEST_FIELDS if hasattr(record, name)}
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        line = {name: without_secrets(value) if isinstance(value, str) else value for name, value in line.items()}
        return json.dumps(line, ensure_ascii=False, default=str)


class RequestLog:
    """Gives each request an id, or keeps a sane one it came with; sends it back and writes the request's line."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.id = request_id(request.META.get("HTTP_X_REQUEST_ID", ""))
        token = current_request_id.set(request.id)
        try:
            response = self.logged(request) if requests.isEnabledFor(logging.INFO) else self.get_response(request)
        finally:
            current_request_id.reset(token)
        response["X-Request-ID"] = request.id
        return response

    def logged(self, request):
        started, count = time.perf_counter(), QueryCount()
        with ExitStack() as stack:
            for connection in connections.all():
                stack.enter_context(connection.execute_wrapper(count))
            response = self.get_response(request)
        # Asking request.user would begin a session query on pages that have no use for one.
        user = getattr(request, "_cached_user", None)
        name = user.get_username() if user else None
        status, address = response.status_code, client_address(request)
        write(request.method, request.path, status, started, count.queries, request.id, address, name)
        return response


def write(method, path, status, started, queries, request_id, address, user=None):
    """A request's line; `started` is what time.perf_counter() gave at its beginning."""
    if not requests.isEnabledFor(logging.INFO):
        return
    ms = round((time.perf_counter() - started) * 1000, 2)
    fields = {"method": method, "path": path, "status": int(status), "ms": ms, "queries": queries}
    fields |= {"request_id": request_id, "address": address, **({"user": user} if user else {})}
    requests.info("%s %s %s", method, path, status, extra=fields)


class QueryCount:
    def __init__(self):
        self.queries = 0

    def __call__(self, execute, sql, params, many, context):
        self.queries += 1
        return execute(sql, params, many, context)


def request_id(sent):
    return sent if SANE_ID.fullmatch(sent) else secrets.token_hex(8)


def configuration(as_json, level):
    """Django's LOGGING: everything to standard error, in JSON or as text for people; requests only in JSON."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "json": {"()": "newsroom.logs.JsonFormatter"},
            "text": {
                "()": "newsroom.logs.TextFormatter",
                "format": "{asctime} {levelname} {name}: {message}",
                "style": "{",
            },
        },
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json" if as_json else "text"}},
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            "newsroom.requests": {"level": "INFO" if as_json else "WARNING"},
            # Django would write to the console in debugging only, and send letters to administrators we do not have.
            "django": {"handlers": [], "level": level, "propagate": True},
            # The request's own line tells of a page not found, and of a scanner that makes up host names.
            "django.request": {"level": "ERROR"},
            "django.security.DisallowedHost": {"level": "CRITICAL"},
            "django.server": {"handlers": ["console"], "level": "INFO", "propagate": False},
        },
    }
