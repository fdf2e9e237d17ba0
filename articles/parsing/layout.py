"""The conventions of a page, found before its stories are read."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, zip_longest

from .bylines import is_lone_name
from .columns import column_width
from .credits import LINES_BELOW, above_bylines, stands_below_headline
from .evidence import Evidence, is_finished
from .headings import may_be_heading
from .lines import Block
from .patterns import PATTERNS

MANY_BYLINES = 3
# Texts of this length are paragraphs; if most are indented, one that is not continues the paragraph above.
MIN_PARAGRAPH = 60
MIN_INDENTS, INDENTED_SHARE = 3, 0.6


@dataclass(frozen=True, slots=True)
class Layout:
    bylines_end_stories: bool
    bylined: float  # the share of headings with a byline or dateline below
    column_width: int | None
    evidence: Evidence
    indented: bool
    headings_indented: bool


def find_layout(blocks: Sequence[Block]) -> Layout:
    texts = [b.text for b in blocks if b.kind == "text"]
    below = bylines_end_stories(blocks)
    return Layout(
        bylines_end_stories=below,
        bylined=share_with_byline_below(blocks),
        # If bylines separate the stories, only wording shows cuts: a width that fits by chance would mislead.
        column_width=None if below else column_width(texts),
        evidence=Evidence(texts),
        indented=paragraphs_are_indented(blocks),
        headings_indented=headings_are_indented(blocks),
    )


def paragraphs_are_indented(blocks: Sequence[Block]) -> bool:
    indents = [b.indented for b in blocks if b.kind == "text" and (len(b.text) > MIN_PARAGRAPH or is_finished(b.text))]
    return sum(indents) >= max(MIN_INDENTS, INDENTED_SHARE * len(indents))


def headings_are_indented(blocks: Sequence[Block]) -> bool:
    """Whether a line that must be a headline is indented, or centred with spaces."""
    pairs = pairwise(blocks)
    return any(b.indented and b.kind == "text" and may_be_heading(b.text) and begins_text(below) for b, below in pairs)


def bylines_end_stories(blocks: Sequence[Block]) -> bool:
    """Whether bylines, or notes that name the source, are below most stories, as in county papers, or below several on
    a page with many subheads."""
    below = above = 0
    headings = int(bool(blocks) and may_be_heading(blocks[0].text))
    for before, block in pairwise(blocks):
        after_text = before.kind == "text" and is_finished(before.text)
        below += block.ends_story
        if block.kind == "byline" and block.credits and block.label == "":
            below += after_text
            above += before.kind == "text" and not after_text
        elif block.kind == "text" and may_be_heading(block.text):
            headings += before.kind != "text" or after_text
    return below > above and (below * 2 > headings or (below >= MANY_BYLINES and below * 5 >= headings))


def share_with_byline_below(blocks: Sequence[Block]) -> float:
    headings = bylined = 0
    for block, below in zip_longest(blocks, blocks[1:]):
        if block.kind == "text" and may_be_heading(block.text) and not is_finished(block.text):
            headings += 1
            bylined += below is not None and begins_text(below)
    return bylined / (headings + 1)  # a few headings are no habit


def begins_text(block: Block) -> bool:
    """A dateline or byline is only below the headline of a new story."""
    if block.kind == "byline":
        tells_of_author = PATTERNS["author_note"].match(block.text)
        return not block.label and (bool(block.credits) or not (block.doubts or tells_of_author))
    return bool(block.dateline)


def distrust_lone_names(blocks: list[Block]) -> list[Block]:
    """应聘 may be a name or a headline: it is a byline only if bylines end stories, a headline follows, or it stands
    below one."""
    if bylines_end_stories(blocks):
        return blocks
    below_headlines = _bylines_below_headlines(blocks)
    out: list[Block] = []
    for i, block in enumerate(blocks):
        above = above_bylines(out)
        if not _is_lone_name(block) or _ends_a_story(above, next(iter(blocks[i + 1 : i + 2]), None)):
            out.append(block)
        elif i in below_headlines:
            sure = len(below_headlines) > 1 or PATTERNS["bullet"].match(block.text)
            out.append(block if sure else replace(block, doubts=(*block.doubts, ("assumed_byline", block.text))))
        elif out and out[-1].line == block.line:
            out[-1] = replace(out[-1], text=out[-1].text + block.text, doubts=(("unsure_byline", block.text),))
        else:
            out.append(replace(block, kind="text", credits=(), doubts=()))
    return out


def _bylines_below_headlines(blocks: list[Block]) -> set[int]:
    return {
        i
        for i, block in enumerate(blocks)
        if block.kind == "byline"
        and stands_below_headline(above_bylines(blocks[max(0, i - LINES_BELOW) : i]), blocks[i + 1 : i + LINES_BELOW])
    }


def _is_lone_name(block: Block) -> bool:
    is_byline = block.kind == "byline" and not block.label and is_lone_name(block.credits)
    return is_byline and not PATTERNS["contributor"].match(block.text)


def _ends_a_story(above: Block | None, below: Block | None) -> bool:
    if any(block is not None and block.kind == "line" for block in (above, below)):
        return True
    if above is None or above.kind != "text" or not is_finished(above.text):
        return False
    return below is None or (below.kind == "text" and may_be_heading(below.text) and not is_finished(below.text))
