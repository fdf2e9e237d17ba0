"""The path of a page. Django's reverse() takes longer than many a query, and a page is full of links."""

from functools import lru_cache

from django.conf import settings
from django.urls import reverse


@lru_cache(maxsize=20_000)
def address(name, *arguments):
    return reverse(name, args=arguments)


def root(request):
    """What makes a full address of a path: the paper's own origin, or the one this request was sent to."""
    return settings.NEWSROOM_URL or f"{request.scheme}://{request.get_host()}"


def absolute(request, path):
    return root(request) + path
