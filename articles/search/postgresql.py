"""The index on PostgreSQL: a GIN index over the pairs that a function cuts from each article, kept by the server.

The index knows which pairs stand in an article but not where: PostgreSQL keeps at most 256 places of a word, and none
beyond the 16,383rd. So a term of more than one pair is met twice: the index names the candidates, and their text is
looked through for the term. Folding follows folding.py step by step, from the same character classes.
"""

# ruff: noqa: S608 (what is put into SQL here are names of this file; what a reader typed is always a parameter)

import json

from django.db.models import BooleanField, F, FloatField, Func, Q

from . import folding, marks, ranking, related
from .folding import HAN, INVISIBLE, LETTERS, SIGNS
from .ranking import CANDIDATES, CHARACTERS, HITS, Candidate
from .related import LOOKED_AT

INDEX = "articles_search"
TEXTS = ("kicker", "headline", "deck", "dateline", "body", "byline")
ALL = ", ".join(TEXTS)
HOLDS = f"article_tokens({ALL}) @@ %s::tsquery"
# Texts that a phrase may run through, and what a term in the first and the last is worth beside the body's 1.
HEADLINES, BODY, BYLINE = "concat_ws(E'\\n', kicker, headline, deck)", "concat_ws(E'\\n', dateline, body)", "byline"
HEADLINE_WEIGHT, BYLINE_WEIGHT = 8, 4
# Of a frequent term the bodies of the newest alone are weighed; its headlines all are.
RANKED = 500
SOME = 50
# A lexeme holds 2 kB at most: longer words are candidates by their beginning.
WORD = 64

# translate() reads its whole table for each character, so that texts without such capitals go past it.
CAPITALS = "".join(c for c in map(chr, range(0x80, 0x2000)) if c != c.casefold() and len(c.casefold()) == 1)

FOLD = f"""
CREATE FUNCTION article_fold(typed text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $fold$
DECLARE
    folded text := normalize(regexp_replace(typed, '([{SIGNS}])', ' \\1 ', 'g'), NFKD);
BEGIN
    folded := lower(regexp_replace(folded, '[{INVISIBLE}]+', '', 'g') COLLATE "C");
    IF folded ~ '[{CAPITALS}]' THEN
        folded := translate(folded, '{CAPITALS}', '{CAPITALS.casefold()}');
    END IF;
    IF folded ~ '[ßẞև]' THEN
        folded := replace(replace(replace(folded, 'ß', 'ss'), 'ẞ', 'ss'), 'և', 'եւ');
    END IF;
    RETURN folded;
END $fold$
"""

# The path is fixed because pg_restore builds the index without one, and would not find article_fold.
# Pairs are cut twice, from the first character of each run on and from the second; its last single comes out by itself.
TOKENS = f"""
CREATE FUNCTION article_tokens({", ".join(f"{text} text" for text in TEXTS)})
RETURNS tsvector LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 10000 SET search_path FROM CURRENT AS $tokens$
DECLARE
    folded text := article_fold({" || chr(10) || ".join(TEXTS)});
BEGIN
    RETURN array_to_tsvector(
        ARRAY(
            SELECT left(token[1], {WORD})
            FROM regexp_matches(folded, '[{HAN}]{{1,2}}|[{LETTERS}]+|[0-9]+', 'g') AS token
        ) || ARRAY(
            SELECT token[1]
            FROM regexp_matches(regexp_replace(folded, '(?<![{HAN}])[{HAN}]', '', 'g'), '[{HAN}]{{1,2}}', 'g') AS token
        )
    );
END $tokens$
"""

CREATE_INDEX = f"CREATE INDEX {INDEX} ON articles_article USING gin (article_tokens({ALL}))"

WRITE_BYLINES = """
CREATE FUNCTION article_write_bylines(articles bigint[]) RETURNS void LANGUAGE sql AS $bylines$
    UPDATE articles_article SET byline = now.byline FROM (
        SELECT article.id, coalesce(
            string_agg(c.role || ' ' || a.name || ' ' || c.printed, E'\\n' ORDER BY c."order", c.id), ''
        ) AS byline
        FROM articles_article article
        LEFT JOIN articles_contribution c ON c.article_id = article.id
        LEFT JOIN articles_author a ON a.id = c.author_id
        WHERE article.id = ANY (articles)
        GROUP BY article.id
    ) now
    WHERE articles_article.id = now.id AND articles_article.byline <> now.byline
$bylines$
"""

TRIGGERS = """
CREATE FUNCTION article_byline_changed() RETURNS trigger LANGUAGE plpgsql AS $changed$
BEGIN
    IF TG_OP <> 'INSERT' THEN PERFORM article_write_bylines(ARRAY[OLD.article_id]); END IF;
    IF TG_OP <> 'DELETE' THEN PERFORM article_write_bylines(ARRAY[NEW.article_id]); END IF;
    RETURN NULL;
END $changed$;

CREATE FUNCTION article_author_renamed() RETURNS trigger LANGUAGE plpgsql AS $renamed$
BEGIN
    PERFORM article_write_bylines(ARRAY(SELECT article_id FROM articles_contribution WHERE author_id = NEW.id));
    RETURN NULL;
END $renamed$;

CREATE TRIGGER articles_byline AFTER INSERT OR UPDATE OR DELETE ON articles_contribution
    FOR EACH ROW EXECUTE FUNCTION article_byline_changed();
CREATE TRIGGER articles_byline AFTER UPDATE OF name ON articles_author
    FOR EACH ROW WHEN (OLD.name <> NEW.name) EXECUTE FUNCTION article_author_renamed();
"""

REMOVAL = f"""
DROP TRIGGER articles_byline ON articles_author;
DROP TRIGGER articles_byline ON articles_contribution;
DROP FUNCTION article_author_renamed, article_byline_changed, article_write_bylines;
DROP INDEX {INDEX};
DROP FUNCTION article_tokens, article_fold;
"""


def prepare(connection):
    # The functions are so dear that PostgreSQL would compile every question to machine code, which takes longer than
    # to answer it.
    with connection.cursor() as cursor:
        cursor.execute("SET jit = off")


def install(connection):
    with connection.cursor() as cursor:
        for statement in (FOLD, TOKENS, WRITE_BYLINES, TRIGGERS):
            cursor.execute(statement)
        cursor.execute("SELECT article_write_bylines(ARRAY(SELECT id FROM articles_article))")
        cursor.execute(CREATE_INDEX)


def uninstall(connection):
    with connection.cursor() as cursor:
        cursor.execute(REMOVAL)


def rebuild(connection, progress=iter):
    """Build the index anew; readers use the old one, and editors write, until the new one stands."""
    concurrently = "" if connection.in_atomic_block else "CONCURRENTLY"
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s) IS NULL", [INDEX])
        missing = cursor.fetchone()[0]
        build = CREATE_INDEX if missing else f"REINDEX INDEX {concurrently} {INDEX}"
        for statement in progress([build, "ANALYZE articles_article"]):
            cursor.execute(statement)
        cursor.execute("SELECT count(*) FROM articles_article")
        return cursor.fetchone()[0]


def take_figures(connection):
    """Nothing to do: the server takes its own as rows come in."""


def mend(connection):
    """Whether the index was rebuilt: always, for only the whole of it read through would show whether it is sound."""
    rebuild(connection)
    return True


def is_damaged(error):
    # https://www.postgresql.org/docs/current/errcodes-appendix.html: data or index corrupted
    return getattr(error.__cause__, "sqlstate", None) in {"XX001", "XX002"} and INDEX in str(error)


def is_complete(connection):
    """Whether the index is valid and the bylines are kept: then the server has indexed every row."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_index WHERE indexrelid = to_regclass(%s) AND indisvalid) AND "
            "(SELECT count(*) = 2 FROM pg_trigger WHERE tgname = 'articles_byline' AND tgenabled <> 'D')",
            [INDEX],
        )
        return cursor.fetchone()[0]


def matching(queryset, query):
    """The articles of the queryset that have all terms of the query and none of those it excludes."""
    return queryset.filter(condition(query))


def condition(query):
    """The same as a condition, for .filter() and .exclude()."""
    return Q(Gathered(*_gathered(query)))


def some(query):
    """A condition that some of the matches meet, if there are any: to see at once that there are."""
    condition, params = _holding(query)
    # Materialized, or the planner would go through the articles in the hope of meeting the few it needs.
    holding = f"WITH holding AS MATERIALIZED (SELECT id FROM articles_article WHERE {condition})"
    return Q(Gathered(f"ARRAY({holding} SELECT id FROM holding LIMIT {SOME})", params))


def in_headlines(query):
    """A condition that those meet whose headlines have all terms of the query."""
    condition, params = _holding(query)
    places = " AND ".join([f"article_fold({HEADLINES}) ~ %s"] * len(query.terms))
    patterns = [marks.pattern(term).pattern for term in query.terms]
    ids = f"ARRAY(SELECT id FROM articles_article WHERE {condition} AND {places})"
    return Q(Gathered(ids, [*params, *patterns]))


def two_of(words):
    return related.two_of([f"({_lexemes(word)})" for word in words], " & ", " | ")


def sharing(first, pair):
    holding = f"WITH holding AS MATERIALIZED (SELECT id FROM articles_article WHERE {HOLDS})"
    newest = f"({holding} SELECT id FROM holding ORDER BY id DESC LIMIT {LOOKED_AT})"
    return Q(Gathered(f"ARRAY({newest} UNION {newest})", [first, pair]))


def weighed(matching, query, most):
    """Of the matching articles the `most` entered last, as ranking.weighed() gives them, and the rank that all have by
    this: of a frequent term only these are ranked, and the bodies of still fewer are weighed."""
    keys = list(matching.order_by("-pk").values_list("pk", flat=True)[:most])
    rank = Rank(query, keys[-1] if len(keys) == most else None, keys[RANKED - 1] if len(keys) > RANKED else None)
    known = matching.model.objects.using(matching.db).filter(listed(json.dumps(keys)))
    return ranking.weighed(known, rank) if keys else [], rank


def by_key(articles):
    return F("pk").desc()


def listed(ids):
    return Q(Gathered("ARRAY(SELECT value::bigint FROM json_array_elements_text(%s::json))", [ids]))


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


def _holding(query):
    """A condition on the article's texts, as SQL and its parameters."""
    conditions = [_holds(term) for term in query.terms]
    conditions += [(f"NOT ({sql})", params) for sql, params in map(_holds, query.excluded)]
    return " AND ".join(sql for sql, _ in conditions), _values(conditions)


def _holds(term):
    index_suffices = len(_tokens(term)) == 1 and len(term.runs[-1]) <= WORD
    if index_suffices and (folding.is_han(term.runs[-1]) or not term.exact):
        return HOLDS, [_lexemes(term)]
    sql, params = _stands(term)
    return f"{HOLDS} AND ({sql})", [_lexemes(term), *params]


def _stands(term):
    """Looks through the text for the term. Nearly always it stands there as it was typed, which is seen ten times
    faster than it is folded."""
    places = [f"strpos({text}, %s) > 0" for text in ("body", HEADLINES, BYLINE)] if term.is_plain else []
    places += [f"article_fold({text}) ~ %s" for text in (HEADLINES, BODY, BYLINE)]
    return " OR ".join(places), [term.text] * (len(places) - 3) + [marks.pattern(term).pattern] * 3


def _lexemes(term):
    """The pairs and words that an article with this term has. Folded tokens hold no sign of the language of tsquery."""
    *closed, last = _tokens(term)
    beginning = ":*" if len(last) == 1 or not folding.is_han(last) else ""
    return " & ".join([*(f"'{token[:WORD]}'" for token in closed), f"'{last[:WORD]}'{beginning}"])


def _tokens(term):
    *closed, last = term.runs
    tokens = [token for run in closed for token in folding.tokens(run)]
    return tokens + (folding.pairs(last)[:-1] if len(last) > 1 and folding.is_han(last) else [last])


def _gathered(query):
    """The ids of the articles that answer, as SQL and its parameters: an array, which is gathered before all else.

    Told the condition itself, the planner may go through the articles by date or key and cut each text anew: it takes
    that for as dear as asking the index, and it is a thousand times dearer.
    """
    condition, params = _holding(query)
    return f"ARRAY(SELECT id FROM articles_article WHERE {condition})", params


class Gathered(Func):
    """Whether an article is among those of an array, given as SQL and its parameters."""

    output_field = BooleanField()

    def __init__(self, ids, params):
        super().__init__("pk")
        self.ids, self.params = ids, params

    def as_sql(self, compiler, connection):
        article, _ = compiler.compile(self.source_expressions[0])
        return f"{article} = ANY ({self.ids})", self.params


class Rank(Func):
    """How well an article answers, smaller is better: by headlines and byline, and by its body unless it was entered
    before the article `weighed_from`; null for what was entered before `since`."""

    output_field = FloatField()

    def __init__(self, query, since, weighed_from):
        super().__init__("pk", *TEXTS)
        self.query, self.since, self.weighed_from = query, since, weighed_from

    def as_sql(self, compiler, connection):
        article, *columns = [compiler.compile(expression)[0] for expression in self.source_expressions]
        terms = self.query.terms + self.query.whole
        beginnings = [_outside_body(term, columns) for term in terms]
        bodies = [_inside_body(term, columns) for term in terms]
        weight, params = _from(self.weighed_from, article, " + ".join(sql for sql, _ in bodies), _values(bodies), "0")
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
    times = f"(octet_length({body}) - octet_length(replace({body}, %s, ''))) / {len(typed.encode())}.0"
    damping = f"(0.3 + octet_length({body}) / 1800.0)"
    return f"1 - {damping} / ({times} + {damping})", [typed]


def _in_small_letters(term, *columns):
    if folding.is_han(term.runs[0]):
        return term.text, *columns
    return term.text.lower(), *(f"lower({column})" for column in columns)


def _values(conditions):
    return [value for _, params in conditions for value in params]
