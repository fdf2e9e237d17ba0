"""What stands in the text without being part of it: quotations in large type, tables."""

from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise

from articles.parsing.evidence import is_finished

from .boxes import Box, around
from .flow import INDENT
from .headings import heading_groups
from .lines import Line, Type, rows_of
from .sheet import Frame, Sheet

# The distances of a quotation to the text above and below it, in leadings; of a table's rules to one another.
MAX_WHITE = 3
MIN_RULES, MIN_CELLS = 3, 4
MEAN_CELL = 9  # characters
# So many of a quotation's four-character pieces stand in a line of the text; others are cut at a line's end.
REPEATED = 0.6


def mark_asides(sheet: Sheet, lines: list[Line], body: Type) -> None:
    """Give quotations and the cells of tables their role."""
    for table in find_tables(sheet, body):
        cells = [line for line in lines if table.holds(line)]
        if _are_cells(cells):
            for line in cells:
                line.role = "table"
            sheet.frames = [frame for frame in sheet.frames if not table.holds(frame)]
    for group in heading_groups(lines, body):
        if _is_quotation(group, lines, body):
            for line in group:
                line.role = "quotation"


# Quotations


def _is_quotation(group: list[Line], lines: list[Line], body: Type) -> bool:
    """A sentence in large type inside a column: the text breaks off above it and goes on below it. Below a headline a
    paragraph begins, unless the headline is inset over several columns."""
    box = around(group)
    column = [line for line in lines if line.overlap_x(box) > 0.8 * min(box.width, line.width) and line not in group]
    above = max((line for line in column if line.y1 <= box.y0 + 1), key=lambda line: line.y1, default=None)
    below = min((line for line in column if line.y0 >= box.y1 - 1), key=lambda line: line.y0, default=None)
    if above is None or below is None or not (body.is_body(above) and body.is_body(below)):
        return False
    if max(box.y0 - above.y1, below.y0 - box.y1) > MAX_WHITE * body.leading:
        return False
    upper, lower = _column(above, column, body), _column(below, column, body)
    one_column = abs(upper.x0 - lower.x0) < body.size and abs(upper.x1 - lower.x1) < body.size
    inside = upper.x0 - body.size < box.x0 and box.x1 < upper.x1 + body.size
    goes_on = below.x0 - lower.x0 < INDENT[0] * body.size and not is_finished(above.words)
    return one_column and inside and (goes_on or _is_repeated(group, lines))


def _is_repeated(group: list[Line], lines: list[Line]) -> bool:
    """Whether the words are quoted, and most of them stand in the text as well; so do those of many headlines."""
    words = "".join(line.words for line in group)
    if words[:1] != "“" or words[-1:] != "”":
        return False
    words = words.strip("“”…—")
    text = "\n".join(line.words for line in lines if line not in group)
    pieces = [words[n : n + 4] for n in range(len(words) - 3)]
    return len(pieces) > 3 and sum(piece in text for piece in pieces) > REPEATED * len(pieces)


def _column(line: Line, lines: list[Line], body: Type) -> Box:
    """The column in which the line stands, as wide as the lines near it."""
    return around(near for near in lines if body.is_body(near) and abs(near.base - line.base) < 5 * body.leading)


# Tables


def find_tables(sheet: Sheet, body: Type) -> list[Box]:
    """Boxes of rules one below another, equally long and close, or of frames that touch."""
    return [*_ruled(sheet.rules, body), *_framed(sheet.frames)]


def _ruled(rules: Iterable[Box], body: Type) -> list[Box]:
    alike: dict[tuple[int, int], list[Box]] = defaultdict(list)
    for rule in sorted(rules, key=lambda rule: rule.y0):
        if rule.width > rule.height:
            alike[round(rule.x0 / 3), round(rule.x1 / 3)].append(rule)
    runs: list[list[Box]] = []
    for group in alike.values():
        runs.append([group[0]])
        for one, other in pairwise(group):
            if other.y0 - one.y0 > MAX_WHITE * body.leading:
                runs.append([])
            runs[-1].append(other)
    return [around(run) for run in runs if len(run) >= MIN_RULES]


def _framed(frames: list[Frame]) -> list[Box]:
    groups: list[list[Frame]] = []
    for frame in sorted(frames, key=lambda frame: (frame.y0, frame.x0)):
        group = next((group for group in groups if any(_touch(frame, other) for other in group)), None)
        if group is None:
            groups.append([frame])
        else:
            group.append(frame)
    return [around(group) for group in groups if len(group) >= MIN_CELLS]


def _touch(one: Box, other: Box) -> bool:
    return one.distance(other) < 1.5 and one.common_area(other) < 0.2 * min(one.area, other.area)


def _are_cells(lines: list[Line]) -> bool:
    """Several short pieces on most baselines; a text between rules fills its columns."""
    bases = {round(line.base / 2) for line in lines}
    short = sum(len(line.words) for line in lines) < MEAN_CELL * len(lines)
    return len(bases) >= MIN_RULES - 1 and len(lines) >= 2 * len(bases) - 1 and short
