"""The index on SQLite: a contentless FTS5 table of character pairs, kept by triggers.

FTS5's own tokenizers do not know Chinese, so triggers give it text already cut, by a function that every connection
registers. A contentless table takes a third of the space, but removes an article only when given exactly the tokens it
was added with: the triggers cut the old row again. Folding uses no dictionary, so old cuts never differ.

It is rebuilt beside the old one, which readers go on using, in batches, so that editors can save in between. A second
set of triggers applies changes to articles that are already in the new one.
"""

# ruff: noqa: S608 (only names of this file are put into SQL; the texts are read by SQLite itself)

import time

from django.db import DatabaseError, transaction

from . import folding
from .sql import INDEXED

INDEX = "articles_search"
NEXT = "articles_search_next"
# The body is first: FTS5 spends two bytes on every word of any later column.
COLUMNS = "body, headline, byline"
# Articles indexed in one transaction: other writers wait for a third of a second.
BATCH = 1000
# Seconds left to other writers after each batch. They ask for the lock at least every tenth of a second
# (sqliteDefaultBusyCallback in https://www.sqlite.org/src/file/src/main.c), and would not find it free without a pause.
PAUSE = 0.12
# Pages of the index that are merged at a time.
MERGED = 500
STATISTICS_EVERY = 100  # articles: fewer are found quickly in any case
CHANGED = " OR ".join(f"old.{column} IS NOT new.{column}" for column in ("id", *INDEXED))


def _document(row):
    return (
        f"{row}.id, article_tokens({row}.dateline, {row}.body), "
        f"article_tokens({row}.kicker, {row}.headline, {row}.deck), article_tokens({row}.byline)"
    )


def _add(index, row):
    return f"INSERT INTO {index} (rowid, {COLUMNS}) SELECT {_document(row)}"


def _remove(index):
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
    """Triggers that keep an index; `old` and `new` limit which rows are removed and added."""
    return {
        f"{index}_insert": f"AFTER INSERT ON articles_article BEGIN {_add(index, 'new')}{new}; END",
        f"{index}_update": f"""
        AFTER UPDATE ON articles_article WHEN {CHANGED} BEGIN
            {_remove(index)}{old};
            {_add(index, "new")}{new};
        END""",
        f"{index}_delete": f"AFTER DELETE ON articles_article BEGIN {_remove(index)}{old}; END",
    }


TRIGGERS = {**_index_triggers(INDEX), **BYLINE_TRIGGERS}
# The key of the last article in the index being built: it has all articles up to this one, and no other.
REACHED = f"(SELECT coalesce(max(id), 0) FROM {NEXT}_docsize)"
NEXT_TRIGGERS = _index_triggers(NEXT, old=f" WHERE old.id <= {REACHED}", new=f" WHERE new.id <= {REACHED}")

# Whether the public may see a match is read from this index alone, which takes half as long as from the rows.
VISIBLE = """
    CREATE INDEX IF NOT EXISTS articles_search_visible ON articles_article (id, status, publish_at, date)
"""


def prepare(connection):
    connection.connection.create_function("article_tokens", -1, article_tokens, deterministic=True)


def article_tokens(*texts):
    return " ".join(folding.tokens("\n".join(texts)))


def install(connection):
    with connection.cursor() as cursor:
        _create_index(cursor, INDEX)


def uninstall(connection):
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE {INDEX}")
        cursor.execute("DROP INDEX IF EXISTS articles_search_visible")


def drop_triggers(connection):
    """Before migrations: SQLite refuses to rename a table that a trigger names, and Django alters a table by creating a
    new one, which silently loses the table's own triggers. An index that is being built is abandoned."""
    with connection.cursor() as cursor:
        _drop_triggers(cursor)
        _drop_index(cursor, NEXT)


def restore_triggers(connection):
    """After migrations: recreate the triggers and index what was written without them, if they are missing."""
    if _has_table(connection, INDEX) and not _has_triggers(connection):
        rebuild(connection)


def rebuild(connection, progress=iter):
    """Rebuild the index, and the triggers if they are missing, whatever has happened to the index's own tables. Returns
    the number of articles. If two processes rebuild at once, both work on one index."""
    _begin(connection)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM articles_article")
        number = cursor.fetchone()[0]
    for _ in progress(range(0, number, BATCH)):
        _index_batch(connection)
        if not connection.in_atomic_block:
            time.sleep(PAUSE)
    _put_in_place(connection)
    update_statistics(connection)
    return number


def _begin(connection):
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        if not _has_triggers(connection):
            _drop_triggers(cursor)
            _create_triggers(cursor, BYLINE_TRIGGERS)
            cursor.execute(BYLINE)
        _drop_triggers(cursor, NEXT_TRIGGERS)
        _drop_index(cursor, NEXT)
        _create_index(cursor, NEXT)
        _create_triggers(cursor, NEXT_TRIGGERS)


def _index_batch(connection):
    """Add the next articles to the index being built; returns how many there were."""
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        if not _has_table(connection, NEXT):  # another process has finished it
            return 0
        cursor.execute(f"SELECT id FROM articles_article WHERE id > {REACHED} ORDER BY id LIMIT {BATCH}")
        if ids := [row[0] for row in cursor.fetchall()]:
            add = f"{_add(NEXT, 'article')} FROM articles_article article WHERE id BETWEEN %s AND %s ORDER BY id"
            cursor.execute(add, [ids[0], ids[-1]])
    return len(ids)


def _put_in_place(connection):
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        while _index_batch(connection):  # articles added meanwhile
            pass
        if _has_table(connection, NEXT):
            _drop_triggers(cursor)
            _drop_index(cursor, INDEX)
            cursor.execute(f"ALTER TABLE {NEXT} RENAME TO {INDEX}")
            cursor.execute(VISIBLE)
            _create_triggers(cursor, TRIGGERS)


def update_statistics(connection):
    _analyze(connection)
    _merge_segments(connection)


def after_insert(connection, keys):
    """Updates the statistics with every hundredth article, in the transaction that inserts it and already holds the
    lock: a millisecond, however large the archive is. Articles whose keys are unknown, as in a bulk insert that skips
    existing rows, come in large numbers."""
    if any(key is None or key % STATISTICS_EVERY == 0 for key in keys):
        _analyze(connection)


def _analyze(connection):
    """Without statistics SQLite expects more matches than public articles, and reads through the latter. A sample of
    each index is enough, and quick (https://www.sqlite.org/lang_analyze.html)."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA analysis_limit = 1000")
        cursor.execute("ANALYZE articles_article")


def _merge_segments(connection):
    """Every transaction leaves a segment in the index, and each search reads them all: merged, two of a size at a time,
    a search takes a quarter of the time. Each step blocks other writers for a twentieth of a second; a step that finds
    nothing left to do changes a single row (https://www.sqlite.org/fts5.html#the_merge_command)."""
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {INDEX} ({INDEX}, rank) VALUES ('usermerge', 2)")
        changed = 2
        while changed > 1:
            before = connection.connection.total_changes
            cursor.execute(f"INSERT INTO {INDEX} ({INDEX}, rank) VALUES ('merge', {MERGED})")
            changed = connection.connection.total_changes - before


def _create_index(cursor, name):
    # Only ASCII is ever split or folded by this tokenizer, and tokens come folded and split.
    cursor.execute(f"CREATE VIRTUAL TABLE {name} USING fts5({COLUMNS}, content='', tokenize='ascii')")


def _drop_index(cursor, index):
    """SQLite does not drop an FTS5 table whose inner tables are damaged: it has to be removed from the schema first
    (https://www.sqlite.org/pragma.html#pragma_writable_schema)."""
    cursor.execute("PRAGMA writable_schema = ON")
    cursor.execute("DELETE FROM sqlite_master WHERE type = 'table' AND name = %s", [index])
    cursor.execute("PRAGMA writable_schema = RESET")
    for part in ("data", "idx", "docsize", "config"):
        cursor.execute(f"DROP TABLE IF EXISTS {index}_{part}")


def repair(connection):
    """Rebuild the index unless it is sound, as another process may have been faster; returns whether it was."""
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


def _create_triggers(cursor, triggers):
    for name, definition in triggers.items():
        cursor.execute(f"CREATE TRIGGER {name} {definition}")


def _drop_triggers(cursor, triggers=(*TRIGGERS, *NEXT_TRIGGERS)):
    for name in triggers:
        cursor.execute(f"DROP TRIGGER IF EXISTS {name}")


def _has_table(connection, name):
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = %s)", [name])
        return bool(cursor.fetchone()[0])


def _has_triggers(connection):
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        existing = dict(cursor.fetchall())
    return all(existing.get(name) == f"CREATE TRIGGER {name} {definition}" for name, definition in TRIGGERS.items())
