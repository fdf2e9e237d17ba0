"""One issue, imported in one transaction."""

from contextlib import suppress
from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext

from articles.editing import Actor, Refused, record, sign_page
from articles.models import Action, Article, Issue, Page
from articles.parsing import ParsedPage, as_dict, parse_page

from .composing import PageText, compose
from .folios import warnings
from .report import IssueReport, Outcome
from .sources import IssueSource
from .stories import save_stories


def import_issue(
    source: IssueSource, *, dry_run: bool = False, draft: bool = False, actor: Actor | None = None
) -> IssueReport:
    """Import one issue in the name of `actor` (None: the command line): all of it or nothing.

    The stories are composed from all pages of the issue held so far, so pages may come in any order and in any number
    of runs. With `draft`, for a page sent before it is printed, new stories wait for review. Without it the pages were
    printed, and so reviewed: the command line approves their stories, and readers see them from the paper's day on; in
    a user's name they are drafts until somebody signs the whole page finally, which the import itself does for a user
    who may. A story held already keeps its status either way. With `dry_run` everything is worked out and nothing
    stays.
    """
    actor = actor or Actor.command()
    status = Article.Status.DRAFT if draft or actor.user else Article.Status.APPROVED
    with transaction.atomic():
        source, notes = _without_new_names(source, actor)
        issue = _save_issue(source)
        reviewed = set(issue.pages.filter(reviewed_in_print=True))
        pages = _save_pages(issue, source, printed=not draft)
        stories = compose(PageText(page.number, page.order, parsed) for page, parsed in pages)
        saved = save_stories(issue, {page.number: page for page, _ in pages}, stories, actor, status)
        given = {page.number for page in source.pages}
        newly_reviewed = {page for page, _ in pages if page.reviewed_in_print} - reviewed
        if newly_reviewed or any(story.outcome != Outcome.UNCHANGED for story in saved):
            record(actor, Action.IMPORTED, issue, "、".join(page.number for page in source.pages))
        if not draft and actor.user and actor.may("sign_final"):
            _sign_pages([page for page, _ in pages if page.number in given], saved, actor)
        transaction.set_rollback(dry_run)
    return _report(source.date, saved, {page.number: parsed for page, parsed in pages if page.number in given}, notes)


def _report(date, saved, given, notes):
    """What an import says of the pages `given` to it; of the issue's other pages only what changed with them."""
    stories = [story for story in saved if story.outcome != Outcome.UNCHANGED or story.pages & given.keys()]
    notes = notes + [warning for number, parsed in given.items() for warning in warnings(number, date, parsed)]
    return IssueReport(date, stories, sum(len(parsed.residue) for parsed in given.values()), notes)


def _without_new_names(source, actor) -> tuple[IssueSource, list[str]]:
    """The source without other names for what readers see, where the actor may not amend it; and what to tell them."""
    notes: list[str] = []
    if actor.may("amend_public_article"):
        return source, notes
    issue = Issue.objects.public().filter(date=source.date).first()
    if issue and source.number not in ("", issue.number):
        notes.append(_kept_name(issue.number, source.number))
        source = replace(source, number="")
    names = dict(Page.objects.public().filter(issue__date=source.date).values_list("number", "name"))
    pages = []
    for page in source.pages:
        known = names.get(page.number, page.name)
        if page.name not in ("", known):
            notes.append(_kept_name(known, page.name))
            page = replace(page, name="")
        pages.append(page)
    return replace(source, pages=tuple(pages)), notes


def _kept_name(known, given):
    sentence = gettext(
        "Readers know this as “%(known)s”; it was not renamed to “%(given)s”. Your role does not allow it."
    )
    return sentence % {"known": known or "—", "given": given}


def _sign_pages(pages, saved, actor):
    """Publish what can be signed with its page, and let the reports say so."""
    signed: dict[int, Article] = {}
    for page in pages:
        # Where there is nothing to sign, the report of each story says why.
        with suppress(Refused):
            signed |= {article.pk: article for article in sign_page(page.pk, actor).signable}
    for story in saved:
        story.article = signed.get(story.article.pk, story.article)


def understood(text: str) -> dict:
    """How one page's text is understood, as `parse_page --json` prints it; nothing is written."""
    return as_dict(parse_page(text), translate=gettext)


def _save_issue(source):
    issue, _created = Issue.objects.select_for_update().get_or_create(date=source.date)
    if source.number and source.number != issue.number:
        issue.number = source.number
        issue.save()
    return issue


def _save_pages(issue, source, printed) -> list[tuple[Page, ParsedPage]]:
    """All pages of the issue, those of `source` brought up to its text, each with what it says."""
    given = {page.number: page for page in source.pages}
    held = {page.number: page for page in issue.pages.all()}
    for number in given.keys() - held.keys():
        held[number] = Page(issue=issue, number=number, order=given[number].order)
    return [(page, _save_page(page, given.get(number), printed)) for number, page in held.items()]


def _save_page(page, given, printed):
    before = (page.pk, page.name, page.source_digest, page.residue, page.reviewed_in_print)
    if given:
        page.name = given.name or page.name
        if printed or page.source_digest != given.digest:
            page.reviewed_in_print = printed
        page.source_name, page.source_text, page.source_digest = given.file_name, given.text, given.digest
    parsed = parse_page(page.source_text)
    page.residue = [{"line": piece.line, "kind": piece.kind, "text": piece.text} for piece in parsed.residue]
    if before != (page.pk, page.name, page.source_digest, page.residue, page.reviewed_in_print) or page.pk is None:
        page.save()
    return parsed
