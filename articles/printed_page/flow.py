"""The text of a region: down each column, from the left column to the right one, line by line into paragraphs."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from articles.parsing.lines import join

from .boxes import Box, columns_of
from .lines import Line, Type, rows_of

# A paragraph's first line begins this far to the right of the column's edge, in sizes of the text.
INDENT = (1.3, 3.2)
MAX_SUBHEAD = 24
JUMP = re.compile(r"[（(【▼]?\s*下\s*转")

Kind = Literal["paragraph", "subhead"]


@dataclass(slots=True)
class Flowing:
    kind: Kind
    parts: list[str]
    last: Line  # its last line so far
    ends: bool = False  # nothing is joined to it

    @property
    def text(self) -> str:
        return join(self.parts)


@dataclass(frozen=True, slots=True)
class Placed:
    """A line in its column, with the left edge of the text at its height: beside a cut-out it is further right."""

    line: Line
    column: Box
    edge: float


def read_text(lines: Sequence[Line], body: Type, before: list[Flowing]) -> list[Flowing]:
    """The paragraphs and subheads of these lines, after those `before` them."""
    found = list(before)
    has_text = sum(map(body.is_body, lines)) > 1
    for placed in _in_order(lines, body):
        line = placed.line
        previous = found[-1] if found else None
        if has_text and not body.is_body(line) and _is_subhead(placed, body):
            if previous and previous.kind == "subhead" and 0 < line.base - previous.last.base < 1.15 * body.leading:
                previous.parts.append(line.words)
                previous.last = line
            else:
                found.append(Flowing("subhead", [line.words], line))
        elif previous is None or previous.kind == "subhead" or previous.ends or _begins_paragraph(placed, body):
            found.append(Flowing("paragraph", [line.words], line, ends=_stands_right(placed, body)))
        elif _stands_right(placed, body) and not body.is_body(line):
            found.append(Flowing("paragraph", [line.words], line, ends=True))
        else:
            previous.parts.append(line.words)
            previous.last = line
    return found


def _in_order(lines: Sequence[Line], body: Type) -> list[Placed]:
    columns = columns_of([line for line in lines if body.is_body(line)] or list(lines))
    by_column: list[list[Line]] = [[] for _ in columns]
    for line in lines:
        middle = line.middle[0]
        nearest = min(range(len(columns)), key=lambda n: max(0, columns[n].x0 - middle, middle - columns[n].x1))
        by_column[nearest].append(line)
    return [
        Placed(line, column, edge)
        for column, own in zip(columns, by_column, strict=True)
        for line, edge in _with_edges(rows_of(own), column, body)
    ]


def _with_edges(rows: list[Line], column: Box, body: Type) -> list[tuple[Line, float]]:
    """Each line with the text's left edge. Where the lines above and below are pushed to the right as well, and the line
    does not end a paragraph, there is a cut-out beside them."""
    found: list[tuple[Line, float]] = []
    for n, line in enumerate(rows):
        beside = [row.x0 for row in rows[max(0, n - 1) : n + 2] if abs(row.base - line.base) < 1.5 * body.leading]
        pushed = len(beside) > 2 and min(beside) - column.x0 > INDENT[1] * body.size
        found.append((line, min(beside) if pushed else column.x0))
    return found


def _begins_paragraph(placed: Placed, body: Type) -> bool:
    return placed.line.spaced or placed.line.x0 - placed.edge > INDENT[0] * body.size


def _is_subhead(placed: Placed, body: Type) -> bool:
    """A short centred line in another face."""
    line, column = placed.line, placed.column
    centred = abs((line.x0 - column.x0) - (column.x1 - line.x1)) < 1.2 * body.size
    return centred and len(line.words) <= MAX_SUBHEAD and not JUMP.match(line.words) and not line.upright


def _stands_right(placed: Placed, body: Type) -> bool:
    """（下转第三版） and 本报记者　甲 stand at the right edge, far from the left one."""
    line, column = placed.line, placed.column
    return abs(line.x1 - column.x1) < 0.6 * body.size and line.x0 > column.x0 + 0.3 * column.width
