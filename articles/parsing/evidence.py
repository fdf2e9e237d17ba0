"""What the page itself tells: words that go on over a cut, texts that speak of the same things."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise

from .patterns import PATTERNS
from .wordcuts import reads_on

MARKS = "。，、；：“”"
# After a first character alone, these show that it is the end of a word: 整|治，
MARKS_AFTER_A_WORD = frozenset("，。、；：！？")
HAN = re.compile(r"[一-龥]+")
# Words no headline ends with, and parts of words no sentence begins with.
ENDS_CUT = tuple(
    "的了着在和与及为对将从把被向以是有其并而或该这个各不所到由使让就都也还又很更最等即如若第于当每某仍却已则且但因所"
)
BEGINS_CUT = tuple("的了着过们和与及或者等性化员度率区业会")
BEGIN_NO_TEXT = tuple("，。、；：！？”）》")
# How soon a text takes up the words of its heading, and how much that weighs.
TAKES_UP_WITHIN = 400
REPEATED = 4
# Of a text's three-character words, the share that an earlier text has too. Measured on whole pages: between the
# parts of one story 0.02 to 0.27, between neighbours 0.00 to 0.02, and 0.03 where both tell of one field.
KINDRED = 0.015
CLOSELY_KINDRED = 0.04
# How much of a text is looked at to tell what it speaks of.
LOOK_BACK = 4000
LOOK_AHEAD = 1000


class Evidence:
    """The page's character pairs and triples; every text ends as if with a full stop."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.pairs: Counter[str] = Counter()
        self.triples: set[str] = set()
        self.beginnings: Counter[str] = Counter()
        for text in texts:
            framed = f"{text}。"
            pairs = list(map("".join, pairwise(framed)))
            self.pairs.update(pairs)
            self.triples.update(map("".join, zip(pairs, framed[2:], strict=False)))
            self.beginnings[text[:2]] += 1

    def joins(self, before: str, after: str) -> int:
        """How strongly the page says that `after` goes on in the middle of a word of `before`."""
        score = 2 * min(2, self.pairs[before[-1:] + after[:1]])
        score += 3 * (before[-2:] + after[:1] in self.triples) + 3 * (before[-1:] + after[:2] in self.triples)
        return score - 2 * self._ends_phrases(before[-2:]) - 2 * self._begins_phrases(after[:2])

    def _ends_phrases(self, word: str) -> bool:
        return any(word + mark in self.triples for mark in MARKS)

    def _begins_phrases(self, word: str) -> bool:
        # The text that begins with the word is counted too.
        return self.beginnings[word] > 1 or any(mark + word in self.triples for mark in MARKS)


def is_finished(text: str) -> bool:
    """Whether a text ends as a sentence does."""
    return bool(PATTERNS["finished"].search(text[-8:]))


def looks_cut(before: str, after: str) -> int:
    """How much the wording of two texts speaks for one sentence cut in two; below 0, for a headline and its text."""
    score = reads_on(before, after) - round(REPEATED * _repeats(before, after))
    score += 2 * min(2, before.count("，")) + 3 * bool(PATTERNS["says"].search(before)) + 3 * before.endswith(ENDS_CUT)
    score += 3 * bool(PATTERNS["ends_with_date"].search(before))
    score += 2 * (len(before) > 24) + 2 * (len(before) > 32) - 2 * (len(before) <= 16)
    score += 3 * bool(PATTERNS["bullet"].match(before))  # ■ begins a point of a list
    score += 3 * bool(PATTERNS["opening"].match(before)) - 3 * bool(PATTERNS["opening"].match(after))
    score -= 4 * (" " in before or "\u3000" in before) + 5 * bool(PATTERNS["column_tag"].search(before))
    score += 4 * after.startswith(BEGIN_NO_TEXT) + 6 * bool(PATTERNS["counts_on"].match(before[-1:] + after[:1]))
    return score + 3 * after.startswith(BEGINS_CUT) + 4 * (after[1:2] in MARKS_AFTER_A_WORD)


def _repeats(heading: str, text: str) -> float:
    """The share of the heading's pairs of characters that its text takes up soon; a sentence says a thing once."""
    words = set(_pairs(heading))
    return len(words & set(_pairs(text[:TAKES_UP_WITHIN]))) / len(words) if words else 0.0


def _pairs(text: str) -> Iterator[str]:
    for run in HAN.findall(text):
        yield from map("".join, pairwise(run))


def kinship(earlier: str, later: str) -> float:
    """The share of the later text's three-character words that the earlier text has too."""
    words = set(_triples(later))
    return len(words & set(_triples(earlier))) / len(words) if words else 0.0


def _triples(text: str) -> Iterator[str]:
    for run in HAN.findall(text):
        yield from map("".join, zip(run, run[1:], run[2:], strict=False))
