"""Preview links, with which somebody without an account reads an unpublished story."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.models import Action, Article, Preview

from .actors import Actor, Refused, record, require


@transaction.atomic
def make_preview(actor: Actor, article: Article) -> Preview:
    """A link that shows the current text, valid for settings.PREVIEW_DAYS days."""
    require(actor, "change_article")
    if not article.may_be_previewed:
        raise Refused(_("Only a story that is not published yet has a preview."))
    until = timezone.now() + timedelta(days=settings.PREVIEW_DAYS)
    preview = Preview.objects.create(article=article, user=actor.user, until=until)
    record(actor, Action.PREVIEWED, article, _("preview link {number}").format(number=preview.pk))
    return preview


@transaction.atomic
def revoke_previews(actor: Actor, article: Article, number: int | None = None) -> int:
    """Revoke the story's preview link with that number, or all; returns how many were valid."""
    require(actor, "change_article")
    previews = article.previews.live()
    if number is not None:
        previews = previews.filter(pk=number)
    numbers = list(previews.values_list("pk", flat=True))
    if previews.revoke():
        sentence = ngettext("preview link {numbers}", "preview links {numbers}", len(numbers))
        record(actor, Action.REVOKED, article, sentence.format(numbers=_(", ").join(map(str, sorted(numbers)))))
    return len(numbers)
