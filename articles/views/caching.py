"""What every public page has in common on its way out."""

from functools import wraps

from django.http import Http404
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe

from articles.views.errors import page_not_found

# A change shows everywhere within the sum of the two: any cache between us and the reader shows a page for so many
# seconds without asking, and for so many more while it asks (https://www.rfc-editor.org/rfc/rfc5861).
FRESH, STALE = 30, 30


def for_everyone(view):
    """A page that is the same for every reader: it is only read, and any cache on its way may keep it."""

    @wraps(view)
    def answered(request, *args, **kwargs):
        try:
            return view(request, *args, **kwargs)
        except Http404 as missing:
            # To be kept like any answer, or a cache would go on showing the page that was there before.
            return page_not_found(request, missing)

    kept = cache_control(public=True, max_age=FRESH, stale_while_revalidate=STALE)
    return require_safe(kept(conditional_page(answered)))


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
