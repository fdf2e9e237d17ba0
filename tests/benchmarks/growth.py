"""What a reader waits for at 1,000 articles and at 100,000.

    python -m tests.benchmarks.growth [--articles FILE.jsonl[.gz]] [--size N]

The articles are those of FILE (real.py), with their sentences shuffled where they come again; without a file they are
composed from the seed's sentences and invented words, and imported as pages. Prints for front page, facets and first
page of results the median ms of both, and their quotient; wanted: at most 3. A frequent word stands in many articles, a
rare one in a few. Uses the embedded database, or that of DATABASE_URL, which has to be empty.
"""

import argparse
import os
import random
import statistics
import tempfile
import time

from tests.benchmarks import real

FEW, MANY = 1_000, 100_000
FREQUENT = ["发展", "工作", "环境", "水"]
ROUNDS = 15


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", metavar="FILE")
    parser.add_argument("--size", type=int, default=MANY)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"NEWSROOM_VAR_DIR": folder, "DJANGO_SETTINGS_MODULE": "newsroom.settings"}
        os.environ.setdefault("DATABASE_URL", "")
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        if options.articles:
            rows = real.grown(real.read(options.articles), options.size, random.Random(20230720))
            print_growth(real.print_issues(rows), rare_words(rows))
        else:
            print_growth(imported(options.size), invented_words())


def imported(size):
    """Import issues until there are so many articles; yields how many there are after each."""
    from articles.importing import import_issue
    from tests.benchmarks import composed

    total = 0
    for source in composed.archive():
        if total >= size:
            return
        total += len(import_issue(source).stories)
        yield total


def invented_words():
    from tests.benchmarks import composed

    return composed.vocabulary()[-len(FREQUENT) :]


def rare_words(rows):
    """The rarest words of the headlines of some of the first articles."""
    from articles import words

    return [words.keywords(row["title"])[0] for row in rows[: FEW : FEW // len(FREQUENT)]]


def print_growth(entering, rare):
    few = {}
    for total in entering:
        if not few and total >= FEW:
            first, few = total, medians(rare)
    for name, late in medians(rare).items():
        print(f"{name:24} {few[name]:7.1f} ms at {first:,}  {late:7.1f} ms at {total:,}  {late / few[name]:4.1f} ×")


def medians(rare):
    from django.test import Client

    from articles import search
    from articles.filters import ArticleFilter
    from articles.models import Article

    search.take_figures()  # as the command does when it has imported
    client = Client()

    def page(address):
        return lambda: client.get(address, headers={"host": "localhost"})

    def counted(word):
        articles = Article.objects.public()
        return lambda: ArticleFilter({"q": word}, articles).listing(articles).facets

    return {
        "front page": median([page("/")]),
        "facets, frequent word": median([counted(word) for word in FREQUENT]),
        "facets, rare word": median([counted(word) for word in rare]),
        "results, frequent word": median([page(f"/search/?q={word}") for word in FREQUENT]),
        "results, rare word": median([page(f"/search/?q={word}") for word in rare]),
    }


def median(works):
    """Milliseconds that the works take, each done several times."""
    times = []
    for work in works * ROUNDS:
        started = time.perf_counter()
        work()
        times.append((time.perf_counter() - started) * 1000)
    return statistics.median(times)


if __name__ == "__main__":
    main()
