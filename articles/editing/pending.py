"""A change of a public story that waits beside it to be signed off.

The article row stays what readers see. `Article.pending` is the revision that will replace it; `Revision.base_version`
is the public version it was made from. Sign-offs are given for that revision, and every later edit of it voids them.
"""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import Action, Article, Revision

from . import snapshots
from .actors import Actor, Forbidden, record
from .snapshots import keep, keep_current, keep_new


def waits(article: Article, actor: Actor) -> bool:
    """Whether what the actor changes in the article has to be signed off before readers see it."""
    return article.is_public and not actor.may("amend_public_article")


def seen_version(article: Article, actor: Actor) -> int:
    """The number of the version that the actor edits: the pending one where there is one and their change waits."""
    return article.pending.version if waits(article, actor) and article.pending else article.version


def pending_revision(article: Article) -> Revision:
    """The pending version of an article that has one."""
    if article.pending is None:
        raise ValueError("The article has no pending version.")
    return article.pending


def propose(article: Article, changes: dict, actor: Actor, why: str = "") -> Revision | None:
    """Keep `changes` (fields of a snapshot) as the article's pending version, on top of the one there is.

    Returns the pending version; None where nothing differs from the public text any more. To be called with the
    article locked and the row as readers see it.
    """
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
    return _let_wait(article, proposed, before.base_version if before else article.version, actor, why)


def propose_text(article: Article, text: dict, actor: Actor, why: str = "") -> bool:
    """Propose `text`, a whole snapshot made from the version the actor sees; whether anything new waits then."""
    before = article.pending_id
    seen = article.pending or keep_current(article)
    if changes := snapshots.changed(seen.snapshot, text):
        propose(article, changes, actor, why)
    return article.pending_id not in (None, before)


def _refuse_a_future_date(public, proposed):
    moment = proposed["publish_at"]
    if moment != public["publish_at"] and datetime.fromisoformat(moment) > timezone.now():
        raise Forbidden(
            _("A date in the future takes this story off the site. Only those who may withdraw stories set it.")
        )


def apply(article: Article, actor: Actor, why: str = "") -> None:
    """Make the pending version, which has its last sign-off, what readers see."""
    revision = pending_revision(article)
    keep_current(article)
    article.signoffs.exclude(revision=revision).void()
    article.pending = None
    article.imported = revision.snapshot.get("imported", article.imported)
    snapshots.put_back(article, revision.snapshot)
    keep_new(article, actor, why)
    record(actor, Action.APPLIED, article, why)


def drop(article: Article, actor: Actor, why: str = "") -> None:
    """Let the pending version go; its text stays in the history."""
    pending_revision(article).signoffs.void()
    _point_to(article, None)
    record(actor, Action.DISCARDED, article, why)


def rebase(article: Article, actor: Actor) -> Revision | None:
    """Make the pending version one of the present public version: what only that one changed is taken over."""
    pending, public = pending_revision(article), keep_current(article)
    base = article.revisions.get(version=pending.base_version or 0).snapshot
    theirs = {name: value for name, value in public.snapshot.items() if pending.snapshot[name] == base[name] != value}
    pending.signoffs.void()
    rebased = pending.snapshot | theirs
    if not snapshots.changed(public.snapshot, rebased):
        drop(article, actor, _("The text is again the public one."))
        return None
    why = _("Brought up to the public version %(number)s.") % {"number": article.version}
    return _let_wait(article, rebased, article.version, actor, why)


def is_stale(article: Article) -> bool:
    """Whether the public version has moved on since the pending one was made, or another story of its step has."""
    return pending_revision(article).base_version != article.version or _others_moved_on(article)


def step_of(revision: Revision) -> dict | None:
    """The step over several stories that waits in a pending version, as `Rearrangement` wrote it; None where there is
    none."""
    return revision.snapshot.get("step")


def _others_moved_on(article):
    if (step := step_of(pending_revision(article))) is None:
        return False
    seen = {other["article"]: other["version"] for other in step["others"]}
    # A change of its own that waits beside the other story has to be decided on first.
    now = Article.objects.filter(pk__in=seen, pending=None).values_list("pk", "version")
    return dict(now) != seen


def as_seen(article: Article, actor: Actor) -> Article:
    """The article as the actor edits it: with the text of the pending version where there is one and their change
    waits. The object is for looking at, not to be saved."""
    if waits(article, actor) and article.pending:
        snapshots.fill(article, article.pending.snapshot)
    return article


def _let_wait(article, snapshot, base_version, actor, why) -> Revision:
    revision = keep(article, snapshot, actor, why, version=article.next_version, base_version=base_version)
    _point_to(article, revision)
    record(actor, Action.PROPOSED, article, why)
    return revision


def _point_to(article, revision):
    # Not by save(): to readers, feeds and the API nothing has changed.
    article.pending = revision
    article.pending_version = revision.version if revision else article.pending_version
    Article.objects.filter(pk=article.pk).update(pending=revision, pending_version=article.pending_version)
