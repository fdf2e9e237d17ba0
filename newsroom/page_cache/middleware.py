import time

from django.conf import settings
from django.utils.http import parse_etags

from newsroom import deadlines, health, logs
from newsroom.page_cache import compression
from newsroom.page_cache.compression import is_compressible, is_public, weak
from newsroom.page_cache.data_version import DataVersions
from newsroom.proxies import address_in

MAX_BYTES = 32 * 2**20  # in each process
MAX_PAGE_BYTES = 2**20
# What a 304 repeats (https://www.rfc-editor.org/rfc/rfc9110#section-15.4.5), and what lets another website read it.
HEADERS_OF_304 = {
    "cache-control", "etag", "expires", "content-location", "date", "vary",
    "access-control-allow-origin", "access-control-expose-headers",
}  # fmt: skip


class PageCache:
    """WSGI middleware that caches rendered pages in memory.

    It caches responses that say `Cache-Control: public`, set no cookie and have no Vary header, and serves them, or a
    304, after one query: has the database changed? A cached page is compressed once. Other public texts, such as those
    of the API, which vary by language, are compressed for each request.
    """

    def __init__(self, application):
        self.application = application
        self.versions = DataVersions()

    def __call__(self, environ, start_response):
        with deadlines.of(environ):
            return self.respond(environ, start_response)

    def respond(self, environ, start_response):
        started = time.perf_counter()
        version = self.versions.current() if may_be_cached(environ) else None
        if version is None:
            return self.application(environ, start_response)
        key = cache_key(environ)
        page = cached(version, key)
        if page is None:
            with version.rendering(key):
                page = cached(version, key)
                if page is None:
                    return self.render(environ, start_response, version, key)
        status, headers, body = page.response(environ, started)
        start_response(status, headers)
        return [body]

    def from_memory(self, environ):
        """(status, headers, body) of a cached page, without waiting for anything, or None. For an event loop."""
        started = time.perf_counter()
        version = self.versions.without_waiting() if may_be_cached(environ) else None
        page = version and cached(version, cache_key(environ))
        return page and page.response(environ, started)

    def render(self, environ, start_response, version, key):
        starts = []
        response = self.application(environ, lambda *start: starts.append(start))
        status, headers, *_ = starts[-1]
        values = {name.lower(): value for name, value in headers}
        may_be_kept = status.startswith("200") and is_public(values) and "vary" not in values
        if not may_be_kept and not is_compressible(values):
            start_response(status, etag_as_known(headers, environ) if status.startswith("304") else headers)
            return response
        page = Page(status, headers, b"".join(response))
        response.close()
        if may_be_kept and len(page.body) <= MAX_PAGE_BYTES:
            page.compress()
            ignores_query = ("No-Vary-Search", "params") in headers
            store(page, version, without_query(key) if ignores_query else key)
        status, headers, body = page.full(environ)
        start_response(status, [*headers, ("X-Request-ID", values["x-request-id"])])
        return [body]


class Page:
    def __init__(self, status, headers, body):
        values = {name.lower(): value for name, value in headers}
        self.status, self.body = status, body
        self.headers = [(name, value) for name, value in headers if name.lower() != "x-request-id"]
        self.etag = values.get("etag")
        self.is_compressible = is_compressible(values) and len(body) >= compression.MIN_BYTES
        self.compressed = {}

    @property
    def bytes(self):
        return len(self.body) + sum(map(len, self.compressed.values()))

    def compress(self):
        """Compress it once, for all later requests."""
        if self.is_compressible:
            self.compressed = {coding: compress(self.body) for coding, compress in compression.CODINGS.items()}

    def response(self, environ, started):
        """(status, headers, body) for this request, which is logged."""
        request_id = logs.request_id(environ.get("HTTP_X_REQUEST_ID", ""))
        status, headers, body = self.full_or_304(environ)
        method, path, client = environ["REQUEST_METHOD"], environ["PATH_INFO"], address_in(environ)
        logs.log_request(method, path, status[:3], started, 1, request_id, client)
        return status, [*headers, ("X-Request-ID", request_id)], body

    def full_or_304(self, environ):
        known = environ.get("HTTP_IF_NONE_MATCH")
        status, headers, body = self.full(environ)
        if known and self.etag and matches(self.etag, parse_etags(known)):
            repeated = [(name, value) for name, value in headers if name.lower() in HEADERS_OF_304]
            return "304 Not Modified", repeated, b""
        return status, headers, body

    def full(self, environ):
        # Without the header every client understands the answer. nginx asks so, keeps one copy and compresses it.
        accepted = environ.get("HTTP_ACCEPT_ENCODING")
        headers, body = self.in_coding(compression.best_coding(accepted)) if accepted else (self.headers, self.body)
        return self.status, headers, b"" if environ["REQUEST_METHOD"] == "HEAD" else body

    def in_coding(self, coding):
        if not self.is_compressible:
            return self.headers, self.body
        body = self.body
        if coding:
            body = self.compressed.get(coding) or compression.CODINGS[coding](body)
        return compression.headers_for(coding, self.headers, len(body)), body


def may_be_cached(environ):
    """Signed-in users bypass the cache: they may read from another server, and see at once what they saved."""
    return (
        environ["REQUEST_METHOD"] in ("GET", "HEAD")
        and environ["PATH_INFO"] not in health.ADDRESSES
        and settings.SESSION_COOKIE_NAME not in environ.get("HTTP_COOKIE", "")
        and "HTTP_AUTHORIZATION" not in environ
    )


def cache_key(environ):
    """Everything that a public page may depend on; the query string last, for without_query()."""
    return (
        environ.get("HTTP_X_FORWARDED_PROTO"),
        environ["wsgi.url_scheme"],
        environ.get("HTTP_HOST"),
        environ["PATH_INFO"],
        environ.get("QUERY_STRING"),
    )


def without_query(key):
    return key[:-1]


def cached(version, key):
    return version.pages.get(key) or version.pages.get(without_query(key))


def store(page, version, key):
    if replaced := version.pages.pop(key, None):
        version.bytes -= replaced.bytes
    version.pages[key] = page
    version.bytes += page.bytes
    while version.bytes > MAX_BYTES:
        # The oldest page goes first; a busy one is back at its next request.
        version.bytes -= version.pages.pop(next(iter(version.pages))).bytes


def matches(etag, known):
    """Weak comparison: nginx weakens the ETag of a page that it compresses."""
    return "*" in known or etag.removeprefix("W/") in {each.removeprefix("W/") for each in known}


def etag_as_known(headers, environ):
    """The headers of a 304, whose ETag is weak if the client has the weak one, which came with a compressed body."""
    known = parse_etags(environ.get("HTTP_IF_NONE_MATCH", ""))
    return [(name, weak(value) if name == "ETag" and weak(value) in known else value) for name, value in headers]
