"""The PDF of a newspaper page, read into stories with their places and pictures. Pure Python over PDFium: no Django, no
database. PDFium itself is loaded only in a child process."""

from .model import Half, Place, PlacedPicture, PrintedPage, as_dict
from .reading import PageInFile, is_pdf, pages_in, read_pdf

__all__ = [
    "Half",
    "PageInFile",
    "Place",
    "PlacedPicture",
    "PrintedPage",
    "as_dict",
    "is_pdf",
    "pages_in",
    "read_pdf",
]
