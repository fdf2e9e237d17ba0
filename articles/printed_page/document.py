"""Open a PDF and read one of its pages. This module loads PDFium and runs only in a child process with limits: see
`reading`."""

from typing import Any

import pypdfium2 as pdfium

from articles.foreign_files import Unreadable

from .model import Half, to_json
from .page import read_page
from .sheet import UNKNOWN, read_sheet
from .spreads import WIDE, find_fold

PASSWORD = 4  # PDFium's code for a file that asks for one
MAX_UNKNOWN = 0.5  # the share of a page's characters


def read_file(
    path: str, max_pages: int, number: int | None, newspaper: str, half: Half, with_ocr: bool
) -> dict[str, Any]:
    """The page on sheet `number`, from 1 on, as JSON; None for the only one. Raises Unreadable with a code of
    `problems.SENTENCES` and the number of pages."""
    with _opened(path, max_pages) as document:
        sheets = len(document)
        if number is None and (sheets > 1 or (not half and _halves(document[0]) != [""])):
            raise Unreadable("pdf_several_pages", str(len(_pages(document))))
        if number is not None and not 1 <= number <= sheets:
            raise Unreadable("pdf_no_such_page", str(sheets))
        try:
            page = read_page(document[(number or 1) - 1], newspaper, half, with_ocr)
        except ImportError as error:  # of the extra `ocr`, which needs libraries of the system
            raise Unreadable("ocr_unusable", str(error)) from None
    _refuse_wordless(page.text)
    return to_json(page)


def list_pages(path: str, max_pages: int) -> list[tuple[int, Half]]:
    """The sheet and half of each printed page, in their order."""
    with _opened(path, max_pages) as document:
        return _pages(document)


def _pages(document: pdfium.PdfDocument) -> list[tuple[int, Half]]:
    return [(number, half) for number, page in enumerate(document, start=1) for half in _halves(page)]


def _halves(page: pdfium.PdfPage) -> list[Half]:
    width, height = page.get_size()
    if width < WIDE * height:  # without reading it
        return [""]
    fold = find_fold(read_sheet(page))
    return ["left", "right"] if fold and fold.sure else [""]


def _refuse_wordless(text: str) -> None:
    """A scan, or a page in fonts that do not say which characters they show: nothing in it could be searched."""
    words = "".join(text.split())
    if not words:
        raise Unreadable("pdf_without_text")
    if words.count(UNKNOWN) > MAX_UNKNOWN * len(words):
        raise Unreadable("pdf_without_unicode")


def _opened(path: str, max_pages: int) -> pdfium.PdfDocument:
    try:
        document = pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        raise Unreadable("pdf_encrypted" if error.err_code == PASSWORD else "pdf_damaged", str(error)) from None
    if len(document) > max_pages:
        raise Unreadable("pdf_too_long", str(len(document)))
    return document
