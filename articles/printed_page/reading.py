"""Read a page's PDF in a child process, so that no file can harm the server."""

from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from articles.foreign_files import Limits, Unreadable, run_limited
from articles.parsing.decoding import UnreadablePage

from .extra import is_installed
from .model import Half, PrintedPage, from_json

# A page of a newspaper has 1 to 20 MB, an issue at most some ten pages.
MAX_BYTES = 100_000_000
MAX_PAGES = 80
# What PDFium's own ends mean to an editor.
_ENDS = {"time": "pdf_too_slow", "memory": "pdf_too_complex", "disk": "pdf_too_complex", "damaged": "pdf_damaged"}
_LIMITS = Limits()
# A scanned page takes some 15 seconds; the models and their libraries a gigabyte of addresses.
_OCR_LIMITS = Limits(cpu_seconds=180, seconds=300, memory=3 << 30)
# What recognition may mend: refusals, and doubts about a page.
WORDLESS = {"pdf_without_text", "pdf_without_unicode"}
UNREAD = {"outlined_headline", "no_unicode"}
_MARK_WITHIN = 1024  # bytes before %PDF-


def is_pdf(path: Path) -> bool:
    """Whether the file says that it is one."""
    with path.open("rb") as file:
        return b"%PDF-" in file.read(_MARK_WITHIN)


class PageInFile(NamedTuple):
    """A printed page: the sheet of the PDF that has it, from 1 on, and its half, if it is one of two on the sheet."""

    sheet: int
    half: Half


def pages_in(path: Path) -> list[PageInFile]:
    """The printed pages of a PDF, in their order; of a spread the left one first. Raises UnreadablePage."""
    return [PageInFile(sheet, half) for sheet, half in _in_child(path, "list_pages")]


def read_pdf(path: Path, number: int | None = None, newspaper: str = "", half: Half = "") -> PrintedPage:
    """The page on sheet `number` of a PDF, from 1 on; None for the only one. `half` as `pages_in` says. Raises
    UnreadablePage with a reason. With the extra `ocr` what is printed without its characters is recognised: in another
    child, so that other pages do not pay for it."""
    task = partial(_in_child, path, "read_file", number, newspaper, half, page=str(number))
    page: PrintedPage | None = None
    try:
        page = from_json(task(False))
        if not (_has_unread(page) and is_installed()):
            return page
    except UnreadablePage as refusal:
        if refusal.code not in WORDLESS or not is_installed():
            raise
    try:
        return from_json(task(True, limits=_OCR_LIMITS))
    except UnreadablePage:
        if page is None:
            raise
        return page


def _has_unread(page: PrintedPage) -> bool:
    return any(problem.code in UNREAD for story in page.parsed.articles for problem in story.problems)


def _in_child(path: Path, task: str, *arguments: object, page: str = "", limits: Limits = _LIMITS) -> Any:
    """The result of a function of `document`."""
    size = path.stat().st_size
    if size == 0:
        raise UnreadablePage("empty")
    if size > MAX_BYTES:
        raise UnreadablePage("pdf_too_large", size=f"{size / 1e6:,.0f}", limit=f"{MAX_BYTES / 1e6:,.0f}")
    if not is_pdf(path):
        raise UnreadablePage("not_pdf")
    try:
        task = f"articles.printed_page.document.{task}"
        return run_limited(task, str(path.resolve()), MAX_PAGES, *arguments, limits=limits)
    except Unreadable as refusal:
        code = _ENDS.get(refusal.reason, refusal.reason)
        raise UnreadablePage(
            code, pages=refusal.detail, detail=refusal.detail, page=page, limit=str(MAX_PAGES)
        ) from None
