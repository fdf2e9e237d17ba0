"""Import thirty years of a county paper issue by issue, and show what grows.
`python -m tests.benchmarks.archive [--articles N] [--keep FOLDER]`

Prints CPU and clock minutes and database bytes for every 10,000 articles, then the p95 of front page, article and
search at 3,000 articles and at the end. Goals: every 10,000 within 20 % of the mean in minutes (CPU minutes on a shared
machine) and bytes; every page at most 3 × slower at the end. --keep keeps the database in FOLDER.
"""

import argparse
import os
import random
import statistics
import tempfile
import time
from pathlib import Path

STEP, FIRST_LOOK = 10_000, 3_000
LOOK_AGAIN = 5  # steps
ROUNDS = 150


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=300_000)
    parser.add_argument("--keep", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        var_dir = options.keep or Path(folder)
        os.environ |= {"NEWSROOM_VAR_DIR": str(var_dir), "DJANGO_SETTINGS_MODULE": "newsroom.settings"}
        os.environ.setdefault("DATABASE_URL", "")
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        print_growth(options.articles)


def print_growth(articles):
    from articles.importing import import_issue
    from tests.benchmarks import composed

    imported, early, growth = 0, None, []
    before = now()
    for source in composed.archive():
        imported += len(import_issue(source).stories)
        if imported >= (len(growth) + 1) * STEP:
            growth.append([end - start for start, end in zip(before, now(), strict=True)])
            processor, clock, size = growth[-1]
            print(f"{imported:9,}  {processor / 60:6.3f} min ({clock / 60:6.3f} by the clock)  {size / 1e6:6.1f} MB")
            if len(growth) % LOOK_AGAIN == 0 and imported < articles:
                print_pages(early, imported)
            before = now()
        if early is None and imported >= min(FIRST_LOOK, articles):
            looking = now()
            early = pages_p95()
            # Exclude the time for the pages from the import.
            before = [start + end - begin for start, begin, end in zip(before, looking, now(), strict=True)]
        if imported >= articles:
            break
    for name, values in zip(("processor", "clock", "bytes"), zip(*growth, strict=True), strict=bool(growth)):
        print(f"farthest from the mean of 10,000: {farthest(values):4.0%}  {name}")
    print_pages(early, imported)


def print_pages(early, imported):
    for (name, first), last in zip(early.items(), pages_p95().values(), strict=True):
        line = f"{name:14} p95 {first:6.1f} ms at {FIRST_LOOK:,}  {last:6.1f} ms at {imported:,}  {last / first:5.2f} ×"
        print(line, flush=True)


def now():
    return [time.process_time(), time.perf_counter(), database_bytes()]


def farthest(values):
    mean = statistics.fmean(values)
    return max(abs(each - mean) / mean for each in values)


def database_bytes():
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_database_size(current_database())")
            return cursor.fetchone()[0]
        cursor.execute("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()")
        return cursor.fetchone()[0]


def pages_p95():
    """CPU milliseconds, with requests in this process."""
    from django.test import Client

    from articles import search
    from articles.models import Article
    from tests.benchmarks import composed

    search.update_statistics()  # as import_issue does
    client, chance = Client(), random.Random(7)
    newest = Article.objects.public().newest_first().values_list("pk", flat=True).first()
    words = composed.vocabulary()
    picked = composed.picked(chance, words, ROUNDS)
    addresses = {
        "front page": ["/"] * ROUNDS,
        "article": [f"/articles/{chance.randint(1, newest)}/" for _ in range(ROUNDS)],
        "search": [f"/search/?q={word}" for word in picked],
    }
    return {name: p95(client, each) for name, each in addresses.items()}


def p95(client, addresses):
    times = []
    for address in addresses:
        started = time.process_time()
        response = client.get(address, headers={"host": "localhost"})
        times.append((time.process_time() - started) * 1000)
        if response.status_code != 200:
            raise SystemExit(f"{address}: {response.status_code}")
    return statistics.quantiles(times, n=20)[18]


if __name__ == "__main__":
    main()
