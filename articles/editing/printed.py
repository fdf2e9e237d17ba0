"""Dates of issues, numbers and names of pages: what readers know a printed paper by."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.models import Action, Article, FormerAddress, Issue, Page, Placement

from .actors import Actor, Forbidden
from .changes import begin, locked
from .log import record
from .names import changed_fields, why_not_rename


@transaction.atomic
def change_issue(issue: Issue, actor: Actor) -> int:
    """Save an issue whose fields were changed. Its stories and addresses follow its date; how many stories did.

    Raises Forbidden where readers see the issue and the actor may not change what they see.
    """
    before = Issue.objects.select_for_update().get(pk=issue.pk)
    changes = changed_fields(before, issue, ("date", "number"))
    _require_right(before, actor, changes)
    pages = list(before.pages.for_navigation())
    issue.save()
    moved = 0
    if issue.date != before.date:
        _remember(before.get_absolute_url(), issue=issue)
        for page in pages:
            _remember(page.get_absolute_url(), page=page)
        stories = Article.objects.filter(placements__page__issue=issue, date=before.date).distinct()
        moved = _move_stories(stories, issue.date - before.date, actor)
    _record(issue, actor, changes, moved)
    return moved


@transaction.atomic
def change_page(page: Page, actor: Actor) -> int:
    """Save a page whose fields were changed. Where it went to another issue, the stories that begin on it take that
    issue's date; how many did. Raises Forbidden as change_issue() does."""
    before = Page.objects.select_related("issue").select_for_update(of=("self",)).get(pk=page.pk)
    changes = changed_fields(before, page, ("issue", "number", "name"))
    _require_right(before, actor, changes)
    page.save()
    if (before.issue_id, before.number) != (page.issue_id, page.number):
        _remember(before.get_absolute_url(), page=page)
    moved = 0
    if page.issue.date != before.issue.date:
        moved = _move_stories(_beginning_on(page, before.issue.date), page.issue.date - before.issue.date, actor)
    _record(page, actor, changes, moved)
    return moved


def _require_right(row, actor, changes):
    if changes and (reason := why_not_rename(row, actor)):
        raise Forbidden(reason)


def _remember(path, **row):
    FormerAddress.objects.remember(path, **row)


def _beginning_on(page, day):
    """The stories of this date that begin on the page. One that only goes on here stays with its first part."""
    stories = Article.objects.filter(placements__page=page, date=day).distinct()
    begun = [pk for pk in stories.values_list("pk", flat=True) if _first_page(pk) == page.pk]
    return Article.objects.filter(pk__in=begun)


def _first_page(article):
    # By the order of pages alone: the page at hand stands in its new issue already.
    placements = Placement.objects.filter(article=article).order_by("page__order", "order", "pk")
    return placements.values_list("page", flat=True).first()


def _move_stories(stories, distance: timedelta, actor) -> int:
    """Shift the stories' date, and the time of those that readers have never seen."""
    why = _("The date of the paper was changed")
    keys = list(stories.order_by("pk").values_list("pk", flat=True))
    for pk in keys:
        article = locked(pk)
        change = begin(article)
        article.date += distance
        if not _was_public(article):
            article.publish_at += distance
        article.save()
        change.finish(actor, why)
    return len(keys)


def _was_public(article):
    return article.is_public or article.withdrawn_at is not None


def _record(row, actor, changes, moved):
    if changes:
        stories = ngettext("%(number)d story moved along", "%(number)d stories moved along", moved)
        detail = [*changes, stories % {"number": moved}] if moved else changes
        record(actor, Action.CHANGED, row, _("; ").join(detail))
