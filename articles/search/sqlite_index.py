"""The index on SQLite: a contentless FTS5 table of character pairs, maintained by triggers.

FTS5 cannot tokenize Chinese, so the triggers do, by a function that every connection registers. A contentless table
takes a third of the space, but deletes an article only if given the same tokens again. So the triggers tokenize the old
row, which works because folding depends on no dictionary.

A rebuild fills a second index in batches, so that editors can save meanwhile. More triggers update the articles in
it."""

# ruff: noqa: S608 (only constants are formatted into SQL)

import time

from django.db import DatabaseError, transaction

from . import folding
from .sql import INDEXED, execute, fetch

INDEX = "articles_search"
NEXT = "articles_search_next"
# The body comes first: FTS5 spends two more bytes on every token of later columns.
COLUMNS = "body, headline, byline"
# Articles indexed in one transaction, which blocks other writers for a third of a second.
BATCH = 1000
# Seconds between batches. Waiting writers retry at least every 0.1 s (sqliteDefaultBusyCallback in
# https://www.sqlite.org/src/file/src/main.c) and would not find the lock free without a pause.
PAUSE = 0.12
# Pages of the index merged at a time.
MERGED_PAGES = 500
STATISTICS_EVERY = 100  # articles; fewer are searched quickly without statistics
CHANGED = " OR ".join(f"old.{column} IS NOT new.{column}" for column in ("id", *INDEXED))


def _document(row):
    return (
        f"{row}.id, article_tokens({row}.dateline, {row}.body), "
        f"article_tokens({row}.kicker, {row}.headline, {row}.deck), article_tokens({row}.byline)"
    )


def _insert(index, row):
    return f"INSERT INTO {index} (rowid, {COLUMNS}) SELECT {_document(row)}"


def _delete(index):
    return f"INSERT INTO {index} ({index}, rowid, {COLUMNS}) SELECT 'delete', {_document('old')}"


BYLINE = """
    UPDATE articles_article SET byline = coalesce((
        SELECT group_concat(part, char(10)) FROM (
            SELECT role || ' ' || name || ' ' || printed AS part
            FROM articles_contribution c JOIN articles_author a ON a.id = c.author_id
            WHERE c.article_id = articles_article.id ORDER BY c."order", c.id
        )
    ), '')
"""

BYLINE_TRIGGERS = {
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


def _index_triggers(index, old="", new=""):
    """Triggers that maintain an index; `old` and `new` limit which rows are removed and added."""
    return {
        f"{index}_insert": f"AFTER INSERT ON articles_article BEGIN {_insert(index, 'new')}{new}; END",
        f"{index}_update": f"""
        AFTER UPDATE ON articles_article WHEN {CHANGED} BEGIN
            {_delete(index)}{old};
            {_insert(index, "new")}{new};
        END""",
        f"{index}_delete": f"AFTER DELETE ON articles_article BEGIN {_delete(index)}{old}; END",
    }


TRIGGERS = {**_index_triggers(INDEX), **BYLINE_TRIGGERS}
# The key of the last article in the index being built, which has all articles up to this key.
LAST_INDEXED = f"(SELECT coalesce(max(id), 0) FROM {NEXT}_docsize)"
NEXT_TRIGGERS = _index_triggers(NEXT, old=f" WHERE old.id <= {LAST_INDEXED}", new=f" WHERE new.id <= {LAST_INDEXED}")

# A covering index to tell whether a match is public, in half the time that reading the rows takes.
VISIBILITY_INDEX = """
    CREATE INDEX IF NOT EXISTS articles_search_visible ON articles_article (id, status, publish_at, date)
"""


def prepare(connection):
    connection.connection.create_function("article_tokens", -1, article_tokens, deterministic=True)


def article_tokens(*texts):
    return " ".join(folding.tokens("\n".join(texts)))


def install(connection):
    _create_index(connection, INDEX)


def uninstall(connection):
    execute(connection, f"DROP TABLE {INDEX}", "DROP INDEX IF EXISTS articles_search_visible")


def drop_triggers(connection):
    """Before migrations: SQLite refuses to rename a table that a trigger names, and Django alters a table by creating a
    new one, which silently loses the triggers. An index being built is abandoned."""
    _drop_triggers(connection)
    _drop_index(connection, NEXT)


def restore_triggers(connection):
    """After migrations: if the triggers are missing, recreate them and index what was written meanwhile."""
    if INDEX in connection.introspection.table_names() and not _has_triggers(connection):
        rebuild(connection)


def rebuild(connection, progress=iter):
    """Rebuild the index, even if its tables are damaged, and missing triggers. Returns the number of articles. Two
    processes that rebuild at once work on the same index."""
    _begin(connection)
    [(number,)] = fetch(connection, "SELECT count(*) FROM articles_article")
    for _ in progress(range(0, number, BATCH)):
        _index_batch(connection)
        if not connection.in_atomic_block:
            time.sleep(PAUSE)
    _finish(connection)
    update_statistics(connection)
    return number


def _begin(connection):
    with transaction.atomic(using=connection.alias):
        if not _has_triggers(connection):
            _drop_triggers(connection)
            _create_triggers(connection, BYLINE_TRIGGERS)
            execute(connection, BYLINE)
        _drop_triggers(connection, NEXT_TRIGGERS)
        _drop_index(connection, NEXT)
        _create_index(connection, NEXT)
        _create_triggers(connection, NEXT_TRIGGERS)


def _index_batch(connection):
    """Add the next articles to the index being built; returns their number."""
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        if NEXT not in connection.introspection.table_names(cursor):  # another process has finished it
            return 0
        cursor.execute(f"SELECT id FROM articles_article WHERE id > {LAST_INDEXED} ORDER BY id LIMIT {BATCH}")
        if ids := [row[0] for row in cursor.fetchall()]:
            add = f"{_insert(NEXT, 'article')} FROM articles_article article WHERE id BETWEEN %s AND %s ORDER BY id"
            cursor.execute(add, [ids[0], ids[-1]])
    return len(ids)


def _finish(connection):
    with transaction.atomic(using=connection.alias):
        while _index_batch(connection):  # articles added meanwhile
            pass
        if NEXT in connection.introspection.table_names():
            _drop_triggers(connection)
            _drop_index(connection, INDEX)
            execute(connection, f"ALTER TABLE {NEXT} RENAME TO {INDEX}", VISIBILITY_INDEX)
            _create_triggers(connection, TRIGGERS)


def update_statistics(connection):
    """Also merges the segments of the index, two of a size at a time: every transaction adds one and each search reads
    all; merged, a search takes a quarter of the time. Each step blocks other writers for 0.05 s. A step with nothing
    left to merge changes a single row (https://www.sqlite.org/fts5.html#the_merge_command)."""
    _analyze(connection)
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {INDEX} ({INDEX}, rank) VALUES ('usermerge', 2)")
        changed = 2
        while changed > 1:
            before = connection.connection.total_changes
            cursor.execute(f"INSERT INTO {INDEX} ({INDEX}, rank) VALUES ('merge', {MERGED_PAGES})")
            changed = connection.connection.total_changes - before


def after_insert(connection, keys):
    """Update the statistics with every hundredth article, in the transaction that inserts it and already holds the
    lock. It takes a millisecond at any size. Keys are unknown (None) in bulk inserts that skip existing rows."""
    if any(key is None or key % STATISTICS_EVERY == 0 for key in keys):
        _analyze(connection)


def _analyze(connection):
    """Without statistics SQLite expects more matches than public articles, and scans the latter. A sample of each index
    is enough, and quick (https://www.sqlite.org/lang_analyze.html)."""
    execute(connection, "PRAGMA analysis_limit = 1000", "ANALYZE articles_article")


def _create_index(connection, name):
    # This tokenizer splits and folds only ASCII; the tokens are already folded and split.
    execute(connection, f"CREATE VIRTUAL TABLE {name} USING fts5({COLUMNS}, content='', tokenize='ascii')")


def _drop_index(connection, index):
    """SQLite cannot drop an FTS5 table whose shadow tables are damaged, so it is removed from the schema first
    (https://www.sqlite.org/pragma.html#pragma_writable_schema)."""
    remove = f"DELETE FROM sqlite_master WHERE type = 'table' AND name = '{index}'"
    execute(connection, "PRAGMA writable_schema = ON", remove, "PRAGMA writable_schema = RESET")
    for part in ("data", "idx", "docsize", "config"):
        execute(connection, f"DROP TABLE IF EXISTS {index}_{part}")


def repair(connection):
    """Rebuild the index unless it is sound: another process may have been faster. Returns whether it was rebuilt."""
    if _is_sound(connection):
        return False
    rebuild(connection)
    return True


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
    counts = f"SELECT count(*) FROM articles_article UNION SELECT count(*) FROM {INDEX}_docsize"
    return len(fetch(connection, counts)) == 1 and _has_triggers(connection)


def _create_triggers(connection, triggers):
    execute(connection, *(f"CREATE TRIGGER {name} {definition}" for name, definition in triggers.items()))


def _drop_triggers(connection, triggers=(*TRIGGERS, *NEXT_TRIGGERS)):
    execute(connection, *(f"DROP TRIGGER IF EXISTS {name}" for name in triggers))


def _has_triggers(connection):
    existing = dict(fetch(connection, "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"))
    return all(existing.get(name) == f"CREATE TRIGGER {name} {definition}" for name, definition in TRIGGERS.items())
