"""Withdrawing, restoring and correcting public stories, and which were ever public: those are never deleted."""

from datetime import datetime
from itertools import pairwise

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from articles.models import Action, Article, Correction
from articles.text.characters import as_line

from .actors import Actor, Refused, record, require
from .changes import locked, set_status
from .pending import drop
from .snapshots import differ_in_text


@transaction.atomic
def withdraw(pk, actor: Actor, notice: str, version=None) -> Article:
    """Withdraw an approved article. If it was public, readers find the notice instead."""
    article = locked(pk, version)
    require(actor, "withdraw_article")
    if article.status != Article.Status.APPROVED:
        raise Refused(_("Only an approved story can be withdrawn."))
    notice = as_line(notice)
    if article.is_public and not notice:
        raise Refused(_("Write a notice that readers will find in the story’s place."))
    if article.pending:
        drop(article, actor, _("The story left the site."))
    if article.is_public:
        article.withdrawn_at, article.withdrawal_notice = timezone.now(), notice
    set_status(article, Article.Status.WITHDRAWN, actor, notice)
    record(actor, Action.WITHDRAWN, article, notice)
    return article


@transaction.atomic
def restore(pk, actor: Actor, version=None) -> Article:
    """Make a withdrawn article approved again. If its time is in the future, the notice stays until then."""
    article = locked(pk, version)
    require(actor, "withdraw_article")
    if article.status != Article.Status.WITHDRAWN:
        raise Refused(_("This story is not withdrawn."))
    set_status(article, Article.Status.APPROVED, actor)
    record(actor, Action.RESTORED, article)
    return article


def why_not_correct(article) -> str:
    if article.is_known:
        return ""
    return _("Readers have not seen this story yet. Correct its text instead of publishing a correction.")


@transaction.atomic
def publish_correction(correction: Correction, actor: Actor, version=None) -> None:
    """Publish a new correction by the actor. Raises Stale if the story's `version` is outdated."""
    require(actor, "add_correction")
    article = locked(correction.article_id, version)
    if reason := why_not_correct(article):
        raise Refused(reason)
    correction.created_by = actor.user
    correction.save()
    record(actor, Action.CORRECTED, article, f"{correction.get_kind_display()}：{correction.text}")


@transaction.atomic
def amend_correction(correction: Correction, actor: Actor) -> None:
    """Save a published correction that the actor has changed."""
    require(actor, "change_correction")
    correction.save()
    record(actor, Action.CHANGED, correction.article, f"{correction.get_kind_display()}：{correction.text}")


def was_ever_public(article: Article) -> bool:
    if article.is_known:
        return True
    kept = article.revisions.filter(base_version=None).order_by("version").values_list("at", "snapshot")
    ends = [*kept, (timezone.now(), None)]
    return any(_was_public(snapshot, until) for (_at, snapshot), (until, _next) in pairwise(ends))


def changed_in_public(article: Article) -> datetime | None:
    """When the text that readers saw last changed; None if it never did. Stories without revisions never did."""
    kept = article.revisions.filter(base_version=None).order_by("-version").values_list("at", "snapshot")
    for (at, after), (_at, before) in pairwise(kept.iterator(chunk_size=10)):
        if _was_public(before, at) and differ_in_text(before, after):
            return at
    return None


def _was_public(snapshot, until):
    approved = snapshot["status"] == Article.Status.APPROVED
    return approved and parse_datetime(snapshot["publish_at"]) <= until


def any_was_public(articles) -> bool:
    if articles.filter(Q(pk__in=Article.objects.public()) | Q(withdrawn_at__isnull=False)).exists():
        return True
    return any(was_ever_public(article) for article in articles.defer("body", "imported"))
