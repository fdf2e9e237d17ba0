"""The index on SQLite, how it is kept and how it is built: a contentless FTS5 table of character pairs.

FTS5's own tokenizers know no Chinese, so triggers hand it text already cut, by a function that every connection
registers. A contentless table takes a third of the room, but forgets an article only when told the very tokens it was
given: the triggers cut the old row again. Folding knows no dictionary, so that old cuts never differ.

It is built anew beside the old one, which readers go on using, a batch at a time, so that editors save between. What is
changed meanwhile among the articles already taken into the new one, further triggers bring to it.
"""

# ruff: noqa: S608 (what is put into SQL here are names of this file; what an article says is read by SQLite itself)

import time

from django.db import DatabaseError, transaction

from . import folding

INDEX = "articles_search"
NEXT = "articles_search_next"
# The body stands first: FTS5 spends two bytes on every word of any later column.
COLUMNS = "body, headline, byline"
# So many articles are taken in while nobody else can write: a third of a second.
BATCH = 1000
# Seconds left to others after each batch. Who waits for the lock asks again a tenth of a second later at most
# (sqliteDefaultBusyCallback in https://www.sqlite.org/src/file/src/main.c), and would not find it free without.
PAUSE = 0.12
# Pages of the index that are merged at a time.
MERGED = 500
MERGES = 100  # at most, after an import
FIGURES_EVERY = 100  # articles: fewer are found at once in any case
TEXTS = ("kicker", "headline", "deck", "dateline", "body", "byline")
CHANGED = " OR ".join(f"old.{column} IS NOT new.{column}" for column in ("id", *TEXTS))


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
TRIGGERS = {
    "articles_search_insert": f"AFTER INSERT ON articles_article BEGIN {_add(INDEX, 'new')}; END",
    "articles_search_update": f"""
        AFTER UPDATE ON articles_article WHEN {CHANGED} BEGIN
            {_remove(INDEX)};
            {_add(INDEX, "new")};
        END""",
    "articles_search_delete": f"AFTER DELETE ON articles_article BEGIN {_remove(INDEX)}; END",
    **BYLINE_TRIGGERS,
}
# The key of the last article that stands in the index being built: all up to it do, and no other.
REACHED = f"(SELECT coalesce(max(id), 0) FROM {NEXT}_docsize)"
NEXT_TRIGGERS = {
    "articles_search_next_insert": f"""
        AFTER INSERT ON articles_article BEGIN
            {_add(NEXT, "new")} WHERE new.id <= {REACHED};
        END""",
    "articles_search_next_update": f"""
        AFTER UPDATE ON articles_article WHEN {CHANGED} BEGIN
            {_remove(NEXT)} WHERE old.id <= {REACHED};
            {_add(NEXT, "new")} WHERE new.id <= {REACHED};
        END""",
    "articles_search_next_delete": f"""
        AFTER DELETE ON articles_article BEGIN
            {_remove(NEXT)} WHERE old.id <= {REACHED};
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
        _create_index(cursor, INDEX)


def uninstall(connection):
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE {INDEX}")
        cursor.execute("DROP INDEX IF EXISTS articles_search_visible")


def loosen(connection):
    """Take the triggers away while migrations run: SQLite refuses to rename a table that a trigger speaks of, and
    Django alters a table by building it anew, which loses the table's own triggers without a word. An index that is
    being built is given up."""
    with connection.cursor() as cursor:
        _drop_triggers(cursor)
        _uproot(cursor, NEXT)


def fasten(connection):
    """Put the triggers in place and index what was written without them. Does nothing where all is as it should be."""
    if _has_table(connection, INDEX) and not _has_triggers(connection):
        rebuild(connection)


def rebuild(connection, progress=iter):
    """Build the index anew; with the triggers, where they are missing, and whatever the index's own tables have come
    to. Returns the number of articles. Who begins while another process is at it lets both work on one index."""
    _begin(connection)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM articles_article")
        number = cursor.fetchone()[0]
    for _ in progress(range(0, number, BATCH)):
        _take_in(connection)
        if not connection.in_atomic_block:
            time.sleep(PAUSE)
    while _take_in(connection):  # what has come meanwhile
        pass
    _merge_all(connection)
    _put_in_place(connection)
    take_figures(connection)
    return number


def _begin(connection):
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        if not _has_triggers(connection):
            _drop_triggers(cursor)
            _create_triggers(cursor, BYLINE_TRIGGERS)
            cursor.execute(BYLINE)
        _drop_triggers(cursor, NEXT_TRIGGERS)
        _uproot(cursor, NEXT)
        _create_index(cursor, NEXT)
        _create_triggers(cursor, NEXT_TRIGGERS)


def _take_in(connection):
    """Take the next articles into the index being built; how many there were."""
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        if not _has_table(connection, NEXT):  # another process was faster
            return 0
        cursor.execute(f"SELECT id FROM articles_article WHERE id > {REACHED} ORDER BY id LIMIT {BATCH}")
        if ids := [row[0] for row in cursor.fetchall()]:
            add = f"{_add(NEXT, 'article')} FROM articles_article article WHERE id BETWEEN %s AND %s ORDER BY id"
            cursor.execute(add, [ids[0], ids[-1]])
    return len(ids)


def _merge_all(connection):
    """As 'optimize' does, but in steps: the first, below zero, begins it; it ends when there is nothing left to do
    (https://www.sqlite.org/fts5.html#the_merge_command)."""
    pages, more = -MERGED, True
    while more:
        with transaction.atomic(using=connection.alias):
            more = _has_table(connection, NEXT) and _merge(connection, NEXT, pages)
        pages = MERGED


def _put_in_place(connection):
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        while _take_in(connection):  # what has come since
            pass
        if _has_table(connection, NEXT):
            _drop_triggers(cursor)
            _uproot(cursor, INDEX)
            cursor.execute(f"ALTER TABLE {NEXT} RENAME TO {INDEX}")
            cursor.execute(VISIBLE)
            _create_triggers(cursor, TRIGGERS)


def take_figures(connection):
    _analyze(connection)
    _merge_what_came(connection)


def entered(connection, keys):
    """Every so many articles figures are taken, by whoever happens to enter the hundredth and within the same
    transaction, which holds the lock already: a millisecond, however large the archive is. Articles whose keys are not
    known, as where those that stand already are passed over, come in large numbers."""
    if any(key is None or key % FIGURES_EVERY == 0 for key in keys):
        _analyze(connection)


def _analyze(connection):
    """Without figures SQLite takes the few matches for more than all that is public, and reads the latter through. They
    are drawn from so many rows of each index, and so in a moment (https://www.sqlite.org/lang_analyze.html)."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA analysis_limit = 1000")
        cursor.execute("ANALYZE articles_article")


def _merge_what_came(connection):
    """Every transaction leaves a part of its own in the index, and each search asks all parts: a fourth of the time
    where they are merged, two of a size at a time. Each step holds other writers up for a twentieth of a second; what
    is left over waits for the next import."""
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {INDEX} ({INDEX}, rank) VALUES ('usermerge', 2)")
    for _ in range(MERGES):
        if not _merge(connection, INDEX, MERGED):
            break


def _merge(connection, index, pages):
    """Merge so many pages of an index; whether there was anything to do. One change is counted where there was not."""
    with connection.cursor() as cursor:
        before = connection.connection.total_changes
        cursor.execute(f"INSERT INTO {index} ({index}, rank) VALUES ('merge', %s)", [pages])
        return connection.connection.total_changes - before > 1


def _create_index(cursor, name):
    # Only ASCII is ever split or folded by this tokenizer, and tokens come folded and split.
    cursor.execute(f"CREATE VIRTUAL TABLE {name} USING fts5({COLUMNS}, content='', tokenize='ascii')")


def _uproot(cursor, index):
    """Remove the index. SQLite drops no FTS5 table whose inner tables are damaged: it has to be taken out of the schema
    first (https://www.sqlite.org/pragma.html#pragma_writable_schema)."""
    cursor.execute("PRAGMA writable_schema = ON")
    cursor.execute("DELETE FROM sqlite_master WHERE type = 'table' AND name = %s", [index])
    cursor.execute("PRAGMA writable_schema = RESET")
    for part in ("data", "idx", "docsize", "config"):
        cursor.execute(f"DROP TABLE IF EXISTS {index}_{part}")


def mend(connection):
    """Rebuild the index unless it is sound, as another process may have been faster; whether it was rebuilt."""
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
        cursor.execute(_create(name, definition))


def _drop_triggers(cursor, triggers=(*TRIGGERS, *NEXT_TRIGGERS)):
    for name in triggers:
        cursor.execute(f"DROP TRIGGER IF EXISTS {name}")


def _create(name, definition):
    return f"CREATE TRIGGER {name} {definition}".replace("%", "%%")


def _has_table(connection, name):
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = %s)", [name])
        return bool(cursor.fetchone()[0])


def _has_triggers(connection):
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        standing = dict(cursor.fetchall())
    return all(standing.get(name) == _create(name, definition) for name, definition in TRIGGERS.items())
