"""A scanned page: rules, pictures and printed lines are found in its pixels and the lines recognised. The sheet made of
them is read by the ordinary steps. Only with the extra `ocr`, in the child process."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import sqrt
from statistics import median
from typing import Any

import pypdfium2 as pdfium

from .boxes import Box, around
from .ocr import recognised
from .sheet import ASCENT, DESCENT, MAX_RULE, MIN_RULE, Frame, Glyph, Picture, Sheet

RESOLUTION = 300
MAX_PIXELS = 25_000_000  # a broadsheet at 270; each takes 12 bytes while its ink is parted
# A page with fewer characters is a scan, perhaps with a page number set as text.
MIN_CHARACTERS = 20
# Sizes of type in points.
SMALLEST, LARGEST = 4, 80
# Ink in a photograph covers most of it, in many shades of grey; a frame is nearly empty.
SHADES, SHADED, EMPTY = (50, 215), 0.5, 0.08
# White inside a line, in sizes of the text; wider white parts columns. White around a line when it is recognised.
WORD_GAP, MARGIN = 0.75, 0.15
# White between the characters of one headline, in its heights.
HEADLINE_GAP = 0.45
# Lines whose sizes differ by less are of one size, for a line's size is known by its width only.
SAME_SIZE, LONG = 0.07, 6
# So much more ink than in the text is a bold face.
BOLD = 1.25
HALF_EMPTY_FIRST, HALF_EMPTY_LAST = "“‘（《【", "，。、；：！？”’）》】"


@dataclass(slots=True, eq=False)
class Row(Box):
    """A printed line, in points."""

    text: str = ""
    size: float = 0
    ink: float = 0  # the share of its area
    face: str = ""


def is_wordless(sheet: Sheet) -> bool:
    return sum(not glyph.char.isspace() for glyph in sheet.glyphs) < MIN_CHARACTERS


def read_scan(page: pdfium.PdfPage) -> Sheet:
    scale = min(RESOLUTION / 72, sqrt(MAX_PIXELS / (page.get_width() * page.get_height())))
    grey = page.render(scale=scale, grayscale=True, may_draw_forms=False).to_numpy()
    grey = grey.reshape(grey.shape[0], grey.shape[1])
    sheet = Sheet(page.get_width(), page.get_height())
    ink, size = _set_drawings_aside(grey, sheet, scale)
    rows = [row for row in _rows(ink, size, scale) if SMALLEST < row.height < LARGEST]
    for row in rows:
        row.text = recognised(_cut_out(grey, row, scale))
        row.ink = float(_cut_out(ink, row, scale).mean())
    rows = [row for row in rows if row.text]
    _give_sizes(rows)
    sheet.glyphs = [glyph for row in rows for glyph in _glyphs(row)]
    return sheet


# Pixels


def _set_drawings_aside(grey: Any, sheet: Sheet, scale: float) -> tuple[Any, float]:
    """Give the sheet its pictures, rules and frames; the ink left, and the size of most characters in pixels."""
    import cv2
    import numpy

    _, ink = cv2.threshold(grey, 0, 1, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    width, height = stats[:, cv2.CC_STAT_WIDTH] / scale, stats[:, cv2.CC_STAT_HEIGHT] / scale
    long, thick = numpy.maximum(width, height), numpy.minimum(width, height)
    filled = stats[:, cv2.CC_STAT_AREA] / scale**2 / numpy.maximum(1, width * height)
    rules = (long > MIN_RULE) & (thick <= MAX_RULE)
    large = ~rules & (long > LARGEST)
    letters = (long > SMALLEST) & (long < 2.5 * SMALLEST * 2) & (long < 1.4 * thick)
    size = float(numpy.percentile(long[letters], 70)) * scale if letters.any() else 10 * scale
    pictures = [box for box in _shaded(grey, size) if min(box.width, box.height) > 3 * size]
    sheet.pictures = [Picture(*_in_points(box, scale), RESOLUTION) for box in pictures]
    boxes = [_in_points(_box(each), scale) for each in stats]
    sheet.rules = [Box(*boxes[n]) for n in numpy.flatnonzero(rules)]
    sheet.frames = [Frame(*boxes[n]) for n in numpy.flatnonzero(large & (filled < EMPTY)) if n]
    aside = rules | large
    aside[0] = True
    left = (~aside)[labels].astype(numpy.uint8)
    for box in pictures:
        left[int(box.y0) : int(box.y1), int(box.x0) : int(box.x1)] = 0
    return left, size


def _shaded(grey: Any, size: float) -> Iterator[Box]:
    """Areas in many shades of grey, in pixels."""
    import cv2
    import numpy

    step = max(1, int(size))
    shades = ((grey > SHADES[0]) & (grey < SHADES[1])).astype(numpy.float32)
    cells = cv2.resize(shades, (grey.shape[1] // step, grey.shape[0] // step), interpolation=cv2.INTER_AREA)
    shaded = (cells > SHADED).astype(numpy.uint8)
    shaded = cv2.morphologyEx(shaded, cv2.MORPH_CLOSE, numpy.ones((5, 5), numpy.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(shaded, connectivity=8)
    for each in stats[1:]:
        box = _box(each)
        if each[cv2.CC_STAT_AREA] > SHADED * box.area:
            yield Box(box.x0 * step, box.y0 * step, box.x1 * step, box.y1 * step)


def _rows(ink: Any, size: float, scale: float) -> list[Row]:
    """Printed lines: ink with no wide white in it from left to right."""
    import cv2
    import numpy

    closed = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, numpy.ones((1, int(WORD_GAP * size)), numpy.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(closed, connectivity=8)
    pieces = [box for each in stats[1:] if max((box := _box(each)).width, box.height) > 0.1 * size]
    rows: list[Box] = []
    for piece in sorted(pieces, key=lambda piece: -piece.height):
        row = next((row for row in rows if _belongs(piece, row, size)), None)
        if row is None:
            rows.append(piece)
        else:
            whole = around([row, piece])
            row.x0, row.x1 = whole.x0, whole.x1
    return [Row(*_in_points(row, scale)) for row in _joined(rows)]


def _joined(rows: list[Box]) -> list[Box]:
    """Rows side by side with no more white than there is between the characters of a headline: one row."""
    found: list[Box] = []
    for row in sorted(rows, key=lambda row: row.x0):
        left = next((each for each in found if _goes_on(each, row)), None)
        if left is None:
            found.append(row)
        else:
            whole = around([left, row])
            left.x1, left.y0, left.y1 = whole.x1, whole.y0, whole.y1
    return found


def _goes_on(left: Box, row: Box) -> bool:
    lower, higher = sorted((left.height, row.height))
    gap = -left.overlap_x(row)
    return left.overlap_y(row) > 0.7 * lower and lower > 0.5 * higher and gap < HEADLINE_GAP * higher


def _belongs(piece: Box, row: Box, size: float) -> bool:
    """Whether a stroke or mark belongs to the row at its height: 二, “, 。"""
    return piece.overlap_y(row) > 0.6 * piece.height and piece.overlap_x(row) > -0.2 * size


def _box(stats: Any) -> Box:
    x, y, width, height = (int(number) for number in stats[:4])
    return Box(x, y, x + width, y + height)


def _in_points(box: Box, scale: float) -> tuple[float, float, float, float]:
    return box.x0 / scale, box.y0 / scale, box.x1 / scale, box.y1 / scale


def _cut_out(pixels: Any, row: Row, scale: float) -> Any:
    white = MARGIN * row.height
    y0, y1 = max(0, int((row.y0 - white) * scale)), int((row.y1 + white) * scale)
    x0, x1 = max(0, int((row.x0 - white) * scale)), int((row.x1 + white) * scale)
    return pixels[y0:y1, x0:x1]


# Characters


def _squares(row: Row) -> float:
    """The width of the row's ink in characters."""
    count = sum(0.5 if char.isascii() else 1.0 for char in row.text)
    return max(0.5, count - 0.1 - 0.5 * (row.text[0] in HALF_EMPTY_FIRST) - 0.6 * (row.text[-1] in HALF_EMPTY_LAST))


def _size(row: Row) -> float:
    return max(row.height, row.width) if len(row.text) == 1 else row.width / _squares(row)


def _give_sizes(rows: list[Row]) -> None:
    """Lines of nearly the size of most are of that size; the size of a short line is less sure. Lines with more ink are
    in another face."""
    for row in rows:
        row.size = _size(row)
    sizes = [row.size for row in rows if len(row.text) >= LONG] or [row.size for row in rows]
    body = round(median(sizes), 1) if sizes else 0
    for row in rows:
        same = SAME_SIZE if len(row.text) >= LONG else 3 * SAME_SIZE
        row.size = body if abs(row.size - body) < same * body else round(row.size * 2) / 2
    usual = median([row.ink for row in rows if row.size == body] or [1])
    for row in rows:
        row.face = "bold" if row.ink > BOLD * usual else ""


def _glyphs(row: Row) -> Iterator[Glyph]:
    """The row's characters one after another, each in its square."""
    pitch = row.width / _squares(row)
    x = row.x0 - 0.5 * pitch * (row.text[0] in HALF_EMPTY_FIRST)
    base = row.middle[1] + (ASCENT - DESCENT) / 2 * row.size
    for number, char in enumerate(row.text):
        width = pitch / 2 if char.isascii() else pitch
        yield Glyph(
            x, base - ASCENT * row.size, x + width, base + DESCENT * row.size, char, row.size, base, row.face, number
        )
        x += width
