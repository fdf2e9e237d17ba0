"""Small coloured words in the lists. The word says it all; the colour only helps to find it."""

from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from articles.models import Stage

from .base import name_of


def state_badge(article):
    if article.is_scheduled:
        return _badge("scheduled", pgettext("story", "scheduled"))
    if article.is_public:
        return _badge("public", pgettext("story", "published"))
    return _badge(article.status, article.get_status_display())


def review_badge(article):
    """How far the story has come, and who signed for it: of `article.standing_signoffs`, so that a list asks once."""
    if article.status != article.Status.DRAFT and not article.pending_id:
        return state_badge(article)
    signed = {signoff.stage: signoff for signoff in article.standing_signoffs}
    waiting = next((stage for stage in Stage.required() if stage not in signed), None)
    badge = _badge("draft", _("waiting for %(stage)s") % {"stage": waiting.label}) if waiting else state_badge(article)
    names = format_html_join(
        "", " <small>{} {}</small>", ((s.get_stage_display(), name_of(s.user)) for s in signed.values())
    )
    if article.pending_id:
        badge = format_html("{} {} {}", state_badge(article), _badge("pending", _("change waits")), badge)
    return badge + names


def doubt_badge(row):
    """The number in `row.open_problems`; nothing for none, so that what needs an eye stands out."""
    return _badge("doubt", row.open_problems) if row.open_problems else ""


def _badge(kind, text):
    return format_html('<span class="desk-badge desk-{}">{}</span>', kind, text)
