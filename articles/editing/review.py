"""三审三校: the sign-offs a story needs, in order and by different people, and the way back to draft.

Chinese publishing rules ask for three reviews; settings.REVIEW_STAGES says how many this newspaper has.
"""

from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from articles.models import Action, Article, SignOff, Stage

from .actors import Actor, Refused, require
from .changes import keep_current, keep_new, locked, why_not_change
from .log import record


class StageState(NamedTuple):
    stage: Stage
    signoff: SignOff | None


def approval(article) -> list[StageState]:
    """Each stage this newspaper asks for, with the sign-off that stands for it."""
    standing = {signoff.stage: signoff for signoff in article.signoffs.standing().select_related("user")}
    return [StageState(stage, standing.get(stage)) for stage in Stage.required()]


def next_stage(article) -> Stage | None:
    """The stage the article waits for; None where none is open."""
    if article.status != Article.Status.DRAFT:
        return None
    return next((state.stage for state in approval(article) if state.signoff is None), None)


def may_change(article, by: Actor) -> bool:
    return not why_not_change(article, by)


def why_not_sign(article, by: Actor) -> str:
    """Why the actor may not sign the article's next stage, as a sentence; empty where it is allowed."""
    stage = next_stage(article)
    if stage is None:
        return _("This story waits for no sign-off.")
    if not by.may(f"sign_{stage.value}"):
        return _("Your role does not sign off in %(stage)s.") % {"stage": stage.label}
    if by.user is None or article.signoffs.standing().filter(user=by.user).exists():
        return _("You have signed this story already; the next stage is another person’s.")
    return ""


@transaction.atomic
def sign_off(pk, by: Actor, version=None) -> SignOff:
    """Sign the article's next stage; with the last one it is approved, and public once its time is reached."""
    article = locked(pk, version)
    if reason := why_not_sign(article, by):
        raise Refused(reason)
    stage = next_stage(article)
    signoff = SignOff.objects.create(article=article, revision=keep_current(article), stage=stage, user=by.user)
    record(by, Action.SIGNED, article, stage.label)
    if stage == Stage.required()[-1]:
        article.status, article.withdrawn_at, article.withdrawal_notice = Article.Status.APPROVED, None, ""
        article.save()
        keep_new(article, by, stage.label)
    return signoff


@transaction.atomic
def reopen(pk, by: Actor, version=None, why="") -> Article:
    """Put an article that is not public yet back to draft; its sign-offs are void."""
    article = locked(pk, version)
    require(by, "change_any_article")
    if article.is_public:
        raise Refused(_("Readers can see this story; withdraw it, so that they find a notice in its place."))
    if article.status != Article.Status.APPROVED and not article.signoffs.standing().exists():
        raise Refused(_("This story is a draft already."))
    keep_current(article)
    article.signoffs.void()
    article.status = Article.Status.DRAFT
    article.save()
    keep_new(article, by, why)
    record(by, Action.REOPENED, article, why)
    return article
