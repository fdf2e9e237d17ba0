"""Our own middleware: sessions that end, security headers, other websites, NUL characters and closing slashes."""

import re
import time

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import UpdateError
from django.db import DatabaseError
from django.http import Http404, HttpResponse, HttpResponsePermanentRedirect
from django.middleware.common import CommonMiddleware
from django.shortcuts import redirect
from django.utils.http import escape_leading_slashes

from articles.editing.actors import answering
from articles.editing.signing_in import ACTIVE_AT, SIGNED_IN_AT
from articles.models import Account
from newsroom import errors
from newsroom.errors import API
from newsroom.failures import PASSWORD_DUE
from newsroom.typed_text import DESK

# The session's row is written no more often than this because somebody was active.
SECONDS_BETWEEN_NOTES = 300
# What stays open while the password must be changed.
ABOUT_PASSWORDS = {"login", "logout", "password_change", "password_change_done", "jsi18n"}
# No page of ours asks the reader's device for these.
PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
# What a script of another website may read: the API, stories as text, feeds and sitemaps.
OPEN_TO_WEBSITES = re.compile(r"/api/|.*\.(?:md|txt|atom|rss|xml)$")
READING, WRITING = "GET, HEAD, OPTIONS", "GET, HEAD, POST, PATCH, OPTIONS"
ACCEPTED_HEADERS = (
    "Accept, Accept-Language, Authorization, Cache-Control, Content-Type, If-Match, If-Modified-Since, If-None-Match, "
    "If-Unmodified-Since, Pragma, X-Request-ID, X-Requested-With"
)
EXPOSED_HEADERS = "Content-Language, ETag, Last-Modified, Link, Location, Retry-After, WWW-Authenticate, X-Request-ID"


class Accounts:
    """Ends a session that is old or idle, and leads to the password form whoever has to change a password that
    somebody else set. A form that is sent at that moment gets its text back (newsroom.errors)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not request.path_info.startswith(DESK):
            return self.get_response(request)
        with answering(request):
            return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if not request.path_info.startswith(DESK):
            return None
        try:
            if SESSION_KEY in request.session:
                limit_session(request)
            if password_is_due(request):
                is_read = request.method in {"GET", "HEAD"}
                return redirect("admin:password_change") if is_read else errors.answer(request, 403, PASSWORD_DUE)
        except DatabaseError:
            pass  # the next to ask the database says what failed
        return None


def limit_session(request):
    """End the session if it is too old or was idle for too long; otherwise note that its owner is active."""
    session, now = request.session, int(time.time())
    signed_in_at = session.setdefault(SIGNED_IN_AT, now)
    idle = now - session.setdefault(ACTIVE_AT, now)
    if now - signed_in_at > settings.SESSION_COOKIE_AGE or idle > settings.SESSION_IDLE_AGE:
        session.flush()
    elif idle > SECONDS_BETWEEN_NOTES and is_activity(request):
        note_activity(session, now)


def is_activity(request):
    """An open page says by itself that it is still there, and whether anybody has typed or clicked since."""
    by_itself = request.resolver_match.url_name == "articles_article_presence"
    return not by_itself or "active" in request.POST


def note_activity(session, now):
    session[ACTIVE_AT] = now
    try:
        session.save()
    except (DatabaseError, UpdateError):
        return  # pages are still to be read while nothing can be written
    session.modified = False  # neither another write nor another cookie


def password_is_due(request):
    if request.resolver_match.url_name in ABOUT_PASSWORDS or not request.user.is_authenticated:
        return False
    return Account.objects.must_change_password(request.user)


class MoreSecurityHeaders:
    """The security headers that neither Django nor django-csp sets."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response["Permissions-Policy"] = PERMISSIONS
        if request.path_info.startswith(DESK):
            response["Cross-Origin-Resource-Policy"] = "same-origin"
        return response


class OtherWebsites:
    """Lets scripts of other websites read what is open to all of them, and answers what a browser asks before
    (https://fetch.spec.whatwg.org/#http-cors-protocol). It stands before all that may refuse, redirect or fail, so that
    a script can read that answer too. The desk's API is open as well: it takes a token, which no browser sends by
    itself, and no cookie."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not OPEN_TO_WEBSITES.match(request.path_info):
            return self.get_response(request)
        response = preflight(request) if request.method == "OPTIONS" else self.get_response(request)
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Expose-Headers"] = EXPOSED_HEADERS
        return response


def preflight(request):
    methods = WRITING if request.path_info.startswith(f"{API}v1/desk/") else READING
    headers = {
        "Allow": methods,
        "Access-Control-Allow-Methods": methods,
        "Access-Control-Allow-Headers": ACCEPTED_HEADERS,
        "Access-Control-Max-Age": "86400",
    }
    return HttpResponse(status=204, headers=headers)


class NoNulCharacters:
    """PostgreSQL refuses every text that holds a NUL character. No address has one, so the answer is 404. The desk
    reads its parameters without them; the forms of the public pages and of the API refuse them."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if "\0" in request.path_info:
            raise Http404
        query = request.META.get("QUERY_STRING", "")
        if "%00" in query and request.path_info.startswith(DESK):
            request.META["QUERY_STRING"] = query.replace("%00", "")
        return self.get_response(request)


class ClosingSlash(CommonMiddleware):
    """Redirects to the address with a slash at its end. Whatever is sent is sent again there (308): after a 301,
    clients would go on with a GET."""

    def process_response(self, request, response):
        if response.status_code == 404 and self.should_redirect_with_slash(request):
            path = escape_leading_slashes(request.get_full_path(force_append_slash=True))
            return HttpResponsePermanentRedirect(path, preserve_request=request.method not in ("GET", "HEAD"))
        return super().process_response(request, response)
