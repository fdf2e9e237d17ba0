"""The lines above a story's text, told by their sizes: kicker, headline, deck, byline."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from .boxes import Box, around
from .bylines import below_upright, plain_bylines, reads_as_byline, rest_of_bylines
from .lines import Line, Type, rows_of
from .region import Region

# A line of nearly the headline's size belongs to it.
SAME_HEADLINE = 0.93
# Bylines are set hardly larger than the text.
MAX_BYLINE = 1.15
NOTE = re.compile(r"(?:编者按|编者的话|开栏的话)[：:]")


@dataclass(slots=True)
class Heading:
    kicker: list[Line] = field(default_factory=list)
    headline: list[Line] = field(default_factory=list)
    deck: list[Line] = field(default_factory=list)
    bylines: list[Line] = field(default_factory=list)

    @property
    def rows(self) -> list[Line]:
        return [*self.kicker, *self.headline, *self.deck]


def read_heading(region: Region, body: Type, taken: set[int]) -> tuple[Heading, set[int]]:
    """The region's heading, and the lines in it by id. `taken`: lines of captions."""
    lines = [line for line in region.lines if id(line) not in taken and not line.role]
    groups = heading_groups(lines, body)
    main = groups[0] if groups else _weak_headline(lines, body)
    if not main:
        return Heading(), set()
    stack = main + ([line for line in lines if line.upright and line not in main] if main[0].upright else [])
    stack += below_upright(lines, main, body) if main[0].upright else _beside_headline(lines, main, body)
    rows = rows_of(stack)
    bylines = [row for row in rows if _is_byline(row, body)]
    heading = _by_size([row for row in rows if row not in bylines], upright=main[0].upright)
    heading.bylines = bylines
    return heading, {id(line) for line in stack}


def heading_groups(lines: Iterable[Line], body: Type) -> list[list[Line]]:
    """The headlines among these lines, from the top down; lines of one headline together."""
    groups: list[list[Line]] = []
    for line in sorted(filter(body.is_heading, lines), key=lambda line: line.y0):
        group = next((group for group in groups if _belongs_to(line, group)), None)
        if group is None:
            groups.append([line])
        else:
            group.append(line)
    return groups


def _belongs_to(line: Line, group: list[Line]) -> bool:
    if line.upright != group[0].upright:
        return False
    box, size = around(group), max(line.size, group[-1].size)
    if line.upright:
        return -line.overlap_x(box) < 1.5 * line.size and line.overlap_y(box) > 0
    return line.y0 - box.y1 < 1.3 * size and line.overlap_x(box) > -line.size


def _weak_headline(lines: list[Line], body: Type) -> list[Line]:
    """The first lines of a region without a large headline, if they are somewhat larger than its text."""
    found: list[Line] = []
    top = min((line.y0 for line in lines), default=0)
    for line in sorted(lines, key=lambda line: line.y0):
        if body.is_weak_heading(line) and (not found or line.y0 - found[-1].y1 < line.size):
            found.append(line)
        elif line.y0 > top + 2 * body.size:
            break
    return found


def _beside_headline(lines: list[Line], main: list[Line], body: Type) -> list[Line]:
    """Kicker above, deck and byline below a headline set from left to right, down to the first line of text."""
    box = around(main)
    text = [line for line in lines if body.is_body(line) and line not in main]
    bylines = plain_bylines(text, [line for line in lines if body.same_size(line)], box, body)
    text = [line for line in text if line not in bylines]
    first = _first_text(text, box)
    aside = [*main, *bylines]
    others = [line for line in lines if line not in aside and not line.upright and not body.is_body(line)]
    below = [line for line in others if line.y0 < first - 1 and _is_below(line, box, body, len(text) > 1)]
    below = [line for line in below if not _is_subhead(line, text, box, body)]
    signed = [row.base for row in rows_of(below) if reads_as_byline(row)]
    note = [line for line in below if body.same_size(line) and line.base not in signed]
    if _is_note(note):
        below = [line for line in below if line not in note]
    bylines += rest_of_bylines(below, text)
    return [line for line in others if _is_kicker(line, box, body) or line in below] + bylines


def _is_note(lines: list[Line]) -> bool:
    """编者按：…… in another face between headline and text: sentences, and no deck."""
    if any(NOTE.match(line.words) for line in lines):
        return True
    return any("。" in line.text for line in lines) and len({round(line.base) for line in lines}) > 1


def _first_text(text: list[Line], box: Box) -> float:
    """Where the text below a headline begins; beside an inset headline the text begins higher."""
    below = [line for line in text if line.y0 > box.y0]
    own = [line for line in below if line.overlap_x(box) > 0] or below or text
    return min((line.y0 for line in own if line.y0 > box.y1 - 2), default=1e9)


def _is_kicker(line: Line, box: Box, body: Type) -> bool:
    return line.y1 <= box.y0 + 2 and line.y0 > box.y0 - 3.5 * body.size


def _is_below(line: Line, box: Box, body: Type, has_text: bool) -> bool:
    if line.y0 < box.y1 - 0.3 * box.height:
        return False
    if line.size > 1.06 * body.size:
        return True
    other_face = line.face != body.face
    return other_face and (has_text or (line.y1 < box.y1 + 2 * body.leading and reads_as_byline(line)))


def _is_subhead(line: Line, text: list[Line], box: Box, body: Type) -> bool:
    """A subhead that opens a column below a headline over several columns: in the middle of its column and close to the
    text, not below the middle of the headline."""
    if not body.same_size(line) or reads_as_byline(line):
        return False
    below = [other for other in text if 0 < other.base - line.base < 4 * body.leading and other.overlap_x(line) > 0]
    if not below or min(other.base for other in below) - line.base > 1.3 * body.leading:
        return False
    middle, column = line.middle[0], around(below).middle[0]
    return abs(middle - column) < body.size and abs(middle - box.middle[0]) > 3 * body.size


def _is_byline(row: Line, body: Type) -> bool:
    return row.size <= MAX_BYLINE * body.size and reads_as_byline(row)


def _by_size(rows: list[Line], upright: bool) -> Heading:
    """The largest rows are the headline; kicker and deck are above and below, or right and left of an upright one."""
    if not rows:
        return Heading()
    from_right = sorted(rows, key=lambda row: (-row.x0, row.y0))
    levels = [[row] for row in from_right] if upright else _levels(rows)
    sizes = [max(row.size for row in level) for level in levels]
    large = [size > SAME_HEADLINE * max(sizes) for size in sizes]
    first = large.index(True)
    end = first + [*large[first:], False].index(False)
    parts = [[row for level in part for row in level] for part in (levels[:first], levels[first:end], levels[end:])]
    return Heading(*parts)


def _levels(rows: list[Line]) -> list[list[Line]]:
    """Rows side by side on one baseline together."""
    levels: list[list[Line]] = []
    for row in sorted(rows, key=lambda row: (row.base, row.x0)):
        if levels and abs(levels[-1][0].base - row.base) < 0.3 * row.size:
            levels[-1].append(row)
        else:
            levels.append([row])
    return [sorted(level, key=lambda row: row.x0) for level in levels]
