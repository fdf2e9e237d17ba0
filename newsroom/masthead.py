"""The newspaper's name, imprint and sections for every template of its readers, and the root of its full addresses."""

from django.conf import settings

from articles.addresses import root
from articles.models import Section


def masthead(request):
    return {"newspaper": settings.NEWSPAPER, "public_sections": Section.objects.public(), "root": root(request)}
