"""One issue, imported in one transaction."""

from django.db import transaction
from django.utils.translation import gettext

from articles.editing import Actor, record
from articles.models import Action, Article, Issue, Page
from articles.parsing import ParsedPage, as_dict, parse_page

from .composing import PageText, compose
from .report import IssueReport, Outcome
from .sources import IssueSource
from .stories import save_stories


def import_issue(
    source: IssueSource, *, dry_run: bool = False, draft: bool = False, by: Actor | None = None
) -> IssueReport:
    """Import one issue in the name of `by` (None: of whoever runs the command): all of it or nothing.

    The issue's stories are composed anew from all its pages held so far, so pages may come in any order and in any
    number of runs. New stories are approved, for a printed page has been signed off: readers see them from the paper's
    day on. With `draft`, for a page sent before it is printed, they wait for review. A story held already keeps its
    status either way. With `dry_run` everything is worked out and nothing stays.
    """
    by = by or Actor.command()
    status = Article.Status.DRAFT if draft else Article.Status.APPROVED
    with transaction.atomic():
        issue = _save_issue(source)
        pages = _save_pages(issue, source)
        stories = compose(PageText(page.number, page.order, parsed) for page, parsed in pages)
        saved = save_stories(issue, {page.number: page for page, _ in pages}, stories, by, status)
        if any(story.outcome != Outcome.UNCHANGED for story in saved):
            record(by, Action.IMPORTED, issue, "、".join(page.number for page in source.pages))
        transaction.set_rollback(dry_run)
    return IssueReport(source.date, saved, sum(len(page.residue) for page, _ in pages))


def understood(text: str) -> dict:
    """How one page's text is understood, as `parse_page --json` prints it; nothing is written."""
    return as_dict(parse_page(text), translate=gettext)


def _save_issue(source):
    issue, _created = Issue.objects.select_for_update().get_or_create(date=source.date)
    if source.number and source.number != issue.number:
        issue.number = source.number
        issue.save()
    return issue


def _save_pages(issue, source) -> list[tuple[Page, ParsedPage]]:
    """All pages of the issue, those of `source` brought up to its text, each with what it says."""
    given = {page.number: page for page in source.pages}
    held = {page.number: page for page in issue.pages.all()}
    for number in given.keys() - held.keys():
        held[number] = Page(issue=issue, number=number, order=given[number].order)
    return [(page, _save_page(page, given.get(number))) for number, page in held.items()]


def _save_page(page, given):
    before = (page.pk, page.name, page.source_digest, page.residue)
    if given:
        page.name = given.name or page.name
        page.source_name, page.source_text, page.source_digest = given.file_name, given.text, given.digest
    parsed = parse_page(page.source_text)
    page.residue = [{"line": piece.line, "kind": piece.kind, "text": piece.text} for piece in parsed.residue]
    if before != (page.pk, page.name, page.source_digest, page.residue) or page.pk is None:
        page.save()
    return parsed
