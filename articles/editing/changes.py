"""Changing a story: lock it, keep a revision, void its sign-offs, log it."""

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import Action, Article, LatestChange, Revision, SignOff, Stage
from articles.text.characters import beginning

from . import pending, snapshots
from .actors import Actor, Forbidden, Refused, Stale, record, require
from .pending import step_of
from .sections import doubt_missing_section, settle_section_doubt
from .snapshots import keep, keep_current, keep_new, put_back


@dataclass(slots=True)
class Change:
    """An article being changed. After finish() at most one of the last four fields is set."""

    article: Article
    before: dict
    was_public: bool
    savepoint: str
    onto_pending: bool = False
    voided: int = 0  # the number of sign-offs voided
    reopened: bool = False  # the story is a draft again
    amended: bool = False  # the story stayed public, signed by the actor
    hidden: bool = False  # the story left the site, because its time is now in the future
    waiting: Revision | None = None  # the pending version that holds the change; the article row is unchanged

    def finish(self, actor: Actor, why: str = "", action: str = Action.CHANGED) -> None:
        """Keep what changed, if anything, as a revision; or, if it must be signed off first, as the pending version. In
        that case everything written since begin() is rolled back."""
        after = snapshots.take(self.article)
        changes = snapshots.changed(self.before, after)
        if changes and not self.waits(actor):
            transaction.savepoint_commit(self.savepoint)
            self._write(after, changes, actor, why, action)
        elif changes or self.onto_pending:
            self._propose(changes, actor, why)
        else:
            transaction.savepoint_commit(self.savepoint)
        if changes.get("section"):
            settle_section_doubt(self.article, actor)

    def waits(self, actor):
        return self.was_public and not actor.may("amend_public_article")

    def _propose(self, changes, actor, why):
        article, imported = self.article, self.article.imported
        transaction.savepoint_rollback(self.savepoint)
        transaction.savepoint_commit(self.savepoint)
        article.refresh_from_db()
        if article.pending and not self.onto_pending:
            # An import changed the public text; fields already edited in the pending version are kept.
            edited = snapshots.changed(self.before, article.pending.snapshot)
            changes = {name: value for name, value in changes.items() if name not in edited}
        if imported != article.imported:
            changes["imported"] = imported
        self.waiting = pending.propose(article, changes, actor, why) if changes else article.pending

    def _write(self, after, changes, actor, why, action):
        article = self.article
        self._require_rights(actor)
        if snapshots.differ_in_text(self.before, after):
            self._void_signoffs(actor)
            after["status"] = article.status
        if self.was_public and not article.is_public:
            self._take_off_the_site(actor)
        if article.revisions.filter(version=article.version).exists():
            # Only the byline changed, so saving its rows has not raised the article's version.
            article.save()
        detail = beginning(_("; ").join(filter(None, [str(why), *_moves(self.before, changes)])), 200)
        revision = keep(article, after, actor, detail)
        if self.amended and actor.user:
            SignOff.objects.create(article=article, revision=revision, stage=Stage.FINAL, user=actor.user)
        record(actor, Action.WITHDRAWN if self.hidden else action, article, detail)
        if self.reopened or self.voided:
            record(actor, Action.VOIDED, article)

    def _require_rights(self, actor):
        article, before = self.article, datetime.fromisoformat(self.before["publish_at"])
        if article.status != Article.Status.APPROVED:
            return
        if self.before["status"] != article.status:
            # Undoing a step publishes the story again.
            require(actor, "amend_public_article")
        elif reason := why_not_at(self.was_public, before, article.publish_at, actor):
            raise Forbidden(reason)

    def _void_signoffs(self, actor):
        article = self.article
        self.voided = article.signoffs.exclude(revision=article.pending_id).void()
        if article.status not in (Article.Status.APPROVED, Article.Status.WITHDRAWN):
            return
        if self.was_public:
            self.amended = True
        elif self.voided or not actor.reviewed_in_print:
            self.reopened = True
            # `withdrawn_at` stays until the story is approved again.
            article.status = Article.Status.DRAFT
            Article.objects.filter(pk=article.pk).update(status=article.status)
            LatestChange.objects.write(article)

    def _take_off_the_site(self, actor):
        article = self.article
        if article.pending:
            pending.drop(article, actor, _("The story left the site."))
        if article.status == Article.Status.APPROVED:
            self.hidden, self.amended = True, False
            article.withdrawn_at = timezone.now()
            article.withdrawal_notice = _("This story is not public for the time being.")
            article.save()


def why_not_at(is_public: bool, before: datetime, after: datetime, actor: Actor) -> str:
    """Why the actor may not set this time: hiding or publishing a story by its time needs the permission to do so."""
    if is_public and after > max(before, timezone.now()) and not actor.may("withdraw_article"):
        return _("A date in the future takes this story off the site. Only those who may withdraw stories set it.")
    if not is_public and after < before.replace(microsecond=0) and not actor.may("amend_public_article"):
        return _("This story is signed off for a later time. Only the chief editor publishes it earlier.")
    return ""


def set_status(article: Article, status: Article.Status, actor: Actor, why: str = "") -> None:
    """Set the status, as a new version. If that makes the story public, its withdrawal notice is removed."""
    keep_current(article)
    article.status = status
    if article.is_public:
        article.withdrawn_at, article.withdrawal_notice = None, ""
    article.save()
    keep_new(article, actor, why)


def _moves(before, changes):
    """Changes of date, time and section, for the log."""
    return [
        f"{label} {old or '–'} → {new or '–'}"
        for name, label, old, new in snapshots.differing(before, before | changes)
        if name in ("section", "date", "publish_at")
    ]


def begin(article: Article, actor: Actor | None = None) -> Change:
    """Start a change of a freshly read article, in a transaction; save the article, then call finish().

    With `actor`, a change that belongs on top of the pending version starts from that version's text."""
    keep_current(article)
    # Not the revision's snapshot: an older release may have written it, without today's fields.
    before = snapshots.take(article)
    change = Change(article, before, article.is_public, transaction.savepoint())
    if actor and pending.waits(article, actor) and article.pending:
        snapshots.put_back(article, article.pending.snapshot)
        change.before, change.onto_pending = snapshots.take(article), True
    return change


@contextmanager
def changing(pk, actor: Actor, *, version=None, why="", action=Action.CHANGED):
    """Yield a Change whose `article` is locked until the end. Raises Refused, or Stale if `version` is outdated."""
    with transaction.atomic():
        article = locked(pk, version, actor)
        if reason := why_not_change(article, actor):
            raise Refused(reason)
        change = begin(article, actor)
        yield change
        change.finish(actor, why, action)


def locked(pk, version=None, actor: Actor | None = None) -> Article:
    """The article, locked until the transaction ends. Raises Stale if `version`, as the actor saw it, is outdated."""
    article = Article.objects.select_for_update(of=("self",)).get(pk=pk)
    current = pending.seen_version(article, actor) if actor else article.version
    if version is not None and current != version:
        raise Stale(article, current)
    return article


def why_not_change(article, actor: Actor) -> str:
    if article.status == Article.Status.MERGED:
        return _("This story was merged into another; change that one.")
    if article.status == Article.Status.SPIKED:
        return _("This story was spiked; bring it back first.")
    if reason := why_not_by_role(article, actor):
        return reason
    is_open = article.status in (Article.Status.WRITING, Article.Status.DRAFT)
    if actor.may("change_any_article"):
        return ""
    if article.status in (Article.Status.APPROVED, Article.Status.WITHDRAWN):
        return _("This story has passed its reviews; ask an editor to change it.")
    if not is_open or article.signoffs.standing().exists():
        return _("This story is under review; ask the editor to put it back to you.")
    return ""


def why_not_by_role(article, actor: Actor) -> str:
    if actor.may("change_any_article") or (actor.may("change_article") and article.created_by_id == actor.user_id):
        return ""
    return _("Your role lets you change only the stories you began yourself.")


def begin_draft(article: Article, actor: Actor) -> None:
    """Save a new story, in a transaction; call keep_draft() once its byline is saved. May raise Forbidden."""
    require(actor, "add_article")
    article.created_by = actor.user
    article.save()


def keep_draft(article: Article, actor: Actor, why="") -> Revision:
    revision = keep_new(article, actor, why)
    if article.status != Article.Status.WRITING:
        doubt_missing_section(article)
    record(actor, Action.CREATED, article)
    return revision


def restore_revision(revision, actor, version=None) -> Change:
    if step_of(revision):
        raise Refused(_("This version belongs to a step over several stories. Make the step again instead."))
    why = _("Back to version %(number)s.") % {"number": revision.version}
    with changing(revision.article_id, actor, version=version, why=why) as change:
        put_back(change.article, revision.snapshot)
    return change
