"""Small coloured words in the lists. The word says it all; the colour only helps to find it."""

from django.utils.html import format_html
from django.utils.translation import pgettext


def state_badge(article):
    if article.is_scheduled:
        return _badge("scheduled", pgettext("story", "scheduled"))
    if article.is_public:
        return _badge("public", pgettext("story", "published"))
    return _badge(article.status, article.get_status_display())


def doubt_badge(row):
    """The number in `row.open_problems`; nothing for none, so that what needs an eye stands out."""
    return _badge("doubt", row.open_problems) if row.open_problems else ""


def _badge(kind, text):
    return format_html('<span class="desk-badge desk-{}">{}</span>', kind, text)
