"""The newspaper's name, imprint and sections for every template."""

from django.conf import settings
from django.utils.functional import SimpleLazyObject

from articles.models import Section
from articles.remembering import remembered


def masthead(request):
    # The sections are asked for only where a template shows them: the admin pays nothing.
    sections = SimpleLazyObject(lambda: remembered(request, "sections", lambda: list(Section.objects.public())))
    return {"newspaper": settings.NEWSPAPER, "public_sections": sections}
