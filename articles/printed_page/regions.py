"""The page cut into the regions of its stories."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from articles.parsing.residue import residue_kind

from .boxes import Box, around, columns_of, gaps
from .lines import Line, Type
from .sheet import Frame, Picture, Sheet

CONTINUES = re.compile(r"\s*[（(【▲]?\s*上\s*接")
ADVERT = re.compile(r"公\s*告|声\s*明|启\s*事|招\s*租|招\s*聘|拍\s*卖|广\s*告|通\s*告")
HEAD_OF_PAGE = re.compile(r"星期[一二三四五六日]|\d{4}年\d+月\d+日|责任?编辑?[：:]")
# The part of a page's height in which its head stands; the leadings of its foot.
TOP_STRIP, FOOT = 0.14, 3
# So many lines of text are a story.
MIN_TEXT = 4
# White above a headline parts two stories, in leadings; white between columns, in sizes of the text.
MIN_WHITE, MIN_GUTTER, GUTTER = 0.62, 0.8, 3
# More white than this says no more: the empty columns below a 竖题 are no gutter. A rule says more.
MAX_WHITE, RULE = 2.2, 3.0
# The share of a region's side that a rule between its parts covers.
LONG = 0.7
MAX_CUTS = 60
# In leadings.
WHITE_BELOW, BRIEF = 4.5, 15


@dataclass(slots=True, eq=False)
class Region:
    """Part of a page: the lines and pictures in a frame, which may be cut out of one or several corners."""

    lines: list[Line]
    pictures: list[Picture]
    frame: Box
    corners: list[Box] = field(default_factory=list)  # what belongs to other stories
    boxed: bool = False
    joined: list["Region"] = field(default_factory=list)  # parts without a headline of their own

    @property
    def things(self) -> list[Box]:
        return [*self.lines, *self.pictures]

    def part(self, frame: Box, inside: Callable[[Box], bool]) -> "Region":
        lines = [line for line in self.lines if inside(line)]
        return Region(lines, [each for each in self.pictures if inside(each)], frame, [], self.boxed)


@dataclass(slots=True)
class Layout:
    """A page's furniture, advertisements and stories."""

    furniture: list[Line]
    adverts: list[list[Line]]
    regions: list[Region]
    pictures: list[Picture]  # those of advertisements


def find_regions(sheet: Sheet, lines: list[Line], body: Type) -> Layout:
    furniture, lines, limit = _set_furniture_aside(sheet, lines, body)
    pictures = [picture for picture in sheet.pictures if picture.middle[1] >= limit]
    layout = Layout(furniture, [], [], [])
    page = Region(lines, pictures, Box(0, limit, sheet.width, sheet.height))
    boxes, obstacles = _take_boxes(sheet, page, layout, body)
    if page.things:
        page.frame = around([*page.things, *obstacles])
        layout.regions += Cutter(body, sheet.rules).cut(page)
        for region in layout.regions:
            _keep_off(region, obstacles, body)
            _leave_white(region, body)
    for box in boxes:
        rules = [rule for rule in sheet.rules if box.frame.holds(rule)]
        _trim(box)
        layout.regions += Cutter(body, rules).cut(box)
    return layout


# Head and foot of the page


def _set_furniture_aside(sheet: Sheet, lines: list[Line], body: Type) -> tuple[list[Line], list[Line], float]:
    """报头, 版头 and the folio at the foot; the other lines; and where the page's head ends."""
    limit = _end_of_head(sheet, lines, body)
    foot_begins = max((line.y1 for line in lines), default=0.0) - FOOT * body.leading
    low = [line for line in lines if line.y0 > foot_begins and not body.is_body(line)]
    foot = {id(line) for line in low if residue_kind(line.words)}
    furniture = [line for line in lines if line.middle[1] < limit or id(line) in foot]
    aside = {id(line) for line in furniture}
    return furniture, [line for line in lines if id(line) not in aside], limit


def _end_of_head(sheet: Sheet, lines: list[Line], body: Type) -> float:
    """The rule across the page below its head, or the end of the line with its date. No story stands in the head."""
    if not lines:
        return 0.0
    text = around(lines)
    high = [rule for rule in sheet.rules if rule.y0 - text.y0 < TOP_STRIP * text.height]
    rules = [rule for rule in high if rule.width > 0.8 * text.width]
    ends = [rule.y1 for rule in rules if sum(body.is_body(line) and line.y1 < rule.y0 for line in lines) < MIN_TEXT]
    if ends:
        return max(ends)
    top = [line for line in lines if line.y0 - text.y0 < 0.1 * text.height and HEAD_OF_PAGE.search(line.text)]
    return max((line.y1 for line in top), default=0.0)


# Boxes


def _take_boxes(sheet: Sheet, page: Region, layout: Layout, body: Type) -> tuple[list[Region], list[Box]]:
    """Frames and tints with something in them, from the smallest to the largest: regions of their own, labels and
    advertisements. Their things leave the page. The second list has all of these boxes."""
    boxes: list[Region] = []
    obstacles: list[Box] = []
    for frame in sorted(sheet.frames, key=lambda frame: frame.area):
        box = page.part(Box(frame.x0, frame.y0, frame.x1, frame.y1), frame.holds)
        if not box.things or _is_whole_page(frame, page.frame):
            continue
        obstacles.append(frame)
        page.lines = [line for line in page.lines if line not in box.lines]
        page.pictures = [picture for picture in page.pictures if picture not in box.pictures]
        if frame.is_dark and len(box.lines) <= 2:
            _take_label(box, page, layout)
        elif not box.lines or _is_advert(box.lines, body):
            layout.adverts.append(box.lines)
            layout.pictures += box.pictures
        else:
            box.boxed = True
            boxes.append(box)
    return boxes, obstacles


def _is_whole_page(frame: Frame, page: Box) -> bool:
    return frame.height > 0.9 * page.height and frame.width > 0.9 * page.width


def _take_label(box: Region, page: Region, layout: Layout) -> None:
    """The label of a column of briefs, white on a dark box: 简讯. It is larger than the briefs' headlines."""
    for line in box.lines:
        line.role = "label"
    layout.furniture += box.lines
    page.pictures += box.pictures


def _is_advert(lines: list[Line], body: Type) -> bool:
    head = "".join(line.words for line in lines if body.is_heading(line))
    return ADVERT.search(head[:12]) is not None


def _trim(box: Region) -> None:
    """A story's zone inside a box leaves as much white at each side as the text does at the narrower one."""
    text = around(box.things)
    x = max(0.0, min(text.x0 - box.frame.x0, box.frame.x1 - text.x1))
    y = max(0.0, min(text.y0 - box.frame.y0, box.frame.y1 - text.y1))
    box.frame = Box(box.frame.x0 + x, box.frame.y0 + y, box.frame.x1 - x, box.frame.y1 - y)


def _keep_off(region: Region, obstacles: list[Box], body: Type) -> None:
    """Keep a region's frame off the boxes beside its text; a box within the text is cut out."""
    text, frame = around(region.things), region.frame
    white = 1.5 * body.size
    for box in obstacles:
        if frame.common_area(box) <= 0:
            continue
        if box.x0 > text.x1 - 2:
            frame.x1 = max(text.x1, min(frame.x1, box.x0 - white))
        elif box.x1 < text.x0 + 2:
            frame.x0 = min(text.x0, max(frame.x0, box.x1 + white))
        elif box.y0 > text.y1 - 2:
            frame.y1 = max(text.y1, min(frame.y1, box.y0 - white))
        elif box.y1 > text.y0 + 2:
            region.corners.append(box)


def _leave_white(region: Region, body: Type) -> None:
    """A story begins at its first line. The white below its text is its own unless there is much of it, or the story is
    a brief: one column of a few lines."""
    text, frame = around(region.things), region.frame
    is_brief = text.height < BRIEF * body.leading and len(columns_of(region.things)) == 1
    if is_brief or frame.y1 - text.y1 > WHITE_BELOW * body.leading:
        frame.y1 = min(frame.y1, text.y1 + 0.3 * body.leading)
    frame.y0 = max(frame.y0, text.y0 - 0.3 * body.leading)


# Cuts


@dataclass(frozen=True, slots=True)
class Cut:
    score: float
    one: Region
    other: Region


class Cutter:
    """Cuts a region in two again and again, along white or a rule; both parts must hold a story, and the lower or right
    one must begin with one."""

    def __init__(self, body: Type, rules: list[Box]) -> None:
        self.body = body
        self.rules = rules

    def cut(self, region: Region, depth: int = 0) -> list[Region]:
        if not region.things:
            return []
        cuts = [*self._cuts(region, "y"), *self._cuts(region, "x")]
        best = max(cuts, key=lambda cut: cut.score, default=None)
        if best is None or depth > MAX_CUTS:
            return [region]
        return self.cut(best.one, depth + 1) + self.cut(best.other, depth + 1)

    def _cuts(self, region: Region, axis: str) -> Iterator[Cut]:
        unit = self.body.leading if axis == "y" else 1.4 * self.body.size
        least = MIN_WHITE * self.body.leading if axis == "y" else MIN_GUTTER * self.body.size
        whole = around(region.things)
        for start, end in gaps(region.things, axis):
            rule = self._rule(whole, axis, start, end)
            if end - start < least and rule is None:
                continue
            one, other = self._halves(region, axis, start, end, rule)
            score = min(MAX_WHITE, (end - start) / unit) + (RULE if rule else 0)
            if axis == "y":
                clear = rule is not None or end - start > 1.2 * self.body.leading
                if holds_text(one, self.body) and begins_story(other, self.body, weak=clear):
                    yield Cut(score + 0.3, one, other)
            elif all(begins_story(each, self.body, weak=True) and holds_text(each, self.body) for each in (one, other)):
                strays = has_stray_column(one, self.body) + has_stray_column(other, self.body)
                yield Cut(score - 1.5 * strays, one, other)

    def _rule(self, whole: Box, axis: str, start: float, end: float) -> Box | None:
        """A rule in the white between two parts, nearly as long as they are."""
        for rule in self.rules:
            level = rule.width > rule.height
            if axis == "y" and level:
                between, share = start - 1 <= rule.y0 and rule.y1 <= end + 1, rule.overlap_x(whole) / whole.width
            elif axis == "x" and not level:
                between, share = start - 1 <= rule.x0 and rule.x1 <= end + 1, rule.overlap_y(whole) / whole.height
            else:
                continue
            if between and share > LONG:
                return rule
        return None

    def _halves(self, region: Region, axis: str, start: float, end: float, rule: Box | None) -> tuple[Region, Region]:
        frame, middle = region.frame, (start + end) / 2
        if axis == "y":
            # White above a rule belongs to the story that ends there.
            stop = max(start, 2 * rule.middle[1] - end if rule else end - self.body.leading)
            upper, lower = Box(frame.x0, frame.y0, frame.x1, stop), Box(frame.x0, end, frame.x1, frame.y1)
            return region.part(upper, lambda it: it.y1 <= middle), region.part(lower, lambda it: it.y0 > middle)
        one, other = self._sides(region, start, end, rule)
        left, right = Box(frame.x0, frame.y0, one, frame.y1), Box(other, frame.y0, frame.x1, frame.y1)
        return region.part(left, lambda it: it.x1 <= middle), region.part(right, lambda it: it.x0 > middle)

    def _sides(self, region: Region, start: float, end: float, rule: Box | None) -> tuple[float, float]:
        """Where the left part ends and the right one begins. White as wide as a column is an empty column of the left
        story; less of it stands beside the upright headline of the right one."""
        if rule:
            half = min(rule.middle[0] - start, end - rule.middle[0])
            return rule.middle[0] - half, rule.middle[0] + half
        if end - start < GUTTER * self.body.size:
            return start, end
        columns = columns_of([line for line in region.lines if self.body.is_body(line)])
        width = min((column.width for column in columns), default=region.frame.width)
        gutter = GUTTER / 2 * self.body.size
        return (end - gutter, end) if end - start > width else (start, start + gutter)


def begins_story(region: Region, body: Type, weak: bool = False) -> bool:
    """Whether a story begins at the region's top: with a headline, a picture or 上接. Text above or beside most of the
    headline is another story's. `weak`: a headline hardly larger than the text is enough."""
    if not region.things:
        return False
    top = min(thing.y0 for thing in region.things)
    first = min(region.lines, key=lambda line: (line.y0, line.x0), default=None)
    if first is not None and first.y0 < top + 2 * body.size and CONTINUES.match(first.text):
        return True
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
    """The width of the columns that begin beside a headline inset in its text."""
    beside = [line for line in region.lines if body.is_body(line) and line.y1 < headline.y1]
    return sum(column.width for column in columns_of(beside))


def holds_text(region: Region, body: Type) -> bool:
    """Whether there is more in it than headlines."""
    others = [line for line in region.lines if not body.is_heading(line)]
    return bool(region.pictures) or any(map(body.is_body, others)) or len(others) > 3


def has_stray_column(region: Region, body: Type) -> bool:
    """Text on the right of the first headline is most often the next story's."""
    headings = [line for line in region.lines if body.is_heading(line) and not line.upright]
    headline = min(headings, key=lambda line: line.y0, default=None)
    if headline is None:
        return False
    return any(body.is_body(line) and line.x0 >= headline.x1 and line.y1 < headline.y1 for line in region.lines)


# Zones


def zone(region: Region) -> list[Box]:
    """The region's frame without its corners, as boxes that do not overlap; and the parts that were joined to it."""
    boxes = [region.frame]
    for corner in region.corners:
        boxes = [part for box in boxes for part in _without(box, corner)]
    return boxes + [box for part in region.joined for box in zone(part)]


def _without(box: Box, hole: Box) -> list[Box]:
    if box.common_area(hole) <= 0:
        return [box]
    top, bottom = max(box.y0, hole.y0), min(box.y1, hole.y1)
    parts = [
        Box(box.x0, box.y0, box.x1, top),
        Box(box.x0, top, hole.x0, bottom),
        Box(hole.x1, top, box.x1, bottom),
        Box(box.x0, bottom, box.x1, box.y1),
    ]
    return [part for part in parts if part.width > 1 and part.height > 1]
