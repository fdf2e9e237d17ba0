"""Double-page spreads: a sheet with two printed pages side by side, as printers get it, is read as two pages. A spread
with one picture or headline over the fold (跨版) is one page."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from articles.parsing.residue import residue_kind

from .boxes import Box, around, gaps
from .lines import Line, Type, are_alike, read_lines
from .model import Half
from .sheet import Sheet

# Two pages side by side are so much wider than high; the fold is at most this share of the width off the middle.
WIDE, OFF_MIDDLE = 1.15, 0.03
# White at the fold, in sizes of the text: of two pages; and so much that no column is parted from another by it.
MIN_FOLD, WIDE_FOLD = 1.2, 5
# Head and foot of a page, in shares of the height of its text.
HEAD, FOOT = 0.05, 0.03
# A headline over the fold may leave so much room there, in its sizes.
OVER_FOLD = 1.5
# 第4版, 4综合新闻, A03, 要闻 03
NUMBER = re.compile(
    r"(?:第\s*)?[A-Z]?\s*(\d{1,3}|[一二三四五六七八九十]{1,3})\s*版?\s*[^\d，。]{0,8}|[^\d，。]{1,8}[A-Z]?(\d{1,3})\s*版?"
)
CREDIT, DATE = "page_credit", "folio"


@dataclass(frozen=True, slots=True)
class Fold:
    """The white between two printed pages; `sure`: both have a head of their own, and nothing stands over the fold."""

    x: float
    sure: bool


def find_fold(sheet: Sheet) -> Fold | None:
    if sheet.width < WIDE * sheet.height or not sheet.glyphs:
        return None
    lines, body = read_lines(sheet)
    fold = _white_in_the_middle(sheet, lines, body)
    two_heads = _have_heads(sheet, lines)
    if fold is None:
        return Fold(sheet.width / 2, False) if two_heads and not _anything_over_fold(sheet, lines) else None
    start, end = fold
    middle = (start + end) / 2
    if two_heads:
        return Fold(middle, not _headline_over(lines, middle, body))
    return Fold(middle, False) if end - start > WIDE_FOLD * body.size else None


def half_of(sheet: Sheet, fold: Fold, half: Half) -> Sheet:
    """One of the two pages as a sheet of its own; the things on the sheet are changed."""
    side = Box(0, 0, fold.x, sheet.height) if half == "left" else Box(fold.x, 0, sheet.width, sheet.height)
    page = Sheet(side.width, sheet.height, part=(side.x0 / sheet.width, 0.0, side.x1 / sheet.width, 1.0))
    page.glyphs = [glyph for glyph in sheet.glyphs if side.holds(glyph, 0)]
    page.shapes = [shape for shape in sheet.shapes if side.holds(shape, 0)]
    page.strokes = [stroke for stroke in sheet.strokes if side.holds(stroke, 0)]
    page.rules = [rule.cut_to(side) for rule in sheet.rules if rule.overlap_x(side) > 0]
    page.frames = [frame.cut_to(side) for frame in sheet.frames if frame.overlap_x(side) > 0]
    page.pictures = [picture.cut_to(side) for picture in sheet.pictures if picture.overlap_x(side) > 0]
    for things in (page.glyphs, page.shapes, page.strokes, page.rules, page.frames, page.pictures):
        for thing in things:
            thing.x0, thing.x1 = thing.x0 - side.x0, thing.x1 - side.x0
    return page


def _white_in_the_middle(sheet: Sheet, lines: list[Line], body: Type) -> tuple[float, float] | None:
    """The widest white near the middle of the sheet, over which nothing stands. A rule may stand in it."""
    level = [rule for rule in sheet.rules if rule.width > rule.height]
    things = [*lines, *level, *sheet.pictures, *sheet.shapes, *_tints(sheet)]
    middle = sheet.width / 2
    near = [
        (start, end)
        for start, end in gaps(things, "x")
        if start - OFF_MIDDLE * sheet.width < middle < end + OFF_MIDDLE * sheet.width
        and end - start > MIN_FOLD * body.size
    ]
    return max(near, key=lambda gap: gap[1] - gap[0], default=None)


def _tints(sheet: Sheet) -> list[Box]:
    """Frames and tints, but the ground of the whole sheet."""
    return [frame for frame in sheet.frames if frame.width < 0.9 * sheet.width]


def _anything_over_fold(sheet: Sheet, lines: list[Line]) -> bool:
    """Whether words or a picture stand over the middle, and not only a rule or a tint."""
    middle = sheet.width / 2
    return any(thing.x0 < middle - 2 and middle + 2 < thing.x1 for thing in [*lines, *sheet.pictures, *sheet.shapes])


def _headline_over(lines: Iterable[Line], fold: float, body: Type) -> bool:
    """Whether one headline leaves room for the fold."""
    large = [line for line in lines if body.is_heading(line) and not line.upright]
    left, right = [line for line in large if line.x1 < fold], [line for line in large if line.x0 > fold]
    return any(
        abs(one.base - other.base) < 0.1 * one.size
        and are_alike(one, other)
        and other.x0 - one.x1 < OVER_FOLD * one.size
        for one in left
        for other in right
    )


def _have_heads(sheet: Sheet, lines: list[Line]) -> bool:
    """Whether both halves have a page number, and not the same; or both a date, or both their editors."""
    text = around(lines)
    top, bottom = text.y0 + HEAD * text.height, text.y1 - FOOT * text.height
    outer = [line for line in lines if line.y0 < top or line.y1 > bottom]
    left, right = (
        [line.words for line in outer if (line.middle[0] < sheet.width / 2) == is_left] for is_left in (True, False)
    )
    if _kinds(left) & _kinds(right) & {CREDIT, DATE}:
        return True
    ones, others = _numbers(left), _numbers(right)
    return bool(ones and others and ones.isdisjoint(others))


def _kinds(words: list[str]) -> set[str | None]:
    """第4版 is a folio for the parser too, but here a number."""
    return {residue_kind(each) for each in words if not NUMBER.fullmatch(each)}


def _numbers(words: list[str]) -> set[str]:
    found = [match for each in words if (match := NUMBER.fullmatch(each))]
    return {match[1] or match[2] for match in found}
