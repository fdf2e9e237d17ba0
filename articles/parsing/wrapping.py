"""Pages set in hard lines: every printed line of the column is a line of the text, with no blank line between."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from .bylines import read_byline
from .evidence import is_finished, looks_cut
from .headings import heads_a_text
from .lines import Block, join

# A page is set in hard lines when most lines that touch another one have nearly the longest width.
WRAPPED_SHARE = 0.6
FEWEST_WRAPPED = 3
NARROWEST_COLUMN = 8
# Punctuation that may not begin a line hangs over its end, or takes a character with it to the next one.
PLAY = 1
# A headline may happen to fill the line: its wording must speak so strongly against a cut.
SURELY_A_HEADLINE = -5
ENOUGH_OF_THE_TEXT = 12


def join_hard_lines(blocks: list[Block]) -> list[Block]:
    """Lines cut every twenty characters, with no blank line between, are one paragraph until an indent or a short line.

    为进一步改善人居环境，近日，某镇组
    织志愿者开展集中整治。
    """
    width = _column_width(blocks)
    if not width:
        return blocks
    paragraphs: list[list[Block]] = []
    for i, block in enumerate(blocks):
        if paragraphs and _goes_on(paragraphs[-1], blocks[i : i + ENOUGH_OF_THE_TEXT], width):
            paragraphs[-1].append(block)
        else:
            paragraphs.append([block])
    return [_one(lines) for lines in paragraphs]


def _goes_on(paragraph: list[Block], below: list[Block], width: int) -> bool:
    before, block = paragraph[-1], below[0]
    if block.kind != "text" or before.kind != "text" or not block.touches_previous or block.indented:
        return False
    if abs(_width(before) - width) > PLAY:
        return False
    if is_finished(before.text) and _stands_alone(block, width):
        return False
    if len(paragraph) > 1 or before.indented or not heads_a_text(before.text):
        return True
    return looks_cut(before.text, join(b.text for b in below)) > SURELY_A_HEADLINE


def _stands_alone(block: Block, width: int) -> bool:
    """A line that fills no column and ends no sentence is a heading or a byline, and not the last of a paragraph."""
    return _width(block) < width - PLAY and (not is_finished(block.text) or read_byline(block.text) is not None)


def _width(block: Block) -> int:
    return len(block.text) + 2 * block.indented


def _one(lines: list[Block]) -> Block:
    if len(lines) == 1:
        return lines[0]
    return replace(lines[0], last=lines[-1].last, text=join(line.text for line in lines))


def _column_width(blocks: list[Block]) -> int:
    """The width of the column in characters, or 0 when the lines of the page were not cut at one width."""
    touching = [i for i in range(1, len(blocks)) if blocks[i].touches_previous]
    if len(touching) < FEWEST_WRAPPED:
        return 0
    widths = Counter(_width(blocks[i - 1]) for i in touching)
    width, _ = max(widths.items(), key=lambda item: (item[1], item[0]))
    near = sum(count for w, count in widths.items() if abs(w - width) <= PLAY)
    return width if width >= NARROWEST_COLUMN and near >= WRAPPED_SHARE * len(touching) else 0
