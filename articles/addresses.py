"""The path of a page. Django's reverse() takes longer than many a query, and a page is full of links."""

from functools import lru_cache

from django.urls import reverse


@lru_cache(maxsize=20_000)
def address(name, *arguments):
    return reverse(name, args=arguments)
