"""Real articles from a file: one JSON object a line with title, body, date, author, section and, if printed, kicker."""

import datetime
import gzip
import json
import random
import re

# As in a daily paper.
STORIES, PAGE_NAMES = 10, ("要闻", "综合新闻", "经济", "民生", "乡镇", "教育", "文体", "副刊")
A_DAY = STORIES * len(PAGE_NAMES)
FIRST_DAY = datetime.date(1995, 1, 1)


def read(path):
    with gzip.open(path, "rt", "utf-8") if path.endswith(".gz") else open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def grown(rows, size, chance):
    """`size` rows; if there are fewer, they are repeated with shuffled sentences."""
    size = size or len(rows)
    return [dict(rows[i % len(rows)]) if i < len(rows) else shuffled(rows[i % len(rows)], chance) for i in range(size)]


def shuffled(row, chance):
    sentences = [piece for piece in re.split(r"(?<=[。！？\n])", row["body"]) if piece.strip()]
    return {**row, "body": "".join(chance.sample(sentences, len(sentences))), "kicker": "", "shuffled": True}


def load(rows, first=1):
    """Create public articles with keys from `first` on."""
    from django.db import transaction

    from articles.models import Article, Author, Contribution

    names = {name for row in rows for name in written_by(row)}
    Author.objects.bulk_create([Author(name=name) for name in sorted(names)], ignore_conflicts=True)
    authors = dict(Author.objects.filter(name__in=names).values_list("name", "pk"))
    for start in range(0, len(rows), 1000):
        batch = list(enumerate(rows[start : start + 1000], first + start))
        with transaction.atomic():
            Article.objects.bulk_create([article(Article, pk, row) for pk, row in batch])
            Contribution.objects.bulk_create(
                Contribution(article_id=pk, author_id=authors[name], order=order)
                for pk, row in batch
                for order, name in enumerate(written_by(row), 1)
            )


def written_by(row):
    return list(dict.fromkeys(name[:60] for name in (row.get("author") or "").split()))


def article(Article, pk, row):
    row["body"] = "\n\n".join(line for line in row["body"].splitlines() if line.strip())
    written = Article(
        pk=pk, headline=row["title"][:200], body=row["body"], date=row["date"], status=Article.Status.APPROVED
    )
    written.derive()
    return written


def print_issues(rows):
    """Like load(), but on the pages of daily issues, with invented authors where the file has none; yields the number
    of articles after each issue."""
    from articles.models import Issue, Page, Placement
    from tests.benchmarks import composed

    chance = random.Random(20230720)
    for start in range(0, len(rows), A_DAY):
        day = FIRST_DAY + datetime.timedelta(days=start // A_DAY)
        printed = [
            {**row, "date": str(day), "author": row.get("author") or composed.name(chance)}
            for row in rows[start : start + A_DAY]
        ]
        load(printed, start + 1)
        issue = Issue.objects.create(date=day)
        pages = Page.objects.bulk_create(
            Page(issue=issue, number=str(order), order=order, name=name) for order, name in enumerate(PAGE_NAMES, 1)
        )
        Placement.objects.bulk_create(
            Placement(article_id=start + place + 1, page=pages[place // STORIES], order=place % STORIES + 1)
            for place in range(len(printed))
        )
        yield start + len(printed)
