"""Search queries on SQLite, on the index that sqlite_index.py maintains."""

# ruff: noqa: S608, S611 (only constants are formatted into SQL; user input is always a parameter)

import json

from django.db import connections
from django.db.models import Q
from django.db.models.expressions import RawSQL

from . import folding, ranking
from . import sqlite_index as index  # noqa: F401  engine.index
from .ranking import CANDIDATE_LENGTH, CANDIDATES, MAX_RELATED, Candidate
from .sql import compiled, fetch
from .sqlite_index import INDEX

WEIGHTS = "1.0, 8.0, 4.0"
MATCHING = f"SELECT rowid FROM {INDEX} WHERE {INDEX} MATCH %s"


def condition(query):
    """The articles that contain all terms of the query and none of those it excludes."""
    return Q(pk__in=RawSQL(MATCHING, [_match(query)]))


def in_headlines(query):
    """The articles whose headlines contain all terms of the query."""
    return Q(pk__in=RawSQL(MATCHING, [f"headline : ({_match(query)})"]))


def sharing(keywords):
    """The most recently added articles that share two of the keywords."""
    newest = f"SELECT rowid FROM ({MATCHING} ORDER BY rowid DESC LIMIT {MAX_RELATED})"
    pairs = ranking.keyword_pairs([phrase(word) for word in keywords], " AND ", " OR ")
    return Q(pk__in=RawSQL(f"{newest} UNION ALL {newest}", pairs))


def ranked(queryset, query, limit):
    """The keys of the `limit` most recently added matches, best first, ties broken by newest."""
    articles, params = compiled(queryset.values("pk", "date"))
    # CROSS JOIN makes SQLite start from the index, in its order, and stop at the limit.
    sql = f"""
        SELECT pk FROM (
            SELECT article.pk, article.date, bm25({INDEX}, {WEIGHTS}) AS rank
            FROM {INDEX} CROSS JOIN ({articles}) article ON article.pk = {INDEX}.rowid
            WHERE {INDEX} MATCH %s ORDER BY {INDEX}.rowid DESC LIMIT {limit}
        ) ORDER BY rank, date DESC, pk DESC
    """
    return [pk for (pk,) in fetch(connections[queryset.db], sql, [*params, _match(query)])]


def candidates(queryset, pieces):
    """The articles with the most and rarest of the pieces. Ranking all articles by bm25 is five times slower, not
    better."""
    connection, (articles, params) = connections[queryset.db], compiled(queryset.values("pk"))
    count = f"SELECT value, (SELECT count(*) FROM {INDEX} WHERE {INDEX} MATCH value) FROM json_each(%s)"
    rarest = ranking.rarest(fetch(connection, count, [json.dumps([phrase(piece) for piece in pieces])]))
    sql = f"""
        WITH hits AS MATERIALIZED (
            SELECT {INDEX}.rowid AS pk, json_extract(value, '$[1]') AS rarity FROM json_each(%s) CROSS JOIN {INDEX}
            WHERE {INDEX} MATCH json_extract(value, '$[0]')
        ), best AS MATERIALIZED (
            SELECT pk FROM hits CROSS JOIN ({articles}) article USING (pk)
            GROUP BY pk ORDER BY sum(rarity) DESC, pk DESC LIMIT {CANDIDATES}
        )
        SELECT id, kicker || char(10) || headline || char(10) || deck,
            substr(dateline || body, 1, {CANDIDATE_LENGTH})
        FROM best JOIN articles_article ON id = pk
    """
    return [Candidate(*row) for row in fetch(connection, sql, [json.dumps(rarest), *params])]


def _match(query):
    wanted = " AND ".join(_any_spelling(term) for term in query.terms)
    # Changes only the rank. In a body it would outweigh separate terms in a headline.
    together = "".join(f" OR headline : {phrase(term)}" for term in query.whole)
    return f"({wanted}{together})" + "".join(f" NOT {_any_spelling(term)}" for term in query.excluded)


def _any_spelling(term):
    return "(" + " OR ".join(map(phrase, term.spellings)) + ")"


def phrase(term):
    """The term in FTS5 query syntax (https://www.sqlite.org/fts5.html#full_text_query_syntax). Tokens contain only
    folded letters, digits and Han characters, so user input cannot be read as syntax."""
    is_whole = len(term.tokens[-1]) == 2 if folding.is_han(term.tokens[-1]) else term.exact
    return '"' + " ".join(term.tokens) + '"' + ("" if is_whole else " *")
