"""Full-text search over articles, on SQLite and PostgreSQL alike.

Article.objects.public().search("后白镇 糜林")            a queryset, best matches first
found = search.results(Article.objects.public(), typed)   the same, with how the query was understood
search.mark(article.title, found.marked)                  the text in pieces, with hits marked
search.snippets(article.body, found.marked)
"""

from dataclasses import dataclass
from functools import cached_property

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Case, CharField, F, QuerySet, Value, When
from django.db.models.functions import Cast, Concat, StrIndex

from .engines import engine_of
from .marks import Piece, mark, snippets
from .query import Query, Term, parse
from .ranking import nearest_first, overlap
from .repair import is_damaged, repair_in_background

__all__ = [
    "MAX_RANKED", "Piece", "Query", "SearchResult", "Term",
    "after_insert", "in_headlines", "is_complete", "is_damaged", "mark", "parse", "rebuild", "related",
    "repair_in_background", "results", "snippets", "update_statistics",
]  # fmt: skip

# Only this many matches are ranked, the most recently added; ranking more is slow.
MAX_RANKED = 1500
# How many of the nearest articles are shown if none matches everything.
MAX_NEAREST = 100
# If fewer articles contain a line copied from the paper, the nearest follow. Of 1,500 kickers 6 % occur in full only in
# another article of their series; for half of these the right article is among the nearest.
LINE_RESULTS = 20


@dataclass(frozen=True)
class SearchResult:
    articles: QuerySet
    """The articles found, best first; if the query has no terms, the whole queryset without what it excludes."""
    query: Query
    marked: tuple[Term, ...]
    """What to mark in titles and snippets: the terms, or the words that were searched for instead."""
    best: list[int]
    """The keys of the ranked `articles`, in order. Empty if the query has no terms."""
    searched: QuerySet
    are_all_ranked: bool = True
    """Whether `best` contains all of `articles`."""
    nearest_from: int | None = None
    """The index in `best` of the first article that does not match everything, if any."""

    @property
    def fallback(self) -> bool:
        """Whether no article has all the terms, so that `articles` are only the nearest."""
        return self.nearest_from == 0

    @cached_property
    def number(self) -> int:
        return len(self.best) if self.are_all_ranked else self.articles.count()

    @property
    def terms(self) -> tuple[Term, ...]:
        return self.query.terms

    @cached_property
    def missing_terms(self) -> tuple[Term, ...]:
        """The terms that occur nowhere in the queryset searched."""
        if not self.fallback:
            return ()
        return tuple(term for term in self.terms if not _matching(self.searched, Query((term,))).exists())


def results(queryset: QuerySet, text: str, by_rank: bool = True) -> SearchResult:
    """The articles of `queryset` that contain everything typed, or else the nearest. Limit `queryset` to what the user
    may see: whether anything matches is decided within it. If the list is shown in another order than `by_rank`, the
    nearest are never added to real matches."""
    query = parse(text)
    if not query.terms:
        return SearchResult(_without_excluded(queryset, query), query, (), [], queryset)
    best = _engine(queryset).ranked(queryset, query, MAX_RANKED)
    if not best or (by_rank and query.is_line and len(best) < LINE_RESULTS):
        return _with_nearest(queryset, query, best)
    articles = _in_order(_matching(queryset, query), best)
    return SearchResult(articles, query, query.terms, best, queryset, len(best) < MAX_RANKED)


def in_headlines(queryset, text: str, limit: int = 5):
    """Up to `limit` articles of `queryset` whose headlines contain everything typed, newest first."""
    query = parse(text)
    if not query.terms:
        return queryset.none()
    return queryset.filter(_engine(queryset).in_headlines(query)).newest_first()[:limit]


def related(queryset: QuerySet, keywords: list[str]) -> list:
    """Recently added articles that share two of the keywords (rarest first), those with most in the title first."""
    terms = [term for term in map(Term, keywords) if term.runs]
    if not terms:
        return []
    newest_first = queryset.filter(_engine(queryset).sharing(terms)).order_by("-date", "-pk")
    return sorted(newest_first, key=lambda article: overlap(keywords, article.title), reverse=True)


def is_complete(using: str = DEFAULT_DB_ALIAS) -> bool:
    """Whether every article is indexed and the database's triggers are in place."""
    return engine_of(connections[using]).index.is_complete(connections[using])


def update_statistics(using: str = DEFAULT_DB_ALIAS) -> None:
    """Update the database's statistics and tidy the index, so that it stays fast. Call it after an import."""
    engine_of(connections[using]).index.update_statistics(connections[using])


def after_insert(keys: list[int | None], using: str = DEFAULT_DB_ALIAS) -> None:
    """Call it after inserting articles with these keys: now and then it updates the statistics."""
    engine_of(connections[using]).index.after_insert(connections[using], keys)


def rebuild(using: str = DEFAULT_DB_ALIAS, progress=iter) -> int:
    """Rebuild the index and return the number of articles. Readers use the old index until the new one is ready."""
    return engine_of(connections[using]).index.rebuild(connections[using], progress)


def _engine(queryset):
    return engine_of(connections[queryset.db])


def _matching(queryset, query):
    return queryset.filter(_engine(queryset).condition(query))


def _with_nearest(queryset, query, best):
    nearest = [key for key in _nearest(queryset, query) if key not in best]
    keys = best + nearest[: LINE_RESULTS - len(best)] if best else nearest
    articles = _in_order(queryset.filter(pk__in=keys), keys)
    marked = query.terms + query.words() if best else query.words()
    nearest_from = None if best and not nearest else len(best)
    return SearchResult(articles, query, marked, keys, queryset, nearest_from=nearest_from)


def _nearest(queryset, query):
    queryset = _without_excluded(queryset, query)
    return nearest_first(_engine(queryset).candidates(queryset, query.pieces()), query)[:MAX_NEAREST]


def _without_excluded(queryset, query):
    for term in query.excluded:
        queryset = queryset.exclude(_engine(queryset).condition(Query((term,))))
    return queryset


def _in_order(articles, keys):
    """The articles in the order of these keys; any others follow, newest first."""
    listed = Value("," + ",".join(map(str, keys)) + ",", output_field=CharField())
    place = StrIndex(listed, Concat(Value(","), Cast("pk", CharField()), Value(","), output_field=CharField()))
    ranked = articles.annotate(rank=Case(When(pk__in=keys, then=place)))
    return ranked.order_by(F("rank").asc(nulls_last=True), "-date", "-pk")
