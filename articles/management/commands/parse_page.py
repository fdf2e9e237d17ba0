import json
import sys
from pathlib import Path

from django.conf import settings
from django.core.management import BaseCommand, CommandError
from django.utils.translation import gettext as _

from articles import printed_page
from articles.importing import SourceRefused, read_page_text
from articles.parsing import ParsedPage, Story, UnreadablePage, as_dict, decode_page, parse_page, sentence

INDENTATION = {"paragraph": "    ", "subhead": "  ## ", "caption": "  图："}


class Command(BaseCommand):
    help = "Show how a page's text or PDF is parsed, without a database."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("file", help="the page's text or PDF, or - for a text from the standard input")
        parser.add_argument("--page", type=int, metavar="N", help="the page of a PDF with several, from 1 on")
        parser.add_argument("--json", action="store_true", help="print the page as JSON")

    def handle(self, file, **options):
        try:
            parsed, as_json = _read(file, options["page"])
        except SourceRefused as refusal:
            raise CommandError(str(refusal)) from None
        except UnreadablePage as refusal:
            raise CommandError(refusal.message(_)) from None
        if options["json"]:
            self.stdout.write(json.dumps(as_json, ensure_ascii=False, indent=1))
            return
        for line in page_lines(parsed):
            self.stdout.write(line)


def _read(file: str, number: int | None):
    """The page as parsed, and as JSON."""
    newspaper = settings.NEWSPAPER["name"]
    path = Path(file)
    if file != "-" and path.is_file() and (path.suffix.lower() == ".pdf" or printed_page.is_pdf(path)):
        printed = _read_pdf(path, number, newspaper)
        return printed.parsed, printed_page.as_dict(printed, translate=_)
    text = decode_page(sys.stdin.buffer.read()) if file == "-" else read_page_text(path)
    parsed = parse_page(text, newspaper)
    return parsed, as_dict(parsed, translate=_)


def _read_pdf(path: Path, number: int | None, newspaper: str) -> printed_page.PrintedPage:
    """Printed page `number` of the file; a double-page spread has two."""
    if number is None:
        return printed_page.read_pdf(path, newspaper=newspaper)
    pages = printed_page.pages_in(path)
    if not 1 <= number <= len(pages):
        raise UnreadablePage("pdf_no_such_page", pages=str(len(pages)), page=str(number))
    sheet, half = pages[number - 1]
    return printed_page.read_pdf(path, sheet, newspaper, half)


def page_lines(page: ParsedPage):
    for number, story in enumerate(page.articles, start=1):
        yield from _story_lines(number, story)
    for piece in page.residue:
        yield _("Set aside, line {line} ({kind}): {text}").format(line=piece.line, kind=piece.kind, text=piece.text)


def _story_lines(number: int, story: Story):
    first, last = story.lines
    yield _("Story {number}, lines {first} to {last}").format(number=number, first=first, last=last)
    if story.continued_from:
        yield "  " + _("Continued from page {page}").format(page=story.continued_from)
    for label, line in ((_("Kicker"), story.kicker), (_("Headline"), story.headline), (_("Deck"), story.deck)):
        if line:
            yield f"  {label}  {line}"
    if story.authors:
        yield "  " + _("Byline") + "  " + "、".join(f"{a.role} {a.name}".strip() for a in story.authors)
    if story.dateline:
        yield "  " + _("Dateline") + f"  {story.dateline}"
    for paragraph in story.paragraphs:
        yield INDENTATION[paragraph.kind] + paragraph.text
    if story.continued_on:
        yield "  " + _("Continued on page {page}").format(page=story.continued_on)
    for problem in story.problems:
        yield "  ? " + _("line {line}: ").format(line=problem.line) + sentence(problem.code, problem.params, _)
    yield ""
