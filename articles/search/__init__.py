"""Search over articles, on whichever database the project runs.

Article.objects.public().search("后白镇 糜林")            a queryset, best first
found = search.results(Article.objects.public(), typed)   the same with what was understood
search.mark(article.title, found.marked)                  the text in pieces, hits marked
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
    "MOST", "Piece", "Query", "SearchResult", "Term",
    "after_insert", "in_headlines", "is_complete", "is_damaged", "mark", "parse", "rebuild", "related",
    "repair_in_background", "results", "search", "snippets", "update_statistics",
]  # fmt: skip

# How many matches are ranked, the most recently added; beyond that ranking all is slow.
MOST = 1500
# Where nothing matches everything typed, the nearest are shown: nobody reads thousands that share a word.
NEAREST = 100
# Where fewer match all of a line copied from the paper, the nearest follow. Of 1,500 kickers 6 % occur whole only in
# another article of their series, and half of these find their own among those that follow.
ENOUGH = 20


@dataclass(frozen=True)
class SearchResult:
    """What was found, and how."""

    articles: QuerySet
    """Best first."""
    query: Query
    """What was typed, parsed. If nothing searchable was typed it has no terms, and `articles` is the queryset."""
    marked: tuple[Term, ...]
    """What to mark in titles and snippets: the terms, or the words that were looked for instead."""
    best: list[int]
    """The keys of `articles` in the same order, as far as they are ranked: of a frequent term only the most recently
    added are. Empty if the query has no terms."""
    searched: QuerySet
    are_all_ranked: bool = True
    """Whether `best` is all of `articles`."""
    nearest_from: int | None = None
    """The place in `best` from which articles no longer have all the terms, but are those nearest to them; if any."""

    @property
    def fallback(self) -> bool:
        """Whether no article has all the terms, so that `articles` are those nearest to their words."""
        return self.nearest_from == 0

    @cached_property
    def number(self) -> int:
        """How many `articles` there are."""
        return len(self.best) if self.are_all_ranked else self.articles.count()

    @property
    def terms(self) -> tuple[Term, ...]:
        return self.query.terms

    @cached_property
    def missing_terms(self) -> tuple[Term, ...]:
        """Those terms that occur nowhere in the queryset searched."""
        if not self.fallback:
            return ()
        return tuple(term for term in self.terms if not _matching(self.searched, Query((term,))).exists())


def search(queryset: QuerySet, text: str) -> QuerySet:
    """The articles of `queryset` in which everything typed occurs, or else those nearest to its words; best first.

    Narrow `queryset` to what the reader may see first: whether anything matches everything is decided within it.
    """
    return results(queryset, text).articles


def results(queryset: QuerySet, text: str, by_rank: bool = True) -> SearchResult:
    """What search() returns, and how it was found. If the list is not shown `by_rank`, the nearest never follow those
    that match everything: they would come between them."""
    query = parse(text)
    if not query.terms:
        return SearchResult(queryset, query, (), [], queryset)
    best = _engine(queryset).ranked(queryset, query, MOST)
    if not best or (by_rank and query.is_line and len(best) < ENOUGH):
        return _with_nearest(queryset, query, best)
    articles = _in_order(_matching(queryset, query), best)
    return SearchResult(articles, query, query.terms, best, queryset, len(best) < MOST)


def in_headlines(queryset, text: str, limit: int = 5):
    """Up to `limit` articles of `queryset` in whose headlines everything typed occurs, newest first."""
    query = parse(text)
    if not query.terms:
        return queryset.none()
    return queryset.filter(_engine(queryset).in_headlines(query)).newest_first()[:limit]


def related(queryset: QuerySet, keywords: list[str]) -> list:
    """Recently added articles of `queryset` that share two of the keywords (rarest first); those with most of them in
    the title come first."""
    sharing = _engine(queryset).sharing([Term(keyword) for keyword in keywords])
    newest_first = queryset.filter(sharing).order_by("-date", "-pk")
    return sorted(newest_first, key=lambda article: overlap(keywords, article.title), reverse=True)


def is_complete(using: str = DEFAULT_DB_ALIAS) -> bool:
    """Whether every article is in the index and the database keeps it so."""
    return engine_of(connections[using]).index.is_complete(connections[using])


def update_statistics(using: str = DEFAULT_DB_ALIAS) -> None:
    """Call it after an import: lets the database update its statistics and tidy its index, so that it stays fast."""
    engine_of(connections[using]).index.update_statistics(connections[using])


def after_insert(keys: list[int | None], using: str = DEFAULT_DB_ALIAS) -> None:
    """Articles with these keys were just inserted: the database may update its statistics now and then."""
    engine_of(connections[using]).index.after_insert(connections[using], keys)


def rebuild(using: str = DEFAULT_DB_ALIAS, progress=iter) -> int:
    """Rebuild the index; readers use the old one until the new one is ready. Returns the number of articles."""
    return engine_of(connections[using]).index.rebuild(connections[using], progress)


def _engine(queryset):
    return engine_of(connections[queryset.db])


def _matching(queryset, query):
    return queryset.filter(_engine(queryset).condition(query))


def _with_nearest(queryset, query, best):
    nearest = [key for key in _nearest(queryset, query) if key not in best]
    keys = best + nearest[: ENOUGH - len(best)] if best else nearest
    articles = _in_order(queryset.filter(pk__in=keys), keys)
    marked = query.terms + query.words() if best else query.words()
    nearest_from = None if best and not nearest else len(best)
    return SearchResult(articles, query, marked, keys, queryset, nearest_from=nearest_from)


def _nearest(queryset, query):
    engine = _engine(queryset)
    for term in query.excluded:
        queryset = queryset.exclude(engine.condition(Query((term,))))
    return nearest_first(engine.candidates(queryset, query.pieces()), query)[:NEAREST]


def _in_order(articles, keys):
    """The articles in the order of these keys; any others after them, newest first."""
    listed = Value("," + ",".join(map(str, keys)) + ",", output_field=CharField())
    place = StrIndex(listed, Concat(Value(","), Cast("pk", CharField()), Value(","), output_field=CharField()))
    ranked = articles.annotate(rank=Case(When(pk__in=keys, then=place)))
    return ranked.order_by(F("rank").asc(nulls_last=True), "-date", "-pk")
