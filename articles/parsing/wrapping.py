"""Pages with hard line breaks: every printed line of a column is a line of the text."""

from collections import Counter
from dataclasses import replace
from itertools import pairwise

from .bylines import read_byline
from .evidence import is_finished, looks_cut
from .headings import may_be_heading
from .lines import Block, join
from .patterns import PATTERNS

# A page has hard lines if most lines with a line below have nearly the same width, most of these break off in
# mid-sentence, and many contain a sentence mark: whole paragraphs or listed headlines may have the same width too.
WRAPPED_SHARE = BROKEN_SHARE = 0.6
SENTENCES_SHARE = 0.3
# Blank lines usually separate paragraphs: if they separate lines, it takes more lines to prove it.
MIN_WRAPPED, MIN_SPACED = 3, 12
MIN_COLUMN_WIDTH = 8
# Punctuation that may not begin a line hangs over the end, or moves to the next line with a character.
TOLERANCE = 1
# A line that fills the column is a headline only if its cut score is this low.
MAX_HEADLINE_SCORE = -5
LINES_BELOW = 12
MANY_NAMES = 4
MAX_ROLL_END = 12  # characters: 余波等县领导参加会见


def join_hard_lines(blocks: list[Block]) -> list[Block]:
    """为进一步改善人居环境，近日，某镇组 / 织志愿者开展集中整治。 An indent, a short line or a gap ends a paragraph."""
    pitch = _pitch(blocks)
    width = _column_width(blocks, pitch)
    if not width:
        return blocks
    paragraphs: list[list[Block]] = []
    for i, block in enumerate(blocks):
        if paragraphs and _continues(paragraphs[-1], blocks[i : i + LINES_BELOW], width, pitch):
            paragraphs[-1].append(block)
        else:
            paragraphs.append([block])
    return [replace(lines[0], last=lines[-1].last, text=join(line.text for line in lines)) for lines in paragraphs]


def _continues(paragraph: list[Block], below: list[Block], width: int, pitch: int) -> bool:
    before, block = paragraph[-1], below[0]
    if block.kind != "text" or before.kind != "text" or block.line - before.last > pitch or block.indented:
        return False
    if abs(_width(before) - width) > TOLERANCE:
        return False
    if is_finished(before.text) and _is_separate(block, width):
        return False
    if len(paragraph) == 1 and read_byline(before.text) and not _begins_roll([before, *below]):
        return False
    if len(paragraph) > 1 or before.indented or not may_be_heading(before.text):
        return True
    return looks_cut(before.text, join(b.text for b in below)) > MAX_HEADLINE_SCORE


def _is_separate(block: Block, width: int) -> bool:
    """Whether this is a byline, or a short line that ends no sentence: not the last line of a paragraph."""
    short = _width(block) < width - TOLERANCE
    return (short and not is_finished(block.text)) or read_byline(block.text) is not None


def _begins_roll(lines: list[Block]) -> bool:
    """何川、段玉、周立、余 / 波等参加会见。 are the names of those present, and no byline."""
    if lines[0].text.count("、") >= MANY_NAMES - 1 and PATTERNS["rest_of_name"].match(lines[1].text):
        return True
    clause = PATTERNS["sentence_mark"].split(join(line.text for line in lines), maxsplit=1)[0]
    *names, last = clause.split("、")
    return bool(names) and len(last) <= MAX_ROLL_END and bool(PATTERNS["were_present"].search(last))


def _width(block: Block) -> int:
    return len(block.text) + 2 * block.indented


def _pitch(blocks: list[Block]) -> int:
    """The distance in file lines from one printed line to the next: 2 if there is a blank line after each."""
    steps = Counter(block.line - before.last for before, block in pairwise(blocks))
    return max(steps, key=lambda step: (steps[step], -step), default=1)


def _column_width(blocks: list[Block], pitch: int) -> int:
    """The width of the column in characters, or 0 if the page has no hard lines."""
    followed = [before for before, block in pairwise(blocks) if block.line - before.last <= pitch]
    if len(followed) < (MIN_WRAPPED if pitch == 1 else MIN_SPACED):
        return 0
    widths = Counter(map(_width, followed))
    width, _ = max(widths.items(), key=lambda item: (item[1], item[0]))
    near = [block for block in followed if abs(_width(block) - width) <= TOLERANCE]
    broken = [block for block in near if not is_finished(block.text)]
    sentences = [block for block in near if PATTERNS["sentence_mark"].search(block.text)]
    enough = len(near) >= WRAPPED_SHARE * len(followed) and len(broken) >= BROKEN_SHARE * len(near)
    return width if width >= MIN_COLUMN_WIDTH and enough and len(sentences) >= SENTENCES_SHARE * len(near) else 0
