"""What a reader typed, parsed. Nothing typed is an error.

后白镇 糜林      both have to occur
"三审 三校"      exactly this, Latin words whole; “ ” 「」 『』 work too, around a whole term
-足球            must not occur (a number is excluded in quotes: -5 may be a temperature)
G20 峰会 comm    Latin words and numbers match whole or by their beginning
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from articles.text import segmentation

from . import folding

LENGTH = 100
TERMS = 12
# For a single character all pairs that begin with it are looked up: a tenth of a second at 100,000 articles.
SINGLES = 4
WORDS = 24
PIECES = 48
# Shortest line copied from the paper: longer than most names, as short as the shortest of 2,966 kickers.
LINE = 8
# Inside a term a quotation mark is punctuation, as in 在“一带一路”论坛上; only around a whole term it means "exactly".
QUOTES = '"“”„「」『』'
_term = re.compile(rf"""(?P<minus>-?)[{QUOTES}](?P<quoted>[^{QUOTES}]+)[{QUOTES}](?!\S) | (?P<plain>\S+)""", re.VERBOSE)
_unspeakable = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True)
class Term:
    """Something that has to occur in an article: `runs` as folding.runs returns them, adjacent and in this order. The
    first may start and the last may end anywhere in a Han run; a last word matches by its beginning unless exact."""

    text: str
    exact: bool = False

    @cached_property
    def runs(self) -> tuple[str, ...]:
        return tuple(folding.runs(self.text))

    @cached_property
    def tokens(self) -> list[str]:
        """The tokens that the index contains where the term occurs; the last may be the beginning of one."""
        *closed, last = self.runs
        ending = folding.pairs(last)[:-1] if len(last) > 1 and folding.is_han(last) else [last]
        return [token for run in closed for token in folding.tokens(run)] + ending

    @property
    def typed(self) -> str:
        """What to type for this term."""
        return f'"{self.text}"' if self.exact else self.text

    @cached_property
    def is_plain(self) -> bool:
        """Whether it is one run of Chinese that folding does not change."""
        return self.runs == (self.text,) and folding.is_han(self.text)

    def words(self) -> list[str]:
        """The words of the term as jieba cuts them, folded; without words of one Han character, if there are others."""
        cuts = [word for cut in segmentation.cut(folding.fold(self.text)) for word in folding.runs(cut)]
        return [word for word in cuts if len(word) > 1 or not folding.is_han(word)] or cuts


@dataclass(frozen=True)
class Query:
    """All `terms` have to occur and none of `excluded`. A query without terms sets no condition."""

    terms: tuple[Term, ...] = ()
    excluded: tuple[Term, ...] = ()

    def without(self, term: Term) -> str:
        """What to type for the same without one of its terms."""
        excluded = [f'-"{term.text}"' if term.exact else f"-{term.text}" for term in self.excluded]
        return " ".join([other.typed for other in self.terms if other != term] + excluded)

    @cached_property
    def whole(self) -> tuple[Term, ...]:
        """Chinese terms without the spaces between them: an article in which they occur like this ranks higher."""
        parted = len(self.terms) > 1 and all(term.is_plain for term in self.terms)
        return (Term("".join(term.text for term in self.terms)),) if parted else ()

    @property
    def is_line(self) -> bool:
        """Whether this looks like a line copied from the paper: one term, longer than a name."""
        parts = [*self.terms, *self.excluded]
        return len(parts) == 1 and not parts[0].exact and len("".join(parts[0].runs)) >= LINE

    def words(self) -> tuple[Term, ...]:
        """What to look for if nothing has all the terms: any of their words."""
        return _once(Term(word) for term in self.terms for word in term.words())[:WORDS]

    def pieces(self) -> tuple[Term, ...]:
        """What the nearest articles are found by: pairs of characters, words in letters and numbers; single characters
        only if there is nothing else."""
        runs = [run for term in self.terms for run in term.runs]
        cut = [piece for run in runs for piece in (folding.pairs(run)[:-1] if folding.is_han(run) else [run])]
        return _once(map(Term, cut or runs))[:PIECES]


def parse(text: str) -> Query:
    """The first 100 characters and 12 terms of what was typed, at most 4 of them single characters; terms of only
    punctuation set no condition."""
    readable = _unspeakable.sub(" ", text[:LENGTH]).strip()
    typed = [_read(match) for match in _term.finditer(readable)]
    singles = list(dict.fromkeys(term for _, term in typed if len("".join(term.runs)) == 1))
    typed = [(excludes, term) for excludes, term in typed if term.runs and term not in singles[SINGLES:]][:TERMS]
    terms = _once(term for excludes, term in typed if not excludes)
    excluded = _once(term for excludes, term in typed if excludes)
    # With nothing to exclude from, the minus was a dash.
    return Query(terms, excluded) if terms else Query(excluded)


def _read(match: re.Match[str]) -> tuple[bool, Term]:
    if match["quoted"]:
        return match["minus"] == "-", Term(match["quoted"].strip(), exact=True)
    excludes = re.match(r"-[^\W\d]", match["plain"]) is not None
    return excludes, Term(match["plain"].removeprefix("-") if excludes else match["plain"])


def _once(terms: Iterable[Term]) -> tuple[Term, ...]:
    return tuple({term.runs: term for term in reversed(list(terms))}.values())[::-1]
