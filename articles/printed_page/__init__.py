"""The PDF of a newspaper page, read into stories with their places and pictures. Pure Python over PDFium: no Django, no
database. PDFium itself is loaded only in a child process.

    FILE.pdf
       │  reading      limits; a child process
    document           the file's sheets; spreads: the two pages of a sheet
       │  sheet        characters, rules, frames, pictures, shapes  (scans: from pixels, by OCR)
       │  lines        printed lines, 竖题, initials; the type of the text  (ocr: words of known lines)
       │  asides       quotations and tables in the text
       │  regions      head and foot, boxes, advertisements  ──►  residue
       │  cuts         what is left, cut in two again and again; beginnings: what a cut must leave whole
       │  corners      stories in corners of others; parts without a headline
    region             one story's lines, pictures and area
       │  captions     of its pictures
       │  headings     kicker, headline, deck; bylines
       │  flow         down the columns: paragraphs and subheads
    outlines           the story's parts as numbered lines of the page's words
       │  stories      articles.parsing: bylines, datelines, jumps, credits
       │  doubts       what an editor should look at
    PrintedPage        stories, zones, pictures, residue, text  (model)
"""

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
