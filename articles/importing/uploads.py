"""The file of one page sent by a program: its PDF, or its text."""

from pathlib import Path

from django.utils.translation import gettext as _

from articles.parsing import UnreadablePage, decode_page
from articles.pictures.reading import clean_name
from articles.printed_page import is_pdf

from .page_pdfs import read_page_pdf
from .sources import PageSource

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
