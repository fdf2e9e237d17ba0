"""The newspaper's name and imprint for every template."""

from django.conf import settings


def masthead(request):
    return {"newspaper": settings.NEWSPAPER}
