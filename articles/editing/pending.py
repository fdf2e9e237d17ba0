"""Pending versions: changes of public stories that must be signed off before readers see them.

The article row stays what readers see. `Article.pending` is the revision that will replace it, made from the public
version `Revision.base_version`. Sign-offs belong to that revision; editing it voids them."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import Action, Article, Revision

from . import snapshots
from .actors import Actor, Forbidden, record
from .pictures import mark_used
from .sections import settle_section_doubt
from .snapshots import keep, keep_current, keep_new


def waits(article: Article, actor: Actor) -> bool:
    """Whether the actor's changes must be signed off before readers see them."""
    return article.is_public and not actor.may("amend_public_article")


def seen_version(article: Article, actor: Actor) -> int:
    """The number of the version that the actor edits: pending or public."""
    return article.pending.version if waits(article, actor) and article.pending else article.version


def pending_revision(article: Article) -> Revision:
    if article.pending is None:
        raise ValueError("The article has no pending version.")
    return article.pending


def propose(article: Article, changes: dict, actor: Actor, why: str = "") -> Revision | None:
    """Make `changes` (fields of a snapshot) the pending version, on top of the existing one if any. Returns it, or None
    if nothing differs from the public text any more. The article must be locked and unmodified."""
    public, before = keep_current(article), article.pending
    proposed = (before or public).snapshot | changes
    _refuse_a_future_date(public.snapshot, proposed)
    if before and proposed == before.snapshot:
        return before
    if not snapshots.changed(public.snapshot, proposed):
        if before:
            drop(article, actor, _("The text is again the public one."))
        return None
    if before and before.signoffs.void():
        record(actor, Action.VOIDED, article)
    return _set_pending(article, proposed, before.base_version if before else article.version, actor, why)


def propose_text(article: Article, text: dict, actor: Actor, why: str = "") -> bool:
    """Propose a whole snapshot based on the version the actor sees; returns whether a new pending version was made."""
    before = article.pending_id
    seen = article.pending or keep_current(article)
    if changes := snapshots.changed(seen.snapshot, text):
        propose(article, changes, actor, why)
    if changes.get("section"):
        settle_section_doubt(article, actor)
    return article.pending_id not in (None, before)


def _refuse_a_future_date(public, proposed):
    moment = proposed["publish_at"]
    if moment != public["publish_at"] and datetime.fromisoformat(moment) > timezone.now():
        raise Forbidden(
            _("A date in the future takes this story off the site. Only those who may withdraw stories set it.")
        )


def apply(article: Article, actor: Actor, why: str = "") -> None:
    """Publish the pending version, which has its last sign-off."""
    revision = pending_revision(article)
    keep_current(article)
    article.signoffs.exclude(revision=revision).void()
    article.pending = None
    article.imported = revision.snapshot.get("imported", article.imported)
    snapshots.put_back(article, revision.snapshot)
    keep_new(article, actor, why)
    record(actor, Action.APPLIED, article, why)


def drop(article: Article, actor: Actor, why: str = "") -> None:
    """Discard the pending version; its text stays in the history."""
    pending_revision(article).signoffs.void()
    _point_to(article, None)
    record(actor, Action.DISCARDED, article, why)


def rebase(article: Article, actor: Actor) -> Revision | None:
    """Base the pending version on the current public one, taking over the fields that only the latter changed. Returns
    the new pending version, or None if nothing differs any more."""
    pending, public = pending_revision(article), keep_current(article)
    base = article.revisions.get(version=pending.base_version or 0).snapshot
    before, ours = snapshots.upgraded(base), snapshots.upgraded(pending.snapshot)
    theirs = {name: value for name, value in public.snapshot.items() if before.get(name) == ours.get(name) != value}
    pending.signoffs.void()
    rebased = pending.snapshot | theirs
    if not snapshots.changed(public.snapshot, rebased):
        drop(article, actor, _("The text is again the public one."))
        return None
    why = _("Brought up to the public version %(number)s.") % {"number": article.version}
    return _set_pending(article, rebased, article.version, actor, why)


def is_stale(article: Article) -> bool:
    """Whether the public version, or another story of its step, has changed since the pending one was made."""
    return pending_revision(article).base_version != article.version or _others_moved_on(article)


def step_of(revision: Revision) -> dict | None:
    """The step over several stories that a pending version holds, as Rearrangement wrote it, or None."""
    return revision.snapshot.get("step")


def _others_moved_on(article):
    if (step := step_of(pending_revision(article))) is None:
        return False
    seen = {other["article"]: other["version"] for other in step["others"]}
    # A story with a pending version of its own counts as changed: that one must be decided first.
    now = Article.objects.filter(pk__in=seen, pending=None).values_list("pk", "version")
    return dict(now) != seen


def as_seen(article: Article, actor: Actor) -> Article:
    """The article with the text that the actor edits, pending or public. Not to be saved."""
    if waits(article, actor) and article.pending:
        snapshots.fill(article, article.pending.snapshot)
    return article


def _set_pending(article, snapshot, base_version, actor, why) -> Revision:
    revision = keep(article, snapshot, actor, why, version=article.next_version, base_version=base_version)
    mark_used(revision.snapshot.get("pictures", []))
    _point_to(article, revision)
    record(actor, Action.PROPOSED, article, why)
    return revision


def _point_to(article, revision):
    # Not with save(): for readers, feeds and the API nothing has changed.
    article.pending = revision
    article.pending_version = revision.version if revision else article.pending_version
    Article.objects.filter(pk=article.pk).update(pending=revision, pending_version=article.pending_version)
