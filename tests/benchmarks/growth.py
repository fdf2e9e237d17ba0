"""What a reader waits for at 1,000 and at 100,000 articles.
`python -m tests.benchmarks.growth [--articles FILE.jsonl[.gz]] [--size N]`

Uses the articles of FILE (real.py), repeated with shuffled sentences, or imports composed pages. They are loaded into
two databases, on SQLite or beside that of DATABASE_URL, measured in turns because the machine's speed varies.
Prints for front page, facets and first page of results the lowest median of a turn in ms, of both, and the quotient
(goal: at most 3). A frequent word occurs in many articles, a rare one in a few.
"""

import argparse
import os
import random
import statistics
import tempfile
import time

from tests.benchmarks import real
from tests.benchmarks.databases import Database

FEW, MANY = 1_000, 100_000
FREQUENT = ["发展", "工作", "环境", "水"]
TURNS, ROUNDS = 4, 10


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
        if options.articles:
            rows = real.grown(real.read(options.articles), options.size, random.Random(20230720))
            loading, rare = (lambda size: real.print_issues(rows[:size])), rare_words(rows)
        else:
            loading, rare = imported, invented_words()
        papers = [Paper(f"growth_{size}", folder, loading(size)) for size in (FEW, options.size)]
        try:
            print_growth(*papers, rare)
        finally:
            for paper in papers:
                paper.remove()


class Paper(Database):
    """A newspaper in its own database. `loading` loads its articles and yields their number so far."""

    def __init__(self, name, folder, loading):
        from articles import search

        super().__init__(name, folder)
        *_, self.articles = loading
        search.update_statistics()  # as import_issue does


def imported(size):
    """Import issues with `size` articles; yields the number of articles after each issue."""
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
    from articles.text import segmentation

    return [segmentation.keywords(row["title"])[0] for row in rows[: FEW : FEW // len(FREQUENT)]]


def print_growth(few, many, rare):
    turns = {few: [], many: []}
    for _ in range(TURNS):
        for paper, medians in turns.items():
            paper.open()
            medians.append(medians_of(rare))
    for name in turns[few][0]:
        least, late = (min(turn[name] for turn in turns[paper]) for paper in (few, many))
        line = f"{least:7.1f} ms at {few.articles:,}  {late:7.1f} ms at {many.articles:,}  {late / least:4.1f} ×"
        print(f"{name:24} {line}")


def medians_of(rare):
    from django.test import Client

    from articles.filters import ArticleFilter
    from articles.models import Article

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
    times = []
    for work in works * ROUNDS:
        started = time.perf_counter()
        work()
        times.append((time.perf_counter() - started) * 1000)
    return statistics.median(times)


if __name__ == "__main__":
    main()
