from django.conf import settings


def client_address(request):
    return address_in(request.META)


def address_in(environ):
    """The client's address, as the outermost of our proxies saw it; earlier ones in X-Forwarded-For may be forged."""
    forwarded = environ.get("HTTP_X_FORWARDED_FOR", "").split(",")
    if settings.PROXIES and len(forwarded) >= settings.PROXIES and (address := forwarded[-settings.PROXIES].strip()):
        return address
    # None for requests made by code, such as tests.
    return environ.get("REMOTE_ADDR")
