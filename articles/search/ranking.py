"""Which articles come nearest to what was typed where none matches it, and which are related; the same on every
database.

Nearness was fitted on one half of 1,500 kickers, 2,000 headlines taken from their articles and 1,400 headlines typed
with a slip, and tested on the other (20,000 real articles). What helped: pairs of characters beside words, which
are cut differently in a line than in a text; weighing a piece by how few candidates have it; and the opening, because
news says in its first sentences what kicker and headline say in short. There single characters count too: 俄乌 stands
for 俄罗斯 and 乌克兰. How often a piece occurs and how long the text is did not help.
On the other half, bm25 of words before and this now: 74 and 78 % of the kickers find their story among the first ten
(81 with those that follow what contains a whole line), mean reciprocal rank of a headline 0.65 and 0.67, with a slip
0.93 and 0.94.
"""

from collections import Counter
from collections.abc import Iterable
from math import log
from typing import NamedTuple

from . import folding
from .query import Query

# How many articles are compared with what was typed, and how much of each; and how many hits of the rarest pieces are
# collected to find them: collecting all takes too long where pieces are frequent.
CANDIDATES, CHARACTERS, HITS = 200, 3000, 20_000
# Length of the start of the body, and how much more its words and single characters count.
OPENING, OPENING_WEIGHT = 120, 3
# A headline with this share of the pieces is probably the one that was meant, typed with a slip.
HEADLINE_MATCH_RATIO, HEADLINE_BONUS = 0.8, 7
# Of the most recently added articles that share keywords, those whose titles share most of them are related.
LOOKED_AT = 30


class Candidate(NamedTuple):
    """An article with some of the pieces of what was typed, its texts as stored."""

    pk: int
    headlines: str
    body: str


def rarest(counted: Iterable[tuple[str, int]], hits: float = HITS) -> list[tuple[str, float]]:
    """The rarest of pieces counted in the index, at least one, with at most `hits` together; each with its weight,
    larger the rarer it is."""
    chosen: list[tuple[str, float]] = []
    for count, piece in sorted((count, piece) for piece, count in counted if count):
        hits -= count
        if chosen and hits < 0:
            break
        chosen.append((piece, log(1 + HITS / count)))
    return chosen


def nearest_first(candidates: Iterable[Candidate], query: Query) -> list[int]:
    """The keys of the candidates, nearest to what was typed first, ties broken by newest."""
    pieces, words = ({"".join(term.runs) for term in terms} for terms in (query.pieces(), query.words()))
    signs = {sign for piece in pieces if folding.is_han(piece) for sign in piece}
    texts = [_Text(*candidate, pieces | words | signs) for candidate in candidates]
    rarity = _rarity(texts)
    return [text.pk for text in sorted(texts, key=lambda text: _nearness(text, pieces, words, signs, rarity))[::-1]]


class _Text:
    """A candidate, folded, and which of the pieces occur in it."""

    def __init__(self, pk, headlines, body, pieces):
        self.pk, self.headlines, body = pk, folding.fold(headlines), folding.fold(body)
        whole, self.opening = self.headlines + "\n" + body, body[:OPENING]
        self.holds = {piece for piece in pieces if piece in whole}


def _rarity(texts):
    """How much each piece distinguishes the texts: the fewer have it, the more."""
    holding = Counter(piece for text in texts for piece in text.holds)
    return {piece: log(1 + (len(texts) - number + 0.5) / (number + 0.5)) for piece, number in holding.items()}


def _nearness(text, pieces, words, signs, rarity):
    shared = sum(rarity[piece] for kind in (pieces, words) for piece in text.holds & kind)
    opens = sum(rarity[piece] for kind in (words, signs) for piece in text.holds & kind if piece in text.opening)
    is_meant = sum(piece in text.headlines for piece in pieces) >= HEADLINE_MATCH_RATIO * len(pieces)
    return shared + OPENING_WEIGHT * opens + HEADLINE_BONUS * is_meant, text.pk


def keyword_pairs(words: list[str], both: str, either: str) -> list[str]:
    """Two expressions: the first word with any other, and any two of the words; each word as the database writes it."""
    first, *others = words
    if not others:
        return [first, first]
    pairs = [f"({word}{both}({either.join(words[place:])}))" for place, word in enumerate(words[:-1], 1)]
    return [pairs[0], either.join(pairs)]


def overlap(keywords: list[str], title: str) -> int:
    """How many of the keywords, rarest first, a title has; the rarer count more."""
    return sum(len(keywords) - place for place, keyword in enumerate(keywords) if keyword in title)
