"""Verse and lists: lines that are paragraphs of their own, though they end without a full stop."""

import re
from collections.abc import Sequence
from itertools import groupby, pairwise, takewhile

from .bylines import MAX_BARE_NAMES, read_byline
from .evidence import is_finished
from .headings import is_kicker, is_tagged, may_be_heading
from .lines import Block
from .names import read_names
from .patterns import PATTERNS
from .roles import WORDS
from .stacks import is_deck

MAX_VERSE_LINE = 20
MIN_VERSE_LINES = 4
# Finished lines are paragraphs anyway: lines without a stop make it verse.
OPEN_SHARE = 0.6
# Lines as short as this, below their author, are verse in any case.
MEAN_LENGTH = 10
CLASSICAL_LENGTHS = {4, 5, 6, 7}
MIN_LIST = 2
MAX_ROLL_LINE = 100
MARKS = re.compile(r"[，。；：！？、]+")


def mark_verse_and_lists(blocks: list[Block]) -> list[Block]:
    """Give lines of verse, of prices, winners or honours the kind "line"."""
    kinds = {**dict.fromkeys(_in_lists(blocks), "line"), **_in_verse(blocks)}
    return [_become(block, kinds.get(n, "")) for n, block in enumerate(blocks)]


def _become(block: Block, kind: str) -> Block:
    if kind == "byline" and (byline := read_byline(block.text)):
        return block.become("byline", credits=byline.credits, doubts=byline.doubts)
    return block.become("line") if kind == "line" else block


def _in_lists(blocks: Sequence[Block]) -> set[int]:
    marked = {n for n, block in enumerate(blocks) if block.kind == "text" and PATTERNS["contact"].match(block.text)}
    position = 0
    for form, group in groupby(blocks, key=_item_form):
        size = len(list(group))
        if form and size >= MIN_LIST:
            has_head = position > 0 and PATTERNS["table_head"].match(blocks[position - 1].text)
            marked.update(range(position - bool(has_head), position + size))
        position += size
    return marked | _in_rolls(blocks)


def _in_rolls(blocks: Sequence[Block]) -> set[int]:
    """2024年度先进个人名单 / 秦牧远 陶一鸣 … / 丁彤 邵若: lines of names, too many for authors or below such a heading,
    and not above a text."""
    marked: set[int] = set()
    for n, (above, block) in enumerate(pairwise(blocks), start=1):
        if n not in marked and _begins_roll(above, block):
            end = n + sum(1 for _ in takewhile(_has_names, blocks[n:]))
            heads_text = end < len(blocks) and (is_finished(blocks[end].text) or not may_be_heading(blocks[end].text))
            marked.update(() if heads_text else range(n, end))
    return marked


def _begins_roll(above: Block, block: Block) -> bool:
    is_long = len(block.text) <= MAX_ROLL_LINE and len(block.text.split()) > MAX_BARE_NAMES
    is_headed = is_long or (may_be_heading(above.text) and bool(PATTERNS["roll_head"].search(above.text)))
    return is_headed and _has_names(block)


def _has_names(block: Block) -> bool:
    is_short = block.kind == "text" and len(block.text) <= MAX_ROLL_LINE
    return is_short and len(block.text.split()) > 1 and len(read_names(block.text)) > 1


def _item_form(block: Block) -> str:
    """助人为乐类：秦牧远 陶一鸣 / 土豆 2.2元/斤"""
    if block.kind != "text" or is_finished(block.text):
        return ""
    if PATTERNS["price"].match(block.text):
        return "price"
    label = PATTERNS["list_label"].match(block.text)
    return "label" if label and label["label"] not in WORDS and not read_byline(block.text) else ""


def _in_verse(blocks: Sequence[Block]) -> dict[int, str]:
    kinds: dict[int, str] = {}
    start = 0
    for short, group in groupby(range(len(blocks)), key=lambda n: _is_short(blocks, n)):
        size = len(list(group))
        if short and size >= MIN_VERSE_LINES:
            first, end = _first_line(blocks, start), _end(blocks, start, start + size)
            has_author = first != start + 1 and first > 0 and read_byline(blocks[first - 1].text) is not None
            if _is_verse([block.text for block in blocks[first:end]], has_author):
                kinds.update(dict.fromkeys(range(first, end), "line"))
                if first - 1 != start:
                    kinds[first - 1] = "byline"  # if it is one
        start += size
    return kinds


def _is_short(blocks: Sequence[Block], n: int) -> bool:
    """Whether the line may be one of verse; a byline with blank lines around it is not."""
    block = blocks[n]
    if block.kind != "text" or len(block.text) > MAX_VERSE_LINE or PATTERNS["no_verse"].search(block.text):
        return False
    inside = block.touches_previous and n + 1 < len(blocks) and blocks[n + 1].touches_previous
    return inside or block.text[-1] in "，。；、" or not read_byline(block.text)


def _first_line(blocks: Sequence[Block], start: int) -> int:
    """The first line is the title, unless title and author or the sentence that quotes the verse are above."""
    above = [block for block in blocks[max(0, start - 2) : start] if block.kind == "text"]
    if above and (is_tagged(above[-1].text) or above[-1].text.endswith("：")):
        return start
    if len(above) > 1 and read_byline(above[-1].text) and not is_finished(above[0].text):
        return start
    touches_author = start + 1 < len(blocks) and read_byline(blocks[start + 1].text)
    return start + 2 if touches_author else start + 1


def _end(blocks: Sequence[Block], start: int, end: int) -> int:
    """Where the verse ends: above the next story's headline, which has a text or a byline and a text below."""
    if not _heads_text(blocks, end):
        return end
    end -= 1
    while end > start and (is_kicker(blocks[end - 1].text) or is_deck(blocks[end].text)):
        end -= 1
    return end


def _heads_text(blocks: Sequence[Block], end: int) -> bool:
    below = [block for block in blocks[end : end + 1 + MIN_VERSE_LINES] if block.kind == "text"]
    if not below:
        return False
    if not read_byline(below[0].text):
        return is_finished(below[0].text) or not may_be_heading(below[0].text) or bool(_item_form(below[0]))
    is_verse = len(below) > MIN_VERSE_LINES and all(len(block.text) <= MAX_VERSE_LINE for block in below)
    return is_verse or (len(below) > 1 and len(below[1].text) > MAX_VERSE_LINE)


def _is_verse(lines: Sequence[str], has_author: bool) -> bool:
    if len(lines) < MIN_VERSE_LINES:
        return False
    if _is_classical(lines) or (has_author and sum(map(len, lines)) <= MEAN_LENGTH * len(lines)):
        return True
    is_prose = any(PATTERNS["prose"].search(line) for line in lines)
    return not is_prose and sum(not is_finished(line) for line in lines) >= OPEN_SHARE * len(lines)


def _is_classical(lines: Sequence[str]) -> bool:
    """朝辞白帝彩云间， / 千里江陵一日还。"""
    lengths = {len(clause) for line in lines for clause in MARKS.split(line) if clause}
    return len(lengths) == 1 and lengths <= CLASSICAL_LENGTHS
