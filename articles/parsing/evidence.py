"""What the page itself tells about its words: two characters that stand together elsewhere are no sentence end."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from .patterns import PATTERNS


class Evidence:
    """Counts of the page's character pairs and triples."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.pairs: Counter[str] = Counter()
        self.triples: Counter[str] = Counter()
        for text in texts:
            text = f"。{text}。"
            self.pairs.update(map("".join, zip(text, text[1:], strict=False)))
            self.triples.update(map("".join, zip(text, text[1:], text[2:], strict=False)))

    def joins(self, before: str, after: str) -> int:
        """How strongly the page says that `after` goes on in the middle of a word of `before`."""
        score = 2 * min(2, self.pairs[before[-1:] + after[:1]])
        score += 3 * bool(self.triples[before[-2:] + after[:1]]) + 3 * bool(self.triples[before[-1:] + after[:2]])
        return score - self._ends(before) - self._begins(after)

    def _ends(self, before: str) -> int:
        return 2 * any(self.triples[before[-2:] + mark] for mark in MARKS)

    def _begins(self, after: str) -> int:
        return 2 * any(self.triples[mark + after[:2]] > (mark == "。") for mark in MARKS)


MARKS = "。，、；：“”"


@dataclass(frozen=True, slots=True)
class ColumnWidth:
    """How many characters a line of the page's columns holds, read off the places where paragraphs were cut."""

    characters: int

    @classmethod
    def of(cls, texts: Iterable[str]) -> ColumnWidth | None:
        """The width at which nearly all cuts fall on a line's end; None where cuts fall anywhere.

        A paragraph begins with an indent of two characters, so its lines end after 19, 40, 61, ... of width 21.
        """
        cuts = [printed_width(t) for t in texts if len(t) > SURE_CUT and not is_finished(t)]
        if len(cuts) < 3:
            return None
        error, width = min((sum(abs(_rest(c, w)) for c in cuts) / len(cuts), w) for w in WIDTHS)
        return cls(width) if error <= 1.5 else None

    def ends_line(self, text: str) -> bool:
        return abs(_rest(printed_width(text), self.characters)) <= 2


WIDTHS = range(14, 31)
# Longer than any headline: such a text without a full stop is cut for certain.
SURE_CUT = 46


def _rest(length: float, width: int) -> float:
    rest = (length + 2) % width
    return min(rest, width - rest)


def printed_width(text: str) -> float:
    """The width of a text in full characters; digits and Latin letters take half of one."""
    return sum(0.5 if c.isascii() else 1.0 for c in text)


# Words no headline ends with, and no sentence begins with.
ENDS_CUT = tuple("的了着在和与及为对将从把被向以是有其并而或该这个各不所到由使让就都也还又很更最等即如若")
BEGINS_CUT = tuple("的了着过们和与及或者等性化员度率区业会")


def looks_cut(before: str, after: str) -> int:
    """How much the wording of two texts speaks for one sentence cut in two; below 0, for a headline and its text."""
    score = 2 * ("，" in before) + 3 * bool(SAYS.search(before)) + 3 * before.endswith(ENDS_CUT)
    score += 2 * (len(before) > 24) + 2 * (len(before) > 32) - 2 * (len(before) <= 16)
    score += 3 * bool(PATTERNS["opening"].match(before)) - 3 * bool(PATTERNS["opening"].match(after))
    score -= 4 * (" " in before or "\u3000" in before) + 5 * bool(PATTERNS["column_tag"].search(before))
    score += 3 * after.startswith(BEGINS_CUT)
    return score


SAYS = re.compile(r"(?:表示|指出|强调|认为|介绍|要求|说|称|讲话中)[，：]")


def is_finished(text: str) -> bool:
    """Whether a text ends as a sentence does."""
    return bool(PATTERNS["finished"].search(text[-8:]))
