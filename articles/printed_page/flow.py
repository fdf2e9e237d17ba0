"""The text of a region: down each column, from the left column to the right one, line by line into paragraphs."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from articles.parsing.bylines import read_byline
from articles.parsing.evidence import is_finished
from articles.parsing.lines import join

from .boxes import Box, columns_of, gaps
from .lines import Line, Type, rows_of

# A paragraph's first line begins this far to the right of the column's edge, in sizes of the text.
INDENT = (1.3, 3.2)
MAX_SUBHEAD = 24
# Lines so much wider than others do not stand in the same columns.
WIDER = 1.6
# White that differs by less than this, in leadings, is alike.
SAME_WHITE = 0.3
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
    """A line in its column, with the lines next to it above and below."""

    line: Line
    column: Box
    above: Line | None
    below: Line | None


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
    return [placed for band in bands(lines, body) for placed in _down_columns(band, body)]


def bands(lines: Sequence[Line], body: Type) -> list[list[Line]]:
    """The lines in bands one below another, each with columns of its own: 编者按 across the page above four columns,
    two wide columns above four narrow ones."""
    widths = sorted(line.width for line in lines)
    if not widths or (widths[-1] < WIDER * widths[len(widths) // 2] and widths[-1] < WIDER * _usual(lines, body)):
        return [list(lines)]
    together = len(columns_of(lines))
    best: tuple[tuple[int, int], list[list[Line]]] | None = None
    for end, y in gaps(lines, "y"):
        parts = [[line for line in lines if line.y0 < y], [line for line in lines if line.y0 >= y]]
        counts = [len(columns_of(part)) for part in parts]
        # The widest white parts them: the last line of 编者按 may be no wider than a column.
        score = round((y - end) / (SAME_WHITE * body.leading)), sum(counts)
        if max(counts) > together and (best is None or score > best[0]):
            best = score, parts
    return [band for part in best[1] for band in bands(part, body)] if best else [list(lines)]


def _usual(lines: Sequence[Line], body: Type) -> float:
    """The width of most columns of the text."""
    widths = Counter(round(line.width / body.size) for line in lines if body.is_body(line))
    return body.size * max(widths, key=lambda width: (widths[width], width), default=0)


def _down_columns(lines: Sequence[Line], body: Type) -> list[Placed]:
    columns = columns_of([line for line in lines if body.is_body(line)] or list(lines))
    by_column: list[list[Line]] = [[] for _ in columns]
    for line in lines:
        middle = line.middle[0]
        nearest = min(range(len(columns)), key=lambda n: max(0, columns[n].x0 - middle, middle - columns[n].x1))
        by_column[nearest].append(line)
    placed: list[Placed] = []
    for column, own in zip(columns, by_column, strict=True):
        rows = rows_of(own)
        for above, line, below in zip([None, *rows], rows, [*rows[1:], None], strict=False):
            placed.append(Placed(line, column, _next(above, line, body), _next(below, line, body)))
    return placed


def _next(other: Line | None, line: Line, body: Type) -> Line | None:
    return other if other and abs(other.base - line.base) < 1.5 * body.leading else None


def _begins_paragraph(placed: Placed, body: Type) -> bool:
    """Whether the line is indented. Beside a cut-out all lines are pushed to the right: there a line is indented if it
    begins to the right of the next one."""
    line, shift = placed.line, (placed.line.x0 - placed.column.x0) / body.size
    if line.spaced or shift <= INDENT[0]:
        return line.spaced
    beside = [other for other in (placed.above, placed.below) if other]
    pushed = shift > INDENT[1] or (
        len(beside) == 2 and all(other.x0 - placed.column.x0 > INDENT[0] * body.size for other in beside)
    )
    if not pushed or not beside:
        return True
    if placed.above and _goes_on(placed.above, placed.column, body):
        return False
    return any(INDENT[0] < (line.x0 - other.x0) / body.size < INDENT[1] for other in beside) or shift <= INDENT[1]


def _goes_on(line: Line, column: Box, body: Type) -> bool:
    """Whether a line fills its column and ends in mid-sentence."""
    return line.x1 > column.x1 - body.size and not is_finished(line.words)


def _is_subhead(placed: Placed, body: Type) -> bool:
    """A short centred line in another face; not one that fills the column below another one, as in 编者按."""
    line, column, above = placed.line, placed.column, placed.above
    if above and above.face == line.face and _goes_on(above, column, body) and line.x0 - column.x0 < 0.5 * body.size:
        return False
    centred = abs((line.x0 - column.x0) - (column.x1 - line.x1)) < 1.2 * body.size
    return centred and len(line.words) <= MAX_SUBHEAD and not JUMP.match(line.words) and not line.upright


def _stands_right(placed: Placed, body: Type) -> bool:
    """（下转第三版） and 本报记者　甲 stand at the right edge, far from the left one; so do lines beside a cut-out."""
    line, column = placed.line, placed.column
    right = abs(line.x1 - column.x1) < 0.6 * body.size and line.x0 > column.x0 + 0.3 * column.width
    if not right or JUMP.match(line.words):
        return right
    return read_byline(line.words) is not None
