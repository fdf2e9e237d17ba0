"""Template tags of the editors' desk."""

from django import template
from django.conf import settings

from articles.admin.base import name_of
from articles.admin.front import front
from articles.admin.uploads import file_address
from articles.pictures.reading import MOST_BYTES

register = template.Library()
register.filter(name_of)


@register.simple_tag(takes_context=True)
def desk_front(context):
    return front(context["request"])


@register.simple_tag
def picture_address(picture, width):
    return file_address(picture, width)


@register.simple_tag
def largest_picture():
    """The largest file of a picture, in bytes."""
    return MOST_BYTES


@register.simple_tag
def largest_form():
    """The largest form, in bytes, that the server reads."""
    return settings.DATA_UPLOAD_MAX_MEMORY_SIZE
