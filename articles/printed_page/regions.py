"""The page parted into its head and foot, its advertisements and the regions of its stories."""

import re
from dataclasses import dataclass

from articles.parsing.residue import residue_kind

from .boxes import Box, around
from .cuts import Cutter
from .lines import Line, Type
from .region import Region, keep_off, leave_white, trim
from .sheet import Frame, Picture, Sheet

# 招租启事, 公　告, 遗失声明; 外交部发表声明 is news.
ADVERT = re.compile(r"(?:公\s*告|启\s*事|招\s*租|招\s*聘|拍\s*卖|广\s*告|通\s*告|(?:^|[失重正])\s*声\s*明)\s*$")
MAX_LABEL = 16  # characters
HEAD_OF_PAGE = re.compile(r"星期[一二三四五六日]|\d{4}年\d+月\d+日|责任?编辑?[：:]")
# The part of a page's height in which its head stands; the leadings of its foot.
TOP_STRIP, FOOT = 0.14, 3
# So many lines of text are a story.
MIN_TEXT = 4


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
            keep_off(region, obstacles, body)
            leave_white(region, body)
    for box in boxes:
        if _is_advert(box.lines, body):
            layout.regions.append(box)  # whole, below it is taken out
            continue
        rules = [rule for rule in sheet.rules if box.frame.holds(rule)]
        trim(box)
        layout.regions += Cutter(body, rules).cut(box)
    for region in [region for region in layout.regions if _is_advert(region.lines, body)]:
        layout.regions.remove(region)
        layout.adverts.append(region.lines)
        layout.pictures += region.pictures
    return layout


# Head and foot of the page


def _set_furniture_aside(sheet: Sheet, lines: list[Line], body: Type) -> tuple[list[Line], list[Line], float]:
    """报头, 版头 and the folio at the foot; the other lines; and where the page's head ends."""
    limit = _end_of_head(sheet, lines, body)
    foot_begins = max((line.y1 for line in lines), default=0.0) - FOOT * body.leading
    low = [line for line in lines if line.y0 > foot_begins and not (body.is_body(line) or body.is_heading(line))]
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
    strip = 0.1 * max(text.height, sheet.height / 2)
    dated = [line for line in lines if line.y0 - text.y0 < strip and HEAD_OF_PAGE.search(line.text)]
    # 1986年7月2日 may begin a line of the text, or be a deck.
    dated = [line for line in dated if residue_kind(line.words) or not body.is_body(line)]
    for ends in (rules, dated):
        above = [end.y1 for end in ends if sum(body.is_body(line) and line.y1 < end.y0 for line in lines) < MIN_TEXT]
        if above:
            return max(above)
    return 0.0


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
        elif not box.lines:
            layout.pictures += box.pictures
        else:
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
    """Whether the only headline is that of a notice."""
    head = "".join(line.words for line in lines if body.is_heading(line))
    return len(head) <= MAX_LABEL and ADVERT.search(head) is not None
