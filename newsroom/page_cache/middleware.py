"""Finished pages in memory, before Django: what every reader gets alike is made once for as long as nothing changes."""

import time

from django.conf import settings
from django.utils.http import parse_etags

from newsroom import deadlines, health, logs
from newsroom.page_cache.data_version import PaperStates
from newsroom.proxies import address_in

MOST_BYTES = 32 * 2**20  # in each process
LARGEST_PAGE = 2**20
# What a 304 repeats (https://www.rfc-editor.org/rfc/rfc9110#section-15.4.5), and what lets another website read it.
HEADERS_OF_304 = {
    "cache-control", "etag", "expires", "content-location", "date",
    "access-control-allow-origin", "access-control-expose-headers",
}  # fmt: skip


class PageCache:
    """A WSGI application before another. It keeps answers that say `Cache-Control: public`, set no cookie and vary on
    nothing, and gives them again, or a 304, after one question: is the paper still as it was?"""

    def __init__(self, application):
        self.application = application
        self.states = PaperStates()

    def __call__(self, environ, start_response):
        with deadlines.of(environ):
            return self.answer(environ, start_response)

    def answer(self, environ, start_response):
        started = time.perf_counter()
        state = self.states.current() if may_be_kept(environ) else None
        if state is None:
            return self.application(environ, start_response)
        key = address(environ)
        page = kept(state, key)
        if page is None:
            with state.making(key):
                page = kept(state, key)
                if page is None:
                    return self.make(environ, start_response, state, key)
        status, headers, body = page.answer_to(environ, started)
        start_response(status, headers)
        return [body]

    def from_memory(self, environ):
        """(status, headers, body) where this takes no waiting for anything: for an event loop. Otherwise None."""
        started = time.perf_counter()
        state = self.states.known() if may_be_kept(environ) else None
        page = state and kept(state, address(environ))
        return page and page.answer_to(environ, started)

    def make(self, environ, start_response, state, key):
        """Let the application answer, and keep its answer where it may be kept."""
        begun = []
        response = self.application(environ, lambda *answer: begun.append(answer) or start_response(*answer))
        status, headers, *_ = begun[-1]
        if environ["REQUEST_METHOD"] == "GET" and status.startswith("200") and is_for_everyone(headers):
            body = b"".join(response)
            response.close()
            if len(body) <= LARGEST_PAGE:
                keep(Page(status, headers, body), state, without_parameters(key) if reads_none(headers) else key)
            return [body]
        return response


class Page:
    def __init__(self, status, headers, body):
        self.status, self.body = status, body
        self.headers = [(name, value) for name, value in headers if name.lower() != "x-request-id"]
        self.etag = {name.lower(): value for name, value in headers}.get("etag")

    def answer_to(self, environ, started):
        """(status, headers, body) for this request, which is logged."""
        request_id = logs.request_id(environ.get("HTTP_X_REQUEST_ID", ""))
        status, headers, body = self.full_or_304(environ)
        logs.write(
            environ["REQUEST_METHOD"], environ["PATH_INFO"], status[:3], started, 1, request_id, address_in(environ)
        )
        return status, [*headers, ("X-Request-ID", request_id)], body

    def full_or_304(self, environ):
        known = environ.get("HTTP_IF_NONE_MATCH")
        if known and self.etag and is_among(self.etag, parse_etags(known)):
            repeated = [(name, value) for name, value in self.headers if name.lower() in HEADERS_OF_304]
            return "304 Not Modified", repeated, b""
        return self.status, self.headers, b"" if environ["REQUEST_METHOD"] == "HEAD" else self.body


def may_be_kept(environ):
    """Whoever is signed in reads past the cache: they may read from another server, and see at once what they saved."""
    return (
        environ["REQUEST_METHOD"] in ("GET", "HEAD")
        and environ["PATH_INFO"] not in health.ADDRESSES
        and settings.SESSION_COOKIE_NAME not in environ.get("HTTP_COOKIE", "")
        and "HTTP_AUTHORIZATION" not in environ
    )


def is_for_everyone(headers):
    values = {name.lower(): value for name, value in headers}
    return "public" in values.get("cache-control", "") and not values.keys() & {"set-cookie", "vary"}


def address(environ):
    """All that a page depends on which is the same for everybody; last what without_parameters() leaves out."""
    return (
        environ.get("HTTP_X_FORWARDED_PROTO"),
        environ["wsgi.url_scheme"],
        environ.get("HTTP_HOST"),
        environ["PATH_INFO"],
        environ.get("QUERY_STRING"),
    )


def without_parameters(key):
    """Where a page is kept that reads none of them."""
    return key[:-1]


def reads_none(headers):
    return ("No-Vary-Search", "params") in headers


def kept(state, key):
    return state.pages.get(key) or state.pages.get(without_parameters(key))


def keep(page, state, key):
    if replaced := state.pages.pop(key, None):
        state.bytes -= len(replaced.body)
    state.pages[key] = page
    state.bytes += len(page.body)
    while state.bytes > MOST_BYTES:
        # The page made first goes first: the busy ones come back at their next visit.
        state.bytes -= len(state.pages.pop(next(iter(state.pages))).body)


def is_among(etag, known):
    """Compared weakly: nginx weakens the tag of a page it compresses."""
    return "*" in known or etag.removeprefix("W/") in {each.removeprefix("W/") for each in known}
