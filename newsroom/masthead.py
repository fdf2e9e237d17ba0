"""Context processor of readers' templates: the newspaper's name and imprint, its sections, and the root of its URLs."""

from django.conf import settings

from articles.addresses import root
from articles.models import Section


def masthead(request):
    return {"newspaper": settings.NEWSPAPER, "public_sections": Section.objects.public(), "root": root(request)}
