"""The newspaper's name, imprint and sections for every template of its readers, and the root of its full addresses."""

from django.conf import settings
from django.utils.functional import SimpleLazyObject

from articles.addresses import root
from articles.models import Section
from articles.remembering import remembered


def masthead(request):
    # The sections are asked for only where a template shows them: the admin pays nothing.
    sections = SimpleLazyObject(lambda: remembered(request, "sections", lambda: list(Section.objects.public())))
    return {"newspaper": settings.NEWSPAPER, "public_sections": sections, "root": root(request)}
