"""What a reader waits for at 1,000 articles and at 100,000, composed from the seed's sentences and invented words.

    python -m tests.benchmarks.growth [--articles N]

Prints for front page, facets and first page of results the median ms of both, and their quotient; wanted: at most 3.
A frequent word stands in most articles, a rare one in a few. Uses the embedded database, or that of DATABASE_URL, which
has to be empty.
"""

import argparse
import os
import statistics
import tempfile
import time

FEW, MANY = 1_000, 100_000
FREQUENT = ["发展", "工作", "环境", "水"]
ROUNDS = 15


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=MANY)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"NEWSROOM_VAR_DIR": folder, "DJANGO_SETTINGS_MODULE": "newsroom.settings"}
        os.environ.setdefault("DATABASE_URL", "")
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        print_growth(options.articles)


def print_growth(articles):
    from articles.importing import import_issue
    from tests.benchmarks import composed

    imported, few = 0, {}
    for source in composed.archive():
        imported += len(import_issue(source).stories)
        if not few and imported >= FEW:
            few = medians()
        if imported >= articles:
            break
    for name, late in medians().items():
        print(f"{name:28} {few[name]:7.1f} ms at {FEW:,}  {late:7.1f} ms at {imported:,}  {late / few[name]:4.1f} ×")


def medians():
    from django.test import Client

    from articles import search
    from articles.filters import ArticleFilter
    from articles.models import Article
    from tests.benchmarks import composed

    search.take_figures()  # as the command does when it has imported
    client, rare = Client(), composed.vocabulary()[-len(FREQUENT) :]

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
