"""The client's address behind our own proxies."""

from django.conf import settings


def client_address(request):
    return address_in(request.META)


def address_in(environ):
    """The address that the outermost of our proxies saw. Anything before it in X-Forwarded-For may be forged."""
    seen = environ.get("HTTP_X_FORWARDED_FOR", "").split(",")
    if settings.PROXIES and len(seen) >= settings.PROXIES and (address := seen[-settings.PROXIES].strip()):
        return address
    # A request made by our own code, such as a test, has no address.
    return environ.get("REMOTE_ADDR")
