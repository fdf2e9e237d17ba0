"""Decorators for what all public pages have in common on their way out."""

from functools import wraps

from django.http import Http404, QueryDict
from django.utils.cache import get_conditional_response, set_response_etag
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from articles.address_lookup import Moved
from articles.site.errors import page_not_found

# A change shows everywhere within the sum of the two: any cache between us and the reader shows a page for so many
# seconds without asking, and for so many more while it asks (https://www.rfc-editor.org/rfc/rfc5861).
FRESH, STALE = 30, 30
CACHE_FOUND = f"public, max-age={FRESH}, stale-while-revalidate={STALE}"
# Shared caches are told that a page is missing, or they would go on showing what was there before. A reader's own
# device asks again at once, and so finds a story as soon as it is published.
CACHE_MISSING = f"public, max-age=0, s-maxage={FRESH}"


def publicly_cached(view):
    """A page that is the same for every reader: it is only read, and any cache on its way may keep it."""

    @require_safe
    @wraps(view)
    def cached(request, *args, **kwargs):
        try:
            response = view(request, *args, **kwargs)
        except Moved as moved:
            response = moved.redirect(request)
        except Http404 as missing:
            response = page_not_found(request, missing)
            response["Cache-Control"] = CACHE_MISSING
            return response
        response["Cache-Control"] = CACHE_FOUND
        return revalidated(request, response) if request.method == "GET" else response

    return cached


def revalidated(request, response):
    """The response with an ETag, or 304. A date of the last change would not tell of a withdrawn story."""
    if hasattr(response, "render"):
        response.render()
    response.headers.pop("Last-Modified", None)
    set_response_etag(response)
    return get_conditional_response(request, etag=response.get("ETag"), response=response)


def without_parameters(view):
    """A page that is the same whatever stands behind its path: WeChat puts ?from=… behind whatever it passes on. The
    view sees no parameters, and caches are told that none matter
    (https://datatracker.ietf.org/doc/draft-ietf-httpbis-no-vary-search/)."""

    @wraps(view)
    def answered(request, *args, **kwargs):
        request.GET = QueryDict()
        response = view(request, *args, **kwargs)
        response["No-Vary-Search"] = "params"
        return response

    return answered


def unlisted(view):
    """A page for whoever has its address: no cache keeps it, no search engine lists it, and no site it links to learns
    of it."""

    @require_safe
    @cache_control(private=True, no_store=True)
    @wraps(view)
    def answered(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        response["Referrer-Policy"] = "no-referrer"
        return response

    return answered
