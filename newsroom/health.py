"""/healthz and /readyz, for monitoring.

Everybody may see whether the site is ready. The reasons are logged, and shown to clients on this machine; behind a
proxy only if NEWSROOM_PROXIES is set, because otherwise all clients seem to be on this machine.
"""

import ipaddress
import logging
import os
import shutil
import tempfile
import threading
import time
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.utils.cache import add_never_cache_headers

from articles import search
from articles.site.issues import front
from newsroom import deadlines
from newsroom.backups.tables import missing_migrations, unknown_migrations
from newsroom.proxies import client_address

logger = logging.getLogger("newsroom.health")

HEALTHZ, READYZ = "/healthz", "/readyz"
ADDRESSES = {HEALTHZ, READYZ}

CHECK_INTERVAL = 2  # seconds; requests in between get the last result
MAX_CHECK_TIME = 5  # seconds for the queries of a check
MAX_AGE = 30  # seconds after which an unfinished check counts as failed
MIN_FREE_SPACE = 50 * 2**20


class Health:
    """Middleware. It comes before those that check the host name and HTTPS, because probes have neither."""

    def __init__(self, get_response):
        self.get_response = get_response
        self._parts, self._checked = None, 0
        self._checking = threading.Lock()

    def __call__(self, request):
        if request.path_info not in ADDRESSES:
            return self.get_response(request)
        healthy = JsonResponse({"healthy": True})
        response = healthy if request.path_info == HEALTHZ else self.readyz(request)
        add_never_cache_headers(response)
        return response

    def readyz(self, request):
        parts = self.parts()
        ready = is_ready(parts)
        details = parts if is_on_this_machine(request) else {}
        return JsonResponse({"ready": ready, **details}, status=200 if ready else 503)

    def parts(self):
        """{part: "ok" or what is wrong}, from the last check if it is recent."""
        age = time.monotonic() - self._checked
        if self._parts and age < CHECK_INTERVAL:
            return self._parts
        if self._checking.acquire(blocking=False):
            try:
                self._keep(check())
            finally:
                self._checking.release()
        elif self._parts is None or age > MAX_AGE:
            return {"database": "it has not answered yet"}
        return self._parts

    def _keep(self, parts):
        if parts != self._parts and not is_ready(parts):
            logger.error("not ready: %s", "; ".join(f"{part}: {state}" for part, state in parts.items()))
        self._parts, self._checked = parts, time.monotonic()


def is_ready(parts):
    return set(parts.values()) == {"ok"}


def check():
    parts = dict.fromkeys(("database", "migrations", "search_index"), "not known")
    parts |= {"disk": disk(), "secret_key": secret_key()}
    try:
        with deadlines.within(MAX_CHECK_TIME):
            parts["migrations"] = migrations()
            if parts["migrations"] == "ok":
                render_front_page()
                parts["database"] = "ok"
                parts["search_index"] = search_index()
    except Exception as error:  # readers cannot be served, whatever the reason
        parts["database"] = f"{type(error).__name__}: {error}".strip()
    return parts


def migrations():
    if unknown := unknown_migrations(connection):
        return "made by a newer version of the program: " + ", ".join(sorted(".".join(each) for each in unknown))
    if plan := missing_migrations(connection):
        missing = ", ".join(f"{migration.app_label}.{migration.name}" for migration, _ in plan)
        return f"not applied: {missing}; run manage.py migrate"
    return "ok"


def render_front_page():
    """Raise an error if the front page cannot be rendered: parts of a damaged database may still be readable."""
    request = HttpRequest()
    request.method, request.path, request.path_info = "GET", "/", "/"
    hosts = (host.lstrip(".") for host in settings.ALLOWED_HOSTS if host != "*")
    request.META = {"SERVER_NAME": next(hosts, "localhost"), "SERVER_PORT": "80"}
    front(request)


def search_index():
    return "ok" if search.is_complete() else "incomplete; run manage.py rebuild_search_index"


def disk():
    for folder in folders():
        try:
            with tempfile.TemporaryFile(dir=folder) as file:
                file.write(b"newsroom")
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            return f"{folder}: {error.strerror}"
        if (free := shutil.disk_usage(folder).free) < MIN_FREE_SPACE:
            return f"{folder}: {free // 2**20} MB free"
    return "ok"


def folders():
    names = {settings.VAR_DIR}
    if connection.vendor == "sqlite" and not connection.is_in_memory_db():
        names.add(Path(connection.settings_dict["NAME"]).parent)
    return sorted(names)


def secret_key():
    """Check that a restart would use the same key; another one would sign everybody out."""
    try:
        key = settings.SECRET_KEY
        lost = not os.environ.get("DJANGO_SECRET_KEY") and (settings.VAR_DIR / "secret_key").read_text().strip() != key
    except (ImproperlyConfigured, OSError):
        return "missing or empty: secret_key in NEWSROOM_VAR_DIR"
    return "not the one this process was started with; restart it" if lost else "ok"


def is_on_this_machine(request):
    sender = request.META.get("REMOTE_ADDR", "")
    if not settings.PROXIES and "HTTP_X_FORWARDED_FOR" in request.META:
        return False
    return is_loopback(sender) and is_loopback(client_address(request))


def is_loopback(address):
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False
