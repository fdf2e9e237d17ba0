"""Drafts: submitting what was written, spiking (不用) what will not be printed, bringing it back; notes on stories."""

from django.db import transaction
from django.utils.translation import gettext as _

from articles.models import Action, Article, Note

from .actors import Actor, Refused, record
from .changes import locked, set_status, why_not_by_role, why_not_change
from .sections import doubt_missing_section
from .withdrawal import was_ever_public


def why_not_submit(article, actor: Actor) -> str:
    if reason := why_not_change(article, actor):
        return reason
    return "" if article.status == Article.Status.WRITING else _("This story was submitted already.")


@transaction.atomic
def submit(pk, actor: Actor, version=None) -> Article:
    """Submit a story that is being written. It then waits for the first review."""
    article = locked(pk, version)
    if reason := why_not_submit(article, actor):
        raise Refused(reason)
    set_status(article, Article.Status.DRAFT, actor)
    doubt_missing_section(article)
    record(actor, Action.SUBMITTED, article)
    return article


def why_not_spike(article, actor: Actor) -> str:
    if was_ever_public(article):
        return _("Readers have seen this story; withdraw it, so that they find a notice in its place.")
    if reason := why_not_change(article, actor):
        return reason
    if article.status not in (Article.Status.WRITING, Article.Status.DRAFT):
        return _("This story is signed off. Put it back to draft first.")
    return ""


@transaction.atomic
def spike(pk, actor: Actor, version=None, why="") -> Article:
    """Take a draft out of all queues. Its sign-offs are void."""
    article = locked(pk, version)
    if reason := why_not_spike(article, actor):
        raise Refused(reason)
    article.signoffs.void()
    set_status(article, Article.Status.SPIKED, actor, why)
    record(actor, Action.SPIKED, article, why)
    return article


@transaction.atomic
def unspike(pk, actor: Actor, version=None) -> Article:
    """Bring a spiked story back: one written at the desk to its writer, an imported one to the review."""
    article = locked(pk, version)
    if article.status != Article.Status.SPIKED:
        raise Refused(_("This story was not spiked."))
    if reason := why_not_by_role(article, actor):
        raise Refused(reason)
    is_written = article.origin == Article.Origin.WRITTEN
    set_status(article, Article.Status.WRITING if is_written else Article.Status.DRAFT, actor)
    record(actor, Action.UNSPIKED, article)
    return article


def leave_note(article, actor: Actor, text: str) -> Note:
    """Leave a note on a story that the actor can see."""
    if not text:
        raise Refused(_("Write the note first."))
    return Note.objects.create(article=article, user=actor.user, text=text)
