"""One page that is sent by itself: its file, and what is printed on it of its date, number and name."""

import datetime
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from django.conf import settings
from django.utils.translation import gettext as _

from articles.models import Page
from articles.parsing import ParsedPage, UnreadablePage, decode_page, parse_page
from articles.pictures.reading import clean_name
from articles.printed_page import is_pdf

from .folios import likely_numbers, printed_days, printed_name
from .issues import known_number
from .page_pdfs import read_page_pdf
from .sources import PageSource

Printed = TypeVar("Printed")
# More than a page may have, so that a refusal can usually name the file's size.
MOST_BYTES_OF_TEXT = 4_000_000
OF_SHEET = ("pdf_several_pages", "pdf_no_such_page")


class UploadRefused(Exception):
    """`field` is "file", or "sheet" if another page of the PDF may do; `str()` is a sentence for the sender."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


def page_of_file(
    number: str, name: str, path: Path, file_name: str, text: str = "", sheet: int | None = None
) -> PageSource:
    """The PageSource of the file at `path`, which was sent as `file_name`. With `text`, the words do not come from the
    PDF; `sheet` is its page, None for the only one. Raises UploadRefused. The PDF must exist until it is imported."""
    file_name = clean_name(file_name)
    try:
        if file_name.lower().endswith(".pdf") or is_pdf(path):
            pdf = read_page_pdf(path, sheet, file_name, has_text=bool(text.strip()))
            if text.strip():
                return PageSource(number, name, "", text, pdf=pdf)
            return PageSource(number, name, pdf.name, pdf.printed.text, pdf=pdf)
        if text.strip():
            raise UploadRefused("file", _("This file is no PDF, and the text was sent beside it; send one of the two."))
        with path.open("rb") as file:
            return PageSource(number, name, file_name, decode_page(file.read(MOST_BYTES_OF_TEXT)))
    except UnreadablePage as refusal:
        field = "sheet" if refusal.code in OF_SHEET else "file"
        raise UploadRefused(field, refusal.message(_)) from None


class NotPrinted(Exception):
    """`sentences` says by field, "date" or "number", why it could not be read from the page; `found` is the other one,
    if it could."""

    def __init__(self, sentences: dict[str, str], found: dict[str, datetime.date | str]) -> None:
        super().__init__(" ".join(sentences.values()))
        self.sentences = sentences
        self.found = found


def with_printed(date: datetime.date | None, page: PageSource) -> tuple[datetime.date, PageSource]:
    """The date and the page; what is empty of date, number and name is taken from the page, if it is printed there.
    Raises NotPrinted."""
    printed = [] if date and page.number and page.name else _as_printed(page)
    days, numbers = list(map(printed_days, printed)), list(map(likely_numbers, printed))
    day, number = date or _only(days), page.number or _only(numbers)
    if not (day and number):
        sentences = ({} if day else _no_date(any(days))) | ({} if number else _no_number(any(numbers)))
        raise NotPrinted(sentences, {"date": day} if day else {"number": number} if number else {})
    number, name = known_number(day, number), page.name
    # A page keeps the name that it has already.
    if not Page.objects.filter(issue__date=day, number=number).exclude(name="").exists():
        name = name or next(filter(None, map(printed_name, printed)), "")
    return day, replace(page, number=number, name=name)


def days_on(page: PageSource) -> set[datetime.date]:
    """The dates printed on the page, as its text and as its PDF has it."""
    return set().union(*map(printed_days, _as_printed(page)))


def _no_date(several: bool) -> dict[str, str]:
    if several:
        return {"date": _("More than one date is printed on this page. Please enter the date of the paper.")}
    return {"date": _("No date is printed on this page. Please enter the date of the paper.")}


def _no_number(several: bool) -> dict[str, str]:
    if several:
        return {"number": _("More than one page number is printed on this page. Please enter the page's own.")}
    return {"number": _("No page number is printed on this page. Please enter it.")}


def _only(found: list[set[Printed]]) -> Printed | None:
    """What is alone in one of the sets."""
    return next((value for values in found if len(values) == 1 for value in values), None)


def _as_printed(page: PageSource) -> list[ParsedPage]:
    """The page as its text and as its PDF has it."""
    of_pdf = [page.pdf.printed.parsed] if page.pdf else []
    if page.pdf and page.text == page.pdf.printed.text:
        return of_pdf
    return [parse_page(page.text, settings.NEWSPAPER["name"]), *of_pdf]
