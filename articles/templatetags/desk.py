"""What only the editors' desk says."""

from django import template

from articles.admin.front import front

register = template.Library()


@register.simple_tag(takes_context=True)
def desk_front(context):
    """All that the desk's first page shows."""
    return front(context["request"])
