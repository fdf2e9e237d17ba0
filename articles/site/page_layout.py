"""The layout of a page plan: the lead across the top, below it rows of columns. The best layout in printed order has
zones with a newspaper's proportions: wider than high, and wide enough for a headline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import inf, log

MIN_LEAD, MAX_LEAD = 0.24, 0.5  # of the sheet's height
MAX_IN_ROW = 6  # stories
MAX_IN_COLUMN = 3
SHAPE = 1.3  # ideal ratio of width to height
MIN_WIDTH, MIN_HEIGHT = 92, 64
CROWDING = 6  # weight of a zone that is too small, against one with other proportions


@dataclass(frozen=True)
class Box:
    x: float
    y: float
    width: float
    height: float


@lru_cache(maxsize=1024)
def layout(sheet: Box, weights: tuple[float, ...]) -> tuple[Box, ...]:
    """A box for each weight, in order. All but the lead's are proportional to their weights."""
    if len(weights) == 1:
        return (sheet,)
    share = min(MAX_LEAD, max(MIN_LEAD, weights[0] / sum(weights)))
    head = sheet.height * share
    below = Box(sheet.x, sheet.y + head, sheet.width, sheet.height - head)
    return (Box(sheet.x, sheet.y, sheet.width, head), *in_rows(below, weights[1:]))


def in_rows(box: Box, weights: Sequence[float]) -> list[Box]:
    scale = box.width * box.height / sum(weights)
    areas = [weight * scale for weight in weights]
    boxes, top = [], box.y
    for row in best_cuts(areas, MAX_IN_ROW, lambda part: columns(part, box.width)[0]):
        height = sum(row) / box.width
        boxes += in_columns(Box(box.x, top, box.width, height), row)
        top += height
    return boxes


def in_columns(row: Box, areas: Sequence[float]) -> list[Box]:
    boxes, left = [], row.x
    for column in columns(areas, row.width)[1]:
        width, top = sum(column) / row.height, row.y
        for area in column:
            boxes.append(Box(left, top, width, area / width))
            top += area / width
        left += width
    return boxes


def columns(areas: Sequence[float], width: float) -> tuple[float, list[Sequence[float]]]:
    """The misfit of the best columns of a row, and the columns."""
    height = sum(areas) / width
    cuts = best_cuts(areas, MAX_IN_COLUMN, lambda part: misfit(part, height))
    return sum(misfit(part, height) for part in cuts), cuts


def misfit(column: Sequence[float], height: float) -> float:
    """How far the zones of a column are from a newspaper's proportions; 0 is best."""
    width = sum(column) / height
    return sum(
        abs(log(width * width / area / SHAPE))
        + CROWDING * (max(0, 1 - width / MIN_WIDTH) + max(0, 1 - area / width / MIN_HEIGHT))
        for area in column
    )


def best_cuts(areas: Sequence[float], most: int, cost) -> list[Sequence[float]]:
    """The areas cut into parts of at most `most`, with the least sum of costs."""
    least, ends = [inf] * len(areas) + [0.0], [0] * len(areas)
    for start in reversed(range(len(areas))):
        for end in range(start + 1, min(len(areas), start + most) + 1):
            total = cost(areas[start:end]) + least[end]
            if total < least[start]:
                least[start], ends[start] = total, end
    parts, start = [], 0
    while start < len(areas):
        parts.append(areas[start : ends[start]])
        start = ends[start]
    return parts
