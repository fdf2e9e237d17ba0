"""A story's review as its page shows it: the stages, who signed, what whoever looks may do, what saving costs."""

from datetime import datetime
from typing import NamedTuple

from django.utils.translation import gettext as _

from articles import editing
from articles.characters import beginning
from articles.editing import Actor
from articles.models import Article, Stage
from articles.models.articles import TITLE_LENGTH

from .base import name_of


class WaitingVersion(NamedTuple):
    """A change of a public story that waits for its sign-offs, as the story's page tells of it."""

    version: int
    public_version: int
    is_mine: bool
    who: str
    at: datetime
    why: str
    others: list[Article]
    """The other stories of a step over several."""
    parts: list[str]
    """The titles of the stories that a split will make."""
    is_stale: bool
    may_discard: bool
    may_rebase: bool


def waiting_version(article, by: Actor) -> WaitingVersion | None:
    revision = article.pending
    if revision is None:
        return None
    mine = revision.user == by.user
    stale = editing.is_stale(article)
    return WaitingVersion(
        version=revision.version,
        public_version=article.version,
        is_mine=mine,
        who=name_of(revision.user),
        at=revision.at,
        why=revision.why,
        others=_others(revision),
        parts=[part["headline"] or beginning(part["body"], TITLE_LENGTH) for part in _step(revision).get("parts", [])],
        is_stale=stale,
        may_discard=mine or by.may("change_any_article"),
        may_rebase=stale and not _step(revision) and editing.may_change(article, by),
    )


def _step(revision):
    return editing.step_of(revision) or {}


def _others(revision):
    keys = [other["article"] for other in _step(revision).get("others", [])]
    return list(Article.objects.filter(pk__in=keys))


class Review(NamedTuple):
    stages: list[editing.StageState]
    next: Stage | None
    why_not_sign: str
    """Why whoever looks may not sign the next stage; empty where they may."""
    may_reopen: bool
    may_withdraw: bool
    may_restore: bool


def review_of(article, by: Actor) -> Review:
    status, states = article.status, editing.approval(article)
    signed = any(state.signoff for state in states)
    pending = (status == Article.Status.DRAFT and signed) or article.is_scheduled
    return Review(
        stages=states,
        next=editing.next_stage(article),
        why_not_sign=editing.why_not_sign(article, by),
        may_reopen=pending and by.may("change_any_article"),
        may_withdraw=status == Article.Status.APPROVED and by.may("withdraw_article"),
        may_restore=status == Article.Status.WITHDRAWN and by.may("withdraw_article"),
    )


def what_saving_costs(article, by: Actor) -> str:
    """What becomes of the sign-offs, and of readers' sight, when a changed text is saved; empty where nothing does."""
    if article.is_public and by.may("amend_public_article"):
        return _(
            "Readers see this story. What you change they see at once, and it stands in your name. A time of "
            "publication in the future takes it off the site until then."
        )
    if article.is_public and article.pending_id:
        return _("Readers see version %(number)s. What you change waits with the rest of the pending version.") % {
            "number": article.version
        }
    if article.is_public:
        return _("Readers see this story. What you change waits for review; until then they see the present version.")
    if article.is_scheduled:
        return _("This story is signed off. A changed text puts it back to draft, to be signed off anew.")
    if article.status == Article.Status.WITHDRAWN:
        return _("This story is withdrawn. A changed text puts it back to draft, to be signed off anew.")
    signoffs = [state.signoff for state in editing.approval(article) if state.signoff]
    signed = [f"{signoff.get_stage_display()} {name_of(signoff.user)}" for signoff in signoffs]
    if signed:
        return _("A changed text voids the sign-offs there are: %(signed)s.") % {"signed": _(", ").join(signed)}
    return ""
