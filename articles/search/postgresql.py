"""The search on PostgreSQL: a GIN index over the pairs that a function cuts from each article (postgresql_index.py).

The index knows which pairs stand in an article but not where: PostgreSQL keeps at most 256 places of a word, and none
beyond the 16,383rd. So a term of more than one pair, or of a rare one, is met twice: the index names the candidates,
and their text is looked through for the term.
"""

# ruff: noqa: S608 (what is put into SQL here are names of this file; what a reader typed is always a parameter)

import re

from django.core.exceptions import EmptyResultSet
from django.db.models import BooleanField, F, FloatField, Func, Max, Q
from django.db.models.sql.datastructures import BaseTable

from . import folding, marks, related
from . import postgresql_index as index  # noqa: F401  how it is kept: engine.index
from .folding import INVISIBLE
from .postgresql_index import ALL, TEXTS, lexeme
from .ranking import CANDIDATES, CHARACTERS, HITS, Candidate
from .related import LOOKED_AT
from .visibility import without_hidden

HOLDS = f"article_tokens({ALL}) @@ %s::tsquery"
# Texts that a phrase may run through, and what a term in the first and the last is worth beside the body's 1.
HEADLINES, BODY, BYLINE = "concat_ws(E'\\n', kicker, headline, deck)", "concat_ws(E'\\n', dateline, body)", "byline"
HEADLINE_WEIGHT, BYLINE_WEIGHT = 8, 4
# Of a frequent term the bodies of the newest alone are weighed; its headlines all are.
RANKED = 250
SOME = 50
# Those entered last are sought first among so many times as many articles; and those that are then wanting, so many
# times as far back as they would stand were they as frequent there.
RECENT, FARTHER = 4, 1.5
# The key as a question of its own, or the planner would believe its figures about keys: where they are old it expects
# hardly any newer than this one, and would go through them and cut each text anew.
NEWER, OLDER = " AND id >= (SELECT %s::bigint)", " AND id + 0 < %s"
COLUMN = re.compile(r'"articles_article"\."(\w+)"')
# Characters that folding turns into Chinese or takes from between them: ㋿ is 令和.
BECOMES_HAN = (
    f"{INVISIBLE}⺀-⿕\u3038-\u303a\u3040-\u30ff\u3130-\u33ff\uac00-\ud7ff\uf900-\ufaff\uff61-\uffdc"
    "\U0001f200-\U0001f2ff\U0002f800-\U0002fa1f"
)


def matching(queryset, query):
    """The articles of the queryset that have all terms of the query and none of those it excludes."""
    return queryset.filter(condition(query))


def condition(query):
    """The same as a condition, for .filter() and .exclude()."""
    condition, params = _holding(query)
    return Q(Gathered(f"SELECT ctid FROM articles_article WHERE {condition}", params))


def some(query):
    """A condition that some of the matches meet, if there are any: to see at once that there are."""
    condition, params = _holding(query)
    # Materialized, or the planner would go through the articles in the hope of meeting the few it needs.
    holding = f"WITH holding AS MATERIALIZED (SELECT ctid AS place FROM articles_article WHERE {condition})"
    return Q(Gathered(f"{holding} SELECT place FROM holding LIMIT {SOME}", params))


def in_headlines(query):
    """A condition that those meet whose headlines have all terms of the query."""
    condition, params = _holding(query)
    places = " AND ".join([f"article_fold({HEADLINES}) ~ %s"] * len(query.terms))
    patterns = [marks.pattern(term).pattern for term in query.terms]
    return Q(Gathered(f"SELECT ctid FROM articles_article WHERE {condition} AND {places}", [*params, *patterns]))


def two_of(words):
    return related.two_of([f"({_lexemes(word)})" for word in words], " & ", " | ")


def sharing(first, pair):
    holding = f"WITH holding AS MATERIALIZED (SELECT id, ctid AS place FROM articles_article WHERE {HOLDS})"
    newest = f"({holding} SELECT place FROM holding ORDER BY id DESC LIMIT {LOOKED_AT})"
    return Q(Gathered(f"{newest} UNION ALL {newest}", [first, pair]))


def count(queryset, query):
    """How many articles of the queryset match."""
    parts = without_hidden(queryset)
    if parts is None:
        return _held(queryset, query).count()
    return _held(parts.rest, query, f" AND id NOT IN ({parts.hidden})", *parts.params).count()


def ranked(queryset, query, most):
    """The keys of the matching articles, the best first, of equals the newest: of the `most` entered last. The rank
    that all have by this: of a frequent term only these are ranked, and the bodies of still fewer are weighed. And None
    for how many match, which is not seen here."""
    keys = _entered_last(queryset, query, most)
    rank = Rank(query, keys[-1] if len(keys) == most else None, keys[RANKED - 1] if len(keys) > RANKED else None)
    known = queryset.model.objects.using(queryset.db).filter(listed("pk", keys))
    best = known.annotate(rank=rank).order_by("rank", "-date", "-pk").values_list("pk", flat=True)
    return list(best) if keys else [], rank, None


def by_key(articles):
    return F("pk").desc()


def listed(field, keys):
    return Q(Listed(field, keys))


def candidates(connection, pieces, within=None):
    """The articles with the most and rarest of the pieces, of those that the query `within` (SQL and parameters) gives;
    pieces and weights are chosen as ranking.rarest() would."""
    limits, params = (f"AND id IN ({within[0]})", within[1]) if within else ("", ())
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            WITH hits AS MATERIALIZED (
                SELECT piece, id FROM unnest(%s::tsquery[]) AS piece, LATERAL (
                    SELECT id FROM articles_article WHERE article_tokens({ALL}) @@ piece {limits} LIMIT {HITS}
                ) holding
            ), counted AS (
                SELECT piece, count(*) AS articles FROM hits GROUP BY piece
            ), chosen AS (
                SELECT piece, articles, sum(articles) OVER rarest AS together, row_number() OVER rarest AS place
                FROM counted WINDOW rarest AS (ORDER BY articles, piece)
            ), best AS (
                SELECT id FROM hits JOIN chosen USING (piece) WHERE place = 1 OR together <= {HITS}
                GROUP BY id ORDER BY sum(ln(1 + {HITS}.0 / articles)) DESC, id DESC LIMIT {CANDIDATES}
            )
            SELECT id, {HEADLINES}, left(dateline || body, {CHARACTERS}) FROM best JOIN articles_article USING (id)
            """,
            [[_lexemes(piece) for piece in pieces], *params],
        )
        return [Candidate(*row) for row in cursor.fetchall()]


def _entered_last(queryset, query, most):
    """The keys of the `most` matches entered last, the last first. Of a frequent term there are as many among the last
    articles, and to go to all its others would take ten times as long."""
    last = queryset.model.objects.using(queryset.db).aggregate(last=Max("pk"))["last"] or 0
    since = last - RECENT * most
    keys = _keys(_held(queryset, query, NEWER, since), most)
    while len(keys) < most and since > 0:
        until, wanting = since, most - len(keys)
        since = int(until - FARTHER * wanting * (last - until) / len(keys)) if keys else 0
        limits = (OLDER + NEWER, until, since) if since > 0 else (OLDER, until)
        keys += _keys(_held(queryset, query, *limits), wanting)
    return keys


def _keys(articles, most):
    return list(articles.order_by("-pk")[:most])


def _held(queryset, query, limit="", *params):
    """The keys of the matching articles within a limit."""
    condition, values = _holding(query)
    held = queryset.order_by().values_list("pk", flat=True)
    try:
        asked, _ = held.query.get_compiler(held.db).as_sql()
    except EmptyResultSet:
        return held
    columns = sorted(set(COLUMN.findall(asked)))
    table = held.query.get_initial_alias()
    held.query.alias_map[table] = Held(table, columns, condition + limit, [*values, *params])
    return held


def _holding(query):
    """A condition on the article's texts, as SQL and its parameters."""
    conditions = [_holds(term) for term in query.terms]
    conditions += [(f"NOT ({sql})", params) for sql, params in map(_holds, query.excluded)]
    return " AND ".join(sql for sql, _ in conditions), _values(conditions)


def _holds(term):
    (token, *others) = _tokens(term)
    index_suffices = not others and lexeme(token) == token
    if index_suffices and (folding.is_han(term.runs[-1]) or not term.exact):
        return HOLDS, [_lexemes(term)]
    sql, params = _stands(term)
    return f"{HOLDS} AND ({sql})", [_lexemes(term), *params]


def _stands(term):
    """Looks through the text for the term. Nearly always it stands there as it was typed, which is seen a hundred times
    faster than the text is folded; and few texts have to be, to see that it does not."""
    texts, pattern = (HEADLINES, BODY, BYLINE), marks.pattern(term).pattern
    if not term.is_plain:
        return " OR ".join(f"article_fold({text}) ~ %s" for text in texts), [pattern] * 3
    places = [f"strpos({text}, %s) > 0" for text in ("body", HEADLINES, BYLINE)]
    places += [f"{text} ~ '[{BECOMES_HAN}]' AND article_fold({text}) ~ %s" for text in texts]
    return " OR ".join(places), [term.text] * 3 + [pattern] * 3


def _lexemes(term):
    """The pairs and words that an article with this term has. Folded tokens hold no sign of the language of tsquery."""
    *closed, last = _tokens(term)
    beginning = ":*" if len(last) == 1 or not folding.is_han(last) else ""
    return " & ".join([*(f"'{lexeme(token)}'" for token in closed), f"'{lexeme(last)}'{beginning}"])


def _tokens(term):
    *closed, last = term.runs
    tokens = [token for run in closed for token in folding.tokens(run)]
    return tokens + (folding.pairs(last)[:-1] if len(last) > 1 and folding.is_han(last) else [last])


class Gathered(Func):
    """Whether an article is one of the rows whose places (ctid) a query in SQL gives.

    The places are gathered before all else. Told the condition itself, the planner may go through the articles by date
    or key and cut each text anew: it takes that for as dear as asking the index, and it is a thousand times dearer.
    """

    output_field = BooleanField()

    def __init__(self, places, params):
        super().__init__("pk")
        self.places, self.params = places, params

    def as_sql(self, compiler, connection):
        key, _ = compiler.compile(self.source_expressions[0])
        table = key.rpartition(".")[0]
        return f"{table}.ctid = ANY (ARRAY({self.places}))", self.params


class Listed(Func):
    """Whether a field has one of these keys. As one text, for a list of thousands takes psycopg and Django as long to
    pass on as PostgreSQL to look up."""

    output_field = BooleanField()

    def __init__(self, field, keys):
        super().__init__(field)
        self.keys = keys

    def as_sql(self, compiler, connection):
        key, _ = compiler.compile(self.source_expressions[0])
        return f"{key} = ANY (%s::bigint[])", ["{" + ",".join(map(str, self.keys)) + "}"]


class Held(BaseTable):
    """The articles that meet a condition in SQL, in the place of their table: each is gone to once, where Gathered goes
    there a second time. OFFSET 0 is the same fence: what else is asked of them, the planner asks of these; and of the
    columns that are, for to leave twenty others empty in each row takes half as long as to find it."""

    def __init__(self, table, columns, condition, params):
        super().__init__(table, None)
        self.columns, self.condition, self.params = ", ".join(columns), condition, params

    def as_sql(self, compiler, connection):
        held = f"SELECT {self.columns} FROM articles_article WHERE {self.condition} OFFSET 0"
        return f"({held}) articles_article", self.params


class Rank(Func):
    """How well an article answers, smaller is better: by headlines and byline, and by its body unless a character is
    sought or it was entered before the article `weighed_from`; null for what was entered before `since`."""

    output_field = FloatField()

    def __init__(self, query, since, weighed_from):
        super().__init__("pk", *TEXTS)
        self.query, self.since, self.weighed_from = query, since, weighed_from

    def as_sql(self, compiler, connection):
        article, *columns = [compiler.compile(expression)[0] for expression in self.source_expressions]
        terms = self.query.terms + self.query.whole
        beginnings = [_outside_body(term, columns) for term in terms]
        bodies = [] if self.query.is_one_character else [_inside_body(term, columns) for term in terms]
        weight = " + ".join(["0", *(sql for sql, _ in bodies)])
        weight, params = _from(self.weighed_from, article, weight, _values(bodies), "0")
        rank = f"-({' + '.join(sql for sql, _ in beginnings)} + {weight})"
        return _from(self.since, article, rank, [*_values(beginnings), *params], "NULL")


def _from(since, article, sql, params, otherwise):
    """The same, but `otherwise` for articles entered before `since`, if that is given."""
    if since is None:
        return sql, params
    return f"CASE WHEN {article} >= %s THEN {sql} ELSE {otherwise} END", [since, *params]


def _outside_body(term, columns):
    kicker, headline, deck, _, _, byline = columns
    typed, headlines, byline = _in_small_letters(term, f"concat_ws(E'\\n', {kicker}, {headline}, {deck})", byline)
    return (
        f"{HEADLINE_WEIGHT} * (strpos({headlines}, %s) > 0)::int + {BYLINE_WEIGHT} * (strpos({byline}, %s) > 0)::int",
        [typed, typed],
    )


def _inside_body(term, columns):
    """The more often the nearer to 1, the slower the longer the body is."""
    typed, body = _in_small_letters(term, columns[4])
    times = f"(octet_length({body}) - octet_length(replace({body}, %s, ''))) / {len(typed.encode())}::float8"
    damping = f"(0.3 + octet_length({body}) / 1800::float8)"
    return f"1 - {damping} / ({times} + {damping})", [typed]


def _in_small_letters(term, *columns):
    if folding.is_han(term.runs[0]):
        return term.text, *columns
    return term.text.lower(), *(f"lower({column})" for column in columns)


def _values(conditions):
    return [value for _, params in conditions for value in params]
