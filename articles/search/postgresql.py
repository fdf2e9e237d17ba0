"""The search on PostgreSQL: a GIN index over the pairs that a function cuts from each article (postgresql_index.py).

The index knows which pairs occur in an article but not where: PostgreSQL keeps at most 256 positions of a word, and
none beyond the 16,383rd. So a term of more than one pair, or of a rare one, is checked twice: the index names the
candidates, and their text is searched for the term.
"""

# ruff: noqa: S608, S611 (only names of this file are put into SQL; what a reader typed is always a parameter)

from django.db import connections
from django.db.models import BooleanField, Func, Q
from django.db.models.expressions import RawSQL

from . import folding, marks, ranking
from . import postgresql_index as index  # noqa: F401  engine.index
from .folding import INVISIBLE
from .postgresql_index import TEXT_COLUMNS, lexeme
from .ranking import CANDIDATES, CHARACTERS, HITS, LOOKED_AT, Candidate
from .sql import compiled

HOLDS = f"article_tokens({TEXT_COLUMNS}) @@ %s::tsquery"
# Texts that a phrase may run through, and the weight of a term in the first and the last, where the body's is 1.
HEADLINES, BODY, BYLINE = "concat_ws(E'\\n', kicker, headline, deck)", "concat_ws(E'\\n', dateline, body)", "byline"
HEADLINE_WEIGHT, BYLINE_WEIGHT = 8, 4
# Characters that folding turns into Chinese or removes from between Chinese: ㋿ is 令和.
BECOMES_HAN = (
    f"{INVISIBLE}⺀-⿕\u3038-\u303a\u3040-\u30ff\u3130-\u33ff\uac00-\ud7ff\uf900-\ufaff\uff61-\uffdc"
    "\U0001f200-\U0001f2ff\U0002f800-\U0002fa1f"
)


def condition(query):
    """The articles that have all terms of the query and none of those it excludes."""
    return Q(Gathered(*_holding(query)))


def in_headlines(query):
    """The articles whose headlines have all terms of the query."""
    condition, params = _holding(query)
    in_headlines = " AND ".join([condition, *[f"article_fold({HEADLINES}) ~ %s"] * len(query.terms)])
    patterns = [marks.pattern(term).pattern for term in query.terms]
    return Q(Gathered(in_headlines, [*params, *patterns]))


def sharing(keywords):
    """The most recently added articles that share two of the keywords."""
    holding = f"WITH holding AS MATERIALIZED (SELECT id FROM articles_article WHERE {HOLDS})"
    newest = f"({holding} SELECT id FROM holding ORDER BY id DESC LIMIT {LOOKED_AT})"
    pairs = ranking.keyword_pairs([f"({_lexemes(word)})" for word in keywords], " & ", " | ")
    return Q(pk__in=RawSQL(f"{newest} UNION ALL {newest}", pairs))


def ranked(queryset, query, limit):
    """The keys of the matches, best first, ties broken by newest; of the most recently added `limit` matches only."""
    matches, params = compiled(queryset.filter(condition(query)).values("pk"))
    weights = [_weight(term) for term in query.terms + query.whole]
    with connections[queryset.db].cursor() as cursor:
        cursor.execute(
            f"""
            WITH newest AS MATERIALIZED (SELECT pk FROM ({matches}) matching ORDER BY pk DESC LIMIT {limit})
            SELECT pk FROM newest JOIN articles_article ON id = pk
            ORDER BY {" + ".join(sql for sql, _ in weights)} DESC, date DESC, pk DESC
            """,
            [*params, *_values(weights)],
        )
        return [pk for (pk,) in cursor.fetchall()]


def candidates(queryset, pieces):
    """The articles with the most and rarest of the pieces."""
    articles, params = compiled(queryset.values("pk"))
    holding = f"SELECT id AS pk FROM articles_article WHERE article_tokens({TEXT_COLUMNS}) @@ piece LIMIT {HITS}"
    with connections[queryset.db].cursor() as cursor:
        cursor.execute(
            f"SELECT piece::text, (SELECT count(*) FROM ({holding}) holding) FROM unnest(%s::tsquery[]) piece",
            [[_lexemes(piece) for piece in pieces]],
        )
        wanted = ranking.rarest(cursor.fetchall())
        cursor.execute(
            f"""
            WITH best AS (
                SELECT pk FROM unnest(%s::tsquery[], %s::float8[]) wanted (piece, rarity), LATERAL ({holding}) hits
                JOIN ({articles}) article USING (pk)
                GROUP BY pk ORDER BY sum(rarity) DESC, pk DESC LIMIT {CANDIDATES}
            )
            SELECT id, {HEADLINES}, left(dateline || body, {CHARACTERS})
            FROM best JOIN articles_article ON id = pk
            """,
            [[piece for piece, _ in wanted], [rarity for _, rarity in wanted], *params],
        )
        return [Candidate(*row) for row in cursor.fetchall()]


def _holding(query):
    """A condition on the article's texts, as SQL and its parameters."""
    conditions = [_holds(term) for term in query.terms]
    conditions += [(f"NOT ({sql})", params) for sql, params in map(_holds, query.excluded)]
    return " AND ".join(sql for sql, _ in conditions), _values(conditions)


def _holds(term):
    token, *others = term.tokens
    index_suffices = not others and lexeme(token) == token
    if index_suffices and (folding.is_han(term.runs[-1]) or not term.exact):
        return HOLDS, [_lexemes(term)]
    sql, params = _in_text(term)
    return f"{HOLDS} AND ({sql})", [_lexemes(term), *params]


def _in_text(term):
    """Searches the text for the term. Nearly always it is there as it was typed, and finding that is a hundred times
    faster than folding the text; few texts need folding to see that it is not."""
    texts, pattern = (HEADLINES, BODY, BYLINE), marks.pattern(term).pattern
    if not term.is_plain:
        return " OR ".join(f"article_fold({text}) ~ %s" for text in texts), [pattern] * 3
    places = [f"strpos({text}, %s) > 0" for text in ("body", HEADLINES, BYLINE)]
    places += [f"{text} ~ '[{BECOMES_HAN}]' AND article_fold({text}) ~ %s" for text in texts]
    return " OR ".join(places), [term.text] * 3 + [pattern] * 3


def _lexemes(term):
    """The pairs and words that an article with this term has. Folded tokens contain no tsquery syntax."""
    *closed, last = term.tokens
    beginning = ":*" if len(last) == 1 or not folding.is_han(last) else ""
    return " & ".join([*(f"'{lexeme(token)}'" for token in closed), f"'{lexeme(last)}'{beginning}"])


def _weight(term):
    """SQL for how well an article matches the term, and its parameters. The body counts 1 at most: more, the more often
    the term occurs, and less, the longer the body is."""
    typed, texts = term.text.lower(), (HEADLINES, BYLINE, "body")
    headlines, byline, body = texts if term.is_plain else [f"lower({text})" for text in texts]
    times = f"(octet_length({body}) - octet_length(replace({body}, %s, ''))) / {len(typed.encode())}::float8"
    damping = "(0.3 + octet_length(body) / 1800::float8)"
    return (
        f"{HEADLINE_WEIGHT} * (strpos({headlines}, %s) > 0)::int + {BYLINE_WEIGHT} * (strpos({byline}, %s) > 0)::int"
        f" + 1 - {damping} / ({times} + {damping})",
        [typed] * 3,
    )


def _values(conditions):
    return [value for _, params in conditions for value in params]


class Gathered(Func):
    """Whether an article is one of the rows that meet a condition in SQL, which the array makes PostgreSQL look up
    first. Otherwise it may read the articles by date or key and cut each text again: it expects that to be as fast as
    the index, and it is a thousand times slower. The rows are found by ctid, three times as fast as by key."""

    output_field = BooleanField()

    def __init__(self, condition, params):
        super().__init__("pk")
        self.rows, self.params = f"SELECT ctid FROM articles_article WHERE {condition}", params

    def as_sql(self, compiler, connection, **extra_context):  # type: ignore[override]
        key, _ = compiler.compile(self.source_expressions[0])
        return f"{key.rpartition('.')[0]}.ctid = ANY (ARRAY({self.rows}))", self.params
