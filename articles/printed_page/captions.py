"""The captions of pictures: below a picture, beside it or above it, in another face or size than the text."""

from dataclasses import dataclass

from articles.parsing.patterns import PATTERNS

from .boxes import Box, around
from .lines import Line, Type, are_alike, rows_of
from .region import Region
from .sheet import Picture

# White between a picture and its caption, and between the caption's lines, in leadings.
FIRST_GAP, NEXT_GAP = 1.0, 0.75
# Beside a picture, in sizes of the text.
SIDE_GAP = 2.5
MAX_SIZE = 1.1


@dataclass(slots=True)
class Captioned:
    picture: Picture
    lines: list[Line]

    @property
    def text(self) -> str:
        return "".join(row.words for row in rows_of(self.lines))


def read_captions(region: Region, body: Type) -> list[Captioned]:
    """Each picture with the lines of its caption, from the top of the region down; those side by side may share one."""
    found: list[Captioned] = []
    taken: set[int] = set()
    may_be = _candidates(region, body)
    for picture in sorted(region.pictures, key=lambda picture: (picture.y0, picture.x0)):
        free = [line for line in may_be if id(line) not in taken]
        lines = _of_one(picture, free, body)
        taken |= {id(line) for line in lines}
        found.append(Captioned(picture, lines))
    for captioned in found:
        if not captioned.lines:
            row = [each for each in found if not each.lines and _side_by_side(each.picture, captioned.picture)]
            free = [line for line in may_be if id(line) not in taken]
            shared = _below(around(each.picture for each in row), free, body) if len(row) > 1 else []
            taken |= {id(line) for line in shared}
            for each in row:
                each.lines = shared
    return found


def _side_by_side(one: Box, other: Box) -> bool:
    return one.overlap_y(other) > 0.8 * min(one.height, other.height)


def _of_one(picture: Box, lines: list[Line], body: Type) -> list[Line]:
    inside = [line for line in lines if picture.holds(line, 0)]
    return _below(picture, lines, body) or inside or _beside(picture, lines, body) or _above(picture, lines, body)


def _candidates(region: Region, body: Type) -> list[Line]:
    """Lines that are no text; and those in the type of the text that follow 图为……"""
    has_text = sum(map(body.is_body, region.lines)) > 1
    plain = [line for line in region.lines if not line.role and not line.upright and not body.is_heading(line)]
    found: list[Line] = []
    for line in sorted(plain, key=lambda line: (line.base, line.x0)):
        follows = any(_follows(line, other, body) for other in found if body.is_body(other))
        if not (has_text and body.is_body(line)) or PATTERNS["caption"].match(line.words) or follows:
            found.append(line)
    return found


def _follows(line: Line, above: Line, body: Type) -> bool:
    """Whether a line goes on with the caption above it: no wider white, no indent."""
    if above.words.endswith("摄") or not are_alike(line, above):
        return False
    return 0 < line.base - above.base < 1.15 * body.leading and abs(line.x0 - above.x0) < body.size


def _below(picture: Box, lines: list[Line], body: Type) -> list[Line]:
    within = [line for line in lines if _is_within(line, picture)]
    return _run(sorted(within, key=lambda line: (line.base, line.x0)), picture.y1, body)


def _is_within(line: Line, picture: Box) -> bool:
    """Whether a line is no wider than the picture; an opening 《 may hang out."""
    return line.overlap_x(picture) > line.width - line.size


def _run(lines: list[Line], end: float, body: Type) -> list[Line]:
    """The lines that follow one another closely below this height."""
    found: list[Line] = []
    gap = FIRST_GAP
    for line in lines:
        if line.y0 < end - 0.6 * body.size and not (found and abs(line.base - found[-1].base) < 0.2 * line.size):
            continue
        if line.y0 - end > gap * body.leading:
            break
        found.append(line)
        end, gap = max(end, line.y1), NEXT_GAP
    return found


def _beside(picture: Box, lines: list[Line], body: Type) -> list[Line]:
    """A narrow block on the right or left of the picture, as high as the picture at most."""
    level = [line for line in lines if picture.y0 - 2 < line.middle[1] < picture.y1 + 2]
    right = [line for line in level if line.x0 - picture.x1 > -2]
    left = [line for line in level if picture.x0 - line.x1 > -2]
    blocks = [_block(right, picture, body), _block(left, picture, body)]
    return max(blocks, key=len)


def _block(lines: list[Line], picture: Box, body: Type) -> list[Line]:
    """The lines of one width next to the picture."""
    near = [
        line for line in lines if -line.overlap_x(picture) < SIDE_GAP * body.size and line.size < MAX_SIZE * body.size
    ]
    if not near:
        return []
    left = min(line.x0 for line in near)
    block = [line for line in lines if abs(line.x0 - left) < 2.5 * line.size and are_alike(near[0], line)]
    return sorted(block, key=lambda line: line.base) if len(block) > 1 or _says_so(block[0]) else []


def _above(picture: Box, lines: list[Line], body: Type) -> list[Line]:
    """Lines that touch the picture's upper edge and say that they tell of it: 图为……"""
    within = [line for line in lines if _is_within(line, picture)]
    near = [line for line in within if -body.size < picture.y0 - line.y1 < 4 * body.leading]
    near.sort(key=lambda line: line.base)
    touches = near and picture.y0 - near[-1].y1 < FIRST_GAP * body.leading
    return near if touches and any(map(_says_so, near)) else []


def _says_so(line: Line) -> bool:
    """图为…… / …… 石小满 摄"""
    return bool(PATTERNS["caption"].match(line.words) or PATTERNS["photographer_tail"].search(line.words))
