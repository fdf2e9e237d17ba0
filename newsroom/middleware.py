import re
import string
import time
from contextlib import suppress
from urllib.parse import parse_qsl, quote, unquote_to_bytes, urlencode

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import UpdateError
from django.db import DatabaseError
from django.http import Http404, HttpResponse, HttpResponsePermanentRedirect
from django.middleware.common import CommonMiddleware
from django.shortcuts import redirect
from django.utils.deprecation import MiddlewareMixin
from django.utils.http import escape_leading_slashes

from articles.editing.actors import answering
from articles.editing.signing_in import ACTIVE_AT, SIGNED_IN_AT
from articles.models import Account
from newsroom import errors
from newsroom.errors import API
from newsroom.failures import PASSWORD_DUE
from newsroom.typed_text import DESK

# How often activity is written to the session.
ACTIVITY_INTERVAL = 300  # seconds
# Views that stay available until the password is changed.
PASSWORD_VIEWS = {"login", "logout", "password_change", "password_change_done", "jsi18n"}
# No page uses these.
PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
# What scripts of other websites may read: the API, stories as text, feeds and sitemaps.
CORS_PATHS = re.compile(r"/api/|.*\.(?:md|txt|atom|rss|xml)$")
READING, WRITING = "GET, HEAD, OPTIONS", "GET, HEAD, POST, PATCH, OPTIONS"
ACCEPTED_HEADERS = (
    "Accept, Accept-Language, Authorization, Cache-Control, Content-Type, Idempotency-Key, If-Match, "
    "If-Modified-Since, If-None-Match, If-Unmodified-Since, Pragma, X-Request-ID, X-Requested-With"
)
EXPOSED_HEADERS = (
    "Content-Language, ETag, Last-Modified, Link, Location, RateLimit, RateLimit-Policy, Retry-After, "
    "WWW-Authenticate, X-Request-ID"
)


class DeskSessions(MiddlewareMixin):
    """Ends sessions that are too old or idle, and redirects users to the password form if somebody else has set their
    password. If that interrupts a form, its sender gets the text back (newsroom.errors)."""

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
            pass  # the next query will report it
        return None


def limit_session(request):
    """End the session if it is too old or was idle for too long; otherwise record activity."""
    session, now = request.session, int(time.time())
    signed_in_at = session.setdefault(SIGNED_IN_AT, now)
    idle = now - session.setdefault(ACTIVE_AT, now)
    if now - signed_in_at > settings.SESSION_COOKIE_AGE or idle > settings.SESSION_IDLE_AGE:
        session.flush()
    elif idle > ACTIVITY_INTERVAL and is_activity(request):
        session[ACTIVE_AT] = now
        with suppress(DatabaseError, UpdateError):  # a read-only database must not stop the user from reading
            session.save()
        session.modified = False  # no second attempt to save, and the cookie stays valid


def is_activity(request):
    """False for the requests that an open page sends automatically, unless somebody has typed or clicked since."""
    is_automatic = request.resolver_match.url_name == "articles_article_presence"
    return not is_automatic or "active" in request.POST


def password_is_due(request):
    if request.resolver_match.url_name in PASSWORD_VIEWS or not request.user.is_authenticated:
        return False
    return Account.objects.must_change_password(request.user)


class SecurityHeaders(MiddlewareMixin):
    """Sets the security headers that Django and django-csp do not."""

    def process_response(self, request, response):
        response["Permissions-Policy"] = PERMISSIONS
        if request.path_info.startswith(DESK):
            response["Cross-Origin-Resource-Policy"] = "same-origin"
        return response


class CrossOriginRequests(MiddlewareMixin):
    """CORS (https://fetch.spec.whatwg.org/#http-cors-protocol) for scripts of other websites. It comes before all
    middleware that may refuse, redirect or fail, so that scripts can read those responses too. The desk's API is
    included: it takes no cookie, only a token, which browsers do not send by themselves."""

    def process_request(self, request):
        if request.method != "OPTIONS" or not CORS_PATHS.match(request.path_info):
            return None
        methods = WRITING if request.path_info.startswith(f"{API}v1/desk/") else READING
        headers = {
            "Allow": methods,
            "Access-Control-Allow-Methods": methods,
            "Access-Control-Allow-Headers": ACCEPTED_HEADERS,
            "Access-Control-Max-Age": "86400",
        }
        return HttpResponse(status=204, headers=headers)

    def process_response(self, request, response):
        if CORS_PATHS.match(request.path_info):
            response["Access-Control-Allow-Origin"] = "*"
            response["Access-Control-Expose-Headers"] = EXPOSED_HEADERS
        return response


class NoNulCharacters(MiddlewareMixin):
    """PostgreSQL refuses NUL characters. Paths with one get a 404, and the desk's parameters lose them; the forms of
    the public pages and of the API refuse them."""

    def process_request(self, request):
        if "\0" in request.path_info:
            raise Http404
        query = request.META.get("QUERY_STRING", "")
        if "%00" in query and request.path_info.startswith(DESK):
            request.META["QUERY_STRING"] = query.replace("%00", "")


class GbkQueries(MiddlewareMixin):
    """Reads the queries of old links, such as ?q=%C4%CF%B2%FD, which websites before UTF-8 wrote in GBK: what is not
    UTF-8 is read as GB18030, which includes GBK."""

    def process_request(self, request):
        query = request.META.get("QUERY_STRING", "")
        if "%" in query or not query.isascii():
            request.META["QUERY_STRING"] = as_utf8(query)


def as_utf8(query):
    # WSGI hands bytes over as Latin-1.
    query = quote(query.encode("latin-1"), safe=string.punctuation)
    try:
        unquote_to_bytes(query).decode()
    except UnicodeDecodeError:
        try:
            return urlencode(parse_qsl(query, keep_blank_values=True, encoding="gb18030", errors="strict"))
        except UnicodeDecodeError:
            pass
    return query


class AppendSlash(CommonMiddleware):
    """Redirects to the path with a trailing slash. Other methods than GET get a 308, so that clients repeat the method
    and the body; after a 301 they would send a GET."""

    def process_response(self, request, response):
        if response.status_code == 404 and self.should_redirect_with_slash(request):
            path = escape_leading_slashes(request.get_full_path(force_append_slash=True))
            return HttpResponsePermanentRedirect(path, preserve_request=request.method not in ("GET", "HEAD"))
        return super().process_response(request, response)
