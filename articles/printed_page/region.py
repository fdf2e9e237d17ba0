"""A part of the page that belongs to one story, and the area it takes."""

from collections.abc import Callable
from dataclasses import dataclass, field

from .boxes import Box, around, columns_of
from .lines import Line, Type
from .sheet import Picture

# In leadings: more white than this below a text is nobody's; a lower column is a brief.
WHITE_BELOW, BRIEF = 4.5, 15


@dataclass(slots=True, eq=False)
class Region:
    """Part of a page: the lines and pictures in a frame, which may be cut out of one or several corners."""

    lines: list[Line]
    pictures: list[Picture]
    frame: Box
    corners: list[Box] = field(default_factory=list)  # what belongs to other stories
    joined: list["Region"] = field(default_factory=list)  # parts without a headline of their own

    @property
    def things(self) -> list[Box]:
        return [*self.lines, *self.pictures]

    def part(self, frame: Box, inside: Callable[[Box], bool]) -> "Region":
        lines = [line for line in self.lines if inside(line)]
        return Region(lines, [each for each in self.pictures if inside(each)], frame)


# The frame


def trim(box: Region) -> None:
    """A story's zone inside a box leaves as much white at each side as the text does at the narrower one."""
    text = around(box.things)
    x = max(0.0, min(text.x0 - box.frame.x0, box.frame.x1 - text.x1))
    y = max(0.0, min(text.y0 - box.frame.y0, box.frame.y1 - text.y1))
    box.frame = Box(box.frame.x0 + x, box.frame.y0 + y, box.frame.x1 - x, box.frame.y1 - y)


def keep_off(region: Region, obstacles: list[Box], body: Type) -> None:
    """Keep a region's frame off the boxes beside its text; a box within the text is cut out."""
    text, frame = around(region.things), region.frame
    white = 1.5 * body.size
    for box in obstacles:
        if frame.common_area(box) <= 0:
            continue
        if box.x0 > text.x1 - 2:
            frame.x1 = max(text.x1, min(frame.x1, box.x0 - white))
        elif box.x1 < text.x0 + 2:
            frame.x0 = min(text.x0, max(frame.x0, box.x1 + white))
        elif box.y0 > text.y1 - 2:
            frame.y1 = max(text.y1, min(frame.y1, box.y0 - white))
        elif box.y1 > text.y0 + 2:
            region.corners.append(box)


def leave_white(region: Region, body: Type) -> None:
    """A story begins at its first line. The white below its text is its own unless there is much of it, or the story is
    a brief: one column of a few lines."""
    text, frame = around(region.things), region.frame
    is_brief = text.height < BRIEF * body.leading and len(columns_of(region.things)) == 1
    if is_brief or frame.y1 - text.y1 > WHITE_BELOW * body.leading:
        frame.y1 = min(frame.y1, text.y1 + 0.3 * body.leading)
    frame.y0 = max(frame.y0, text.y0 - 0.3 * body.leading)


# The zone


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
