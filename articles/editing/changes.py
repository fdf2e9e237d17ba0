"""A change of a story from its beginning to its end: locked, kept as a revision, sign-offs voided, written down."""

from contextlib import contextmanager
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.characters import beginning
from articles.models import Action, Article, Origin, Revision, SignOff, Stage

from . import snapshots
from .actors import Actor, Refused, Stale
from .log import record


@dataclass(slots=True)
class Change:
    """An article being changed. After its end `voided` says how many sign-offs fell, `reopened` whether the story went
    back to draft for it, and `amended` whether it stayed public in the name of whoever changed it."""

    article: Article
    before: dict
    voided: int = 0
    reopened: bool = False
    amended: bool = False

    def finish(self, by: Actor, why: str = "", action: str = Action.CHANGED) -> None:
        """Keep what changed as a revision. Nothing is written where nothing changed."""
        article = self.article
        after = snapshots.take(article)
        if after == self.before:
            return
        if snapshots.differ_in_text(self.before, after):
            self._review_anew(by)
            after["status"] = article.status
        if article.revisions.filter(version=article.version).exists():
            # Only the byline changed, which stands in rows of its own.
            article.save()
        revision = _keep(article, after, by, why)
        if self.amended:
            SignOff.objects.create(article=article, revision=revision, stage=Stage.FINAL, user=by.user)
        record(by, action, article, why)
        if self.reopened or self.voided:
            record(by, Action.VOIDED, article)

    def _review_anew(self, by):
        """What was signed off is no longer what the story says."""
        article = self.article
        self.voided = article.signoffs.void()
        if article.status in (Article.Status.DRAFT, Article.Status.MERGED):
            return
        if by.transcribes and not self.voided:
            return
        self.amended = by.user is not None and article.is_public and by.may("amend_public_article")
        self.reopened = not self.amended
        if self.reopened:
            # A story withdrawn before keeps its marker until it is approved again.
            article.status = Article.Status.DRAFT
            Article.objects.filter(pk=article.pk).update(status=article.status)


def begin(article: Article) -> Change:
    """To be called in a transaction, before `article` (as the database has it) is changed; `finish()` ends it."""
    keep_current(article)
    # Not the kept revision's snapshot: an earlier version of the program may have taken it, without today's fields.
    return Change(article, snapshots.take(article))


@contextmanager
def changing(pk, by: Actor, *, version=None, why="", action=Action.CHANGED):
    """Change an article: yields a Change whose `article` is locked until the end.

    `version` is the one the actor has seen; another one raises Stale. Raises Refused where the actor may not change it.
    """
    with transaction.atomic():
        article = locked(pk, version)
        if reason := why_not_change(article, by):
            raise Refused(reason)
        change = begin(article)
        yield change
        change.finish(by, why, action)


def locked(pk, version=None) -> Article:
    """The article, for nobody else to change until the transaction ends."""
    article = Article.objects.select_for_update(of=("self",)).get(pk=pk)
    if version is not None and article.version != version:
        raise Stale(article)
    return article


def why_not_change(article, by: Actor) -> str:
    """Why the actor may not change the article, as a sentence; empty where it is allowed."""
    if article.status == Article.Status.MERGED:
        return _("This story was merged into another; change that one.")
    if by.may("change_any_article"):
        return ""
    if not by.may("change_article") or article.created_by_id != by.user.pk:
        return _("Your role lets you change only the stories you began yourself.")
    if article.status != Article.Status.DRAFT or article.signoffs.standing().exists():
        return _("This story is under review; ask the editor to put it back to you.")
    return ""


def keep_current(article) -> Revision:
    """The revision of the article as it stands. An import writes none until a story is changed for the first time:
    thirty years of archive would be stored twice."""
    held = Revision.objects.filter(article=article, version=article.version).first()
    if held:
        return held
    # Saved by no change of ours (an import, a first save): the row itself says all that is known of it.
    first = article.version == 1
    origin = Origin.COMMAND if article.origin == Article.Origin.IMPORTED else Origin.DESK
    return Revision.objects.create(
        article=article,
        version=article.version,
        at=article.created_at if first else article.updated_at,
        user=article.created_by if first else None,
        origin=origin,
        snapshot=snapshots.take(article),
    )


def keep_new(article, by: Actor, why="") -> Revision:
    """The revision of an article just made or moved to another status, in the actor's name."""
    return _keep(article, snapshots.take(article), by, why)


def _keep(article, snapshot, by, why):
    return Revision.objects.create(
        article=article,
        version=article.version,
        at=timezone.now(),
        user=by.user,
        origin=by.origin,
        why=beginning(why, 200),
        snapshot=snapshot,
    )
