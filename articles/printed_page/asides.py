"""What stands in the text without being part of it: quotations in large type, tables."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise

from articles.parsing.evidence import is_finished

from .boxes import Box, around, columns_of
from .bylines import reads_as_byline
from .flow import INDENT
from .headings import heading_groups
from .lines import Line, Type, in_pieces, joined, rows_of
from .sheet import Frame, Sheet

# The distances of a quotation to the text above and below it, in leadings; of a table's rules to one another.
MAX_WHITE = 3
MAX_QUOTATION = 8
MIN_RULES, MIN_CELLS = 3, 4
MEAN_CELL = 9  # characters


def mark_asides(sheet: Sheet, lines: list[Line], body: Type) -> None:
    """Give quotations and the cells of tables their role."""
    for table in find_tables(sheet, body):
        cells = [line for line in lines if table.holds(line)]
        if _are_cells(cells):
            for line in cells + _titles(table, lines, body):
                line.role = "table"
            sheet.frames = [frame for frame in sheet.frames if not table.holds(frame)]
    ruled = [group for group in _between_rules(sheet.rules, lines, body) if _text_goes_on(group, lines, body)]
    quoted = [line for group in ruled for line in group]
    others = [line for line in lines if line not in quoted]
    large = [group for group in heading_groups(others, body) if _is_quotation(group, lines, sheet.rules, body)]
    for line in quoted + [line for group in large for line in group]:
        line.role = "quotation"


# Quotations


def _between_rules(rules: list[Box], lines: list[Line], body: Type) -> Iterator[list[Line]]:
    """The lines between two equal rules, if none of them is text."""
    for group in _alike(rules):
        for upper, lower in pairwise(group):
            if body.size < lower.y0 - upper.y1 < MAX_QUOTATION * body.leading:
                between = Box(upper.x0, upper.y1, upper.x1, lower.y0)
                held = [line for line in lines if between.holds(line, 0)]
                if held and not any(body.is_body(line) or line.role for line in held):
                    yield held


def _alike(rules: Iterable[Box]) -> list[list[Box]]:
    """Level rules with the same ends together, from the top down."""
    alike: dict[tuple[int, int], list[Box]] = defaultdict(list)
    for rule in sorted(rules, key=lambda rule: rule.y0):
        if rule.width > rule.height:
            alike[round(rule.x0 / 3), round(rule.x1 / 3)].append(rule)
    return list(alike.values())


def _text_goes_on(group: list[Line], lines: list[Line], body: Type) -> bool:
    """Whether the text below begins in mid-paragraph; or the words are quoted, as below a headline."""
    box = around(group)
    if rows_of(group)[0].words.startswith("“"):
        return True
    column = [line for line in lines if line.overlap_x(box) > 0 and body.is_body(line)]
    below = min((line for line in column if line.y0 >= box.y1), key=lambda line: line.y0, default=None)
    if below is None or below.y0 - box.y1 > MAX_WHITE * body.leading:
        return False
    return below.x0 - _column(below, column, body).x0 < INDENT[0] * body.size


def _is_quotation(group: list[Line], lines: list[Line], rules: list[Box], body: Type) -> bool:
    """A sentence in large type in the text, which goes on below it or goes round it."""
    if group[0].upright:
        return False
    return _is_in_column(group, lines, rules, body) or _intrudes(around(group), lines, body)


def _is_in_column(group: list[Line], lines: list[Line], rules: list[Box], body: Type) -> bool:
    """Whether the text of one column breaks off above the group and goes on below it. Below a headline a paragraph
    begins, unless the headline is inset over several columns; and a rule above it parts it from another story."""
    box = around(group)
    column = [line for line in lines if line.overlap_x(box) > 0.5 * min(box.width, line.width) and line not in group]
    above = max((line for line in column if line.y1 <= box.y0 + 1), key=lambda line: line.y1, default=None)
    below = min((line for line in column if line.y0 >= box.y1 - 1), key=lambda line: line.y0, default=None)
    if above is None or below is None or not (body.is_body(above) and body.is_body(below)):
        return False
    level = [line for line in lines if abs(line.base - below.base) < 0.2 * below.size]
    row = joined(next(pieces for pieces in in_pieces(level) if below in pieces))
    if max(box.y0 - above.y1, below.y0 - box.y1) > MAX_WHITE * body.leading or reads_as_byline(row):
        return False
    between = Box(above.x0, above.y1 - 1, above.x1, box.y0 + 1)
    if any(rule.width > rule.height and rule.common_area(between) > 0 for rule in rules):
        return False
    upper, lower = _column(above, column, body), _column(below, column, body)
    one_column = abs(upper.x0 - lower.x0) < body.size and abs(upper.x1 - lower.x1) < body.size
    one_column = one_column and len(columns_of([line for line in column if body.is_body(line)])) == 1
    inside = upper.x0 - body.size < box.x0 and box.x1 < upper.x1 + body.size
    goes_on = below.x0 - lower.x0 < INDENT[0] * body.size and not is_finished(above.words)
    return one_column and inside and (goes_on or _is_quoted(group))


def _column(line: Line, lines: list[Line], body: Type) -> Box:
    """The column in which the line stands, as wide as the lines near it."""
    return around(near for near in lines if body.is_body(near) and abs(near.base - line.base) < 5 * body.leading)


def _intrudes(box: Box, lines: list[Line], body: Type) -> bool:
    """Whether the box stands half in a column whose lines are shorter beside it. Headlines keep to whole columns."""
    text = [line for line in lines if body.is_body(line) and line.distance(box) < MAX_WHITE * body.leading]
    beside = [line for line in text if line.overlap_y(box) > 0]
    others = [line for line in text if line.overlap_y(box) <= 0]
    shorter = [
        line
        for line in beside
        for full in others
        if -body.size < line.x0 - full.x0 < 2.5 * body.size  # an indent
        and -full.overlap_y(around(beside)) < 2.5 * body.leading
        and line.x1 <= box.x0 + 1 < full.x1 - 2 * body.size
        and box.x0 - line.x1 < 3 * body.size
    ]
    return len(shorter) > 1


def _is_quoted(group: list[Line]) -> bool:
    """Whether all words are quoted; those of few headlines are."""
    words = "".join(line.words for line in group)
    return words[:1] == "“" and words[-1:] == "”" and words.count("“") == 1


# Tables


def find_tables(sheet: Sheet, body: Type) -> list[Box]:
    """Boxes of rules one below another, equally long and close; of frames that touch; frames with rules in them."""
    return [*_ruled(sheet.rules, body), *_framed(sheet.frames), *_parted(sheet)]


def _ruled(rules: Iterable[Box], body: Type) -> list[Box]:
    runs: list[list[Box]] = []
    for group in _alike(rules):
        runs.append([group[0]])
        for one, other in pairwise(group):
            if other.y0 - one.y0 > MAX_WHITE * body.leading:
                runs.append([])
            runs[-1].append(other)
    return [around(run) for run in runs if len(run) >= MIN_RULES]


def _parted(sheet: Sheet) -> list[Box]:
    """Frames that rules part into rows."""
    level = [rule for rule in sheet.rules if rule.width > rule.height]
    return [
        frame
        for frame in sheet.frames
        if sum(frame.holds(rule) and rule.width > 0.9 * frame.width for rule in level) >= MIN_RULES - 1
    ]


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


def _titles(table: Box, lines: list[Line], body: Type) -> list[Line]:
    """The line above a table that is no text, and not the deck of a headline."""
    above = [line for line in lines if line.overlap_x(table) > 0.9 * line.width and not body.is_heading(line)]
    near = [line for line in above if not body.is_body(line) and 0 <= table.y0 - line.y1 < 1.5 * body.leading]
    headings = [line for line in lines if body.is_heading(line)]
    return [line for line in near if not any(_is_deck(line, heading, table) for heading in headings)]


def _is_deck(line: Line, heading: Line, table: Box) -> bool:
    """Whether the line is nearer to the headline above it than to the table."""
    return heading.overlap_x(line) > 0 and 0 <= line.y0 - heading.y1 < table.y0 - line.y1


def _are_cells(lines: list[Line]) -> bool:
    """Several short pieces on most baselines; a text between rules fills its columns."""
    bases = {round(line.base / 2) for line in lines}
    short = sum(len(line.words) for line in lines) < MEAN_CELL * len(lines)
    return len(bases) >= MIN_RULES - 1 and len(lines) >= 2 * len(bases) - 1 and short
