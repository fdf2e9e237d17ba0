"""The newspaper's name, imprint and sections for every template."""

from django.conf import settings

from articles.models import Section


def masthead(request):
    # The sections are asked for only where a template shows them: the admin pays nothing.
    return {"newspaper": settings.NEWSPAPER, "public_sections": Section.objects.public()}
