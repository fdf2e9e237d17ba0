"""Stories that stand in a corner of another one (咬合): no straight cut parts them."""

from articles.parsing.evidence import is_finished

from .beginnings import CONTINUES, ENDS, begins_story, holds_text
from .boxes import Box, around, columns_of, gaps
from .cuts import MIN_GUTTER, MIN_WHITE
from .headings import heading_groups
from .lines import Line, Type, rows_of
from .region import Region
from .sheet import Picture

# Kickers stand this far above a headline, in its sizes; text below it, in leadings.
MAX_ABOVE, MAX_BELOW = 2.2, 4
# From a story to a picture of its own, in sizes of the text.
NEAR = 2
# A picture that stands apart without a caption and takes a larger share of the story's area is an advertisement.
LARGE = 0.25


def part_corners(region: Region, body: Type) -> list[Region]:
    """The region and the stories found in its corners."""
    found: list[Region] = []
    for heading in reversed(heading_groups(region.lines, body)[1:]):
        corner = _corner(region, heading, body)
        if corner is not None and _are_stories(region, corner, body):
            region.lines = [line for line in region.lines if line not in corner.lines]
            region.pictures = [picture for picture in region.pictures if picture not in corner.pictures]
            region.corners.append(corner.frame)
            found.insert(0, corner)
    return [region, *found]


def _corner(region: Region, heading: list[Line], body: Type) -> Region | None:
    """What stands below the top of this headline, in the columns that break there."""
    box, top = around(heading), _top(region, heading, body)
    slots = _slots([thing for thing in region.things if thing.y1 > top], body)
    breaks = [_break(region, slot, top, box, body) for slot in slots]
    home = next((n for n, slot in enumerate(slots) if slot.overlap_x(box) > 0.5 * box.width), None)
    if home is None or breaks[home] is None:
        return None
    first = last = home
    while first > 0 and breaks[first - 1] is not None:
        first -= 1
    while last + 1 < len(slots) and breaks[last + 1] is not None:
        last += 1
    tops = [y for y in breaks[first : last + 1] if y is not None]
    left = slots[first].x0 if first else region.frame.x0
    right = slots[last].x1 if last + 1 < len(slots) else region.frame.x1
    frame = Box(left, min(tops), right, region.frame.y1)

    def inside(thing: Box) -> bool:
        own = [y for slot, y in zip(slots[first : last + 1], tops, strict=True) if thing.overlap_x(slot) > 0]
        return bool(own) and thing.y0 >= max(own) - 1

    return region.part(frame, inside)


def _top(region: Region, heading: list[Line], body: Type) -> float:
    """The top of a headline, of the kicker above it or of a picture."""
    box, size = around(heading), max(line.size for line in heading)
    kickers = [
        line
        for line in region.lines
        if box.y0 - MAX_ABOVE * size < line.y0 <= line.y1 <= box.y0 + 1
        and line.overlap_x(box) > 0.8 * line.width
        and not body.is_body(line)
        and box.y0 - line.y1 < 1.2 * body.leading
    ]
    top = min([box.y0, *(line.y0 for line in kickers)])
    # A picture that touches the headline opens the story; one of the story above has a caption in between.
    pictures = [each for each in region.pictures if -2 < top - each.y1 < 1.5 * body.leading]
    return min([top, *(each.y0 for each in pictures if each.overlap_x(box) > 0.5 * box.width)])


def _slots(things: list[Box], body: Type) -> list[Box]:
    """The columns in which things stand, with whatever reaches over several of them."""
    white = [gap for gap in gaps(things, "x") if gap[1] - gap[0] > MIN_GUTTER * body.size]
    starts = [min(thing.x0 for thing in things), *(end for _, end in white)]
    ends = [*(start for start, _ in white), max(thing.x1 for thing in things)]
    return [Box(start, 0, end, 0) for start, end in zip(starts, ends, strict=True)]


def _break(region: Region, slot: Box, top: float, heading: Box, body: Type) -> float | None:
    """Where the columns in the slot begin anew below white, not far from this height; None if they go through."""
    things = [thing for thing in region.things if thing.overlap_x(slot) > 0]
    white = [(region.frame.y0, min(thing.y0 for thing in things)), *gaps(things, "y")]
    for start, end in white:
        near = top - 2 * body.leading < end < heading.y1 + MAX_BELOW * body.leading
        if near and start < top + 1 and end - start > MIN_WHITE * body.leading:
            return end
    return None


def _are_stories(region: Region, corner: Region, body: Type) -> bool:
    """Whether both the corner and the rest are stories that end, and the rest has a headline. A subhead in large type
    parts no story: the sentence below it goes on in the next column."""
    rest = region.part(region.frame, lambda it: it not in corner.things)
    if not (begins_story(corner, body) and holds_text(corner, body) and holds_text(rest, body)):
        return False
    return any(map(body.is_heading, rest.lines)) and all(ends_story(part, body) for part in (rest, corner))


def ends_story(region: Region, body: Type) -> bool:
    """Whether the text at the end of the last column is finished; a last line that is not text (记者 甲, 下转) ends it
    too."""
    lines = [line for line in region.lines if not line.upright]
    columns = columns_of([line for line in lines if body.is_body(line)])
    last = [line for line in lines if columns and line.overlap_x(columns[-1]) > 0]
    rows = rows_of(last)
    if not rows:
        return True
    return not body.is_body(rows[-1]) or rows[-1].words.endswith(ENDS) or is_finished(rows[-1].words)


def join_headless(regions: list[Region], body: Type) -> tuple[list[Region], list[Picture]]:
    """A region without headline and 上接 goes on with the text of the nearest one that has one; a picture without words
    belongs to the story it nearly touches, unless it is so large that it is an advertisement. The second list has the
    pictures of no story."""
    headed = [region for region in regions if not _is_headless(region, body)]
    left_over: list[Picture] = []
    for region in regions:
        if region in headed:
            continue
        nearest = min(headed, key=lambda each: each.frame.distance(region.frame), default=None)
        if nearest and (region.lines or _is_illustrated_by(nearest, region, body)):
            nearest.joined.append(region)
        elif region.lines:
            headed.append(region)
        else:
            left_over += region.pictures
    return headed, left_over


def _is_illustrated_by(story: Region, pictures: Region, body: Type) -> bool:
    text, picture = around(story.things), around(pictures.things)
    return text.distance(picture) < NEAR * body.size and picture.area < LARGE * text.area


def _is_headless(region: Region, body: Type) -> bool:
    first = min(region.lines, key=lambda line: (line.y0, line.x0), default=None)
    if first is None:
        return True
    begins = body.is_weak_heading(first) or CONTINUES.match(first.text)
    return not begins and not any(map(body.is_heading, region.lines))
