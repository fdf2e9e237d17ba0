"""Stories that stand in a corner of another one (咬合): no straight cut parts them."""

from articles.parsing.evidence import is_finished

from .boxes import Box, around, columns_of, gaps
from .lines import Line, Type, rows_of
from .regions import CONTINUES, MIN_WHITE, Region, begins_story, holds_text

# Kickers stand this far above a headline, in its sizes; text below it, in leadings.
MAX_ABOVE, MAX_BELOW = 2.2, 4
ENDS = ("。", "！", "？", "”", "）", "…", "】")


def part_corners(region: Region, body: Type) -> list[Region]:
    """The region and the stories found in its corners."""
    found: list[Region] = []
    for heading in reversed(heading_groups(region, body)[1:]):
        corner = _corner(region, heading, body)
        if corner is not None and _are_stories(region, corner, body):
            region.lines = [line for line in region.lines if line not in corner.lines]
            region.pictures = [picture for picture in region.pictures if picture not in corner.pictures]
            region.corners.append(corner.frame)
            found.insert(0, corner)
    return [region, *found]


def heading_groups(region: Region, body: Type) -> list[list[Line]]:
    """The headlines in a region, from the top down; lines of one headline together."""
    groups: list[list[Line]] = []
    for line in sorted(filter(body.is_heading, region.lines), key=lambda line: line.y0):
        group = next((group for group in groups if _belongs_to(line, group)), None)
        if group is None:
            groups.append([line])
        else:
            group.append(line)
    return groups


def _belongs_to(line: Line, group: list[Line]) -> bool:
    if line.upright != group[0].upright:
        return False
    box, size = around(group), max(line.size, group[-1].size)
    if line.upright:
        return -line.overlap_x(box) < 1.5 * line.size and line.overlap_y(box) > 0
    return line.y0 - box.y1 < 1.3 * size and line.overlap_x(box) > -line.size


def _corner(region: Region, heading: list[Line], body: Type) -> Region | None:
    """What stands below the top of this headline, in the columns that break there."""
    box = around(heading)
    top = _top(region, heading, body)
    below = [thing for thing in region.things if thing.y1 > top]
    edges = [below_edge for below_edge in gaps(below, "x") if below_edge[1] - below_edge[0] > 0.5 * body.size]
    slots = _slots(below, edges)
    home = next((n for n, slot in enumerate(slots) if slot.overlap_x(box) > 0.5 * box.width), None)
    if home is None or not _breaks(region, slots[home], top, box, body):
        return None
    first = last = home
    while first > 0 and _breaks(region, slots[first - 1], top, box, body):
        first -= 1
    while last + 1 < len(slots) and _breaks(region, slots[last + 1], top, box, body):
        last += 1
    left = slots[first].x0 if first else region.frame.x0
    right = slots[last].x1 if last + 1 < len(slots) else region.frame.x1
    frame = Box(left, top, right, region.frame.y1)
    return region.part(frame, lambda it: it.y0 >= top - 1 and left - 1 <= it.middle[0] <= right + 1)


def _top(region: Region, heading: list[Line], body: Type) -> float:
    """The top of a headline, or of the kicker above it."""
    box, size = around(heading), max(line.size for line in heading)
    kickers = [
        line
        for line in region.lines
        if box.y0 - MAX_ABOVE * size < line.y0 <= line.y1 <= box.y0 + 1
        and line.overlap_x(box) > 0.8 * line.width
        and not body.is_body(line)
        and box.y0 - line.y1 < 1.2 * body.leading
    ]
    return min([box.y0, *(line.y0 for line in kickers)])


def _slots(things: list[Box], edges: list[tuple[float, float]]) -> list[Box]:
    """The columns in which things stand, with whatever reaches over several of them."""
    starts = [min(thing.x0 for thing in things), *(end for _, end in edges)]
    ends = [*(start for start, _ in edges), max(thing.x1 for thing in things)]
    return [Box(start, 0, end, 0) for start, end in zip(starts, ends, strict=True)]


def _breaks(region: Region, slot: Box, top: float, heading: Box, body: Type) -> bool:
    """Whether the columns in the slot break above this height, and something begins below it."""
    things = [thing for thing in region.things if thing.overlap_x(slot) > 0]
    if any(thing.y0 < top - 1 and thing.y1 > top + 1 for thing in things):
        return False
    above = max((thing.y1 for thing in things if thing.y1 <= top + 1), default=region.frame.y0)
    below = min((thing.y0 for thing in things if thing.y0 >= top - 1), default=region.frame.y1)
    return below - above > MIN_WHITE * body.leading and below < heading.y1 + MAX_BELOW * body.leading


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


def join_headless(regions: list[Region], body: Type) -> list[Region]:
    """A region without headline and 上接 goes on with the text of the nearest one that has one."""
    headed = [region for region in regions if not _is_headless(region, body)]
    for region in regions:
        if headed and region not in headed:
            nearest = min(headed, key=lambda each: each.frame.distance(region.frame))
            nearest.joined.append(region)
    return headed or regions


def _is_headless(region: Region, body: Type) -> bool:
    first = min(region.lines, key=lambda line: (line.y0, line.x0), default=None)
    if first is None:
        return not region.pictures
    begins = body.is_weak_heading(first) or CONTINUES.match(first.text)
    return not begins and not any(map(body.is_heading, region.lines))
