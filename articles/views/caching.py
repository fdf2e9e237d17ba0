"""What every public page has in common on its way out."""

from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe

SECONDS = 60  # as long as a withdrawn story may go on being shown by a cache between us and the reader


def for_everyone(view):
    """A page that is the same for every reader: it is only read, and any cache on its way may keep it."""
    return require_safe(cache_control(public=True, max_age=SECONDS)(conditional_page(view)))
