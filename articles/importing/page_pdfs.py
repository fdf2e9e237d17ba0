"""PDFs of pages as files: read, with a refusal in the user's words, before the database is changed."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from articles.parsing import UnreadablePage
from articles.printed_page import PrintedPage, read_pdf
from articles.text.characters import beginning

MAX_NAME = 200  # the length of the database column
SEVERAL, NO_TEXT = "pdf_several_pages", "pdf_without_text"


@dataclass(frozen=True, slots=True)
class PagePdf:
    """One page of a PDF, and what stands on it."""

    path: Path
    name: str  # as given
    digest: str
    size: int
    sheet: int
    printed: PrintedPage


def read_page_pdf(path: Path, sheet: int | None = None, name: str = "") -> PagePdf:
    """Page `sheet` of the PDF, from 1 on; None for the only one. `name` is that of an upload, if `path` is a copy of
    it. Raises UnreadablePage or OSError."""
    printed = read_pdf(path, sheet, settings.NEWSPAPER["name"])
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return PagePdf(path, beginning(name or path.name, MAX_NAME), digest, path.stat().st_size, sheet or 1, printed)


def read_whole_pdf(path: Path) -> tuple[list[PagePdf], list[int]]:
    """The pages of a PDF, and the numbers of those without text, such as advertisements of a whole page."""
    pages, blank = [], []
    for sheet in range(1, _number_of_pages(path) + 1):
        try:
            pages.append(read_page_pdf(path, sheet))
        except UnreadablePage as refusal:
            if refusal.code != NO_TEXT:
                raise
            blank.append(sheet)
    if not pages:
        raise UnreadablePage(NO_TEXT)
    return pages, blank


def _number_of_pages(path: Path) -> int:
    try:
        read_pdf(path)
    except UnreadablePage as refusal:
        if refusal.code == SEVERAL:
            return int(refusal.params["pages"])
        if refusal.code != NO_TEXT:
            raise
    return 1
