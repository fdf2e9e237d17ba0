"""整版签发: one final sign-off for all stories of a page that was reviewed in print.

The importer marks the page as printed; the chief editor looks at its stories and confirms."""

from hashlib import sha256
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from articles.models import Action, Article, AuditEntry, Page, Placement, Problem, SignOff, Stage

from . import imported
from .actors import Actor, Refused, record, require
from .changes import locked, set_status
from .snapshots import REVIEWED, keep_current


class StalePage(Refused):
    """The page or one of its stories has changed since the actor looked at it."""


class StoryOnPage(NamedTuple):
    article: Article
    why_not: str

    @property
    def doubts(self) -> list[Problem]:
        return [problem for problem in self.article.problems.all() if not problem.settled]


class PageReview(NamedTuple):
    """The drafts of a page for its signer; `state` changes when any of them does."""

    page: Page
    stories: list[StoryOnPage]
    why_not: str

    imported_by: AuditEntry | None

    @property
    def signable(self) -> list[Article]:
        return [story.article for story in self.stories if not story.why_not]

    @property
    def state(self) -> str:
        seen = [(story.article.pk, story.article.version, story.why_not) for story in self.stories]
        return sha256(repr(seen).encode()).hexdigest()[:32]


def review_page(page: Page, actor: Actor) -> PageReview:
    """What sign_page() would do. Raises Forbidden if the actor may not give the final sign-off."""
    require(actor, "sign_final")
    drafts = Article.objects.filter(placements__page=page, status=Article.Status.DRAFT).order_by("placements__order")
    drafts = drafts.with_bylines().with_placements().prefetch_related("problems")
    stories = [StoryOnPage(article, _why_not_with_page(article, actor)) for article in drafts]
    return PageReview(page, stories, _why_not_page(page, stories), _last_import(page))


def _why_not_page(page, stories):
    if not page.reviewed_in_print:
        return _("%(page)s was not imported as printed already; its stories take the usual reviews.") % {"page": page}
    if all(story.why_not for story in stories):
        return _("No story on %(page)s can be signed with the whole page.") % {"page": page}
    return ""


def _why_not_with_page(article, actor):
    unchanged = imported.untouched(article, imported.current(article))
    if article.origin != Article.Origin.IMPORTED or not unchanged.issuperset(REVIEWED):
        return _("It was written or changed at the desk after the import; it takes the usual reviews.")
    if not article.body.strip():
        return _("It has no text.")
    if article.withdrawn_at:
        return _("It was withdrawn before; it takes the usual reviews.")
    unprinted = [place.page.label for place in article.placements.all() if not place.page.reviewed_in_print]
    if unprinted:
        return _("Part of it is on %(pages)s, which was not imported as already printed.") % {
            "pages": _(", ").join(unprinted)
        }
    if article.signoffs.standing().filter(user=actor.user).exists():
        return _("You have already signed this story; somebody else must sign the next stage.")
    return ""


def _last_import(page):
    lines = AuditEntry.objects.filter(action=Action.IMPORTED, subject=str(page.issue)).select_related("user")
    return next((line for line in lines if page.number in line.detail.split("、")), None)


@transaction.atomic
def sign_page(pk, actor: Actor, state: str | None = None) -> PageReview:
    """Give the final sign-off to every imported draft of the page that was not changed since. Raises StalePage if
    `state`, of the PageReview that the actor saw, is outdated."""
    [review] = _locked_reviews([pk], actor)
    if refusal := _why_not_sign(review, state):
        raise refusal
    _sign(review, review.signable, actor)
    return review


@transaction.atomic
def sign_pages(states: dict[int, str], actor: Actor) -> list[PageReview | Refused]:
    """sign_page() for several pages, given by their keys and states; the refusal of one does not stop the others."""
    # All states are compared before the first signature, which changes the other pages of a story that jumps.
    reviews = _locked_reviews(states, actor)
    outcome = [_why_not_sign(review, states[review.page.pk]) or review for review in reviews]
    signed: set[int] = set()
    for review in outcome:
        if isinstance(review, PageReview):
            _sign(review, [article for article in review.signable if article.pk not in signed], actor)
            signed.update(article.pk for article in review.signable)
    return outcome


def _locked_reviews(keys, actor):
    pages = {pk: Page.objects.select_for_update(of=("self",)).select_related("issue").get(pk=pk) for pk in sorted(keys)}
    placed = Placement.objects.filter(page__in=pages).order_by("article_id").values_list("article_id", flat=True)
    for pk in placed.distinct():
        locked(pk)
    return [review_page(pages[pk], actor) for pk in keys]


def _why_not_sign(review, state) -> Refused | None:
    if review.why_not:
        return Refused(review.why_not)
    if state is not None and state != review.state:
        return StalePage(_("%(page)s was changed after you had looked at it. Look again.") % {"page": review.page})
    return None


def _sign(review, articles, actor):
    for article in articles:
        _sign_with_page(article, actor)
    # For the log, a story that was signed with an earlier page counts here too: the signature is for the whole page.
    number = len(review.signable)
    detail = ngettext("%(number)d story", "%(number)d stories", number) % {"number": number}
    record(actor, Action.SIGNED, review.page, detail)


def _sign_with_page(article, actor):
    why = pgettext("sign-off", "whole page")
    SignOff.objects.create(article=article, revision=keep_current(article), stage=Stage.FINAL, user=actor.user)
    set_status(article, Article.Status.APPROVED, actor, why)
    record(actor, Action.SIGNED, article, f"{Stage.FINAL.label} · {why}")
