"""Read a page of a PDF in steps: sheet, lines, regions, stories, places."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial

import pypdfium2 as pdfium

from articles.foreign_files import Unreadable
from articles.parsing.appearance import page_doubts
from articles.parsing.model import ParsedPage, Problem, Residue, Story
from articles.parsing.residue import residue_kind

from .asides import mark_asides
from .boxes import Box
from .corners import join_headless, part_corners
from .doubts import find_doubts
from .lines import Line, read_lines, rows_of
from .model import Area, Half, Place, PlacedPicture, PrintedPage
from .ocr import fill_in
from .outlines import Outline, Script, outline
from .region import Region, zone
from .regions import Layout, find_regions
from .scans import is_wordless, read_scan
from .sheet import Sheet, read_sheet
from .spreads import find_fold, half_of
from .stories import mark_page, photographers, read_story


def read_page(page: pdfium.PdfPage, newspaper: str = "", half: Half = "", with_ocr: bool = False) -> PrintedPage:
    """Read one page of the `newspaper`, if it is known. What is not sure becomes a problem of its story. Raises
    Unreadable if the sheet has two pages and no half is asked for, or the reverse."""
    sheet = read_sheet(page)
    if with_ocr and is_wordless(sheet):
        return understand(read_scan(page), newspaper, [Problem("read_from_scan", 1)])
    fold = find_fold(sheet)
    is_spread = fold is not None and fold.sure
    if is_spread != bool(half):
        raise Unreadable("pdf_spread" if is_spread else "pdf_no_spread")
    if fold and is_spread:
        sheet = half_of(sheet, fold, half)
    left = sheet.part[0] * page.get_width()
    recognise = partial(fill_in, page, left=left) if with_ocr else None
    return understand(sheet, newspaper, [Problem("unsure_spread", 1)] if fold and not is_spread else [], recognise)


def understand(
    sheet: Sheet,
    newspaper: str = "",
    of_sheet: Sequence[Problem] = (),
    recognise: Callable[[list[Line]], None] | None = None,
) -> PrintedPage:
    """The steps below PDFium, in their order. Never raises for a bad page. `of_sheet`: doubts about all of it;
    `recognise` fills in characters that the file does not name."""
    lines, body = read_lines(sheet)
    if recognise:
        recognise(lines)
    mark_asides(sheet, lines, body)
    layout = find_regions(sheet, lines, body)
    headed, pictures = join_headless(layout.regions, body)
    regions = [part for region in headed for part in part_corners(region, body)]
    regions.sort(key=lambda region: (round(region.frame.y0 / sheet.height, 2), region.frame.x0))
    script = Script()
    outlines = [outline(region, body, script) for region in regions]
    residue = tuple(_residue(layout, regions, script))
    marked = mark_page(script, newspaper)
    stories = [read_story(each, marked) for each in outlines]
    text = "\n".join(script.lines)
    doubts = find_doubts(outlines, script, body)
    of_page = [*of_sheet, *(doubt for doubt in page_doubts(text) if doubt.code != "looks_side_by_side")]
    stories = [replace(s, problems=(*of_page, *s.problems, *own)) for s, own in zip(stories, doubts, strict=True)]
    places = [_place(each, story, sheet) for each, story in zip(outlines, stories, strict=True)]
    others = [PlacedPicture(_area(p, sheet), "", (), p.resolution) for p in (*layout.pictures, *pictures)]
    return PrintedPage(
        ParsedPage(tuple(stories), residue),
        tuple(places),
        tuple(others),
        text,
        (sheet.width, sheet.height),
        sheet.part,
    )


def _residue(layout: Layout, regions: list[Region], script: Script) -> Iterator[Residue]:
    """Head and foot of the page, advertisements, and what stands in stories without being part of their text."""
    parts = [part for region in regions for part in (region, *region.joined)]
    rows = [(row, residue_kind(row.words) or "folio") for row in rows_of(layout.furniture)]
    rows += [(row, "notice") for advert in layout.adverts for row in rows_of(advert)]
    rows += [(row, row.role) for part in parts for row in rows_of([line for line in part.lines if line.role])]
    for row, kind in rows:
        yield Residue(script.add(row.words), kind, row.words)


def _place(outline: Outline, story: Story, sheet: Sheet) -> Place:
    pictures = tuple(
        PlacedPicture(
            _area(captioned.picture, sheet),
            next((p.text for p in story.paragraphs if p.lines[0] == line), "") if line else "",
            photographers(story, line),
            captioned.picture.resolution,
        )
        for captioned, line in outline.pictures
    )
    return Place(tuple(_area(box, sheet) for box in zone(outline.region)), pictures)


def _area(box: Box, sheet: Sheet) -> Area:
    return (
        round(box.x0 / sheet.width, 5),
        round(box.y0 / sheet.height, 5),
        round(box.x1 / sheet.width, 5),
        round(box.y1 / sheet.height, 5),
    )
