"""Decorators of views: caching and related headers."""

from functools import wraps

from django.http import Http404, QueryDict
from django.urls import reverse
from django.utils.cache import get_conditional_response, set_response_etag
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from articles.address_lookup import Moved
from articles.site.errors import page_not_found

# Seconds for which caches show a page without revalidation, and then while they revalidate it
# (https://www.rfc-editor.org/rfc/rfc5861). A change shows everywhere within the sum of the two.
FRESH, STALE = 30, 30
CACHE_FOUND = f"public, max-age={FRESH}, stale-while-revalidate={STALE}"
# Shared caches keep a 404 too, or they would go on showing what was there before. Browsers revalidate it at once, so
# readers find a story as soon as it is published.
CACHE_MISSING = f"public, max-age=0, s-maxage={FRESH}"


def publicly_cached(view):
    """A page that is the same for all readers: GET and HEAD only, and any cache may store it."""

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
        if hasattr(response, "render"):
            response.render()
        # Last-Modified would not change if a story is withdrawn.
        response.headers.pop("Last-Modified", None)
        set_response_etag(response)
        return get_conditional_response(request, etag=response.get("ETag"), response=response)

    return cached


def without_parameters(view):
    """A page that ignores parameters, such as WeChat's ?from=…; caches may ignore them too
    (https://datatracker.ietf.org/doc/draft-ietf-httpbis-no-vary-search/)."""

    @wraps(view)
    def wrapper(request, *args, **kwargs):
        request.GET = QueryDict()
        response = view(request, *args, **kwargs)
        response["No-Vary-Search"] = "params"
        return response

    return wrapper


def unlisted(view):
    """A page for those who have its address: never cached, indexed, or sent in a Referer header."""

    @require_safe
    @cache_control(private=True, no_store=True)
    @wraps(view)
    def wrapper(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        response["Referrer-Policy"] = "no-referrer"
        return response

    return wrapper


def with_alternates(response, *alternates):
    """Link to the same content for programs (https://www.rfc-editor.org/rfc/rfc8288). Each alternate is the name and
    arguments of an address, its media type and its title."""
    response["Link"] = ", ".join(
        f'<{reverse(name, args=arguments)}>; rel="alternate"; type="{media_type}"; title="{title}"'
        for name, arguments, media_type, title in alternates
    )
    return response
