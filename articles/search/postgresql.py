"""Search queries on PostgreSQL, with the functions of sqlite.py, on the GIN index of postgresql_index.py.

The index stores no positions: PostgreSQL keeps at most 256 for a lexeme, and none beyond 16,383. So if a term has more
than one pair, or a pair that shares its lexeme, the index only finds candidates, whose text is searched."""

# ruff: noqa: S608, S611 (only constants are formatted into SQL; user input is always a parameter)

import re

from django.db import connections
from django.db.models import BooleanField, Func, Q
from django.db.models.expressions import RawSQL

from articles.text.traditional import TRADITIONAL

from . import folding, marks, ranking
from . import postgresql_index as index  # noqa: F401  engine.index
from .folding import HAN, INVISIBLE
from .postgresql_index import TEXT_COLUMNS, lexeme
from .ranking import CANDIDATE_LENGTH, CANDIDATES, MAX_HITS, MAX_RELATED, Candidate
from .sql import compiled, fetch

HAS_LEXEMES = f"article_tokens({TEXT_COLUMNS}) @@ %s::tsquery"
# The texts within which a phrase may match, and the weights of headlines and byline; the body counts 1.
HEADLINES, BODY, BYLINE = "concat_ws(E'\\n', kicker, headline, deck)", "concat_ws(E'\\n', dateline, body)", "byline"
HEADLINE_WEIGHT, BYLINE_WEIGHT = 8, 4
# Characters that folding turns into other Han characters (㋿ is 令和) or removes.
BECOMES_HAN = (
    f"{INVISIBLE}{TRADITIONAL}⺀-⿕\u3038-\u303a\u3040-\u30ff\u3130-\u33ff\uac00-\ud7ff\uf900-\ufaff\uff61-\uffdc"
    "\U0001f200-\U0001f2ff\U0002f800-\U0002fa1f"
)
NEEDS_FOLDING = f"[{BECOMES_HAN}]|[{HAN}][ \u00a0\u2000-\u200a\u202f\u205f\u3000]+[{HAN}]"


def condition(query):
    return Q(MatchingRows(*_condition(query)))


def in_headlines(query):
    condition, params = _condition(query)
    in_headlines = " AND ".join([condition, *[f"article_fold({HEADLINES}) ~ %s"] * len(query.terms)])
    patterns = ["|".join(marks.pattern(spelling).pattern for spelling in term.spellings) for term in query.terms]
    return Q(MatchingRows(in_headlines, [*params, *patterns]))


def sharing(keywords):
    holding = f"WITH holding AS MATERIALIZED (SELECT id FROM articles_article WHERE {HAS_LEXEMES})"
    newest = f"({holding} SELECT id FROM holding ORDER BY id DESC LIMIT {MAX_RELATED})"
    pairs = ranking.keyword_pairs([f"({_lexemes(word)})" for word in keywords], " & ", " | ")
    return Q(pk__in=RawSQL(f"{newest} UNION ALL {newest}", pairs))


def ranked(queryset, query, limit):
    matches, params = compiled(queryset.filter(condition(query)).values("pk"))
    weights = [_weight(term) for term in query.terms + query.whole]
    sql = f"""
        WITH newest AS MATERIALIZED (SELECT pk FROM ({matches}) matching ORDER BY pk DESC LIMIT {limit})
        SELECT pk FROM newest JOIN articles_article ON id = pk
        ORDER BY {" + ".join(sql for sql, _ in weights)} DESC, date DESC, pk DESC
    """
    return [pk for (pk,) in fetch(connections[queryset.db], sql, [*params, *_params(weights)])]


def candidates(queryset, pieces):
    connection, (articles, params) = connections[queryset.db], compiled(queryset.values("pk"))
    matches = f"SELECT id AS pk FROM articles_article WHERE article_tokens({TEXT_COLUMNS}) @@ piece LIMIT {MAX_HITS}"
    count = f"SELECT piece::text, (SELECT count(*) FROM ({matches}) matching) FROM unnest(%s::tsquery[]) piece"
    rarest = ranking.rarest(fetch(connection, count, [[_lexemes(piece) for piece in pieces]]))
    sql = f"""
        WITH best AS (
            SELECT pk FROM unnest(%s::tsquery[], %s::float8[]) wanted (piece, rarity), LATERAL ({matches}) hits
            JOIN ({articles}) article USING (pk)
            GROUP BY pk ORDER BY sum(rarity) DESC, pk DESC LIMIT {CANDIDATES}
        )
        SELECT id, {HEADLINES}, left(dateline || body, {CANDIDATE_LENGTH})
        FROM best JOIN articles_article ON id = pk
    """
    pieces_and_weights = [[piece for piece, _ in rarest], [rarity for _, rarity in rarest]]
    found = [Candidate(*row) for row in fetch(connection, sql, [*pieces_and_weights, *params])]
    if any(len(piece.tokens) == 1 and _lexemes(piece) in dict(rarest) for piece in pieces):
        return found
    # The index does not know whether 3, 月, 8 and 日 stand together.
    together = re.compile("|".join(marks.pattern(piece).pattern for piece in pieces))
    return [each for each in found if together.search(folding.fold(f"{each.headlines}\n{each.body}"))]


def _condition(query):
    conditions = [_contains(term) for term in query.terms]
    conditions += [(f"NOT ({sql})", params) for sql, params in map(_contains, query.excluded)]
    return " AND ".join(sql for sql, _ in conditions), _params(conditions)


def _contains(term):
    spellings = [_contains_spelling(spelling) for spelling in term.spellings]
    return "(" + " OR ".join(f"({sql})" for sql, _ in spellings) + ")", _params(spellings)


def _contains_spelling(term):
    token, *others = term.tokens
    index_suffices = not others and lexeme(token) == token
    if index_suffices and (folding.is_han(term.runs[-1]) or not term.exact):
        return HAS_LEXEMES, [_lexemes(term)]
    sql, params = _in_text(term)
    return f"{HAS_LEXEMES} AND ({sql})", [_lexemes(term), *params]


def _in_text(term):
    """A condition that searches the texts themselves. The unfolded text is searched first, which is a hundred times
    faster and nearly always enough; few texts then need folding."""
    texts, pattern = (HEADLINES, BODY, BYLINE), marks.pattern(term).pattern
    if not term.is_plain:
        return " OR ".join(f"article_fold({text}) ~ %s" for text in texts), [pattern] * 3
    places = [f"strpos({text}, %s) > 0" for text in ("body", HEADLINES, BYLINE)]
    places += [f"{text} ~ '{NEEDS_FOLDING}' AND article_fold({text}) ~ %s" for text in texts]
    return " OR ".join(places), [term.runs[0]] * 3 + [pattern] * 3


def _lexemes(term):
    """The term's lexemes as a tsquery. Folded tokens contain no tsquery syntax."""
    *closed, last = term.tokens
    beginning = ":*" if len(last) == 1 or not folding.is_han(last) else ""
    return " & ".join([*(f"'{lexeme(token)}'" for token in closed), f"'{lexeme(last)}'{beginning}"])


def _weight(term):
    """An SQL expression for the term's weight in an article, and its parameters. The body counts at most 1: more if the
    term occurs more often, less if the body is longer."""
    typed = term.runs[0] if term.is_plain else term.text.lower()
    texts = (HEADLINES, BYLINE, "body")
    headlines, byline, body = texts if term.is_plain else [f"lower({text})" for text in texts]
    times = f"(octet_length({body}) - octet_length(replace({body}, %s, ''))) / {len(typed.encode())}::float8"
    damping = "(0.3 + octet_length(body) / 1800::float8)"
    return (
        f"{HEADLINE_WEIGHT} * (strpos({headlines}, %s) > 0)::int + {BYLINE_WEIGHT} * (strpos({byline}, %s) > 0)::int"
        f" + 1 - {damping} / ({times} + {damping})",
        [typed] * 3,
    )


def _params(fragments):
    return [param for _, params in fragments for param in params]


class MatchingRows(Func):
    """Whether an article meets a condition in SQL. The array makes PostgreSQL evaluate the condition by the index
    first; otherwise it may scan the articles by date or key and tokenize every text, a thousand times slower than it
    estimates. Looking rows up by ctid is three times as fast as by key."""

    output_field = BooleanField()

    def __init__(self, condition, params):
        super().__init__("pk")
        self.rows, self.params = f"SELECT ctid FROM articles_article WHERE {condition}", params

    def as_sql(self, compiler, connection, **extra_context):  # type: ignore[override]
        key, _ = compiler.compile(self.source_expressions[0])
        return f"{key.rpartition('.')[0]}.ctid = ANY (ARRAY({self.rows}))", self.params
