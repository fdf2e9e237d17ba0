"""Whether a part of the page holds a story of its own: what a cut must leave whole."""

import re

from articles.parsing.evidence import is_finished

from .boxes import Box, around, columns_of
from .lines import Line, Type
from .region import Region
from .sheet import Picture

CONTINUES = re.compile(r"\s*[（(【▲]?\s*上\s*接")
LITTLE, MUCH = 0.3, 1.8
ENDS = ("。", "！", "？", "”", "）", "…", "】")


def begins_story(region: Region, body: Type, weak: bool = False) -> bool:
    """Whether a story begins at the region's top: with a headline, a picture or 上接. Text above or beside most of the
    headline is another story's. `weak`: a headline hardly larger than the text is enough."""
    if not region.things:
        return False
    top = min(thing.y0 for thing in region.things)
    first = min(region.lines, key=lambda line: (line.y0, line.x0), default=None)
    if first is not None and CONTINUES.match(first.text):
        return True  # perhaps below a picture
    headings = [line for line in region.lines if body.is_heading(line)]
    headline = min(headings, key=lambda line: line.y0, default=None)
    if weak and first and body.is_weak_heading(first) and not (headline and headline.y0 < top + 6 * body.size):
        return True
    if headline is None:
        return not region.lines and bool(region.pictures)
    above = [line for line in region.lines if line.y1 < headline.y0 + 2]
    has_text_above = any(body.is_body(line) for line in above)
    if headline.y0 <= top + 3.4 * body.size or (
        headline.y0 <= top + 6 * body.size and len(above) <= 3 and not has_text_above
    ):
        return headline.upright or _width_beside(region, headline, body) <= 0.55 * around(region.things).width
    return any(picture.y0 <= top + 2 for picture in region.pictures) and not has_text_above


def _width_beside(region: Region, headline: Line, body: Type) -> float:
    """The width of the columns that begin beside a headline inset in its text; below 上接 on its right begins another
    story."""
    end = min((each.x0 - 1 for each in region.lines if CONTINUES.match(each.text)), default=region.frame.x1)
    beside = [line for line in region.lines if body.is_body(line) and line.y1 < headline.y1 and line.x0 < end]
    return sum(column.width for column in columns_of(beside))


def holds_text(region: Region, body: Type) -> bool:
    """Whether there is more in it than headlines."""
    others = [line for line in region.lines if not body.is_heading(line)]
    return bool(region.pictures) or any(map(body.is_body, others)) or len(others) > 3


def parts_headline(upper: Region, lower: Region, body: Type) -> bool:
    """Whether a headline, perhaps with its byline, would be cut off its text: at that height another story beside it
    ends, or a rule does."""
    for line in upper.lines:
        if not body.is_heading(line) or line.upright:
            continue
        column = [each for each in upper.things if each.y0 >= line.y1 and each.overlap_x(line) > 0]
        below = [each for each in lower.things if each.overlap_x(line) > 0 and each.y0 - line.y1 < 3.5 * body.leading]
        first = min((each for each in below if _is_text(each, body)), key=lambda each: each.y0, default=None)
        if first is None or any(_is_text(each, body) for each in column):
            continue
        if not any(body.is_heading(each) for each in below if each.y0 < first.y0):
            return True
    return False


def _is_text(thing: Box, body: Type) -> bool:
    return isinstance(thing, Picture) or body.is_body(thing)


def sentence_goes_on(left: Region, right: Region, body: Type) -> bool:
    """Whether the last sentence of the left part is unfinished, and the right part begins with the rest of one beside
    its headline."""
    ends = columns_of([line for line in left.lines if body.is_body(line)])
    starts = columns_of([line for line in right.lines if body.is_body(line)])
    if not ends or not starts:
        return False
    last = max((line for line in left.lines if line.overlap_x(ends[-1]) > 0), key=lambda line: line.base)
    first = min(
        (line for line in right.lines if body.is_body(line) and line.overlap_x(starts[0]) > 0),
        key=lambda line: line.base,
    )
    if not body.is_body(last):
        return False
    is_indented = first.spaced or first.x0 - starts[0].x0 > body.size
    return not is_indented and not last.words.endswith(ENDS) and not is_finished(last.words)


def column_before(region: Region, body: Type) -> float:
    """How much speaks for it that text on the left of the first headline belongs to another story: little, if the
    headline is inset in its text; much, if there is more text on its left than below it."""
    headings = [line for line in region.lines if body.is_heading(line)]
    headline = min(headings, key=lambda line: line.y0, default=None)
    if headline is None or headline.upright:
        return 0
    before = [line for line in region.lines if body.is_body(line) and line.x1 <= headline.x0 and line.y1 < headline.y1]
    if not before:
        return 0
    below = around(region.things).x1 - headline.x0
    return LITTLE if sum(column.width for column in columns_of(before)) < 0.8 * below else MUCH


def has_stray_column(region: Region, body: Type) -> bool:
    """Text on the right of the first headline is most often the next story's."""
    headings = [line for line in region.lines if body.is_heading(line) and not line.upright]
    headline = min(headings, key=lambda line: line.y0, default=None)
    if headline is None:
        return False
    return any(body.is_body(line) and line.x0 >= headline.x1 and line.y1 < headline.y1 for line in region.lines)
