"""The search on SQLite: what is asked of the index that sqlite_index.py keeps."""

# ruff: noqa: S608, S611 (what is put into SQL here are names of this file; what a reader typed is always a parameter)

import json
import math
from operator import itemgetter

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import BooleanField, CharField, F, FloatField, Func, Q
from django.db.models.expressions import RawSQL
from django.db.models.functions import Cast
from django.db.models.sql import DeleteQuery, UpdateQuery

from . import folding, ranking, related
from . import sqlite_index as index  # noqa: F401  how it is kept: engine.index
from .ranking import CANDIDATES, CHARACTERS, HITS, Candidate
from .related import LOOKED_AT
from .sqlite_index import INDEX
from .visibility import without_hidden

WEIGHTS = "1.0, 8.0, 4.0"
SOME = 50
# How often a character stands in a text says little, and to ask takes longer than all else.
RANK_OF_A_CHARACTER = f"({{}} NOT IN (SELECT rowid FROM {INDEX} WHERE {INDEX} MATCH %s))"


def matching(queryset, query):
    """The articles of the queryset that have all terms of the query and none of those it excludes.

    Joined, because a list of matches takes SQLite twice as long, and because bm25 is known to the joined table alone.
    """
    return queryset.filter(Joined(_match(query))).extra(tables=[INDEX])  # noqa: S610


def condition(query):
    """The same as a condition, for .filter() and .exclude()."""
    return Q(pk__in=RawSQL(f"SELECT rowid FROM {INDEX} WHERE {INDEX} MATCH %s", [_match(query)]))


def some(query):
    """A condition that only matches meet, and nearly always some of them if there are any: to see so at once."""
    newest = f"SELECT rowid FROM {INDEX} WHERE {INDEX} MATCH %s ORDER BY rowid DESC LIMIT {SOME}"
    # Beginnings are left out: to find all words with one beginning is what takes long.
    return Q(pk__in=RawSQL(newest, [_match(query).replace(" *", "")]))


def in_headlines(query):
    """A condition that those meet, of the articles entered last, whose headlines have all terms of the query."""
    newest = f"SELECT rowid FROM {INDEX} WHERE {INDEX} MATCH %s ORDER BY rowid DESC LIMIT {SOME}"
    return Q(pk__in=RawSQL(newest, [f"headline : ({_match(query)})"]))


def two_of(words):
    return related.two_of([phrase(word) for word in words], " AND ", " OR ")


def sharing(first, pair):
    newest = f"SELECT rowid FROM {INDEX} WHERE {INDEX} MATCH %s ORDER BY rowid DESC LIMIT {LOOKED_AT}"
    # Where the pairs are fewer than looked at, those with the first word are all among them.
    return Q(
        pk__in=RawSQL(
            f"WITH pairs AS MATERIALIZED ({newest}) SELECT rowid FROM pairs UNION ALL "
            f"SELECT rowid FROM ({newest}) WHERE (SELECT count(*) FROM pairs) = {LOOKED_AT}",
            [pair, first],
        )
    )


def count(queryset, query):
    """How many articles of the queryset match."""
    if visible := _visible(queryset, query):
        with connections[queryset.db].cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM ({visible[0]})", visible[1])
            return cursor.fetchone()[0]
    return matching(queryset, query).count()


def ranked(queryset, query, most):
    """The keys of the matching articles, the best first, of equals the newest: of the `most` entered last. The rank
    that all have by this: ranking costs a microsecond a match, and of a term in every other article only the newest are
    ranked. And how many match, of a character, of which FTS5 has to gather all before it gives the first, or None."""
    if query.is_one_character:
        return _ranked_and_counted(queryset, query, most)
    articles = matching(queryset, query)
    newest = articles.order_by(by_key(articles)).annotate(rank=Rank(query), day=Cast("date", CharField()))
    matches = list(newest.values_list("pk", "rank", "day")[:most])
    return _best_first(matches), _rank(query, matches, most), None


def _ranked_and_counted(queryset, query, most):
    try:
        hits, params = _visible(queryset, query) or _matching_keys(queryset, query)
    except EmptyResultSet:
        return [], Rank(query), 0
    with connections[queryset.db].cursor() as cursor:
        cursor.execute(
            # What is materialized is read in the order in which it was put down: to sort it again would take as long as
            # to gather it.
            f"""
            WITH hits AS MATERIALIZED ({hits}), newest AS MATERIALIZED (SELECT pk FROM hits LIMIT %s)
            SELECT pk, {RANK_OF_A_CHARACTER.format("pk")}, CAST(date AS text), (SELECT count(*) FROM hits)
            FROM newest JOIN articles_article ON id = pk ORDER BY pk DESC
            """,
            [*params, most, _in_headline_or_byline(query)],
        )
        matches = cursor.fetchall()
    return _best_first(matches), _rank(query, matches, most), matches[0][3] if matches else 0


def _best_first(matches):
    """The keys of (key, rank, date, …)."""
    newest_first = sorted(matches, key=itemgetter(2, 0), reverse=True)
    return [match[0] for match in sorted(newest_first, key=itemgetter(1))]


def _visible(queryset, query):
    """SQL that gives the keys of the matches, the last first, and its parameters, where all are asked for that a reader
    may see; or None. They are known from the index alone: no row of an article is gone to."""
    parts = without_hidden(queryset)
    if parts is None or parts.rest.query.where:
        return None
    hits = f"SELECT rowid AS pk FROM {INDEX} WHERE {INDEX} MATCH %s AND rowid NOT IN ({parts.hidden})"
    return f"{hits} ORDER BY rowid DESC", [_match(query), *parts.params]


def _matching_keys(queryset, query):
    articles = matching(queryset, query)
    return articles.order_by(by_key(articles)).values("pk").query.get_compiler(queryset.db).as_sql()


def _rank(query, matches, most):
    return Rank(query, since=matches[-1][0] if len(matches) == most else None)


def by_key(articles):
    """The order of the keys, the last first: the index gives its matches so, and need not give them all."""
    is_joined = INDEX in articles.query.extra_tables
    return RawSQL(f"{INDEX}.rowid", []).desc() if is_joined else F("pk").desc()


def listed(field, keys):
    return Q(**{f"{field}__in": RawSQL("SELECT value FROM json_each(%s)", [json.dumps(keys)])})


def candidates(connection, pieces, within=None):
    """The articles with the most and rarest of the pieces, of those that the query `within` (SQL and parameters) gives.

    To have FTS5 rank all that have any by bm25 takes five times as long, and finds no more."""
    limits, params = (f"WHERE +id IN ({within[0]})", within[1]) if within else ("", ())
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT value, (SELECT count(*) FROM {INDEX} WHERE {INDEX} MATCH value) FROM json_each(%s)",
            [json.dumps([phrase(piece) for piece in pieces])],
        )
        wanted = ranking.rarest(cursor.fetchall(), math.inf if within else HITS)
        cursor.execute(
            f"""
            WITH hits AS (
                SELECT {INDEX}.rowid AS id, json_extract(value, '$[1]') AS rarity FROM json_each(%s) CROSS JOIN {INDEX}
                WHERE {INDEX} MATCH json_extract(value, '$[0]')
            ), best AS MATERIALIZED (
                SELECT id FROM hits {limits} GROUP BY id ORDER BY sum(rarity) DESC, id DESC LIMIT {CANDIDATES}
            )
            SELECT id, kicker || char(10) || headline || char(10) || deck,
                substr(dateline || body, 1, {CHARACTERS})
            FROM best JOIN articles_article USING (id)
            """,
            [json.dumps(wanted), *params],
        )
        return [Candidate(*row) for row in cursor.fetchall()]


def _match(query):
    wanted = " AND ".join(phrase(term) for term in query.terms)
    # Of no effect on what matches, but bm25 ranks by it. In a body it would outweigh terms parted in a headline.
    together = "".join(f" OR headline : {phrase(term)}" for term in query.whole)
    return f"({wanted}{together})" + "".join(f" NOT {phrase(term)}" for term in query.excluded)


def phrase(term):
    """The term in FTS5's language. Tokens are folded letters, digits and Han, so that nothing typed is read as syntax
    (https://www.sqlite.org/fts5.html#full_text_query_syntax)."""
    *closed, last = term.runs
    tokens = [token for run in closed for token in folding.tokens(run)]
    if len(last) > 1 and folding.is_han(last):
        return '"' + " ".join(tokens + folding.pairs(last)[:-1]) + '"'
    beginning = "" if term.exact and not folding.is_han(last) else " *"
    return '"' + " ".join([*tokens, last]) + '"' + beginning


def _in_headline_or_byline(query):
    return f"{{headline byline}} : ({_match(query)})"


class Joined(Func):
    """Whether an article is the match that the join with the index has come to."""

    output_field = BooleanField()

    def __init__(self, match):
        super().__init__("pk")
        self.match = match

    def as_sql(self, compiler, connection):
        article, _ = compiler.compile(self.source_expressions[0])
        if isinstance(compiler.query, UpdateQuery | DeleteQuery):
            return f"{article} IN (SELECT rowid FROM {INDEX} WHERE {INDEX} MATCH %s)", [self.match]
        # The plus keeps SQLite from asking the index anew for each article there is.
        return f"({INDEX} MATCH %s AND {article} = +{INDEX}.rowid)", [self.match]


class Rank(Func):
    """How well a joined match answers, smaller is better; null for what was entered before the article `since`."""

    output_field = FloatField()

    def __init__(self, query, since=None):
        super().__init__()
        self.query, self.since = query, since

    def get_db_converters(self, connection):
        return []  # SQLite gives numbers; to make thousands of them into numbers again takes as long as the search

    def as_sql(self, compiler, connection):
        rank, params = f"bm25({INDEX}, {WEIGHTS})", []
        if self.query.is_one_character:
            rank, params = RANK_OF_A_CHARACTER.format(f"{INDEX}.rowid"), [_in_headline_or_byline(self.query)]
        if self.since is None:
            return rank, params
        return f"(CASE WHEN {INDEX}.rowid >= %s THEN {rank} END)", [self.since, *params]
