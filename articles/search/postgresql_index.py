"""The index on PostgreSQL: a GIN index over the tokens that a SQL function returns for each article, and triggers that
maintain the bylines. The functions repeat folding.py step by step, from the same character classes.
"""

# ruff: noqa: S608 (only constants are formatted into SQL)

import re

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections

from articles.text.forms import RADICALS, RADICALS_AS_CHARACTERS
from articles.text.traditional import SIMPLIFIED, TRADITIONAL

from . import folding
from .folding import HAN, INVISIBLE, LETTERS, SIGNS
from .sql import INDEXED, execute, fetch

INDEX = "articles_search"
TEXT_COLUMNS = ", ".join(INDEXED)
# PostgreSQL limits lexemes to 2 kB, so longer words are indexed by their first characters.
MAX_LEXEME = 64

# Each distinct lexeme costs the index 28 bytes, and most pairs occur in few articles: unchanged, they would make the
# index of 20,000 articles 1.4 times the size of the text, and of 5,000 twice. So unless both characters are among the
# most frequent in news, a pair is indexed as its first character and one of 16 classes of second characters.
FREQUENT = frozenset(
    "的国中和在一新大人发了会全联进地为方是作要有出行年成视实展动部网等对家消上民业同主开重闻不力合以生强"
    "多建政高平化加关央时个工到来共持区经将总体表现日天前面党好机务播产理能长通各定提与于推保员领设公今入"
    "法制分过息近下市代治自次增这度内利系事用正续学统军两战交心就向议目基深安美委场最外们更际文社海期水指"
    "本举已得习量资特当后导第组立十道北性点明创改席运斯造济活项我情局坚三调及相台问之示起决记数快路施院布"
    "也达应报西间步首南任取里信电还计式意支科从者题门界着规结协程位域世他小互名流防受村护可都技解亚农带参"
    "万团并京企广书确接众放办省东队金山克义精稳比府供江完色集至品线级据落其常所管升华车打织极质革风投引断"
    "物列种把城州专此传收源效服气优构标复研月责商境二尔求处口势做群四超积俄子空别干育球拉致被节准先边环态"
    "型手历击见转策原元认形变反使届略医查继双回显教核巴愿由速严批果论称命术件维走去备权感无疫装史老善切百"
)
CLASSES, FIRST_CLASS = 16, ord("A")
# GIN splits full pages in two, so pages built in order in one pass stay half empty. With too little memory for that,
# the index is built in several passes, and later ones fill the pages of the first.
LITTLE_MEMORY = "SET maintenance_work_mem = '16MB'; SET statement_timeout = 0"

# Texts without such capitals skip translate(), which reads its whole table for each character.
CAPITALS = "".join(c for c in map(chr, range(0x80, 0x2000)) if c != c.casefold() and len(c.casefold()) == 1)

# So do texts without traditional characters; in others only those that occur are looked up.
FOLD = f"""
DECLARE
    folded text := typed;
    found text;
BEGIN
    IF folded ~ '[{RADICALS}]' THEN
        folded := translate(folded, '{RADICALS}', '{RADICALS_AS_CHARACTERS}');
    END IF;
    folded := normalize(regexp_replace(folded, '([{SIGNS}])', ' \\1 ', 'g'), NFKD);
    folded := lower(regexp_replace(folded, '[{INVISIBLE}]+', '', 'g') COLLATE "C");
    IF folded ~ '[{CAPITALS}]' THEN
        folded := translate(folded, '{CAPITALS}', '{CAPITALS.casefold()}');
    END IF;
    IF folded ~ '[ßẞև]' THEN
        folded := replace(replace(replace(folded, 'ß', 'ss'), 'ẞ', 'ss'), 'և', 'եւ');
    END IF;
    IF folded ~ '[{TRADITIONAL}]' THEN
        SELECT string_agg(DISTINCT one[1], '') INTO found FROM regexp_matches(folded, '[{TRADITIONAL}]', 'g') one;
        folded := translate(folded, found, translate(found, '{TRADITIONAL}', '{SIMPLIFIED}'));
    END IF;
    RETURN folded;
END
"""

# The search path is fixed because pg_restore builds the index without one, and would not find article_fold.
# Pairs are matched twice, from the first and from the second character of each run; one ends in its last character.
TOKENS = f"""
DECLARE
    folded text := article_fold({" || chr(10) || ".join(INDEXED)});
BEGIN
    IF folded ~ '[{HAN}] +[{HAN}]' THEN
        folded := regexp_replace(folded, '(?<=[{HAN}]) +(?=[{HAN}])', '', 'g');
    END IF;
    RETURN array_to_tsvector(ARRAY(
        SELECT CASE
            WHEN token[1] ~ '^[{HAN}]{{2}}$' AND token[1] !~ '^[{"".join(sorted(FREQUENT))}]{{2}}$'
            THEN left(token[1], 1) || chr(ascii(right(token[1], 1)) % {CLASSES} + {FIRST_CLASS})
            ELSE left(token[1], {MAX_LEXEME})
        END
        FROM (
            SELECT regexp_matches(folded, '[{HAN}]{{1,2}}|[{LETTERS}]+|[0-9]+', 'g')
            UNION ALL
            SELECT regexp_matches(regexp_replace(folded, '(?<![{HAN}])[{HAN}]', '', 'g'), '[{HAN}]{{1,2}}', 'g')
        ) AS cut (token)
    ));
END
"""


def lexeme(token):
    """The lexeme that article_tokens returns for a token."""
    if len(token) == 2 and folding.is_han(token) and not FREQUENT.issuperset(token):
        return token[0] + chr(ord(token[1]) % CLASSES + FIRST_CLASS)
    return token[:MAX_LEXEME]


def create_fold(state=""):
    return (
        f"CREATE FUNCTION article_fold{state}(typed text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE "
        f"AS $fold${FOLD}$fold$"
    )


def create_tokens(state=""):
    """A statement that creates article_tokens, which calls article_fold of the same state."""
    texts = ", ".join(f"{text} text" for text in INDEXED)
    source = TOKENS.replace("article_fold", f"article_fold{state}")
    return (
        f"CREATE OR REPLACE FUNCTION article_tokens{state}({texts}) RETURNS tsvector LANGUAGE plpgsql IMMUTABLE STRICT "
        f"PARALLEL SAFE COST 10000 SET search_path FROM CURRENT AS $tokens${source}$tokens$"
    )


def create_index(concurrently="", state=""):
    """Statements that create the index without statistics about its lexemes. With them the planner may expect a
    character nearly everywhere and tokenize every text, for a minute, instead of using the index. ANALYZE would
    tokenize texts."""
    name = INDEX + state
    return [
        f"CREATE INDEX {concurrently} {name} ON articles_article USING gin (article_tokens{state}({TEXT_COLUMNS}))",
        f"ALTER INDEX {name} ALTER COLUMN 1 SET STATISTICS 0",
    ]


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
    # The functions' cost is so high that PostgreSQL would compile and parallelize every query, which takes longer than
    # the query. A bitmap of matches takes 70 bytes per page of the table: if it exceeds work_mem, it only has the
    # pages, and PostgreSQL tokenizes all their texts, for minutes.
    execute(connection, "SET jit = off; SET max_parallel_workers_per_gather = 0; SET work_mem = '64MB'")


def install(connection):
    execute(connection, create_fold(), create_tokens(), WRITE_BYLINES, TRIGGERS)
    execute(connection, "SELECT article_write_bylines(ARRAY(SELECT id FROM articles_article))")
    execute(connection, LITTLE_MEMORY, *create_index())


def uninstall(connection):
    execute(connection, REMOVAL)


def rebuild(connection, progress=iter):
    """Rebuild the index and return the number of articles. Searches and saves continue meanwhile. An index of an
    earlier version's form is replaced."""
    for statement in progress([LITTLE_MEMORY, *_steps(connection), "ANALYZE articles_article"]):
        execute(connection, statement)
    return fetch(connection, "SELECT count(*) FROM articles_article")[0][0]


def _steps(connection):
    concurrently = "" if connection.in_atomic_block else "CONCURRENTLY"
    if not has_this_form(connection):
        return _replacement(concurrently)
    [(missing,)] = fetch(connection, "SELECT to_regclass(%s) IS NULL", [INDEX])
    return create_index(concurrently) if missing else [f"REINDEX INDEX {concurrently} {INDEX}"]


def _replacement(concurrently):
    """No step blocks readers, even during a long read such as a backup: renaming does not lock the articles. Remains of
    an interrupted attempt are removed first."""
    remove = [f"DROP INDEX {concurrently} IF EXISTS {INDEX}_{state}" for state in ("new", "old")]
    remove.append("DROP FUNCTION IF EXISTS article_tokens_new, article_tokens_old, article_fold_new, article_fold_old")
    swap = f"""
        ALTER INDEX IF EXISTS {INDEX} RENAME TO {INDEX}_old;
        ALTER FUNCTION article_tokens RENAME TO article_tokens_old;
        ALTER FUNCTION article_fold RENAME TO article_fold_old;
        ALTER INDEX {INDEX}_new RENAME TO {INDEX};
        ALTER FUNCTION article_tokens_new RENAME TO article_tokens;
        ALTER FUNCTION article_fold_new RENAME TO article_fold;
        {create_tokens()};
    """
    build = [create_fold("_new"), create_tokens("_new"), *create_index(concurrently, state="_new")]
    return [*remove, *build, swap, *remove]


def has_this_form(connection):
    """Whether the index was built by this version's functions."""
    sources = "SELECT prosrc FROM pg_proc WHERE oid = to_regproc(%s)"
    functions = {"article_tokens": TOKENS, "article_fold": FOLD}
    return all(fetch(connection, sources, [name]) == [(source,)] for name, source in functions.items())


def after_insert(connection, keys):
    """Nothing to do: autovacuum updates the statistics, though minutes later."""


def update_statistics(connection):
    """Do at once what autovacuum would do minutes later. Until then the planner may expect empty tables, rows must be
    checked for visibility, and each search reads the pending list of the index. Does nothing in a transaction, where
    VACUUM is not allowed, and skips tables that are being vacuumed."""
    if connection.in_atomic_block:
        return
    tables = ", ".join(model._meta.db_table for model in apps.get_app_config("articles").get_models())
    execute(connection, f"VACUUM (SKIP_LOCKED, ANALYZE) {tables}")


def repair(connection):
    """Rebuild the index. Returns True: it always does, since checking would mean reading the whole index."""
    rebuild(connection)
    return True


def is_damaged(error):
    """Whether the error means that the index is damaged or missing on disk. PostgreSQL does not say so: either the
    error comes from GIN's source code, or it names a file, which the server can identify."""
    cause = error.__cause__
    # https://www.postgresql.org/docs/current/errcodes-appendix.html: internal errors, no such file
    if not (getattr(cause, "sqlstate", None) or "").startswith(("XX", "58P01")):
        return False
    return (cause.diag.source_file or "").startswith("gin") or _names_index_file(str(error))


def _names_index_file(message):
    """Whether the file is the index's, or unknown because the index has been rebuilt since."""
    file = re.search(r"base/\d+/(\d+)", message)
    if file is None:
        return False
    connection = connections.create_connection(DEFAULT_DB_ALIAS)
    try:
        owners = fetch(
            connection, "SELECT relname FROM pg_class WHERE oid = pg_filenode_relation(0, %s::oid)", [file[1]]
        )
        return all(name.startswith(INDEX) for (name,) in owners)
    except DatabaseError:
        return False
    finally:
        connection.close()


def is_complete(connection):
    """Whether the index is valid and of this form, and the byline triggers are enabled: then every row is indexed."""
    state = (
        "SELECT EXISTS (SELECT FROM pg_index WHERE indexrelid = to_regclass(%s) AND indisvalid) AND "
        "(SELECT count(*) = 2 FROM pg_trigger WHERE tgname = 'articles_byline' AND tgenabled <> 'D')"
    )
    return fetch(connection, state, [INDEX]) == [(True,)] and has_this_form(connection)
