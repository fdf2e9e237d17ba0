"""The server's log; with LOG_FORMAT=json one line of JSON for each message and request.

A request's line has its id, method, path, status, milliseconds, number of queries, user, and the client's address,
which the Cybersecurity Law (网络安全法) requires to be kept for six months. Query strings are left out, because
searches are private; secrets in addresses are shortened.
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

VALID_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
REQUEST_FIELDS = ("request_id", "method", "path", "status", "ms", "queries", "address", "user")
# Preview links, API tokens, and parameters with secrets.
SECRETS = re.compile(
    r"(?P<start>/preview/[^/\s\"'?]{4}|newsroom_[\w-]{4}|\b(?:password\d?|token|sessionid|csrf\w*)=)[^/\s\"'?&;]+",
    re.IGNORECASE,
)

current_request_id = contextvars.ContextVar("request id", default="")


def without_secrets(text):
    return SECRETS.sub(r"\g<start>…", text)


class TextFormatter(logging.Formatter):
    def format(self, record):
        return without_secrets(super().format(record))


class JsonFormatter(logging.Formatter):
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
    """Middleware: gives each request an id, or keeps a valid X-Request-ID; returns the id and logs the request."""

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
        started, queries = time.perf_counter(), []

        def count(execute, sql, *arguments):
            queries.append(sql)
            return execute(sql, *arguments)

        with ExitStack() as stack:
            for connection in connections.all():
                stack.enter_context(connection.execute_wrapper(count))
            response = self.get_response(request)
        # request.user would query the session on pages that do not need it.
        user = getattr(request, "_cached_user", None)
        name = user.get_username() if user else None
        status, address = response.status_code, client_address(request)
        log_request(request.method, request.path, status, started, len(queries), request.id, address, name)
        return response


def log_request(method, path, status, started, queries, request_id, address, user=None):
    """Log a request that began at `started`, by time.perf_counter()."""
    if not requests.isEnabledFor(logging.INFO):
        return
    ms = round((time.perf_counter() - started) * 1000, 2)
    fields = {"method": method, "path": path, "status": int(status), "ms": ms, "queries": queries}
    fields |= {"request_id": request_id, "address": address, **({"user": user} if user else {})}
    requests.info("%s %s %s", method, path, status, extra=fields)


def request_id(sent):
    return sent if VALID_ID.fullmatch(sent) else secrets.token_hex(8)


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
            # Replaces Django's handlers: console only if DEBUG, and mail to ADMINS.
            "django": {"handlers": [], "level": level, "propagate": True},
            # 404s and invalid host names are in the request's own line.
            "django.request": {"level": "ERROR"},
            "django.security.DisallowedHost": {"level": "CRITICAL"},
            "django.server": {"handlers": ["console"], "level": "INFO", "propagate": False},
        },
    }
