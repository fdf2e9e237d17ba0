"""Pages set in hard lines: every printed line of the column is a line of the text."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import pairwise

from .bylines import read_byline
from .evidence import is_finished, looks_cut
from .headings import heads_a_text
from .lines import Block, join
from .patterns import PATTERNS

# A page is set in hard lines when most lines with another one below have nearly the longest width, most of those break
# off in mid-sentence, and many hold a mark that only sentences have: whole paragraphs, or headlines in a list, may be
# of one length too.
WRAPPED_SHARE = BROKEN_SHARE = 0.6
SENTENCES_SHARE = 0.3
# Blank lines part paragraphs on most pages: that they part lines must be plainer.
FEWEST_WRAPPED, FEWEST_SPACED = 3, 12
NARROWEST_COLUMN = 8
# Punctuation that may not begin a line hangs over its end, or takes a character with it to the next one.
PLAY = 1
# A headline may happen to fill the line: its wording must speak so strongly against a cut.
SURELY_A_HEADLINE = -5
ENOUGH_OF_THE_TEXT = 12


def join_hard_lines(blocks: list[Block]) -> list[Block]:
    """Lines cut every twenty characters are one paragraph until an indent, a short line or a gap.

    为进一步改善人居环境，近日，某镇组
    织志愿者开展集中整治。
    """
    pitch = _pitch(blocks)
    width = _column_width(blocks, pitch)
    if not width:
        return blocks
    paragraphs: list[list[Block]] = []
    for i, block in enumerate(blocks):
        if paragraphs and _goes_on(paragraphs[-1], blocks[i : i + ENOUGH_OF_THE_TEXT], width, pitch):
            paragraphs[-1].append(block)
        else:
            paragraphs.append([block])
    return [_one(lines) for lines in paragraphs]


def _goes_on(paragraph: list[Block], below: list[Block], width: int, pitch: int) -> bool:
    before, block = paragraph[-1], below[0]
    if block.kind != "text" or before.kind != "text" or block.line - before.last > pitch or block.indented:
        return False
    if abs(_width(before) - width) > PLAY:
        return False
    if is_finished(before.text) and _stands_alone(block, width):
        return False
    if len(paragraph) == 1 and read_byline(before.text):
        return False
    if len(paragraph) > 1 or before.indented or not heads_a_text(before.text):
        return True
    return looks_cut(before.text, join(b.text for b in below)) > SURELY_A_HEADLINE


def _stands_alone(block: Block, width: int) -> bool:
    """A byline, or a line that fills no column and ends no sentence: a heading, and not the last of a paragraph."""
    short = _width(block) < width - PLAY
    return (short and not is_finished(block.text)) or read_byline(block.text) is not None


def _width(block: Block) -> int:
    return len(block.text) + 2 * block.indented


def _one(lines: list[Block]) -> Block:
    if len(lines) == 1:
        return lines[0]
    return replace(lines[0], last=lines[-1].last, text=join(line.text for line in lines))


def _pitch(blocks: list[Block]) -> int:
    """How many lines of the file lie from one printed line to the next: 2 where a blank line follows each of them."""
    steps = Counter(block.line - before.last for before, block in pairwise(blocks))
    return max(steps, key=lambda step: (steps[step], -step), default=1)


def _column_width(blocks: list[Block], pitch: int) -> int:
    """The width of the column in characters, or 0 when the lines of the page were not cut at one width."""
    followed = [before for before, block in pairwise(blocks) if block.line - before.last <= pitch]
    if len(followed) < (FEWEST_WRAPPED if pitch == 1 else FEWEST_SPACED):
        return 0
    widths = Counter(map(_width, followed))
    width, _ = max(widths.items(), key=lambda item: (item[1], item[0]))
    near = [block for block in followed if abs(_width(block) - width) <= PLAY]
    broken = [block for block in near if not is_finished(block.text)]
    sentences = [block for block in near if PATTERNS["sentence_mark"].search(block.text)]
    enough = len(near) >= WRAPPED_SHARE * len(followed) and len(broken) >= BROKEN_SHARE * len(near)
    return width if width >= NARROWEST_COLUMN and enough and len(sentences) >= SENTENCES_SHARE * len(near) else 0
