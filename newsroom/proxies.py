"""From where a request came, when proxies of our own stand before the server."""

from django.conf import settings


def client_address(request):
    return address_in(request.META)


def address_in(environ):
    """The address that the outermost of our proxies saw. What stands before it in X-Forwarded-For, the visitor has
    written himself, and without proxies of our own all of it."""
    seen = environ.get("HTTP_X_FORWARDED_FOR", "").split(",")
    if settings.PROXIES and len(seen) >= settings.PROXIES and (address := seen[-settings.PROXIES].strip()):
        return address
    # A request made by a program of our own, such as a test that signs somebody in, comes from nowhere.
    return environ.get("REMOTE_ADDR")
