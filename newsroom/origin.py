import re

from django.core.exceptions import ImproperlyConfigured

ORIGIN = re.compile(r"(https?://(?:[a-z0-9.-]+|\[[0-9a-f:.]+\])(?::[0-9]{1,5})?)/?", re.IGNORECASE)


def origin(url):
    """`https://paper.example`, without a trailing slash; empty if no URL is set."""
    if not url:
        return ""
    match = ORIGIN.fullmatch(url)
    if match is None:
        raise ImproperlyConfigured(f"NEWSROOM_URL is {url!r}; it must be an address such as https://paper.example.")
    return match[1].lower()
