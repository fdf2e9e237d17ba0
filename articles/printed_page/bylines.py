"""Bylines beside a headline, told by their place and read by `articles.parsing`."""

import re

from articles.parsing.bylines import read_byline

from .boxes import Box, around
from .lines import Line, Type, in_pieces, joined

MARKS = re.compile(r"^[□■◎●\s]+")
SPACED_NAME = re.compile(r"(?<=\s)([\u4e00-\u9fff])\s+([\u4e00-\u9fff])(?=\s|$)")


def rest_of_bylines(below: list[Line], text: list[Line]) -> list[Line]:
    """Pieces of a byline whose font has no name, so that they seem to be text: 本报记者　龙　军　熊然晓."""
    found: list[Line] = []
    for line in below:
        level = [line, *(other for other in text if abs(other.base - line.base) < 0.2 * line.size)]
        pieces = next(pieces for pieces in in_pieces(level) if line in pieces)
        if len(pieces) > 1 and reads_as_byline(joined(pieces)):
            found += [piece for piece in pieces if piece is not line and piece not in found]
    return found


def below_upright(lines: list[Line], main: list[Line], body: Type) -> list[Line]:
    """The byline below an upright headline, set from left to right."""
    box = around(main)
    near = [line for line in lines if not line.upright and 0 <= line.y0 - box.y1 < 2 * body.leading]
    pieces = sorted((line for line in near if -line.overlap_x(box) < 3 * body.size), key=lambda line: line.x0)
    if not pieces or len({round(line.base) for line in pieces}) > 1:
        return []
    return pieces if reads_as_byline(joined(pieces)) else []


def plain_bylines(text: list[Line], lines: list[Line], box: Box, body: Type) -> list[Line]:
    """A byline below the headline in the face and size of the text: after □, apart from both edges or from the text."""
    near = [line for line in text if box.y1 - 2 < line.y1 < box.y1 + 3 * body.leading]
    top = min((line for line in near if line.overlap_x(box) > 0), key=lambda line: line.base, default=None)
    if top is None:
        return []
    # Of a font without a name some characters seem to be in another face.
    level = [line for line in lines if abs(line.base - top.base) < 0.2 * top.size]
    pieces = _from_square(next(pieces for pieces in in_pieces(level) if top in pieces), top)
    edges = around(line for line in text if line.overlap_x(box) > 0)
    is_centred = min(pieces[0].x0 - edges.x0, edges.x1 - pieces[-1].x1) > 2.5 * body.size
    below = min((line.base for line in near if line.base > top.base + 1), default=None)
    white_below = below is None or below - top.base > 1.12 * body.leading
    stands_apart = is_centred or white_below or MARKS.match(pieces[0].text) is not None
    return pieces if stands_apart and reads_as_byline(joined(pieces)) else []


def _from_square(pieces: list[Line], top: Line) -> list[Line]:
    """The pieces from □ on: the column on its left may have a line at that height."""
    starts = [n for n in range(pieces.index(top) + 1) if MARKS.match(pieces[n].text)]
    return pieces[starts[-1] :] if starts else pieces


def reads_as_byline(line: Line) -> bool:
    return read_byline(without_marks(line.words)) is not None


def without_marks(words: str) -> str:
    """□本报记者　苏　文　谢秀涛 -> 本报记者　苏文　谢秀涛; names of two characters are spaced to be as long."""
    return SPACED_NAME.sub(r"\1\2", MARKS.sub("", words))
