"""The search on SQLite: queries on the index that sqlite_index.py keeps."""

# ruff: noqa: S608, S611 (only names of this file are put into SQL; what a reader typed is always a parameter)

import json

from django.db import connections
from django.db.models import Q
from django.db.models.expressions import RawSQL

from . import folding, ranking
from . import sqlite_index as index  # noqa: F401  engine.index
from .ranking import CANDIDATES, CHARACTERS, LOOKED_AT, Candidate
from .sql import compiled
from .sqlite_index import INDEX

WEIGHTS = "1.0, 8.0, 4.0"
MATCHING = f"SELECT rowid FROM {INDEX} WHERE {INDEX} MATCH %s"


def condition(query):
    """The articles that have all terms of the query and none of those it excludes."""
    return Q(pk__in=RawSQL(MATCHING, [_match(query)]))


def in_headlines(query):
    """The articles whose headlines have all terms of the query."""
    return Q(pk__in=RawSQL(MATCHING, [f"headline : ({_match(query)})"]))


def sharing(keywords):
    """The most recently added articles that share two of the keywords."""
    newest = f"SELECT rowid FROM ({MATCHING} ORDER BY rowid DESC LIMIT {LOOKED_AT})"
    pairs = ranking.keyword_pairs([phrase(word) for word in keywords], " AND ", " OR ")
    return Q(pk__in=RawSQL(f"{newest} UNION ALL {newest}", pairs))


def ranked(queryset, query, limit):
    """The keys of the matches, best first, ties broken by newest; of the most recently added `limit` matches only."""
    articles, params = compiled(queryset.values("pk", "date"))
    with connections[queryset.db].cursor() as cursor:
        # CROSS JOIN makes SQLite start from the index, in its order, and stop at the limit.
        cursor.execute(
            f"""
            SELECT pk FROM (
                SELECT article.pk, article.date, bm25({INDEX}, {WEIGHTS}) AS rank
                FROM {INDEX} CROSS JOIN ({articles}) article ON article.pk = {INDEX}.rowid
                WHERE {INDEX} MATCH %s ORDER BY {INDEX}.rowid DESC LIMIT {limit}
            ) ORDER BY rank, date DESC, pk DESC
            """,
            [*params, _match(query)],
        )
        return [pk for (pk,) in cursor.fetchall()]


def candidates(queryset, pieces):
    """The articles with the most and rarest of the pieces.

    Ranking all that have any of the pieces by bm25 takes five times as long and finds no more."""
    articles, params = compiled(queryset.values("pk"))
    with connections[queryset.db].cursor() as cursor:
        cursor.execute(
            f"SELECT value, (SELECT count(*) FROM {INDEX} WHERE {INDEX} MATCH value) FROM json_each(%s)",
            [json.dumps([phrase(piece) for piece in pieces])],
        )
        wanted = ranking.rarest(cursor.fetchall())
        cursor.execute(
            f"""
            WITH hits AS MATERIALIZED (
                SELECT {INDEX}.rowid AS pk, json_extract(value, '$[1]') AS rarity FROM json_each(%s) CROSS JOIN {INDEX}
                WHERE {INDEX} MATCH json_extract(value, '$[0]')
            ), best AS MATERIALIZED (
                SELECT pk FROM hits CROSS JOIN ({articles}) article USING (pk)
                GROUP BY pk ORDER BY sum(rarity) DESC, pk DESC LIMIT {CANDIDATES}
            )
            SELECT id, kicker || char(10) || headline || char(10) || deck,
                substr(dateline || body, 1, {CHARACTERS})
            FROM best JOIN articles_article ON id = pk
            """,
            [json.dumps(wanted), *params],
        )
        return [Candidate(*row) for row in cursor.fetchall()]


def _match(query):
    wanted = " AND ".join(phrase(term) for term in query.terms)
    # Does not change what matches, but bm25 ranks by it. In a body it would outweigh terms apart in a headline.
    together = "".join(f" OR headline : {phrase(term)}" for term in query.whole)
    return f"({wanted}{together})" + "".join(f" NOT {phrase(term)}" for term in query.excluded)


def phrase(term):
    """The term in FTS5's language. Tokens are folded letters, digits and Han, so nothing typed is read as syntax
    (https://www.sqlite.org/fts5.html#full_text_query_syntax)."""
    is_whole = len(term.tokens[-1]) == 2 if folding.is_han(term.tokens[-1]) else term.exact
    return '"' + " ".join(term.tokens) + '"' + ("" if is_whole else " *")
