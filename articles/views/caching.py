"""What every public page has in common on its way out."""

from functools import wraps

from django.http import Http404, QueryDict
from django.utils.cache import get_conditional_response, set_response_etag
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from articles.standing import Moved
from articles.views.errors import page_not_found

# A change shows everywhere within the sum of the two: any cache between us and the reader shows a page for so many
# seconds without asking, and for so many more while it asks (https://www.rfc-editor.org/rfc/rfc5861).
FRESH, STALE = 30, 30
PRESENT = f"public, max-age={FRESH}, stale-while-revalidate={STALE}"
# What is not there is said to shared caches, or they would go on showing what was there before; a reader's own device
# asks again at once, and so finds a story as soon as it is published.
ABSENT = f"public, max-age=0, s-maxage={FRESH}"


def for_everyone(view):
    """A page that is the same for every reader: it is only read, and any cache on its way may keep it."""

    @wraps(view)
    def answered(request, *args, **kwargs):
        try:
            response = view(request, *args, **kwargs)
        except Moved as moved:
            response = moved.redirect(request)
        except Http404 as missing:
            response = page_not_found(request, missing)
            response["Cache-Control"] = ABSENT
            return response
        response["Cache-Control"] = PRESENT
        if request.method != "GET":
            return response
        set_response_etag(response)
        return get_conditional_response(request, etag=response.get("ETag"), response=response)

    return require_safe(answered)


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


def for_its_bearer(view):
    """A page for whoever holds its address and for nobody else: no cache keeps it, no search engine lists it, and no
    site it leads to learns of it."""

    @wraps(view)
    def unlisted(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        response["Referrer-Policy"] = "no-referrer"
        return response

    return require_safe(cache_control(private=True, no_store=True)(unlisted))
