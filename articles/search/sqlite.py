"""The index on SQLite: a contentless FTS5 table of character pairs that triggers keep.

FTS5's own tokenizers know no Chinese, so the triggers hand it text already cut, by a function that every connection
registers. A contentless table takes a third of the room, but forgets an article only when told the very tokens it was
given: the triggers cut the old row again. Folding knows no dictionary, so that old cuts never differ.
"""

# ruff: noqa: S608, S611 (what is put into SQL here are names of this file; what a reader typed is always a parameter)

from django.db import DatabaseError, transaction
from django.db.models import BooleanField, F, FloatField, Func, Q
from django.db.models.expressions import RawSQL
from django.db.models.sql import DeleteQuery, UpdateQuery

from . import folding, ranking, related
from .ranking import Candidate
from .related import LOOKED_AT

INDEX = "articles_search"
# The body stands first: FTS5 spends two bytes on every word of any later column.
COLUMNS = "body, headline, byline"
WEIGHTS = "1.0, 8.0, 4.0"
SOME = 50
BATCH = 500

# Only ASCII is ever split or folded by this tokenizer, and tokens come folded and split.
CREATE_INDEX = f"""
    CREATE VIRTUAL TABLE {INDEX} USING fts5({COLUMNS}, content='', tokenize='ascii')
"""

TEXTS = ("kicker", "headline", "deck", "dateline", "body", "byline")


def _document(row):
    return (
        f"{row}.id, article_tokens({row}.dateline, {row}.body), "
        f"article_tokens({row}.kicker, {row}.headline, {row}.deck), article_tokens({row}.byline)"
    )


INSERT = f"INSERT INTO {INDEX} (rowid, {COLUMNS})"
DELETE = f"INSERT INTO {INDEX} ({INDEX}, rowid, {COLUMNS})"

BYLINE = """
    UPDATE articles_article SET byline = coalesce((
        SELECT group_concat(part, char(10)) FROM (
            SELECT role || ' ' || name || ' ' || printed AS part
            FROM articles_contribution c JOIN articles_author a ON a.id = c.author_id
            WHERE c.article_id = articles_article.id ORDER BY c."order", c.id
        )
    ), '')
"""

TRIGGERS = {
    "articles_search_insert": f"""
        AFTER INSERT ON articles_article BEGIN
            {INSERT} VALUES ({_document("new")});
        END""",
    "articles_search_update": f"""
        AFTER UPDATE ON articles_article
        WHEN {" OR ".join(f"old.{column} IS NOT new.{column}" for column in ("id", *TEXTS))} BEGIN
            {DELETE} VALUES ('delete', {_document("old")});
            {INSERT} VALUES ({_document("new")});
        END""",
    "articles_search_delete": f"""
        AFTER DELETE ON articles_article BEGIN
            {DELETE} VALUES ('delete', {_document("old")});
        END""",
    "articles_byline_insert": f"""
        AFTER INSERT ON articles_contribution BEGIN
            {BYLINE} WHERE id = new.article_id;
        END""",
    "articles_byline_update": f"""
        AFTER UPDATE ON articles_contribution BEGIN
            {BYLINE} WHERE id IN (old.article_id, new.article_id);
        END""",
    "articles_byline_delete": f"""
        AFTER DELETE ON articles_contribution BEGIN
            {BYLINE} WHERE id = old.article_id;
        END""",
    "articles_byline_rename": f"""
        AFTER UPDATE OF name ON articles_author WHEN old.name <> new.name BEGIN
            {BYLINE} WHERE id IN (SELECT article_id FROM articles_contribution WHERE author_id = new.id);
        END""",
}


# What the public may see is asked of every match. Read from this index alone, that takes half as long as from the rows.
VISIBLE = """
    CREATE INDEX IF NOT EXISTS articles_search_visible ON articles_article (id, status, publish_at, date)
"""


def prepare(connection):
    connection.connection.create_function("article_tokens", -1, article_tokens, deterministic=True)


def article_tokens(*texts):
    return " ".join(folding.tokens("\n".join(texts)))


def install(connection):
    with connection.cursor() as cursor:
        cursor.execute(CREATE_INDEX)


def uninstall(connection):
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE {INDEX}")
        cursor.execute("DROP INDEX IF EXISTS articles_search_visible")


def loosen(connection):
    """Take the triggers away while migrations run: SQLite refuses to rename a table that a trigger speaks of, and
    Django alters a table by building it anew, which loses the table's own triggers without a word."""
    with connection.cursor() as cursor:
        for name in TRIGGERS:
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}")


def fasten(connection):
    """Put the triggers in place and index what was written without them. Does nothing where all is as it should be."""
    if _has_index(connection) and not _has_triggers(connection):
        rebuild(connection)


def rebuild(connection, progress=iter):
    """Build the index anew beside the old one, which readers go on using until the transaction ends; with the triggers,
    where they are missing, and whatever the index's own tables have come to."""
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        bylines_are_kept = _has_triggers(connection)
        loosen(connection)
        if not bylines_are_kept:
            cursor.execute(BYLINE)
        _uproot(cursor)
        cursor.execute(CREATE_INDEX)
        cursor.execute(VISIBLE)
        for name, definition in TRIGGERS.items():
            cursor.execute(_create(name, definition))
        cursor.execute("SELECT id FROM articles_article ORDER BY id")
        for start in progress(range(0, len(ids := [row[0] for row in cursor.fetchall()]), BATCH)):
            first, last = ids[start], ids[min(start + BATCH, len(ids)) - 1]
            cursor.execute(
                f"{INSERT} SELECT {_document('article')} FROM articles_article article WHERE id BETWEEN %s AND %s",
                [first, last],
            )
        cursor.execute(f"INSERT INTO {INDEX} ({INDEX}) VALUES ('optimize')")
    take_figures(connection)
    return len(ids)


def take_figures(connection):
    """Without figures SQLite takes the few matches for more than all that is public, and reads the latter through. They
    are drawn from so many rows of each index, and so in a moment (https://www.sqlite.org/lang_analyze.html)."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA analysis_limit = 1000")
        cursor.execute("ANALYZE articles_article")


def _uproot(cursor):
    """Remove the index. SQLite drops no FTS5 table whose inner tables are damaged: it has to be taken out of the schema
    first (https://www.sqlite.org/pragma.html#pragma_writable_schema)."""
    cursor.execute("PRAGMA writable_schema = ON")
    cursor.execute("DELETE FROM sqlite_master WHERE type = 'table' AND name = %s", [INDEX])
    cursor.execute("PRAGMA writable_schema = RESET")
    for part in ("data", "idx", "docsize", "config"):
        cursor.execute(f"DROP TABLE IF EXISTS {INDEX}_{part}")


def mend(connection):
    """Rebuild the index unless it is sound, as another process may have been faster; whether it was rebuilt."""
    with transaction.atomic(using=connection.alias):
        damaged = not _is_sound(connection)
        if damaged:
            rebuild(connection)
    return damaged


def is_damaged(error):
    code, message = getattr(error.__cause__, "sqlite_errorname", ""), str(error)
    of_the_index = INDEX in message or message == "SQL logic error"
    return code == "SQLITE_CORRUPT_VTAB" or (code == "SQLITE_ERROR" and of_the_index)


def _is_sound(connection):
    try:
        with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO {INDEX} ({INDEX}) VALUES ('integrity-check')")
            return is_complete(connection)
    except DatabaseError:
        return False


def is_complete(connection):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT (SELECT count(*) FROM articles_article) = (SELECT count(*) FROM {INDEX}_docsize)")
        return bool(cursor.fetchone()[0]) and _has_triggers(connection)


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
    newest = f"SELECT * FROM (SELECT rowid FROM {INDEX} WHERE {INDEX} MATCH %s ORDER BY rowid DESC LIMIT {LOOKED_AT})"
    return Q(pk__in=RawSQL(f"{newest} UNION {newest}", [first, pair]))


def weighed(matching, query, most):
    """Of the matching articles the `most` entered last, as Match, and the rank that all have by this: ranking costs a
    microsecond a match, and of a term in every other article only the newest are ranked."""
    matches = ranking.weighed(matching.order_by(by_key(matching))[:most], Rank())
    return matches, Rank(matches[-1].pk if len(matches) == most else None)


def by_key(articles):
    """The order of the keys, the last first: the index gives its matches so, and need not give them all."""
    is_joined = INDEX in articles.query.extra_tables
    return RawSQL(f"{INDEX}.rowid", []).desc() if is_joined else F("pk").desc()


def listed(ids):
    return Q(pk__in=RawSQL("SELECT value FROM json_each(%s)", [ids]))


def candidates(connection, words, limit, within=None):
    """The articles that answer any of the words best, of those that the query `within` (SQL and parameters) gives.
    All texts weigh alike here: a single word shared with a headline would stand above a body that has nearly all."""
    # The plus keeps SQLite from asking the index anew for each article there is.
    limits, params = (f"AND +rowid IN ({within[0]})", within[1]) if within else ("", ())
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            WITH best AS MATERIALIZED (
                SELECT rowid AS id, bm25({INDEX}) AS score FROM {INDEX}
                WHERE {INDEX} MATCH %s {limits} ORDER BY score, rowid DESC LIMIT %s
            )
            SELECT id, kicker || char(10) || headline || char(10) || deck, dateline || body, -score
            FROM best JOIN articles_article USING (id)
            """,
            [" OR ".join(phrase(word) for word in words), *params, limit],
        )
        return [Candidate(*row) for row in cursor.fetchall()]


def _match(query):
    wanted = " AND ".join(phrase(term) for term in query.terms)
    return f"({wanted})" + "".join(f" NOT {phrase(term)}" for term in query.excluded)


def phrase(term):
    """The term in FTS5's language. Tokens are folded letters, digits and Han, so that nothing typed is read as syntax
    (https://www.sqlite.org/fts5.html#full_text_query_syntax)."""
    *closed, last = term.runs
    tokens = [token for run in closed for token in folding.tokens(run)]
    if len(last) > 1 and folding.is_han(last):
        return '"' + " ".join(tokens + folding.pairs(last)[:-1]) + '"'
    beginning = "" if term.exact and not folding.is_han(last) else " *"
    return '"' + " ".join([*tokens, last]) + '"' + beginning


def _create(name, definition):
    return f"CREATE TRIGGER {name} {definition}".replace("%", "%%")


def _has_index(connection):
    return INDEX in connection.introspection.table_names()


def _has_triggers(connection):
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        standing = dict(cursor.fetchall())
    return all(standing.get(name) == _create(name, definition) for name, definition in TRIGGERS.items())


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

    def __init__(self, since=None):
        super().__init__()
        self.since = since

    def as_sql(self, compiler, connection):
        rank = f"bm25({INDEX}, {WEIGHTS})"
        return (rank, []) if self.since is None else (f"(CASE WHEN {INDEX}.rowid >= %s THEN {rank} END)", [self.since])
