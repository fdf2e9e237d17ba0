"""Read a page's PDF in a child process, so that no file can harm the server."""

from pathlib import Path

from articles.foreign_files import Limits, Unreadable, run_limited
from articles.parsing.decoding import UnreadablePage

from .model import PrintedPage, from_json

# A page of a newspaper has 1 to 20 MB, an issue at most some ten pages.
MAX_BYTES = 100_000_000
MAX_PAGES = 80
# What PDFium's own ends mean to an editor.
_ENDS = {"time": "pdf_too_slow", "memory": "pdf_too_complex", "disk": "pdf_too_complex", "damaged": "pdf_damaged"}
_LIMITS = Limits()
_MARK_WITHIN = 1024  # bytes before %PDF-


def is_pdf(path: Path) -> bool:
    """Whether the file says that it is one."""
    with path.open("rb") as file:
        return b"%PDF-" in file.read(_MARK_WITHIN)


def read_pdf(path: Path, number: int | None = None, newspaper: str = "") -> PrintedPage:
    """Page `number` of a PDF, from 1 on; None for the only one. Raises UnreadablePage with a reason."""
    size = path.stat().st_size
    if size == 0:
        raise UnreadablePage("empty")
    if size > MAX_BYTES:
        raise UnreadablePage("pdf_too_large", size=f"{size / 1e6:,.0f}", limit=f"{MAX_BYTES / 1e6:,.0f}")
    if not is_pdf(path):
        raise UnreadablePage("not_pdf")
    try:
        task = "articles.printed_page.document.read_file"
        return from_json(run_limited(task, str(path.resolve()), number, MAX_PAGES, newspaper, limits=_LIMITS))
    except Unreadable as refusal:
        code = _ENDS.get(refusal.reason, refusal.reason)
        raise UnreadablePage(code, pages=refusal.detail, page=str(number), limit=str(MAX_PAGES)) from None
