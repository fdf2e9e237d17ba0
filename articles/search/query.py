"""The query language. Any input is a valid query; readers are told if theirs only excludes.

后白镇 糜林      both must occur
"三审 三校"      this text, with complete Latin words; “ ” 「」 『』 work too, around a whole term
-足球            must not occur (a number is excluded in quotes: -5 may be a temperature)
G20 峰会 comm    Latin words and numbers match by their beginning
2024-03-08       this day, however it is written
"""

import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from articles.text import dates, segmentation

from . import folding

MAX_LENGTH = 100
MAX_TERMS = 12
# A single character matches all pairs that begin with it, which takes 0.1 s for 100,000 articles.
MAX_SINGLE_CHARACTERS = 4
MAX_WORDS = 24
MAX_PIECES = 48
# Minimum length of a line copied from the paper: longer than most names, and the shortest of 2,966 kickers has 8.
MIN_LINE_LENGTH = 8
# Quotation marks make a term exact only around all of it; in 在“一带一路”论坛上 they are punctuation.
QUOTES = '"“”„「」『』'
_term = re.compile(rf"""(?P<minus>-?)[{QUOTES}](?P<quoted>[^{QUOTES}]+)[{QUOTES}](?!\S) | (?P<plain>\S+)""", re.VERBOSE)
# In 10 000 it groups the digits and separates no terms.
_thin_space = re.compile("(?<=[0-9])[\u00a0\u2009\u202f](?=[0-9]{3}(?![0-9]))")
_half_width = str.maketrans("＂－", '"-')
# A single Han character or a short number says little about a text, unless the number has its unit: 第3版, 3月8日.
_says_little = re.compile(f"[{folding.HAN}]|[0-9]{{1,2}}")
_counted = re.compile(f"(?<![0-9])[0-9]{{1,2}}[{folding.HAN}](?:[0-9]{{1,2}}[{folding.HAN}])*")
_unstorable = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True)
class Term:
    """Matches its `runs`, adjacent and in order. The first may start and the last may end anywhere in a Han run; a last
    word matches by its beginning unless the term is exact."""

    text: str
    exact: bool = False

    @cached_property
    def runs(self) -> tuple[str, ...]:
        return tuple(folding.runs(self.text))

    @cached_property
    def tokens(self) -> list[str]:
        """The index tokens of the term. The last one may be the beginning of a token."""
        *closed, last = self.runs
        ending = folding.pairs(last)[:-1] if len(last) > 1 and folding.is_han(last) else [last]
        return [token for run in closed for token in folding.tokens(run)] + ending

    @cached_property
    def spellings(self) -> tuple["Term", ...]:
        """The term itself; with its numbers grouped otherwise, as 3000 and 3,000 are the same; and a day in all its
        forms."""
        other = [Term(text, self.exact) for text in folding.numbers_otherwise(self.text)]
        if day := self.day:
            written = (dates.day_text(day), f"{day:%Y-%m-%d}", f"{day.year}-{day.month}-{day.day}")
            other += [Term(text, exact=True) for text in written]
        return _unique([self, *other])

    @cached_property
    def day(self) -> date | None:
        """The day that the term is, unless it is exact."""
        if not self.exact:
            with suppress(ValueError):
                return dates.read_day(self.text)
        return None

    @property
    def typed(self) -> str:
        """The term as a query."""
        return f'"{self.text}"' if self.exact else self.text

    @cached_property
    def is_plain(self) -> bool:
        """Whether it is one run of Chinese."""
        return len(self.runs) == 1 and folding.is_han(self.runs[0])

    def words(self) -> list[str]:
        """The term's words as segmented by jieba, folded, and its numbers with their units; without what says little,
        if there are other words."""
        cuts = [word for cut in segmentation.cut(folding.fold(self.text)) for word in folding.runs(cut)]
        return self._without_what_says_little(cuts) or cuts

    def pieces(self) -> list[str]:
        """Its pairs of Han characters, words and numbers."""
        runs = [piece for run in self.runs for piece in (folding.pairs(run)[:-1] if folding.is_han(run) else [run])]
        return self._without_what_says_little(runs)

    def _without_what_says_little(self, parts: list[str]) -> list[str]:
        # Texts name a day of their year without it.
        if self.day:
            return [f"{self.day.month}月{self.day.day}日"]
        return [part for part in parts if not _says_little.fullmatch(part)] + _counted.findall(folding.fold(self.text))


@dataclass(frozen=True)
class Query:
    """All `terms` must occur and none of `excluded`. A query without terms matches everything else."""

    terms: tuple[Term, ...] = ()
    excluded: tuple[Term, ...] = ()

    def without(self, term: Term) -> str:
        """The same query without one of its terms, as text."""
        excluded = [f'-"{term.text}"' if term.exact else f"-{term.text}" for term in self.excluded]
        return " ".join([other.typed for other in self.terms if other != term] + excluded)

    @cached_property
    def whole(self) -> tuple[Term, ...]:
        """If all terms are Chinese, their concatenation: articles that contain it rank higher."""
        are_chinese = len(self.terms) > 1 and all(term.is_plain for term in self.terms)
        return (Term("".join(term.runs[0] for term in self.terms)),) if are_chinese else ()

    @property
    def is_line(self) -> bool:
        """Whether this looks like a line copied from the paper: a single term, longer than a name."""
        parts = [*self.terms, *self.excluded]
        if len(parts) != 1 or parts[0].exact or parts[0].day:
            return False
        return len("".join(parts[0].runs)) >= MIN_LINE_LENGTH

    def words(self) -> tuple[Term, ...]:
        """The words of the terms, to search for any of them if no article has all the terms."""
        return _unique(Term(word) for term in self.terms for word in term.words())[:MAX_WORDS]

    def pieces(self) -> tuple[Term, ...]:
        """What to find the nearest by: pairs of Han characters, words and numbers, or else single Han characters."""
        cut = [piece for term in self.terms for piece in term.pieces()]
        return _unique(map(Term, cut or [run for term in self.terms for run in term.runs]))[:MAX_PIECES]


def parse(text: str) -> Query:
    """Parse the first 100 characters into at most 12 terms, of which 4 are single characters. Punctuation is
    ignored."""
    readable = _thin_space.sub(",", _unstorable.sub(" ", text[:MAX_LENGTH])).translate(_half_width).strip()
    typed = [_read(match) for match in _term.finditer(readable)]
    singles = list(dict.fromkeys(term for _, term in typed if len("".join(term.runs)) == 1))
    ignored = singles[MAX_SINGLE_CHARACTERS:]
    typed = [(excludes, term) for excludes, term in typed if term.runs and term not in ignored][:MAX_TERMS]
    terms = _unique(term for excludes, term in typed if not excludes)
    return Query(terms, _unique(term for excludes, term in typed if excludes))


def _read(match: re.Match[str]) -> tuple[bool, Term]:
    if match["quoted"]:
        return match["minus"] == "-", Term(match["quoted"].strip(), exact=True)
    excludes = re.match(r"-[^\W\d]", match["plain"]) is not None
    return excludes, Term(match["plain"].removeprefix("-") if excludes else match["plain"])


def _unique(terms: Iterable[Term]) -> tuple[Term, ...]:
    return tuple({term.runs: term for term in reversed(list(terms))}.values())[::-1]
