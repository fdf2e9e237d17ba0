"""Template tags of the editors' desk."""

from django import template
from django.conf import settings

from articles.admin.front import front

register = template.Library()


@register.simple_tag(takes_context=True)
def desk_front(context):
    return front(context["request"])


@register.simple_tag
def largest_form():
    """The largest form, in bytes, that the server reads."""
    return settings.DATA_UPLOAD_MAX_MEMORY_SIZE
