"""Made pages, and the practice pages beside the repository, if they exist."""

from pathlib import Path

import pypdfium2 as pdfium

from articles.printed_page.page import read_page
from articles.printed_page.sheet import Sheet, read_sheet

GOLDEN = Path(__file__).with_name("golden")
PRACTICE = Path(__file__).resolve().parents[3] / "shared" / "pdf"


def read(path: Path, with_ocr: bool = False):
    with pdfium.PdfDocument(path) as document:
        return read_page(document[0], with_ocr=with_ocr)


def sheet_of(path: Path) -> Sheet:
    with pdfium.PdfDocument(path) as document:
        return read_sheet(document[0])
