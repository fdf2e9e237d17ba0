"""Search over articles, on whichever database the project runs.

Article.objects.public().search("后白镇 糜林")            a queryset, the best first
found = search.results(Article.objects.public(), typed)   the same with what was understood
found.newest                                              keys of those entered last, the last first
search.mark(article.title, found.marked)                  pieces of text, hits told apart
search.snippets(article.body, found.marked)
"""

from dataclasses import dataclass
from functools import cached_property

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import Cast, Concat, StrIndex

from . import postgresql, sqlite
from .marks import Piece, mark, snippets
from .mending import is_damaged, mend_in_background
from .query import Query, Term, parse
from .ranking import nearest_first
from .related import shared

__all__ = [
    "MOST", "Piece", "Query", "SearchResult", "Term",
    "entered", "entered_last", "in_headlines", "is_complete", "is_damaged", "listed", "mark", "mend_in_background",
    "parse", "rebuild", "results", "search", "shared", "sharing", "snippets", "two_of",
]  # fmt: skip

ENGINES = {"sqlite": sqlite, "postgresql": postgresql}
# So many of the articles found are known by their keys: to gather them all takes long where there are very many.
MOST = 1500
# Of a single character fewer, for what is found by it are nearly all articles.
MOST_OF_A_CHARACTER = 1000
# Where nothing has all that was typed, the nearest are shown: nobody reads on through thousands that share a word.
NEAREST = 100
# Where fewer of these are left by the limits of the search, the nearest are sought once more, within the limits; and
# where fewer have all of a line copied from the paper, the nearest follow. Of 1,500 kickers 6 % stand whole only in
# another article of their series, and half of these find their own among those that follow.
ENOUGH = 20


@dataclass(frozen=True)
class SearchResult:
    """What was found, and how."""

    articles: QuerySet
    """The best first, each with a `rank`: the smaller the better."""
    query: Query
    """What was asked for. Where nothing searchable was typed it has no terms, and `articles` is the queryset itself."""
    marked: tuple[Term, ...]
    """What to mark in titles and snippets: the terms, or the words that were looked for in their place."""
    best: list[int]
    """The keys of `articles`, in the same order, as far as they are ranked: of a frequent term only those entered last
    are. None where the query has no terms."""
    searched: QuerySet
    are_all_ranked: bool = True
    """Whether `best` are all of `articles`."""
    counted: int | None = None
    """How many `articles` there are, where that was seen while they were gathered."""
    nearest_from: int | None = None
    """The place in `best` from which articles no longer have all the terms, but are those nearest to them; if any."""

    @property
    def fallback(self) -> bool:
        """Whether no article has all the terms, so that `articles` are those nearest to their words."""
        return self.nearest_from == 0

    @cached_property
    def number(self) -> int:
        """How many `articles` there are."""
        if self.are_all_ranked:
            return len(self.best)
        return self.counted or _engine(self.searched).count(self.searched, self.query)

    @property
    def terms(self) -> tuple[Term, ...]:
        return self.query.terms

    @cached_property
    def missing_terms(self) -> tuple[Term, ...]:
        """Those terms that occur nowhere in the queryset searched."""
        if not self.fallback:
            return ()
        return tuple(term for term in self.terms if not _occurs(self.searched, Query((term,))))


def search(queryset, text):
    """The articles of `queryset` in which everything typed occurs, or else those nearest to its words; best first.

    Narrow `queryset` to what the reader may see before, for its sake it is decided whether anything has all.
    """
    return results(queryset, text).articles


def results(queryset, text, by_rank=True) -> SearchResult:
    """What search() gives, and how it was found. Unless the list will stand `by_rank`, the nearest never follow those
    that have everything: they would come to stand between them."""
    query = parse(text)
    if not query.terms:
        return SearchResult(queryset, query, (), [], queryset)
    engine = _engine(queryset)
    most = MOST_OF_A_CHARACTER if query.is_one_character else MOST
    best, rank, counted = engine.ranked(queryset, query, most)
    if not best or (by_rank and query.is_line and len(best) < ENOUGH):
        return _with_nearest(queryset, query, best)
    articles = (
        engine.matching(queryset, query).annotate(rank=rank).order_by(F("rank").asc(nulls_last=True), "-date", "-pk")
    )
    return SearchResult(articles, query, query.terms, best, queryset, len(best) < most, counted)


def two_of(keywords, using=DEFAULT_DB_ALIAS):
    """What to give sharing() for these keywords: the first of them with any other, and any two."""
    return engine_of(connections[using]).two_of([Term(keyword) for keyword in keywords])


def sharing(queryset, first, pair):
    """Of the articles entered last that share two keywords, those in `queryset`. How near they are, shared() says."""
    return queryset.filter(_engine(queryset).sharing(first, pair))


def in_headlines(queryset, text, limit=5):
    """Up to `limit` articles of `queryset` in whose headlines everything typed occurs, the newest first."""
    query = parse(text)
    if not query.terms:
        return queryset.none()
    return queryset.filter(_engine(queryset).in_headlines(query)).newest_first()[:limit]


def entered_last(articles, number):
    """The keys of the `number` articles of a queryset that were entered last, the last first."""
    newest = articles.order_by(_engine(articles).by_key(articles)).values_list("pk", flat=True)
    return list(newest[:number])


def listed(queryset, keys, field="pk"):
    """The rows of `queryset` whose article, in this field, has one of these keys, of which there may be thousands."""
    return queryset.filter(_engine(queryset).listed(field, keys))


def is_complete(using=DEFAULT_DB_ALIAS):
    """Whether every article stands in the index and the database keeps it so."""
    return engine_of(connections[using]).index.is_complete(connections[using])


def take_figures(using=DEFAULT_DB_ALIAS):
    """After many rows have come: let the database see to its figures and its index, so that it answers quickly."""
    engine_of(connections[using]).index.take_figures(connections[using])


def entered(keys, using=DEFAULT_DB_ALIAS):
    """Articles with these keys were just entered: the database may see to its figures now and then."""
    engine_of(connections[using]).index.entered(connections[using], keys)


def rebuild(using=DEFAULT_DB_ALIAS, progress=iter):
    """Build the index anew; readers use the old one until the new one stands. Returns the number of articles."""
    return engine_of(connections[using]).index.rebuild(connections[using], progress)


def engine_of(connection):
    return ENGINES[connection.vendor]


def _engine(queryset):
    return engine_of(connections[queryset.db])


def _occurs(queryset, query):
    """Whether any article answers. Nearly always one of the first 50 matches is in the queryset."""
    engine = _engine(queryset)
    return queryset.filter(engine.some(query)).exists() or engine.matching(queryset, query).exists()


def _with_nearest(queryset, query, best):
    nearest = [key for key in _nearest(queryset, query) if key not in best]
    keys = best + nearest[: ENOUGH - len(best)] if best else nearest
    articles = queryset.filter(pk__in=keys).annotate(rank=_place_in(keys)).order_by("rank")
    marked = query.terms + query.words() if best else query.words()
    nearest_from = None if best and not nearest else len(best)
    return SearchResult(articles, query, marked, keys, queryset, nearest_from=nearest_from)


def _nearest(queryset, query):
    for term in query.excluded:
        queryset = queryset.exclude(_engine(queryset).condition(Query((term,))))
    nearest = _those_in(queryset, _nearest_ids(queryset, query))
    return nearest if len(nearest) >= ENOUGH else _nearest_ids(queryset, query, within=queryset)


def _those_in(queryset, keys):
    held = set(queryset.filter(pk__in=keys).values_list("pk", flat=True))
    return [key for key in keys if key in held]


def _nearest_ids(queryset, query, within=None):
    try:
        limits = None if within is None else within.order_by().values("pk").query.get_compiler(queryset.db).as_sql()
    except EmptyResultSet:
        return []
    candidates = _engine(queryset).candidates(connections[queryset.db], query.pieces(), limits)
    return nearest_first(candidates, query)[:NEAREST]


def _place_in(ids):
    listed = Value("," + ",".join(map(str, ids)) + ",", output_field=CharField())
    return StrIndex(listed, Concat(Value(","), Cast("pk", CharField()), Value(","), output_field=CharField()))
