"""三审三校: the sign-offs a story needs, in order and by different people.

Chinese publishing rules require three reviews; settings.REVIEW_STAGES is this newspaper's number."""

from typing import NamedTuple

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from articles.models import Action, Article, Placement, Problem, SignOff, Stage

from . import pending, pending_steps
from .actors import Actor, Refused, Stale, record, require
from .changes import locked, set_status, why_not_change
from .snapshots import keep_current

MODEL_BACKEND = "django.contrib.auth.backends.ModelBackend"


class StageState(NamedTuple):
    stage: Stage
    signoff: SignOff | None


def approval(article) -> list[StageState]:
    """Each required stage with its valid sign-off, if any, of the pending version or else the story."""
    standing = {signoff.stage: signoff for signoff in article.signoffs.under_review().select_related("user")}
    return [StageState(stage, standing.get(stage)) for stage in Stage.required()]


def next_stage(article) -> Stage | None:
    """The stage that the pending version, or else the draft, waits for; None if there is none."""
    if article.status != Article.Status.DRAFT and not article.pending_id:
        return None
    return next((state.stage for state in approval(article) if state.signoff is None), None)


def may_change(article, actor: Actor) -> bool:
    return not why_not_change(article, actor)


def why_not_sign(article, actor: Actor) -> str:
    stage = next_stage(article)
    if stage is None:
        return _("This story is not waiting for a sign-off.")
    if not actor.may(f"sign_{stage.value}"):
        return _("Your role does not sign off in %(stage)s.") % {"stage": stage.label}
    if actor.user is None or article.signoffs.under_review().filter(user=actor.user).exists():
        return _("You have already signed this story; somebody else must sign the next stage.")
    if stage == Stage.required()[0] and is_author(article, actor) and not settings.AUTHOR_MAY_SIGN:
        return _("You wrote this text; somebody else must give the first review.")
    if article.pending_id and pending.is_stale(article):
        if pending.step_of(article.pending):
            return pending_steps.why_stale()
        return _("The public version has changed since. Compare the two and bring the pending one up to date first.")
    return ""


def signers_of(stage: Stage):
    """The people whose role signs this stage."""
    return User.objects.with_perm(stage.permission, backend=MODEL_BACKEND).filter(is_staff=True)


def without_signer(stage: Stage):
    """The stories that wait for this stage and that nobody may sign: all who sign it wrote them or signed before. Those
    printed already are left out, which are signed with their page."""
    printed = Placement.objects.filter(article=OuterRef("pk"), page__reviewed_in_print=True)
    with_page = Q(Exists(printed), status=Article.Status.DRAFT, origin=Article.Origin.IMPORTED)
    waiting = Article.objects.waiting_for(stage).exclude(with_page)
    # One more than can have written or signed a story: then somebody is left.
    some = list(signers_of(stage)[: len(Stage.required()) + 1])
    if len(some) > len(Stage.required()):
        return waiting.none()
    for signer in some:
        waiting = waiting.exclude(pk__in=Article.objects.signable_by(signer).order_by().values("pk"))
    return waiting


def review_queue(stories, actor: Actor):
    """Stories in doubt or next to be signed by the actor, latest issue first, without those the actor has signed."""
    signed = SignOff.objects.under_review().filter(user=actor.user, article=OuterRef("pk"))
    in_doubt = Problem.objects.open().filter(article=OuterRef("pk"))
    signable = Article.objects.signable_by(actor.user)
    mine = Q(Exists(in_doubt)) & ~Q(Exists(signed))
    for stage in Stage.required():
        if actor.may(f"sign_{stage.value}"):
            mine |= Q(pk__in=signable.waiting_for(stage).order_by().values("pk"))
    return stories.filter(mine).exclude(status__in=Article.GONE).newest_first()


def is_author(article, actor: Actor) -> bool:
    """Whether the actor wrote what is under review: the pending version, or else the story."""
    author = article.pending.user_id if article.pending_id else article.created_by_id
    return author is not None and author == actor.user_id


@transaction.atomic
def sign_off(pk, actor: Actor, version=None) -> SignOff:
    """Sign the next stage of the pending version, or else of the article; `version` is the number of either. The last
    stage publishes the pending version, or approves the draft, which is public from its time on."""
    article = locked(pk)
    under_review = article.pending or keep_current(article)
    if version is not None and version != under_review.version:
        raise Stale(article, under_review.version)
    stage, reason = next_stage(article), why_not_sign(article, actor)
    if reason or stage is None or actor.user is None:
        raise Refused(reason)
    signoff = SignOff.objects.create(article=article, revision=under_review, stage=stage, user=actor.user)
    record(actor, Action.SIGNED, article, stage.label)
    if stage == Stage.required()[-1]:
        _publish(article, actor, stage)
    return signoff


def _publish(article, actor, stage):
    if article.pending and pending.step_of(article.pending):
        return pending_steps.apply(article, actor, stage.label)
    if article.pending:
        return pending.apply(article, actor, stage.label)
    return set_status(article, Article.Status.APPROVED, actor, stage.label)


@transaction.atomic
def discard(pk, actor: Actor, version=None, why="") -> Article:
    article = _with_pending(pk, version)
    if article.pending.user_id != actor.user_id:
        require(actor, "change_any_article")
    pending.drop(article, actor, why)
    return article


@transaction.atomic
def rebase(pk, actor: Actor, version=None) -> Article:
    """Base the pending version on the current public one; `version` is the pending one's number."""
    article = _with_pending(pk, version)
    if reason := why_not_change(article, actor):
        raise Refused(reason)
    if pending.step_of(article.pending):
        raise Refused(_("A step over several stories is not brought up to date. Discard it and make it again."))
    if not pending.is_stale(article):
        raise Refused(_("The pending version is made from the present public one already."))
    pending.rebase(article, actor)
    return article


def _with_pending(pk, version):
    article = locked(pk)
    if article.pending is None:
        raise Refused(_("No change of this story waits for review."))
    if version is not None and version != article.pending.version:
        raise Stale(article, article.pending.version)
    return article


def may_return(article, actor: Actor) -> bool:
    """Whether the story goes back to a colleague who wrote it."""
    handed_in = article.status == Article.Status.DRAFT or article.is_scheduled
    by_colleague = article.created_by_id is not None and article.created_by_id != actor.user_id
    return handed_in and by_colleague and article.origin == Article.Origin.WRITTEN


@transaction.atomic
def reopen(pk, actor: Actor, version=None, why="") -> Article:
    """Void the sign-offs of an article that is not public, and put it back to draft; if a colleague wrote it, back to
    that writer, who needs a reason."""
    article = locked(pk, version)
    require(actor, "change_any_article")
    if article.is_public:
        raise Refused(_("Readers can see this story; withdraw it, so that they find a notice in its place."))
    returns = may_return(article, actor)
    if not returns and article.status != Article.Status.APPROVED and not article.signoffs.standing().exists():
        raise Refused(_("This story is a draft already."))
    if returns and not why:
        raise Refused(_("Say what is to be changed, so that the writer knows."))
    article.signoffs.void()
    set_status(article, Article.Status.WRITING if returns else Article.Status.DRAFT, actor, why)
    record(actor, Action.REOPENED, article, why)
    return article
