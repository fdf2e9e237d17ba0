"""What only the editors' desk says."""

from django import template
from django.conf import settings

from articles.admin.front import front

register = template.Library()


@register.simple_tag(takes_context=True)
def desk_front(context):
    """All that the desk's first page shows."""
    return front(context["request"])


@register.simple_tag
def largest_form():
    """The bytes up to which the server reads a form."""
    return settings.DATA_UPLOAD_MAX_MEMORY_SIZE
