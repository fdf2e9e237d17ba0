"""Open a PDF and read one of its pages. This module loads PDFium and runs only in a child process with limits: see
`reading`."""

from typing import Any

import pypdfium2 as pdfium

from articles.foreign_files import Unreadable

from .model import to_json
from .page import read_page
from .sheet import UNKNOWN

PASSWORD = 4  # PDFium's code for a file that asks for one
MAX_UNKNOWN = 0.5  # the share of a page's characters


def read_file(path: str, number: int | None, max_pages: int, newspaper: str) -> dict[str, Any]:
    """Page `number`, from 1 on, as JSON; None for the only one. Raises Unreadable with a code of `problems.SENTENCES`
    and the number of pages."""
    with _opened(path) as document:
        pages = len(document)
        if pages > max_pages:
            raise Unreadable("pdf_too_long", str(pages))
        if number is None and pages > 1:
            raise Unreadable("pdf_several_pages", str(pages))
        if number is not None and not 1 <= number <= pages:
            raise Unreadable("pdf_no_such_page", str(pages))
        page = read_page(document[(number or 1) - 1], newspaper)
    _refuse_wordless(page.text)
    return to_json(page)


def _refuse_wordless(text: str) -> None:
    """A scan, or a page in fonts that do not say which characters they show: nothing in it could be searched."""
    words = "".join(text.split())
    if not words:
        raise Unreadable("pdf_without_text")
    if words.count(UNKNOWN) > MAX_UNKNOWN * len(words):
        raise Unreadable("pdf_without_unicode")


def _opened(path: str) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        raise Unreadable("pdf_encrypted" if error.err_code == PASSWORD else "pdf_damaged", str(error)) from None
