"""The index on PostgreSQL: a table of folded texts with a GIN index over their character pairs, kept by triggers.

The GIN index knows which pairs, characters and beginnings of words stand in an article, and not where; what it finds is
looked through for the term as it stands. Folding follows folding.py step by step, from the same character classes.
"""

# ruff: noqa: S608, S611 (what is put into SQL here are names of this file; what a reader typed is always a parameter)

from django.db import transaction
from django.db.models import FloatField, Func, Q
from django.db.models.expressions import RawSQL

from . import folding

INDEX = "articles_search"
# Weights of headline stack and bylines in the rank, beside the body's 1.
HEADLINE, BYLINE = 8.0, 4.0
# Of a term in every other article only the newest are ranked.
RANKED = 5000
# A word looked for in place of a term is looked for in so many of the newest articles that have it.
CANDIDATES = 2000
LONGEST_BEGINNING = 32
BATCH = 500

# Every text as its runs, parted and surrounded by single spaces; every pair, character and beginning that stands in it.
FUNCTIONS = """
    CREATE FUNCTION article_fold(text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $fold$
        SELECT replace(translate(folded, '{upper}', '{lower}'), 'ß', 'ss')
        FROM lower(regexp_replace(
            normalize(regexp_replace($1, '([{signs}])', ' \\1 ', 'g'), NFKD), '[{invisible}]+', '', 'g'
        ) COLLATE "C") AS folded
    $fold$;
    CREATE FUNCTION article_runs(text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $runs$
        SELECT ' ' || regexp_replace(
            regexp_replace(article_fold($1), '([{letters}]+|[0-9]+)', ' \\1 ', 'g'), '[^{han}{letters}0-9]+', ' ', 'g'
        ) || ' '
    $runs$;
    CREATE FUNCTION article_tokens(text) RETURNS text[]
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 10000 AS $tokens$
        WITH letters AS (
            SELECT letter, lead(letter) OVER (ORDER BY place) AS following
            FROM unnest(string_to_array($1, NULL)) WITH ORDINALITY AS each(letter, place)
        )
        SELECT coalesce(array_agg(DISTINCT token), '{{}}') FROM (
            SELECT letter AS token FROM letters WHERE letter ~ '[{han}]'
            UNION ALL
            SELECT letter || following FROM letters WHERE letter ~ '[{han}]' AND following ~ '[{han}]'
            UNION ALL
            SELECT left(run, size)
            FROM regexp_split_to_table(regexp_replace($1, '[{han}]+', ' ', 'g'), ' +') AS run,
                 generate_series(1, least(length(run), {longest})) AS size
        ) AS tokens
    $tokens$
"""

TABLE = f"""
    CREATE TABLE {INDEX} (
        article_id bigint PRIMARY KEY, headline text NOT NULL, body text NOT NULL, byline text NOT NULL
    );
    CREATE INDEX articles_search_tokens ON {INDEX} USING gin (article_tokens(headline || body || byline))
"""

DOCUMENT = """
    {row}.id, article_runs(concat_ws(E'\\n', {row}.kicker, {row}.headline, {row}.deck)),
    article_runs(concat_ws(E'\\n', {row}.dateline, {row}.body)), article_runs({row}.byline)
"""

SET_BYLINE = """
    UPDATE articles_article SET byline = coalesce((
        SELECT string_agg(concat_ws(' ', c.role, a.name, c.printed), E'\\n' ORDER BY c."order", c.id)
        FROM articles_contribution c JOIN articles_author a ON a.id = c.author_id
        WHERE c.article_id = articles_article.id
    ), '')
"""

TRIGGERS = f"""
    CREATE FUNCTION articles_search_keep() RETURNS trigger LANGUAGE plpgsql AS $keep$ BEGIN
        INSERT INTO {INDEX} VALUES ({DOCUMENT.format(row="new")})
        ON CONFLICT (article_id) DO UPDATE
        SET headline = excluded.headline, body = excluded.body, byline = excluded.byline;
        RETURN NULL;
    END $keep$;
    CREATE FUNCTION articles_search_forget() RETURNS trigger LANGUAGE plpgsql AS $forget$ BEGIN
        DELETE FROM {INDEX} WHERE article_id = old.id;
        RETURN NULL;
    END $forget$;
    CREATE FUNCTION articles_search_empty() RETURNS trigger LANGUAGE plpgsql AS $empty$ BEGIN
        TRUNCATE {INDEX};
        RETURN NULL;
    END $empty$;
    CREATE FUNCTION articles_byline_keep() RETURNS trigger LANGUAGE plpgsql AS $byline$ BEGIN
        IF TG_OP <> 'DELETE' THEN {SET_BYLINE} WHERE id = new.article_id; END IF;
        IF TG_OP <> 'INSERT' THEN {SET_BYLINE} WHERE id = old.article_id; END IF;
        RETURN NULL;
    END $byline$;
    CREATE FUNCTION articles_byline_rename() RETURNS trigger LANGUAGE plpgsql AS $rename$ BEGIN
        {SET_BYLINE} WHERE id IN (SELECT article_id FROM articles_contribution WHERE author_id = new.id);
        RETURN NULL;
    END $rename$;
    CREATE TRIGGER articles_search_insert AFTER INSERT ON articles_article
        FOR EACH ROW EXECUTE FUNCTION articles_search_keep();
    CREATE TRIGGER articles_search_update AFTER UPDATE ON articles_article FOR EACH ROW
        WHEN ((old.kicker, old.headline, old.deck, old.dateline, old.body, old.byline)
            IS DISTINCT FROM (new.kicker, new.headline, new.deck, new.dateline, new.body, new.byline))
        EXECUTE FUNCTION articles_search_keep();
    CREATE TRIGGER articles_search_delete AFTER DELETE ON articles_article
        FOR EACH ROW EXECUTE FUNCTION articles_search_forget();
    CREATE TRIGGER articles_search_truncate AFTER TRUNCATE ON articles_article
        EXECUTE FUNCTION articles_search_empty();
    CREATE TRIGGER articles_byline_change AFTER INSERT OR UPDATE OR DELETE ON articles_contribution
        FOR EACH ROW EXECUTE FUNCTION articles_byline_keep();
    CREATE TRIGGER articles_byline_rename AFTER UPDATE OF name ON articles_author
        FOR EACH ROW WHEN (old.name <> new.name) EXECUTE FUNCTION articles_byline_rename()
"""

REMOVAL = f"""
    DROP TRIGGER articles_search_insert ON articles_article;
    DROP TRIGGER articles_search_update ON articles_article;
    DROP TRIGGER articles_search_delete ON articles_article;
    DROP TRIGGER articles_search_truncate ON articles_article;
    DROP TRIGGER articles_byline_change ON articles_contribution;
    DROP TRIGGER articles_byline_rename ON articles_author;
    DROP TABLE {INDEX};
    DROP FUNCTION articles_search_keep, articles_search_forget, articles_search_empty,
        articles_byline_keep, articles_byline_rename, article_tokens, article_runs, article_fold
"""


def install(connection):
    with connection.cursor() as cursor:
        cursor.execute(FUNCTIONS.format(**_character_classes()))
        cursor.execute(TABLE)
        cursor.execute(TRIGGERS)
        # A table of older articles may stand there already.
        cursor.execute(f"INSERT INTO {INDEX} SELECT {DOCUMENT.format(row='article')} FROM articles_article article")


def uninstall(connection):
    with connection.cursor() as cursor:
        cursor.execute(REMOVAL)


def rebuild(connection, progress=iter):
    """Build the index anew; readers go on using the old rows until the transaction ends."""
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {INDEX}")
        cursor.execute("SELECT id FROM articles_article ORDER BY id")
        for start in progress(range(0, len(ids := [row[0] for row in cursor.fetchall()]), BATCH)):
            cursor.execute(
                f"INSERT INTO {INDEX} SELECT {DOCUMENT.format(row='article')} "
                "FROM articles_article article WHERE id = ANY(%s)",
                [ids[start : start + BATCH]],
            )
    return len(ids)


def is_complete(connection):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT (SELECT count(*) FROM articles_article) = (SELECT count(*) FROM {INDEX})")
        return cursor.fetchone()[0]


def matching(query):
    """A condition for .filter(): all terms of the query and none of those it excludes."""
    condition, params = _condition(query)
    return Q(pk__in=RawSQL(f"SELECT article_id FROM {INDEX} WHERE {condition}", params))


def rank(query):
    return Rank(query)


def nearest(connection, words, limit):
    """The ids of the articles that answer any of the words best, the best first; rarer words weigh more."""
    scores: dict[int, float] = {}
    with connection.cursor() as cursor:
        for word in words:
            condition, params = _term(word)
            score, score_params = _score(word)
            cursor.execute(
                f"SELECT article_id, {score} FROM {INDEX} WHERE {condition}"
                f" ORDER BY article_id DESC LIMIT {CANDIDATES}",
                [*score_params, *params],
            )
            found = cursor.fetchall()
            for article, value in found:
                scores[article] = scores.get(article, 0) + value / (1 + len(found)) ** 0.5
    return sorted(scores, key=lambda article: (-scores[article], -article))[:limit]


def _condition(query):
    conditions, params = [], []
    for negation, terms in (("", query.terms), ("NOT ", query.excluded)):
        for term in terms:
            condition, values = _term(term)
            conditions.append(negation + condition)
            params += values
    return " AND ".join(conditions), params


def _term(term):
    """The condition that one of an article's texts holds the term as it stands."""
    like = f"%{_pattern(term)}%"
    return (
        "(article_tokens(headline || body || byline) @> %s::text[]"
        " AND (headline LIKE %s OR body LIKE %s OR byline LIKE %s))",
        [_tokens(term), like, like, like],
    )


def _pattern(term):
    """The term as it stands among the runs: of the first Han run the end, of the last run the beginning is enough.
    Runs hold letters, digits and Han only, so that nothing typed is read as a wildcard."""
    first, last = term.runs[0], term.runs[-1]
    before = "" if folding.is_han(first) else " "
    after = " " if term.exact and not folding.is_han(last) else ""
    return before + " ".join(term.runs) + after


def _tokens(term):
    tokens = set()
    for run in term.runs:
        if folding.is_han(run):
            tokens.update(folding.pairs(run)[:-1] or [run])
        else:
            tokens.add(run[:LONGEST_BEGINNING])
    return sorted(tokens)


def _score(term):
    """How well an article's texts answer a term: the larger the better, and of the body the less the longer it is."""
    pattern = _pattern(term)
    times = "(length(body) - length(replace(body, %s, '')))::float / %s"
    return (
        f"({HEADLINE} * (strpos(headline, %s) > 0)::int + {BYLINE} * (strpos(byline, %s) > 0)::int"
        f" + ({times}) / (({times}) + 0.3 + length(body) / 600.0))",
        [pattern, pattern, *[pattern, len(pattern)] * 2],
    )


class Rank(Func):
    """How well an article answers, smaller is better; null where it is not among the newest matches."""

    output_field = FloatField()

    def __init__(self, query):
        super().__init__("pk")
        self.query = query

    def as_sql(self, compiler, connection):
        article, params = compiler.compile(self.source_expressions[0])
        condition, condition_params = _condition(self.query)
        scores, score_params = [], []
        for term in self.query.terms:
            score, values = _score(term)
            scores.append(score)
            score_params += values
        # The oldest article that is ranked is looked up once; the rank of each is read from its own row.
        oldest = (
            f"SELECT min(article_id) FROM (SELECT article_id FROM {INDEX} WHERE {condition}"
            f" ORDER BY article_id DESC LIMIT {RANKED}) newest"
        )
        own = f"SELECT -({' + '.join(scores)}) FROM {INDEX} WHERE article_id = {article}"
        return (
            f"CASE WHEN {article} >= ({oldest}) THEN ({own}) END",
            [*params, *condition_params, *score_params, *params],
        )


def _character_classes():
    pairs = [(chr(code), chr(code).casefold()) for code in range(0x80, 0x2000)]
    pairs = [(letter, small) for letter, small in pairs if small != letter and len(small) == 1]
    return {
        "upper": "".join(letter for letter, _ in pairs),
        "lower": "".join(small for _, small in pairs),
        "signs": folding.SIGNS,
        "invisible": folding.INVISIBLE,
        "letters": folding.LETTERS,
        "han": folding.HAN,
        "longest": LONGEST_BEGINNING,
    }
