"""Rectangles on a page, in points from the top left of what is shown."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Self, TypeVar

# Less white than this share of a line's height is in a column.
TOUCHING = 0.4

Thing = TypeVar("Thing", bound="Box")


@dataclass(slots=True, eq=False)
class Box:
    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        return self.y1 - self.y0

    @property
    def area(self) -> float:
        return max(0.0, self.width) * max(0.0, self.height)

    @property
    def middle(self) -> tuple[float, float]:
        return (self.x0 + self.x1) / 2, (self.y0 + self.y1) / 2

    def holds(self, other: "Box", margin: float = 2.0) -> bool:
        """Whether the middle of the other box is inside this one."""
        x, y = other.middle
        return self.x0 - margin <= x <= self.x1 + margin and self.y0 - margin <= y <= self.y1 + margin

    def overlap_x(self, other: "Box") -> float:
        """How far both reach over one another from left to right; negative: the gap between them."""
        return min(self.x1, other.x1) - max(self.x0, other.x0)

    def overlap_y(self, other: "Box") -> float:
        return min(self.y1, other.y1) - max(self.y0, other.y0)

    def distance(self, other: "Box") -> float:
        return max(0.0, -self.overlap_x(other)) + max(0.0, -self.overlap_y(other))

    def common_area(self, other: "Box") -> float:
        return max(0.0, self.overlap_x(other)) * max(0.0, self.overlap_y(other))

    def cut_to(self, frame: "Box") -> Self:
        """This box, no larger than the frame; changed in place."""
        self.x0, self.y0 = max(self.x0, frame.x0), max(self.y0, frame.y0)
        self.x1, self.y1 = min(self.x1, frame.x1), min(self.y1, frame.y1)
        return self


def around(things: Iterable[Box]) -> Box:
    """The smallest box that holds all of these; there must be one."""
    boxes = iter(things)
    first = next(boxes)
    x0, y0, x1, y1 = first.x0, first.y0, first.x1, first.y1
    for box in boxes:
        x0, y0, x1, y1 = min(x0, box.x0), min(y0, box.y0), max(x1, box.x1), max(y1, box.y1)
    return Box(x0, y0, x1, y1)


def gaps(things: Iterable[Box], axis: str) -> list[tuple[float, float]]:
    """The white between the things, seen from the side: (end of one, start of the next) along the axis "x" or "y"."""
    spans = sorted((box.x0, box.x1) if axis == "x" else (box.y0, box.y1) for box in things)
    found: list[tuple[float, float]] = []
    end = spans[0][1] if spans else 0.0
    for start, stop in spans:
        if start > end + 0.1:
            found.append((end, start))
        end = max(end, stop)
    return found


def columns_of(lines: Sequence[Box]) -> list[Box]:
    """The columns in which these lines stand, from left to right. Wide lines first: narrow ones beside a cut-out fall
    into the column of those above and below, and so does 效。 below a first line that its indent ends above."""
    if not lines:
        return []
    touching = TOUCHING * min(line.height for line in lines)
    columns: list[Box] = []
    for span in sorted(_spans(lines), key=lambda span: -span.width):
        column = max(columns, key=lambda column: column.overlap_x(span), default=None)
        if column is None or column.overlap_x(span) <= -touching:
            columns.append(span)
        else:
            column.x0, column.x1 = min(column.x0, span.x0), max(column.x1, span.x1)
            column.y0, column.y1 = min(column.y0, span.y0), max(column.y1, span.y1)
    return sorted(columns, key=lambda column: column.x0)


def _spans(lines: Sequence[Box]) -> list[Box]:
    """Boxes around all lines with the same ends: there are few, for most lines fill their column."""
    spans: dict[tuple[float, float], Box] = {}
    for line in lines:
        ends = round(line.x0, 1), round(line.x1, 1)
        span = spans.get(ends)
        if span is None:
            spans[ends] = Box(line.x0, line.y0, line.x1, line.y1)
        else:
            span.y0, span.y1 = min(span.y0, line.y0), max(span.y1, line.y1)
    return list(spans.values())
