"""What every public page has in common on its way out."""

from functools import wraps

from django.http import Http404
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe

from articles.views.errors import page_not_found

# A change shows everywhere within the sum of the two: any cache between us and the reader shows a page for so many
# seconds without asking, and for so many more while it asks (https://www.rfc-editor.org/rfc/rfc5861).
FRESH, STALE = 30, 30
# What is not there is said to shared caches, or they would go on showing what was there before; a reader's own device
# asks again at once, and so finds a story as soon as it is published.
ABSENT = f"public, max-age=0, s-maxage={FRESH}"


def for_everyone(view):
    """A page that is the same for every reader: it is only read, and any cache on its way may keep it."""

    kept = cache_control(public=True, max_age=FRESH, stale_while_revalidate=STALE)(conditional_page(view))

    @wraps(view)
    def answered(request, *args, **kwargs):
        try:
            return kept(request, *args, **kwargs)
        except Http404 as missing:
            response = page_not_found(request, missing)
            response["Cache-Control"] = ABSENT
            return response

    return require_safe(answered)


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
