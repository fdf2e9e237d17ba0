"""What a rule reads and what it reports."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import Literal

from .places import places

Form = Literal["body", "headline", "caption"]
Level = Literal["sure", "likely"]

_sentence_end = re.compile(r"[。！？；\n]+[”’）》]*")


_number = re.compile(r"\d+(?:[.,]\d+)*")


@dataclass(frozen=True)
class Finding:
    """A doubt about text[start:end], in code points. `right` is what should stand there: "" to delete it, None if only
    a person can say."""

    start: int
    end: int
    wrong: str
    right: str | None
    code: str
    level: Level = "sure"
    params: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Leader:
    name: str
    titles: tuple[str, ...]


@dataclass(frozen=True)
class Word:
    """A word to avoid; `use` is empty if nothing can replace it."""

    word: str
    use: str
    why: str


@dataclass(frozen=True)
class Institution:
    """A body that was renamed; `since` is "2019-03"."""

    old: str
    new: str
    since: str


@dataclass(frozen=True)
class Abbreviation:
    short: str
    full: str


@dataclass(frozen=True)
class Lists:
    """What the newsroom keeps. Leaders stand in protocol order; `own` are words the paper writes in its own way."""

    leaders: tuple[Leader, ...] = ()
    words: tuple[Word, ...] = ()
    institutions: tuple[Institution, ...] = ()
    abbreviations: tuple[Abbreviation, ...] = ()
    own: tuple[Word, ...] = ()


@dataclass(frozen=True)
class Text:
    """One text to check, with what several rules ask about it."""

    value: str
    form: Form = "body"
    lists: Lists = Lists()

    @cached_property
    def paragraphs(self) -> list[tuple[int, str]]:
        """(place, text) of each line that is not empty."""
        return [(m.start(), m[0]) for m in re.finditer(r"[^\n]+", self.value)]

    @cached_property
    def sentences(self) -> list[tuple[int, str]]:
        """(place, text) of each sentence, with its end mark; a semicolon ends one as well."""
        ends = [0, *(m.end() for m in _sentence_end.finditer(self.value)), len(self.value)]
        return [(start, self.value[start:end]) for start, end in pairwise(ends) if end > start]

    @cached_property
    def pairs(self) -> list[str]:
        """The character at each place with the next one."""
        return list(map(str.__add__, self.value, self.value[1:]))

    @cached_property
    def places(self) -> list[list[int]]:
        """Of the pairs that rules look for, by the numbers of `looked_for`."""
        return places(self.pairs)

    @cached_property
    def number_places(self) -> list[int]:
        return [m.start() for m in _number.finditer(self.value)]

    def at_numbers(self, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
        """Like finditer(), for patterns that begin with a number."""
        end = 0
        for place in self.number_places:
            if place >= end and (m := pattern.match(self.value, place)):
                end = m.end()
                yield m

    def find(self, code: str, start: int, end: int, right: str | None, level: Level = "sure", **params: str) -> Finding:
        return Finding(start, end, self.value[start:end], right, code, level, params)


Found = Iterator[Finding]
