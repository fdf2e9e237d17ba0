"""Which of the articles that share some words with what was typed come nearest to it; the same on every database.

Of 1,500 headlines taken from their articles, and as many kickers, bm25 over the words alone puts 72 % of the kickers'
articles among the first ten. News says in its first sentences what headline and kicker say, and a line copied from the
paper shares with its article longer pieces than words: with both counted it is 75 %, and the mean place improves too.
"""

from collections.abc import Iterable
from operator import itemgetter
from typing import NamedTuple

from django.db.models import CharField
from django.db.models.functions import Cast

from . import folding
from .query import Query, Term

# Characters of the body in which a word counts once more.
OPENING = 200


class Candidate(NamedTuple):
    """An article that holds some of the words, its texts as they are stored."""

    pk: int
    headlines: str
    body: str
    bm25: float
    """Of its words, over all texts alike; the larger the better."""


def weighed(queryset, rank) -> list[tuple[int, float, str]]:
    """Key, rank (the smaller the better) and date of each article of a queryset, in its order."""
    return list(queryset.annotate(rank=rank, day=Cast("date", CharField())).values_list("pk", "rank", "day"))


def best_first(matches: Iterable[tuple[int, float, str]]) -> list[int]:
    """The keys of what weighed() gives, of equals the newest first."""
    newest_first = sorted(matches, key=itemgetter(2, 0), reverse=True)
    return [key for key, _, _ in sorted(newest_first, key=itemgetter(1))]


def nearest_first(candidates: Iterable[Candidate], query: Query, words: Iterable[Term]) -> list[int]:
    """The keys of the candidates, the nearest to what was typed first, of equals the newest."""
    words = ["".join(word.runs) for word in words]
    pieces = {piece for term in query.terms for run in term.runs for piece in _pieces(run)}
    scored = [(_closeness(candidate, words, pieces), candidate.pk) for candidate in candidates]
    return [pk for _, pk in sorted(scored, reverse=True)]


def _closeness(candidate, words, pieces):
    headlines, body = folding.fold(candidate.headlines), folding.fold(candidate.body)
    opening, text = headlines + body[:OPENING], headlines + "\n" + body
    opens = sum(len(word) for word in words if word in opening)
    return candidate.bm25 + opens + sum(piece in text for piece in pieces)


def _pieces(run):
    return folding.pairs(run)[:-1] if folding.is_han(run) else [run]
