"""One issue, imported in one transaction."""

import datetime
from contextlib import suppress
from dataclasses import asdict, replace
from typing import NamedTuple

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext

from articles.editing import Actor, Refused, record, sign_page
from articles.models import Action, Article, Issue, Page, Placement
from articles.parsing import ParsedPage, as_dict, parse_page
from articles.text.characters import squeezed
from articles.text.page_labels import name_same_page

from .aligning import OnPage
from .composing import PageText, WholeStory, compose
from .facsimiles import (
    facsimile_of,
    make_images,
    read_again,
    refuse_public_pages,
    show_all_stories,
    take_in_pdfs,
    understand,
)
from .folios import date_warnings, printed_name, warnings
from .pictures import save_pictures, take_in_pictures, without_caption
from .report import IssueReport, Outcome, StoryReport
from .sources import IssueSource
from .stories import save_stories

# How far a wrong date is usually from the right one.
NEARBY = datetime.timedelta(days=60)


def import_issue(
    source: IssueSource, *, dry_run: bool = False, draft: bool = False, actor: Actor | None = None
) -> IssueReport:
    """Import all of an issue or nothing, on behalf of `actor` (None: the command line).

    Stories are composed from all pages imported so far: pages may come in any order and in several runs. With `draft`,
    for pages not yet printed, new stories await review. Otherwise they were reviewed in print: the command line
    approves them, to be public from the issue's date; a user's import makes drafts, and signs the pages if the user may
    sign finally. Existing stories keep their status. With `dry_run` nothing is saved.
    """
    actor = actor or Actor.command()
    source = _with_known_numbers(source)
    refuse_public_pages(source, actor)
    readings = read_again(source)
    pdfs = take_in_pdfs(source, actor, store=not dry_run)
    taken, faults = take_in_pictures(source, actor, store=not dry_run)
    status = Article.Status.DRAFT if draft or actor.user else Article.Status.APPROVED
    with transaction.atomic():
        source, notes = _without_new_names(_with_known_numbers(source), actor)
        issue = _save_issue(source)
        reviewed = set(issue.pages.filter(reviewed_in_print=True))
        pages = _save_pages(issue, source, pdfs, readings, printed=not draft)
        files = {page.number: page.pictures for page in source.pages}
        stories = _composed(pages, files, taken)
        printed = [picture for story in stories for picture in story.pictures]
        save_pictures([*taken.values(), *pdfs.pictures], printed, actor)
        known_places = set(Placement.objects.filter(page__issue=issue).values_list("article", "page__number"))
        saved = save_stories(issue, {page.number: page for page, *_ in pages}, stories, actor, status)
        imported = {page.number for page in source.pages}
        new_places = {(story.article.pk, number) for story in saved for number in story.pages.keys() & imported}
        new_places -= known_places
        twins = [*_written_before(issue, saved), *_on_other_pages(stories, saved, new_places)]
        show_all_stories(issue)
        newly_reviewed = {page for page, *_ in pages if page.reviewed_in_print} - reviewed
        new_facsimiles = any(page.has_new_facsimile for page in pages)
        if newly_reviewed or new_facsimiles or any(story.outcome != Outcome.UNCHANGED for story in saved):
            record(actor, Action.IMPORTED, issue, "、".join(page.number for page in source.pages))
        if not draft and actor.user and actor.may("sign_final"):
            _sign_pages([page for page, *_ in pages if page.number in imported], saved, actor)
        transaction.set_rollback(dry_run)
    parsed_pages = {page.number: parsed for page, parsed, *_ in pages if page.number in imported}
    faults += _not_captioned(files, taken, parsed_pages)
    faults += _unlike_their_pdfs(source, pages)
    undrawn = [] if dry_run else make_images(issue)
    notes = [*source.left_out, *pdfs.notes, *faults, *notes, *twins, *undrawn]
    return _report(source.date, saved, parsed_pages, notes, sum(page.pdf is not None for page in source.pages))


def _composed(pages, files, taken):
    digests = {number: [taken[f].digest if f in taken else "" for f in paths] for number, paths in files.items()}
    return compose(
        PageText(page.number, page.order, parsed, tuple(digests.get(page.number, ())), on_page)
        for page, parsed, on_page, _new in pages
    )


def _not_captioned(files, taken, parsed_pages):
    """Sentences about pictures beyond the captions of their page."""
    for number, paths in files.items():
        captions = sum(p.kind == "caption" for story in parsed_pages[number].articles for p in story.paragraphs)
        if left := [path.name for path in paths[captions:] if path in taken]:
            yield without_caption(number, left)


def _written_before(issue, saved):
    """Sentences about new stories whose text is in a story of another day, as when a page got the wrong date, or in
    one that was written at the desk."""
    new: dict[str, list[Article]] = {}
    for story in saved:
        if story.outcome == Outcome.CREATED:
            new.setdefault(story.article.title, []).append(story.article)
    near = (issue.date - NEARBY, issue.date + NEARBY)
    others = Article.objects.filter(date__range=near, title__in=new).exclude(status__in=Article.GONE)
    others = others.exclude(pk__in=[story.article.pk for story in saved if story.article.pk])
    on_another_day = gettext(
        "“{title}” was imported before, in the issue of {date}. Please check the date of this page."
    )
    at_the_desk = gettext("“{title}” is at the desk already, with the same text. This import adds it again.")
    for other in others.order_by("date", "pk").only("title", "body", "date"):
        text = squeezed(other.body)
        if text and any(squeezed(article.body) == text for article in new[other.title]):
            sentence = at_the_desk if other.date == issue.date else on_another_day
            yield sentence.format(title=other.title, date=other.date)


def _on_other_pages(stories: list[WholeStory], saved: list[StoryReport], new_places: set[tuple[int, str]]):
    """Sentences about stories that are on several pages of the issue, at least on one of them for the first time, as
    when a page got the wrong number."""
    same: dict[tuple[str, str], dict[str, StoryReport]] = {}
    for story, report in zip(stories, saved, strict=False):
        text = squeezed(story.body)
        # A reprint with another headline has a doubt that says so.
        if text and not any(doubt.problem.code == "reprinted_otherwise" for doubt in story.doubts):
            places = same.setdefault((squeezed(story.opening.headline), text), {})
            openings = (part for part in story.reprints if not part.story.continued_from)
            places |= {part.page: report for part in (story.parts[0], *openings)}
    sentence = gettext(
        "“{title}” is on pages {pages} with the same text. If it is printed only once, please check the page numbers."
    )
    for places in same.values():
        new = [report for page, report in places.items() if (report.article.pk, page) in new_places]
        if new and len(places) > 1:
            yield sentence.format(title=new[0].article.title, pages="、".join(places))


def _unlike_their_pdfs(source, pages):
    """Sentences about PDFs in which no story of their page's text was found."""
    found = {page.number for page, _parsed, on_page, _new in pages if any(each.zone for each in on_page)}
    sentence = gettext(
        "No story of page {page} was found in its PDF, so its stories have no zones and no pictures. Please check that "
        "it is the PDF of this page."
    )
    for page in source.pages:
        if page.pdf and page.pdf.printed.text not in ("", page.text) and page.number not in found:
            yield sentence.format(page=page.number)


def _report(date, saved, pages, notes, facsimiles):
    """Report on the imported `pages`, and on changed stories of the issue's other pages."""
    stories = [story for story in saved if story.outcome != Outcome.UNCHANGED or story.pages.keys() & pages.keys()]
    notes = [*notes, *date_warnings(date), *_folio_warnings(pages, date)]
    set_aside = sum(len(parsed.residue) for parsed in pages.values())
    return IssueReport(date, stories, set_aside, notes, len(pages), facsimiles)


def _folio_warnings(pages, date):
    """What the folios say otherwise; where all pages of a folder have the same wrong date, in one sentence."""
    numbers: dict[str, list[str]] = {}
    for number, parsed in pages.items():
        for warning in warnings(number, date, parsed):
            numbers.setdefault(warning, []).append(number)
    if len(pages) == 1:
        return list(numbers)
    sentence = gettext("Page {pages}: {warning}")
    return [sentence.format(pages="、".join(each), warning=warning) for warning, each in numbers.items()]


def _with_known_numbers(source):
    pages = (replace(page, number=known_number(source.date, page.number)) for page in source.pages)
    return replace(source, pages=tuple(pages))


def known_number(date: datetime.date, number: str) -> str:
    """The number as this issue's page already has it: A2 for A02."""
    known = Page.objects.filter(issue__date=date).values_list("number", flat=True)
    return next((each for each in known if name_same_page(each, number)), number)


def _without_new_names(source, actor) -> tuple[IssueSource, list[str]]:
    """Remove new names of a public issue or page if the actor may not change them; also returns sentences for them."""
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
        current = names.get(page.number, page.name)
        if page.name not in ("", current):
            notes.append(_kept_name(current, page.name))
            page = replace(page, name="")
        pages.append(page)
    return replace(source, pages=tuple(pages)), notes


def _kept_name(current, new):
    sentence = gettext("“%(known)s” is public; your role does not allow renaming it to “%(given)s”.")
    return sentence % {"known": current or "—", "given": new}


def _sign_pages(pages, saved, actor):
    signed: dict[int, Article] = {}
    for page in pages:
        # If there is nothing to sign, each story's report says why.
        with suppress(Refused):
            signed |= {article.pk: article for article in sign_page(page.pk, actor).signable}
    for story in saved:
        story.article = signed.get(story.article.pk, story.article)


def understood(text: str) -> dict:
    """A page as `parse_page --json` prints it; nothing is saved."""
    return as_dict(parse_page(text, settings.NEWSPAPER["name"]), translate=gettext)


def _save_issue(source):
    issue, _created = Issue.objects.select_for_update().get_or_create(date=source.date)
    if source.number and source.number != issue.number:
        issue.number = source.number
        issue.save()
    return issue


class ReadPage(NamedTuple):
    """A page of the issue, and what stands on it."""

    page: Page
    parsed: ParsedPage
    on_page: tuple[OnPage, ...]
    has_new_facsimile: bool  # or a changed one


def _save_pages(issue, source, pdfs, readings, printed) -> list[ReadPage]:
    """Save the pages of `source`; returns all pages of the issue."""
    sources = {page.number: page for page in source.pages}
    pages = {page.number: page for page in issue.pages.select_related("facsimile")}
    for number in [number for number in sources if number not in pages]:
        pages[number] = Page(issue=issue, number=number, order=sources[number].order)
    return [_save_page(page, sources.get(number), pdfs, readings, printed) for number, page in pages.items()]


def _save_page(page, source, pdfs, readings, printed):
    before = (page.name, page.source_digest, page.residue, page.reviewed_in_print)
    if source:
        page.name = source.name or page.name
        if printed or page.source_digest != source.digest:
            page.reviewed_in_print = printed
        page.source_name, page.source_text, page.source_digest = source.file_name, source.text, source.digest
    facsimile, is_new = facsimile_of(page, pdfs.of(source), readings)
    parsed, on_page = understand(page, facsimile)
    if source:
        page.name = page.name or printed_name(parsed)
    page.residue = [asdict(piece) for piece in parsed.residue]
    if page.pk is None or before != (page.name, page.source_digest, page.residue, page.reviewed_in_print):
        page.save()
    if facsimile and is_new:
        facsimile.page = page
        facsimile.save()
    return ReadPage(page, parsed, on_page, is_new)
