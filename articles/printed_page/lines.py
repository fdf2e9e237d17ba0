"""Characters -> printed lines, set from left to right or from top to bottom, and the page's type."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median
from typing import Literal

from articles.text.characters import clean

from .boxes import Box, around
from .sheet import UNKNOWN, Glyph, Sheet

# Sizes are compared with the body's: from HEADING on a line is a headline or part of one.
HEADING, WEAK_HEADING = 1.22, 1.04
SAME_SIZE = 0.04
# Wider white parts two lines of text, two headlines side by side.
MAX_GAP, MAX_HEADING_GAP = 0.6, 0.5
HAN = re.compile(r"[\u3400-\u9fff〓]")
SENTENCE_MARK = re.compile("[，。；、]")
# Fewer lines of a larger type are headlines.
MIN_TEXT = 8
MAY_STAND = re.compile(r"[\u3400-\u9fff〓□■◎●]")

# How often a font stands beside one of a face, or the share of its neighbours in the face, that makes it part of it.
OFTEN, SAME_FACE = 3, 0.3

Role = Literal["", "label", "quotation", "table"]


@dataclass(slots=True, eq=False)
class Line(Box):
    text: str
    base: float
    size: float
    face: str
    upright: bool = False  # set from top to bottom, as 竖题
    spaced: bool = False  # begins with two wide spaces
    shapes: bool = False  # drawn as outlines, each character a 〓
    recognised: bool = False  # by OCR
    role: Role = ""

    @property
    def words(self) -> str:
        return self.text.strip()


@dataclass(frozen=True, slots=True)
class Type:
    """The size (in points), face and leading of most of the page's text."""

    size: float
    face: str
    leading: float
    larger: frozenset[tuple[float, str]] = frozenset()  # sizes and faces of texts in larger type, as a leader's

    def is_body(self, line: Box) -> bool:
        if not isinstance(line, Line) or line.upright or line.role:
            return False
        return (self.same_size(line) and line.face == self.face) or self._is_larger_text(line)

    def same_size(self, line: Line) -> bool:
        return abs(line.size - self.size) < SAME_SIZE * self.size

    def is_heading(self, line: Box) -> bool:
        if not isinstance(line, Line) or line.role or line.size < HEADING * self.size or self._is_larger_text(line):
            return False
        return HAN.search(line.text) is not None

    def _is_larger_text(self, line: Line) -> bool:
        return bool(self.larger) and kind(line) in self.larger

    def is_weak_heading(self, line: Line) -> bool:
        """A headline hardly larger than the text, in a narrow column or a sidebar."""
        larger = WEAK_HEADING * self.size <= line.size < HEADING * self.size
        return larger and not line.role and line.face != self.face and len(line.words) > 3


def kind(line: Line) -> tuple[float, str]:
    return round(line.size, 1), line.face


def read_lines(sheet: Sheet) -> tuple[list[Line], Type]:
    faces = _faces(sheet.glyphs)
    size, face = _body(sheet.glyphs, faces)
    lines = [line for row in _rows(sheet.glyphs) for line in _lines(row, size, faces, sheet.rules)]
    body = Type(size, face, _leading(lines, size), _larger(lines, size))
    return _with_initials(_with_upright(lines + _drawn_lines(sheet, size), body), body), body


def _body(glyphs: Iterable[Glyph], faces: dict[str, str]) -> tuple[float, str]:
    sizes = Counter(round(glyph.size, 1) for glyph in glyphs if not glyph.char.isspace())
    size = max(sizes, key=lambda each: (sizes[each], each), default=10.0)
    named = Counter(faces[g.face] for g in glyphs if abs(g.size - size) < 0.1 and HAN.match(g.char))
    return size, max(named, key=lambda each: (named[each], each), default="")


def _faces(glyphs: Sequence[Glyph]) -> dict[str, str]:
    """The face of each font. Chromium cuts a nameless font in many small ones: those whose characters stand beside one
    another inside lines are one face."""
    beside: dict[str, Counter[str]] = defaultdict(Counter)
    for one, other in pairwise(glyphs):
        if one.face != other.face and one.face[:1] == "#" == other.face[:1] and _touch(one, other):
            beside[one.face][other.face] += 1
            beside[other.face][one.face] += 1
    faces = {glyph.face: glyph.face for glyph in glyphs}
    left = sorted(beside, key=lambda font: (-beside[font].total(), font))
    while left:
        group = _grown({left[0]}, left, beside)
        faces |= dict.fromkeys(group, left[0])
        left = [font for font in left if font not in group]
    return faces


def _grown(group: set[str], fonts: list[str], beside: dict[str, Counter[str]]) -> set[str]:
    """The group with all fonts that often stand beside its own."""
    while more := {font for font in fonts if font not in group and _belongs(beside[font], group)}:
        group = group | more
    return group


def _belongs(neighbours: Counter[str], group: set[str]) -> bool:
    own = [neighbours[font] for font in group]
    return max(own) >= OFTEN or sum(own) > SAME_FACE * neighbours.total()


def _touch(one: Glyph, other: Glyph) -> bool:
    return abs(one.size - other.size) < 0.1 and abs(one.base - other.base) < 0.1 and -1 < other.x0 - one.x1 < one.size


def _larger(lines: Iterable[Line], size: float) -> frozenset[tuple[float, str]]:
    """The larger types in which texts are set: many lines, most with marks inside sentences."""
    kinds = Counter(kind(line) for line in lines if line.size > 1.1 * size)
    marked = Counter(kind(line) for line in lines if SENTENCE_MARK.search(line.words))
    return frozenset(each for each, count in kinds.items() if count >= MIN_TEXT and marked[each] * 2 > count)


# Lines from left to right


def _rows(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """The glyphs of one size on one baseline, all over the page; baselines that nearly agree are one."""
    rows: dict[tuple[int, int], list[Glyph]] = defaultdict(list)
    for glyph in glyphs:
        rows[round(glyph.size * 2), round(glyph.base)].append(glyph)
    merged: list[tuple[int, int, list[Glyph]]] = []
    for size, base in sorted(rows):
        if merged and merged[-1][0] == size and base - merged[-1][1] <= max(1, size * 0.04):
            merged[-1][2].extend(rows[size, base])
        else:
            merged.append((size, base, list(rows[size, base])))
    return [sorted(row, key=lambda glyph: glyph.x0) for _, _, row in merged]


def _lines(row: list[Glyph], body: float, faces: dict[str, str], rules: list[Box]) -> list[Line]:
    bars = [rule for rule in rules if rule.height > rule.width]
    parts = [[row[0]]]
    for left, right in pairwise(row):
        gap = right.x0 - left.x1
        limit = (MAX_GAP if right.size < 1.15 * body else MAX_HEADING_GAP) * right.size
        if gap > limit or (gap > 0 and any(_parts(bar, left, right) for bar in bars)):
            parts.append([])
        parts[-1].append(right)
    return [_line(part, faces) for part in parts if any(not glyph.char.isspace() for glyph in part)]


def _parts(bar: Box, left: Glyph, right: Glyph) -> bool:
    return left.x1 - 1 <= bar.x0 and bar.x1 <= right.x0 + 1 and bar.y0 < left.base < bar.y1


def _line(glyphs: list[Glyph], faces: dict[str, str]) -> Line:
    # Some writers name 日 by the code of the radical ⽇.
    text = clean("".join(glyph.char for glyph in glyphs))
    inked = [glyph for glyph in glyphs if not glyph.char.isspace()]
    box = around(inked)
    # Digits and Latin letters may come from another font.
    named = Counter(faces[glyph.face] for glyph in [g for g in inked if HAN.match(g.char)] or inked)
    face = max(named, key=lambda each: (named[each], each))
    size = median(glyph.size for glyph in inked)
    return Line(box.x0, box.y0, box.x1, box.y1, text, inked[0].base, size, face, spaced=text.startswith("\u3000\u3000"))


def _drawn_lines(sheet: Sheet, body: float) -> list[Line]:
    """Rows of letters drawn as shapes: lines whose words only character recognition could tell."""
    letters = {id(shape) for shape in sheet.shapes}
    rows: list[tuple[Box, list[Box]]] = []
    for shape in sorted([*sheet.shapes, *sheet.strokes], key=lambda shape: (shape.x0, shape.y0)):
        box, row = next((each for each in rows if _goes_on(each[0], shape)), (None, None))
        if box is None or row is None:
            rows.append((around([shape]), [shape]))
        else:
            row.append(shape)
            box.x1, box.y0, box.y1 = max(box.x1, shape.x1), min(box.y0, shape.y0), max(box.y1, shape.y1)
    lines: list[Line] = []
    for box, row in rows:
        drawn = sum(id(shape) in letters for shape in row)
        # A path for each character, or one for the whole line.
        count = drawn if drawn > 1 else round(box.width / box.height)
        if drawn and count > 1 and box.height > 1.1 * body:
            base = box.y1 - 0.1 * box.height
            lines.append(Line(box.x0, box.y0, box.x1, box.y1, UNKNOWN * count, base, box.height, "shapes", shapes=True))
    return lines


def _goes_on(row: Box, shape: Box) -> bool:
    """Whether a shape, or a mark, stands at the end of a row or in it."""
    level = row.overlap_y(shape) > 0.5 * min(row.height, shape.height)
    return level and shape.x0 - row.x1 < 0.8 * max(row.height, shape.height) and shape.height < 1.5 * row.height


def _leading(lines: Iterable[Line], size: float) -> float:
    """The most frequent distance of baselines in a column."""
    columns: dict[int, list[float]] = defaultdict(list)
    for line in lines:
        if abs(line.size - size) < SAME_SIZE * size:
            columns[round(line.x0 / 4)].append(line.base)
    steps = Counter(
        round(lower - upper, 1)
        for bases in columns.values()
        for upper, lower in pairwise(sorted(bases))
        if size < lower - upper < 2.2 * size
    )
    return max(steps, key=lambda step: (steps[step], -step), default=1.5 * size)


# Lines from top to bottom


def _with_upright(lines: list[Line], body: Type) -> list[Line]:
    """竖题, 竖排署名: characters of one size, one under another. Two such lines side by side look like short lines of
    two characters: they are upright if there are more rows than characters in a row."""
    pieces = [(piece, line) for line in lines if _may_be_upright(line, body) for piece in _characters(line)]
    chains = _of_whole_lines([chain for chain in _chains(pieces) if _is_upright(chain, body)])
    taken = {id(line) for chain in chains for _, line in chain}
    upright = [_upright_line([piece for piece, _ in chain]) for chain in chains]
    return [line for line in lines if id(line) not in taken] + upright


def _of_whole_lines(chains: list[list[tuple[Line, Line]]]) -> list[list[tuple[Line, Line]]]:
    """Those chains that take all characters of each of their lines."""
    while True:
        used = Counter(id(line) for chain in chains for _, line in chain)
        whole = [chain for chain in chains if all(used[id(line)] == len(line.words) for _, line in chain)]
        if len(whole) == len(chains):
            return chains
        chains = whole


def _may_be_upright(line: Line, body: Type) -> bool:
    if len(line.words) == 1:
        return line.size > 0.95 * body.size and (
            line.size >= HEADING * body.size or MAY_STAND.match(line.words) is not None
        )
    return len(line.words) <= 3 and line.size >= HEADING * body.size


def _characters(line: Line) -> list[Line]:
    """The line's characters as lines of their own."""
    words = line.words
    pitch = (line.width - line.size) / max(1, len(words) - 1)
    places = [line.x0 + n * pitch for n in range(len(words))]
    return [replace(line, x0=x, x1=x + line.size, text=char) for x, char in zip(places, words, strict=True)]


def _chains(pieces: list[tuple[Line, Line]]) -> list[list[tuple[Line, Line]]]:
    chains: list[list[tuple[Line, Line]]] = []
    for piece, line in sorted(pieces, key=lambda pair: (pair[0].base, pair[0].x0)):
        chain = next((chain for chain in chains if _is_below(piece, chain[-1][0])), None)
        if chain is None:
            chains.append([(piece, line)])
        else:
            chain.append((piece, line))
    return chains


def _is_below(piece: Line, above: Line) -> bool:
    size = above.size
    aligned = abs(piece.middle[0] - above.middle[0]) < 0.25 * size and abs(piece.size - size) < 0.06 * size
    return aligned and 0.9 * size < piece.base - above.base < 1.5 * size


def _is_upright(chain: list[tuple[Line, Line]], body: Type) -> bool:
    row = max(len(line.words) for _, line in chain)
    if len(chain) == 2:
        one = chain[0][0]
        return row == 1 and (one.size >= HEADING * body.size or one.face != body.face)
    return len(chain) > max(2, row)


def _upright_line(pieces: list[Line]) -> Line:
    return replace(joined(pieces, space=""), upright=True, spaced=False)


# Initials


def _with_initials(lines: list[Line], body: Type) -> list[Line]:
    """A large character before the first lines of a text is the first one's: the others only make room for it."""
    for initial in [line for line in lines if len(line.words) == 1 and body.is_heading(line)]:
        beside = [
            line
            for line in lines
            if body.is_body(line)
            and 0 < line.x0 - initial.x1 + 0.2 * body.size < 2 * body.size
            and initial.y0 - body.size < line.middle[1] < initial.y1
        ]
        first = min(beside, key=lambda line: line.base, default=None)
        below = [line for line in lines if body.is_body(line) and abs(line.x0 - initial.x0) < body.size]
        goes_on = any(0 < line.base - initial.base < 2 * body.leading for line in below)
        if first is not None and len(beside) > 1 and goes_on:
            lines.remove(initial)
            first.text, first.spaced = initial.words + first.words, True
            for line in beside:
                line.x0 = initial.x0
    return lines


def joined(lines: Sequence[Line], space: str = " ") -> Line:
    """Pieces of one printed line as one."""
    box = around(lines)
    text = space.join(line.words for line in lines)
    return replace(lines[0], x0=box.x0, y0=box.y0, x1=box.x1, y1=box.y1, text=text)


def rows_of(lines: Sequence[Line]) -> list[Line]:
    """The lines from top to bottom; pieces on one baseline that a wide space parted (本报记者　甲　乙) are one."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: (line.base, line.x0)):
        if rows and abs(line.base - rows[-1][0].base) < 0.2 * line.size and not line.upright:
            rows[-1].append(line)
        else:
            rows.append([line])
    found: list[Line] = []
    for row in rows:
        found += [joined(group) if len(group) > 1 else group[0] for group in in_pieces(row)]
    return found


def in_pieces(row: Sequence[Line]) -> list[list[Line]]:
    """The lines on one baseline, those together that only a wide space parts."""
    ordered = sorted(row, key=lambda line: line.x0)
    groups = [[ordered[0]]]
    for left, right in pairwise(ordered):
        if not _are_pieces(left, right):
            groups.append([])
        groups[-1].append(right)
    return groups


def _are_pieces(left: Line, right: Line) -> bool:
    return are_alike(left, right) and not left.upright and not right.upright and 0 <= right.x0 - left.x1 < 3 * left.size


def are_alike(one: Line, other: Line) -> bool:
    """Whether two lines are of one size and face; of a font without a name the face is never sure."""
    same_face = one.face == other.face or "#" in (one.face[:1], other.face[:1])
    return same_face and abs(one.size - other.size) < 0.06 * one.size
