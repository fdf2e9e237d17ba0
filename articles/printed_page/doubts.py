"""What an editor should look at: doubts that come from the page and not from its words."""

from collections.abc import Iterator, Sequence
from itertools import combinations

from articles.parsing.model import Problem

from .headings import heading_groups
from .lines import Line, Type, rows_of
from .outlines import Outline, Script
from .region import Region, zone
from .sheet import UNKNOWN

QUOTED = 12
# Zones may touch; more than this share of the smaller one is an overlap.
MAX_OVERLAP = 0.02


def find_doubts(outlines: Sequence[Outline], script: Script, body: Type) -> list[list[Problem]]:
    """The doubts of each story."""
    doubts = [list(_doubts(outline, script, body)) for outline in outlines]
    for (n, one), (k, other) in combinations(enumerate(outlines), 2):
        if _overlap(one.region, other.region):
            doubts[n].append(Problem("zones_overlap", one.first, {"text": other.title}))
            doubts[k].append(Problem("zones_overlap", other.first, {"text": one.title}))
    return doubts


def _doubts(outline: Outline, script: Script, body: Type) -> Iterator[Problem]:
    region, line = outline.region, outline.first
    lines = [each for part in (region, *region.joined) for each in part.lines]
    if any(each.shapes and not each.recognised for each in lines):
        yield Problem("outlined_headline", line)
    if read := next((each for each in lines if each.recognised), None):
        yield Problem("read_by_ocr", _line_of(read, outline, script), {"text": read.words[:QUOTED]})
    if unread := next((each for each in lines if UNKNOWN in each.text and not each.shapes), None):
        yield Problem("no_unicode", _line_of(unread, outline, script))
    for part in region.joined:
        if first := next(iter(rows_of(part.lines)), None):
            yield Problem("region_without_story", _line_of(first, outline, script), {"text": first.words[:QUOTED]})
        else:
            yield Problem("unsure_picture", line)
    joined = [picture for part in region.joined for picture in part.pictures]
    if any(not number and captioned.picture not in joined for captioned, number in outline.pictures):
        yield Problem("picture_without_caption", line)
    for group in heading_groups(region.lines, body)[1:]:
        yield Problem("unsure_headline", _line_of(group[0], outline, script), {"text": _words(group)})
    for code, role in (("unsure_quotation", "quotation"), ("table_left_out", "table")):
        if aside := [each for each in lines if each.role == role]:
            yield Problem(code, line, {"text": _words(aside)})


def _words(lines: list[Line]) -> str:
    return " ".join(row.words for row in rows_of(lines))


def _line_of(line: Line, outline: Outline, script: Script) -> int:
    """The line of the script that has this line's words."""
    start = outline.first - 1
    numbers = (n for n, text in enumerate(script.lines[start:], start=outline.first) if line.words in text)
    return next(numbers, outline.first)


def _overlap(one: Region, other: Region) -> bool:
    ones, others = zone(one), zone(other)
    common = sum(a.common_area(b) for a in ones for b in others)
    return common > MAX_OVERLAP * min(sum(box.area for box in ones), sum(box.area for box in others))
