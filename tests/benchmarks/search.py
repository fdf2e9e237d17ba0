"""Search over real articles, compared with LIKE, an index of jieba's words and one of trigrams.
`python -m tests.benchmarks.search [--articles FILE.jsonl[.gz]] [--size N] [--queries N]`

FILE is described in real.py; a larger size repeats its articles with shuffled sentences, without it articles are
composed. Runs on SQLite, and then on PostgreSQL if DATABASE_URL names one (in a test database).

recall      of what LIKE finds; must be 1.000. precision: the share of our hits that LIKE finds.
MRR         mean reciprocal rank of an article whose headline was removed, searched by that headline.
hit@10      share of kickers that find their article among the first ten. If the file has no kickers, the first line of
            two-line titles is used, and the article keeps the second.
p50, p95    ms of the whole function: parsing, count, 20 articles, marked titles and snippets. On SQLite also the ratio
            to two bare statements. same: count, best 20, highlight() and snippet() of an in-memory FTS5 table of single
            characters. keys: count and best 20 keys of our own index.
"""

import argparse
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from functools import partial
from statistics import quantiles

from tests.benchmarks.databases import Database
from tests.benchmarks.real import grown, load, read

HAN = re.compile("[一-鿿]+")
UNSIGNED = 500  # articles whose headline is removed and used as the query
KICKERS = 500


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", metavar="FILE")
    parser.add_argument("--size", type=int)
    parser.add_argument("--queries", type=int, default=100, help="queries of each kind")
    parser.add_argument("--this-database", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.this_database:
        measure(options)
        return
    for url in dict.fromkeys(["", os.environ.get("DATABASE_URL", "")]):
        environment = {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "newsroom.settings"}
        command = [sys.executable, "-m", "tests.benchmarks.search", *sys.argv[1:], "--this-database"]
        subprocess.run(command, env=environment, check=True)


def measure(options):
    import django
    from django.db import connection

    django.setup()
    with tempfile.TemporaryDirectory() as folder:
        database = Database("search_benchmark", folder)
        try:
            report(options, connection)
        finally:
            database.remove()


def report(options, connection):
    chance = random.Random(20230720)
    rows = grown(read(options.articles) if options.articles else composed(options.size or 2000), options.size, chance)
    kickers, headlines = set_aside(rows, chance)
    loading = timed(load, rows)
    building = timed(rebuild)
    size = text_bytes(rows)
    print(f"\n{connection.vendor}: {len(rows):,} articles, {size / 1e6:.1f} MB of text")
    print(f"loaded with index {loading:.1f} s, index rebuilt {building:.1f} s")
    print(f"index bytes / text bytes {index_bytes(connection) / size:.2f}")
    found_and_held(rows, options.queries, chance)
    print_times(rows, options.queries, chance, connection)
    if any(row.get("shuffled") for row in rows):
        print("MRR and hit@10 are not asked: an article's copies answer as well as it does")
        return
    print_places(rows, kickers, headlines)


def print_places(rows, kickers, headlines):
    asked = [(title, pk) for pk, title in headlines.items()]
    print(f"MRR headline -> body: this search {mrr(first_ten, asked):.3f}", end="", flush=True)
    for name, tokenizer, cut, words in peers():
        index = Peer(rows, tokenizer, cut, words)
        print(f", {name} {mrr(index.first_ten, asked):.3f} (built in {index.seconds:.1f} s)", end="", flush=True)
    asked = [(kicker, pk) for pk, kicker in kickers.items()]
    hits = sum(pk in first_ten(kicker) for kicker, pk in asked)
    print(f"\nhit@10 of {len(asked)} kickers: {hits / max(1, len(asked)):.3f}")


def composed(size):
    from articles.parsing import parse_page
    from tests.benchmarks import composed

    stories = (
        {
            "title": story.headline,
            "body": "\n".join(p.text for p in story.paragraphs),
            "date": str(issue.date),
            "author": " ".join(author.name for author in story.authors),
        }
        for issue in composed.issues(size // 60 + 1)
        for page in issue.pages
        for story in parse_page(page.text).articles
    )
    return [story for _, story in zip(range(size), stories, strict=False)]


def set_aside(rows, chance):
    """Remove some kickers and headlines; returns both as {key of the article: text}. Keys count from 1."""
    own = [pk for pk, row in enumerate(rows, 1) if not row.get("shuffled") and row["body"].strip()]
    if any(row.get("kicker") for row in rows):
        printed = {pk: rows[pk - 1]["kicker"] for pk in own if rows[pk - 1].get("kicker")}
    else:
        two_lines = [pk for pk in own if re.fullmatch(r"\S{8,} \S{6,}", rows[pk - 1]["title"])]
        printed = {pk: rows[pk - 1]["title"].split(" ")[0] for pk in two_lines}
    kickers = {pk: printed[pk] for pk in chance.sample(sorted(printed), min(KICKERS, len(printed)))}
    for pk, kicker in kickers.items():
        rows[pk - 1].update(title=rows[pk - 1]["title"].removeprefix(kicker).strip(), kicker="")
    rest = [pk for pk in own if pk not in kickers and rows[pk - 1]["title"]]
    headlines = {pk: rows[pk - 1]["title"] for pk in chance.sample(rest, min(UNSIGNED, len(rest)))}
    for pk in headlines:
        rows[pk - 1]["title"] = ""
    return kickers, headlines


def text_bytes(rows):
    return sum(len(row[field].encode()) for row in rows for field in ("title", "body"))


def index_bytes(connection):
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT sum(pgsize) FROM dbstat WHERE name GLOB 'articles_search_*'")
        else:
            cursor.execute("SELECT pg_total_relation_size('articles_search')")
        return int(cursor.fetchone()[0])


def rebuild():
    from articles import search

    search.rebuild()


def found_and_held(rows, count, chance):
    for name, lengths in (("one character", (1, 1)), ("two to six", (2, 6)), ("across words", (2, 4))):
        asked = [substring(rows, lengths, chance, across=name == "across words") for _ in range(count)]
        found = held = both = 0
        for typed in asked:
            search, like = by_search(typed), by_like(typed)
            found, held, both = found + len(search), held + len(like), both + len(search & like)
        print(f"{name:14} recall {both / held:.3f}  precision {both / max(1, found):.3f}  ({held:,} hits of LIKE)")


def substring(rows, lengths, chance, across=False):
    from articles.text import segmentation

    while True:
        row = chance.choice(rows)
        runs = [run for run in HAN.findall(row["title"] + "\n" + row["body"]) if len(run) >= lengths[1]]
        if not runs:
            continue
        run, length = chance.choice(runs), chance.randint(*lengths)
        start = chance.randrange(len(run) - length + 1)
        if not across:
            return run[start : start + length]
        cuts = segmentation.cut(run)
        begin = [sum(map(len, cuts[:n])) for n in range(len(cuts))]
        inner = [place for place, cut in zip(begin, cuts, strict=True) if len(cut) > 1 and place + len(cut) < len(run)]
        if inner:
            return run[(place := chance.choice(inner) + 1) : place + length]


def by_search(typed):
    from articles.models import Article

    return set(Article.objects.search(typed).order_by().values_list("pk", flat=True))


def by_like(typed):
    from django.db.models import Q

    from articles.models import Article

    held = Q(headline__contains=typed) | Q(body__contains=typed) | Q(byline__contains=typed)
    return set(Article.objects.filter(held).values_list("pk", flat=True))


def print_times(rows, count, chance, connection):
    works = [whole]
    if connection.vendor == "sqlite":
        works += [Statement(rows).page, partial(bare, connection)]
    for name, lengths in (("one character", (1, 1)), ("two to six", (2, 6))):
        asked = [substring(rows, lengths, chance) for _ in range(count)]
        for typed in asked:
            whole(typed)  # warm up
        # Each query in turns, since the speed of a machine drifts.
        turns = [[timed(work, typed) for work in works] for typed in asked]
        ours, *others = (p50_p95(times) for times in zip(*turns, strict=True))
        line = f"{name:14} whole function p50 {ours[0]:6.1f} ms  p95 {ours[1]:6.1f} ms"
        for title, bare_times in zip(("same", "keys"), others, strict=False):
            ratios = ", ".join(f"{our / its:.2f}" for our, its in zip(ours, bare_times, strict=True))
            line += f"  {title} {bare_times[0]:.1f} and {bare_times[1]:.1f} ms: {ratios} ×"
        print(line)


def whole(typed):
    from articles import search
    from articles.models import Article
    from articles.search_results import ArticleList

    result = search.results(Article.objects.public(), typed)
    found = ArticleList(result.articles, Article.objects.defer("imported", "section_reason"), result)
    found.count()
    for story in found[0:20]:
        search.mark(story.title, result.marked)
        search.snippets(story.body, result.marked)


def bare(connection, typed):
    from articles.search import parse, sqlite

    match = sqlite.phrase(parse(typed).terms[0])
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rowid FROM articles_search WHERE articles_search MATCH %s"
            f" ORDER BY bm25(articles_search, {sqlite.WEIGHTS}) LIMIT 20",
            [match],
        )
        cursor.fetchall()
        cursor.execute("SELECT count(*) FROM articles_search WHERE articles_search MATCH %s", [match])
        cursor.fetchall()


def mrr(first_ten, asked):
    places = [(ids.index(pk) + 1 if pk in (ids := first_ten(typed)) else None) for typed, pk in asked]
    return sum(1 / place for place in places if place) / max(1, len(places))


def first_ten(typed):
    from articles.models import Article

    return list(Article.objects.public().search(typed).values_list("pk", flat=True)[:10])


def peers():
    from articles.text import segmentation

    def cut(text):
        return " ".join(word for word in segmentation.cut_finely(text) if word.strip())

    def trigrams(text):
        return [run[i : i + 3] for run in HAN.findall(text) for i in range(max(1, len(run) - 2))]

    yield "jieba words", "unicode61", cut, lambda text: cut(text).split()
    yield "trigrams", "trigram", str, trigrams


class Peer:
    """An FTS5 table of the same articles, ranked by bm25, searched for any word of the query."""

    def __init__(self, rows, tokenizer, cut, words):
        import sqlite3

        self.words, self.database = words, sqlite3.connect(":memory:")
        self.database.execute(f"CREATE VIRTUAL TABLE peer USING fts5(headline, body, tokenize='{tokenizer}')")
        started = time.perf_counter()
        self.database.executemany(
            "INSERT INTO peer (rowid, headline, body) VALUES (?, ?, ?)",
            ((pk, cut(row["title"]), cut(row["body"])) for pk, row in enumerate(rows, 1)),
        )
        self.seconds = time.perf_counter() - started

    def first_ten(self, typed):
        asked = " OR ".join(f'"{word}"' for word in dict.fromkeys(self.words(typed.replace('"', " "))))
        found = self.database.execute("SELECT rowid FROM peer WHERE peer MATCH ? ORDER BY bm25(peer) LIMIT 10", [asked])
        return [row[0] for row in found]


class Statement(Peer):
    def __init__(self, rows):
        super().__init__(rows, "unicode61", cut=lambda text: re.sub("([一-鿿])", r" \1 ", text), words=list)

    def page(self, typed):
        match = f'"{" ".join(self.words(typed))}"'
        self.database.execute("SELECT count(*) FROM peer WHERE peer MATCH ?", [match]).fetchone()
        return self.database.execute(
            "SELECT rowid, highlight(peer, 0, '<', '>'), snippet(peer, 1, '<', '>', '…', 64) FROM peer"
            " WHERE peer MATCH ? ORDER BY bm25(peer, 8, 1) LIMIT 20",
            [match],
        ).fetchall()


def p50_p95(seconds):
    cuts = quantiles(seconds, n=20)
    return cuts[9] * 1000, cuts[18] * 1000


def timed(work, *arguments):
    started = time.perf_counter()
    work(*arguments)
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
