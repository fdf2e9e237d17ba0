"""Marks the terms in a text and selects snippets. Returns pieces of text, not markup: templates escape them."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from articles.text.body import blocks
from articles.text.characters import ELLIPSIS, whole_until
from articles.text.traditional import TRADITIONAL

from . import folding
from .folding import DIGITS, HAN, LETTERS
from .query import Term

SNIPPETS = 2
SNIPPET_LENGTH = 90
# Characters shown before the first hit; up to twice as many if a sentence begins there.
LEAD = 18
# Later hits are ignored: a term this frequent favours no passage.
MAX_HITS = 200

_between = f"[^{HAN}{LETTERS}{DIGITS}]"
# In the unfolded text too.
_spaced = "[ \u3000]*"
_sentence_end = re.compile(r"[。！？；\s]")
# Text in which each character folds to one character, as in nearly all articles.
_traditional = frozenset(TRADITIONAL)
_plain = re.compile("[\t\n -~\u3000-\u301b一-\u9fff！-～“”‘’—·]*")


class Piece(NamedTuple):
    text: str
    is_hit: bool


class Hit(NamedTuple):
    start: int
    end: int
    term: int


def mark(text: str, terms: tuple[Term, ...]) -> list[Piece]:
    """The whole text in pieces; those that match a term are hits."""
    return _pieces(text, 0, len(text), _hits(text, terms))


def snippets(body: str, terms: tuple[Term, ...], limit: int = SNIPPETS) -> list[list[Piece]]:
    """Passages of an article's body that show most of the terms, in text order: one if it shows all, or none."""
    text = " ".join(block.text for block in blocks(body))
    hits = _hits(text, terms)[:MAX_HITS]
    chosen: list[list[Hit]] = []
    shown: set[int] = set()
    while hits and len(chosen) < limit:
        best = max((_window(hits, first) for first in range(len(hits))), key=lambda window: _worth(window, shown))
        if chosen and not {hit.term for hit in best} - shown:
            break
        chosen.append(best)
        shown |= {hit.term for hit in best}
        hits = [hit for hit in hits if not best[0].start - LEAD <= hit.start < best[0].start + SNIPPET_LENGTH]
    return [_passage(text, window) for window in sorted(chosen)]


def _hits(text: str, terms: tuple[Term, ...]) -> list[Hit]:
    """The occurrences of the terms. If two overlap, the earlier one is kept; if they start together, the longer one."""
    folded, offsets = _folded(text, terms)
    places = [
        Hit(offsets[match.start()], offsets[match.end() - 1] + 1, number)
        for number, term in enumerate(terms)
        for spelling in term.spellings
        for match in pattern(spelling).finditer(folded)
    ]
    hits: list[Hit] = []
    for hit in sorted(places, key=lambda hit: (hit.start, -hit.end)):
        if not hits or hit.start >= hits[-1].end:
            hits.append(hit)
    return hits


def _folded(text: str, terms: tuple[Term, ...]) -> tuple[str, Sequence[int]]:
    """The folded text, and for each of its characters its position in the original."""
    if _plain.fullmatch(text):
        # Chinese terms can be searched for in the unfolded text, unless folding changes its Chinese.
        is_folded = all(term.is_plain for term in terms) and _traditional.isdisjoint(text)
        return text if is_folded else folding.fold(text), range(len(text))
    characters = [_fold_character(character) for character in text]
    return "".join(characters), [place for place, folded in enumerate(characters) for _ in folded]


@lru_cache(maxsize=4096)
def _fold_character(character: str) -> str:
    return folding.fold(character)


@lru_cache(maxsize=256)
def pattern(term: Term) -> re.Pattern[str]:
    """A pattern that matches folded text where the index matches the term. Runs of the same kind are separated, others
    may touch; a first word is not the end of a longer one; a last word is complete if the term is exact."""
    first, last = term.runs[0], term.runs[-1]
    expression = "" if folding.is_han(first) else f"(?<!{_kind(first)})"
    for left, right in zip(("", *term.runs), term.runs, strict=False):
        apart = "+" if left and _kind(left) == _kind(right) else "*"
        expression += (_between + apart if left else "") + (_spaced.join(right) if folding.is_han(right) else right)
    if term.exact and not folding.is_han(last):
        expression += f"(?!{_kind(last)})"
    return re.compile(expression)


def _kind(run: str) -> str:
    if folding.is_han(run):
        return f"[{HAN}]"
    return f"[{DIGITS}]" if run.isdecimal() and run.isascii() else f"[{LETTERS}]"


def _window(hits: list[Hit], first: int) -> list[Hit]:
    end = hits[first].start + SNIPPET_LENGTH - LEAD
    return [hit for hit in hits[first:] if hit.end <= end or hit is hits[first]]


def _worth(window: list[Hit], shown: set[int]) -> tuple[int, int, int]:
    found = {hit.term for hit in window}
    return len(found - shown), len(found), len(window)


def _passage(text: str, window: list[Hit]) -> list[Piece]:
    start = _beginning(text, window[0].start)
    end = whole_until(text, min(len(text), max(start + SNIPPET_LENGTH, window[0].end)))
    before, after = ELLIPSIS if start else "", ELLIPSIS if end < len(text) else ""
    pieces = _pieces(text, start, end, [hit for hit in window if hit.end <= end])
    return [piece for piece in (Piece(before, False), *pieces, Piece(after, False)) if piece.text]


def _beginning(text: str, place: int) -> int:
    earliest = max(0, place - LEAD)
    ends = [match.end() for match in _sentence_end.finditer(text, max(0, place - 2 * LEAD), place)]
    return whole_until(text, min(ends, default=earliest)) if ends or earliest else 0


def _pieces(text: str, start: int, end: int, hits: list[Hit]) -> list[Piece]:
    pieces = []
    for hit in hits:
        pieces += [Piece(text[start : hit.start], False), Piece(text[hit.start : hit.end], True)]
        start = hit.end
    pieces.append(Piece(text[start:end], False))
    return [piece for piece in pieces if piece.text]
