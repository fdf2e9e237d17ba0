"""PDFs of pages as files: read, with a refusal in the user's words, before the database is changed."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from articles.foreign_files import run_limited
from articles.parsing import ParsedPage, UnreadablePage
from articles.printed_page import PageInFile, PrintedPage, pages_in, read_pdf
from articles.printed_page.reading import WORDLESS
from articles.text.characters import beginning

MAX_NAME = 200  # the length of the database column


@dataclass(frozen=True, slots=True)
class PagePdf:
    """A printed page in a PDF, and what stands on it."""

    path: Path
    name: str  # as given
    digest: str
    size: int
    place: PageInFile
    printed: PrintedPage

    @property
    def key(self) -> tuple[str, int, str]:
        return self.digest, *self.place


def read_page_pdf(path: Path, number: int | None = None, name: str = "", has_text: bool = False) -> PagePdf:
    """Printed page `number` of the PDF, from 1 on; None for the only one. `name` is that of an upload, if `path` is a
    copy of it. With `has_text` the page's words come from elsewhere, and the PDF may have none, as a scan. Raises
    UnreadablePage or OSError."""
    place = PageInFile(1, "")
    if number is not None:
        pages = pages_in(path)
        if number > len(pages):
            raise UnreadablePage("pdf_no_such_page", pages=str(len(pages)), page=str(number))
        place = pages[number - 1]
    try:
        printed = read_pdf(path, number and place.sheet, _newspaper(), place.half)
    except UnreadablePage as refusal:
        if refusal.code not in WORDLESS or not has_text:
            raise
        printed = _without_words(path, place)
    return _read(path, place, printed, name)


def _without_words(path: Path, place: PageInFile) -> PrintedPage:
    """A page of which only the image is of use."""
    width, height = run_limited("articles.printed_page.cutting.size", str(path.resolve()), place.sheet)
    left, right = {"left": (0.0, 0.5), "right": (0.5, 1.0)}.get(place.half, (0.0, 1.0))
    size = (width * (right - left), height)
    return PrintedPage(ParsedPage((), ()), (), (), "", size, (left, 0.0, right, 1.0))


def read_whole_pdf(path: Path) -> tuple[dict[int, PagePdf], list[int]]:
    """The printed pages of a PDF by their number in it, and the numbers of those without text, such as advertisements
    of a whole page."""
    pages, blank = {}, []
    for number, place in enumerate(pages_in(path), start=1):
        try:
            pages[number] = _read(path, place, read_pdf(path, place.sheet, _newspaper(), place.half))
        except UnreadablePage as refusal:
            if refusal.code not in WORDLESS:
                raise
            blank.append(number)
    if not pages:
        raise UnreadablePage("pdf_without_text")
    return pages, blank


def _read(path: Path, place: PageInFile, printed: PrintedPage, name: str = "") -> PagePdf:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return PagePdf(path, beginning(name or path.name, MAX_NAME), digest, path.stat().st_size, place, printed)


def _newspaper() -> str:
    return settings.NEWSPAPER["name"]
