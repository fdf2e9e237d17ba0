"""Read a page of a PDF in steps: sheet, lines, regions, stories, places."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import combinations

import pypdfium2 as pdfium

from articles.parsing.appearance import page_doubts
from articles.parsing.model import ParsedPage, Problem, Residue, Story
from articles.parsing.residue import residue_kind

from .asides import mark_asides
from .boxes import Box
from .corners import join_headless, part_corners
from .lines import Line, Type, read_lines, rows_of
from .model import Area, Place, PlacedPicture, PrintedPage
from .regions import Layout, Region, find_regions
from .sheet import Sheet, read_sheet
from .stories import Outline, Script, mark_page, outline, photographers, read_story


def read_page(page: pdfium.PdfPage, newspaper: str = "") -> PrintedPage:
    sheet = read_sheet(page)
    lines, body = read_lines(sheet)
    mark_asides(sheet, lines, body)
    layout = find_regions(sheet, lines, body)
    regions = [part for region in join_headless(layout.regions, body) for part in part_corners(region, body)]
    regions.sort(key=lambda region: (round(region.frame.y0 / sheet.height, 2), region.frame.x0))
    script = Script()
    outlines = [outline(region, body, script) for region in regions]
    residue = _residue(layout, script)
    marked = mark_page(script, newspaper)
    stories = [read_story(each, marked) for each in outlines]
    places = [_place(each, story, sheet) for each, story in zip(outlines, stories, strict=True)]
    text = "\n".join(script.lines)
    return PrintedPage(ParsedPage(tuple(stories), residue), tuple(places), text, (sheet.width, sheet.height))


def _residue(layout: Layout, script: Script) -> tuple[Residue, ...]:
    found: list[Residue] = []
    for row in rows_of(layout.furniture):
        found.append(Residue(script.add(row.words).line, residue_kind(row.words) or "folio", row.words))
    for advert in layout.adverts:
        found += [Residue(script.add(row.words).line, "notice", row.words) for row in rows_of(advert)]
    return tuple(found)


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


def zone(region: Region) -> list[Box]:
    """The region's frame without its corners, as boxes that do not overlap; and the parts that were joined to it."""
    boxes = [region.frame]
    for corner in region.corners:
        boxes = [part for box in boxes for part in _without(box, corner)]
    return boxes + [box for part in region.joined for box in zone(part)]


def _without(box: Box, hole: Box) -> list[Box]:
    if box.common_area(hole) <= 0:
        return [box]
    top, bottom = max(box.y0, hole.y0), min(box.y1, hole.y1)
    parts = [
        Box(box.x0, box.y0, box.x1, top),
        Box(box.x0, top, hole.x0, bottom),
        Box(hole.x1, top, box.x1, bottom),
        Box(box.x0, bottom, box.x1, box.y1),
    ]
    return [part for part in parts if part.width > 1 and part.height > 1]


def _area(box: Box, sheet: Sheet) -> Area:
    return (
        round(box.x0 / sheet.width, 5),
        round(box.y0 / sheet.height, 5),
        round(box.x1 / sheet.width, 5),
        round(box.y1 / sheet.height, 5),
    )
