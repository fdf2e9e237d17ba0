"""The cuts between stories: along white and rules, where a story begins."""

from collections.abc import Iterator
from dataclasses import dataclass

from .beginnings import (
    begins_story,
    column_before,
    has_stray_column,
    holds_text,
    parts_headline,
    sentence_goes_on,
)
from .boxes import Box, around, columns_of, gaps
from .lines import Type
from .region import Region

# White above a headline parts two stories, in leadings; white between columns, in sizes of the text.
MIN_WHITE, MIN_GUTTER, GUTTER = 0.62, 0.8, 3
# More white than this says no more: the empty columns below a 竖题 are no gutter. A rule says more.
MAX_WHITE, RULE = 2.2, 3.0
# A rule across the cut says less.
CROSSED = 1.5
# The share of a region's side that a rule between its parts covers.
LONG = 0.7
MAX_CUTS = 60


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
            if end - start < least and not (rule and _reaches_all(rule, region.things, axis)):
                continue
            one, other = self._halves(region, axis, start, end, rule)
            score = min(MAX_WHITE, (end - start) / unit) + (RULE if rule else 0)
            score -= CROSSED * self._crosses_rule(whole, axis, start, end)
            if axis == "y":
                clear = rule is not None or end - start > 1.2 * self.body.leading
                whole_stories = holds_text(one, self.body) and not parts_headline(one, other, self.body)
                if whole_stories and begins_story(other, self.body, weak=clear):
                    yield Cut(score + 0.3, one, other)
            elif all(begins_story(each, self.body, weak=True) and holds_text(each, self.body) for each in (one, other)):
                strays = has_stray_column(one, self.body) + has_stray_column(other, self.body)
                strays += 2 * sentence_goes_on(one, other, self.body)
                yield Cut(score - 1.5 * strays - column_before(other, self.body), one, other)

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

    def _crosses_rule(self, whole: Box, axis: str, start: float, end: float) -> bool:
        """Whether a rule goes through the white from one part into the other: it parts stories in both."""
        far = 2 * self.body.leading
        for rule in self.rules:
            x, y = rule.middle
            level = rule.width > rule.height
            if axis == "x" and level and whole.y0 < y < whole.y1:
                crosses = rule.x0 < start - far and rule.x1 > end + far
            elif axis == "y" and not level and whole.x0 < x < whole.x1:
                crosses = rule.y0 < start - far and rule.y1 > end + far
            else:
                continue
            if crosses:
                return True
        return False

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


def _reaches_all(rule: Box, things: list[Box], axis: str) -> bool:
    """Whether the rule stands above or beside all things; it may end before a column of briefs."""
    overlap = Box.overlap_x if axis == "y" else Box.overlap_y
    return all(overlap(rule, thing) > 0 for thing in things)
