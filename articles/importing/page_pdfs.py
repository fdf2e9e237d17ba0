"""PDFs of pages as files: read, with a refusal in the user's words, before the database is changed."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from articles.parsing import UnreadablePage
from articles.printed_page import PageInFile, PrintedPage, pages_in, read_pdf
from articles.text.characters import beginning

MAX_NAME = 200  # the length of the database column
NO_TEXT = "pdf_without_text"


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


def read_page_pdf(path: Path, number: int | None = None, name: str = "") -> PagePdf:
    """Printed page `number` of the PDF, from 1 on; None for the only one. `name` is that of an upload, if `path` is a
    copy of it. Raises UnreadablePage or OSError."""
    if number is None:
        return _read(path, PageInFile(1, ""), read_pdf(path, None, _newspaper()), name)
    pages = pages_in(path)
    if number > len(pages):
        raise UnreadablePage("pdf_no_such_page", pages=str(len(pages)), page=str(number))
    sheet, half = pages[number - 1]
    return _read(path, pages[number - 1], read_pdf(path, sheet, _newspaper(), half), name)


def read_whole_pdf(path: Path) -> tuple[dict[int, PagePdf], list[int]]:
    """The printed pages of a PDF by their number in it, and the numbers of those without text, such as advertisements
    of a whole page."""
    pages, blank = {}, []
    for number, place in enumerate(pages_in(path), start=1):
        try:
            pages[number] = _read(path, place, read_pdf(path, place.sheet, _newspaper(), place.half))
        except UnreadablePage as refusal:
            if refusal.code != NO_TEXT:
                raise
            blank.append(number)
    if not pages:
        raise UnreadablePage(NO_TEXT)
    return pages, blank


def _read(path: Path, place: PageInFile, printed: PrintedPage, name: str = "") -> PagePdf:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return PagePdf(path, beginning(name or path.name, MAX_NAME), digest, path.stat().st_size, place, printed)


def _newspaper() -> str:
    return settings.NEWSPAPER["name"]
