"""Changing what readers see of a row: names of authors and sections, dates of issues, numbers and names of pages.

The functions raise Forbidden if readers see the row and the actor may not rename it."""

from collections.abc import Iterable
from datetime import timedelta

from django.db import models, transaction
from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.models import Action, Article, Author, FormerAddress, Issue, Page, Placement, Section

from .actors import Actor, Forbidden, record
from .changes import begin, locked


def why_not_rename(row, actor: Actor) -> str:
    if actor.may("amend_public_article") or not row.articles_showing_it().public().exists():
        return ""
    return _(
        "Readers see this already. Only those who may change public stories, such as the chief editor, can change it."
    )


@transaction.atomic
def change_name(row: Author | Section, actor: Actor) -> None:
    """Save a changed author or section; a section's old address redirects to the new one."""
    before = type(row).objects.select_for_update().get(pk=row.pk)
    changes = _changes(before, row, ("name", "note", "slug", "pen_name_of"), actor)
    row.save()
    if isinstance(row, Section) and row.get_absolute_url() != before.get_absolute_url():
        FormerAddress.objects.remember(before.get_absolute_url(), section=row)
    _record(row, actor, changes)


def known_authors(names: set[str]) -> dict[str, Author]:
    """The author for each name that has one: the one without a distinguishing note, else the oldest."""
    named = Author.objects.filter(name__in=names).select_related("merged_into").order_by("-note", "-pk")
    return {author.name: author.present for author in named}


def authors_for(names: set[str]) -> dict[str, Author]:
    """The author for each name, a new one if it has none."""
    known = known_authors(names)
    if missing := sorted(names - known.keys()):
        # Somebody else may be adding the same people; both then read the same rows.
        Author.objects.bulk_create((Author(name=name) for name in missing), ignore_conflicts=True)
        known |= known_authors(set(missing))
    return known


@transaction.atomic
def add_authors(names: set[str], actor: Actor) -> dict[str, Author]:
    """authors_for() what somebody typed: those that are new are logged."""
    known = known_authors(names)
    authors = authors_for(names)
    for name in sorted(names - known.keys()):
        record(actor, Action.CREATED, authors[name])
    return authors


@transaction.atomic
def merge_rows(stays: Author | Section, others: Iterable[Author | Section], actor: Actor) -> str:
    """Give `stays` the stories of the others, whose addresses redirect to it; returns the log's sentence."""
    return _joined(stays, others, actor, stays.absorb, _("Took over the stories of %(names)s."))


@transaction.atomic
def join_pen_names(stays: Author, others: Iterable[Author], actor: Actor) -> str:
    """Make the others pen names of `stays`: bylines keep them, readers come to `stays`; returns the log's sentence."""
    return _joined(stays, others, actor, stays.take_as_pen_names, _("Writes as %(names)s, too."))


def _joined(stays, others, actor, join, sentence):
    others = list(others)
    if reason := next(filter(None, (why_not_rename(other, actor) for other in others)), ""):
        raise Forbidden(reason)
    join(type(stays).objects.filter(pk__in=[other.pk for other in others]))
    detail = sentence % {"names": _(", ").join(map(str, others))}
    record(actor, Action.CHANGED, stays, detail)
    return detail


@transaction.atomic
def change_issue(issue: Issue, actor: Actor) -> int:
    """Save a changed issue and move its stories and addresses to its new date; returns the number of stories moved."""
    before = Issue.objects.select_for_update().get(pk=issue.pk)
    changes = _changes(before, issue, ("date", "number"), actor)
    pages = list(before.pages.for_navigation())
    issue.save()
    moved = 0
    if issue.date != before.date:
        FormerAddress.objects.remember(before.get_absolute_url(), issue=issue)
        for page in pages:
            FormerAddress.objects.remember(page.get_absolute_url(), page=page)
        stories = Article.objects.filter(placements__page__issue=issue, date=before.date).distinct()
        moved = _move_stories(stories, issue.date - before.date, actor)
    _record(issue, actor, changes, moved)
    return moved


@transaction.atomic
def change_page(page: Page, actor: Actor) -> int:
    """Save a changed page. If it moved to another issue, move the stories that begin on it; returns their number."""
    before = Page.objects.select_related("issue").select_for_update(of=("self",)).get(pk=page.pk)
    changes = _changes(before, page, ("issue", "number", "name"), actor)
    page.save()
    if (before.issue_id, before.number) != (page.issue_id, page.number):
        FormerAddress.objects.remember(before.get_absolute_url(), page=page)
    moved = 0
    if page.issue.date != before.issue.date:
        moved = _move_stories(_beginning_on(page, before.issue.date), page.issue.date - before.issue.date, actor)
    _record(page, actor, changes, moved)
    return moved


def _changes(before: models.Model, after: models.Model, names: Iterable[str], actor: Actor) -> list[str]:
    """The changes in the named fields, as “label old → new”; names that the model lacks are ignored."""
    fields = [field for field in before._meta.concrete_fields if field.name in names]
    changes = [
        f"{field.verbose_name} {_shown(before, field)} → {_shown(after, field)}"
        for field in fields
        if getattr(before, field.attname) != getattr(after, field.attname)
    ]
    if changes and (reason := why_not_rename(before, actor)):
        raise Forbidden(reason)
    return changes


def _shown(row, field):
    value = getattr(row, field.name)
    return "—" if value is None else value


def _record(row, actor, changes, moved=0):
    if moved:
        stories = ngettext("%(number)d story moved along", "%(number)d stories moved along", moved)
        changes = [*changes, stories % {"number": moved}]
    if changes:
        record(actor, Action.CHANGED, row, _("; ").join(changes))


def _beginning_on(page, day):
    """The stories of this date that begin on the page, not those continued on it."""
    # Ordered by page, not by issue: the page has been saved in its new issue.
    placements = Placement.objects.filter(article=OuterRef("pk")).order_by("page__order", "order", "pk")
    return Article.objects.alias(first_page=Subquery(placements.values("page")[:1])).filter(
        placements__page=page, date=day, first_page=page.pk
    )


def _move_stories(stories, distance: timedelta, actor: Actor) -> int:
    """Shift the date of stories, and the publication time of those never public."""
    why = _("The date of the paper was changed")
    keys = list(stories.order_by("pk").values_list("pk", flat=True))
    for pk in keys:
        article = locked(pk)
        change = begin(article)
        article.date += distance
        if not article.is_known:
            article.publish_at += distance
        article.save()
        change.finish(actor, why)
    return len(keys)
