"""The plan of a printed page (版面图): a zone for each story, its area proportional to the length of the text. It takes
the place of a facsimile. Units are those of the drawing, which has the proportions of a broadsheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from articles.site.page_layout import Box, layout
from articles.text.line_breaking import broken

WIDTH, HEIGHT = 360, 500
MARGIN = 9
MIN_SHARE = 0.06  # of the sheet: a two-line brief must be large enough for a finger
TYPE_SIZES = (34, 30, 26, 23, 20, 18, 16, 14, 12.5, 11)
LEAD_TYPE, OTHER_TYPE = 34, 23  # at most; none is larger than the lead's
LEADING = 1.25
HEADLINE_SHARE = 0.75  # of a zone's height; the rest is for text
TEXT_LINE = 7
COLUMN = 78
ELLIPSIS = "…"


@dataclass(frozen=True)
class Zone:
    """A story on the plan: `headline` is (y, line) for each line, `text_path` the lines drawn in place of the text."""

    story: object
    box: Box
    type_size: float
    headline: tuple[tuple[float, str], ...]
    text_path: str

    @property
    def left(self) -> float:
        return self.box.x + MARGIN


def plan(stories: Sequence[tuple[object, str, int]]) -> list[Zone]:
    """The zones of stories in printed order: (story, headline, characters of text)."""
    if not stories:
        return []
    least = MIN_SHARE * sum(length for _, _, length in stories)
    weights = tuple(max(length, least, 1) for _, _, length in stories)
    boxes = layout(Box(0, 0, WIDTH, HEIGHT), weights)
    zones, largest = [], LEAD_TYPE
    for (story, headline, _), box in zip(stories, boxes, strict=True):
        zones.append(zone(story, headline, box, largest))
        largest = min(OTHER_TYPE, zones[0].type_size)
    return zones


def zone(story: object, headline: str, box: Box, largest: float) -> Zone:
    width, height = box.width - 2 * MARGIN, box.height - 2 * MARGIN
    size, lines = fitted(headline, width, height, largest)
    top = box.y + MARGIN
    positioned = tuple((round(top + size * (0.9 + LEADING * index), 1), line) for index, line in enumerate(lines))
    below = top + size * LEADING * len(lines) + TEXT_LINE
    return Zone(story, rounded(box), size, positioned, text_path(box, below))


def fitted(headline: str, width: float, height: float, largest: float) -> tuple[float, list[str]]:
    """The largest type that leaves space for text, and the headline's lines, which may be cut off in the smallest."""
    for size in (size for size in TYPE_SIZES if size <= largest):
        lines = broken(headline, width / size)
        if len(lines) * size * LEADING <= height * HEADLINE_SHARE and (len(lines) == 1 or len(lines[-1]) > 1):
            return size, lines
    room = max(1, int(height / (size * LEADING)))
    if len(lines) <= room:
        return size, lines
    return size, [*lines[: room - 1], lines[room - 1][:-1] + ELLIPSIS]


def text_path(box: Box, top: float) -> str:
    inner = box.width - 2 * MARGIN
    columns = max(1, round(inner / COLUMN))
    width = (inner - MARGIN * (columns - 1)) / columns
    rows = int((box.y + box.height - MARGIN - top) // TEXT_LINE) + 1
    return "".join(
        f"M{box.x + MARGIN + column * (width + MARGIN):.1f} {top + row * TEXT_LINE:.1f}h{width:.1f}"
        for column in range(columns)
        for row in range(rows)
    )


def rounded(box: Box) -> Box:
    return Box(round(box.x, 1), round(box.y, 1), round(box.width, 1), round(box.height, 1))
