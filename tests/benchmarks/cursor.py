"""The archive taken in through the API, page by page.

    python -m tests.benchmarks.cursor [STORIES]

Prints how long a page of 100 stories takes at the beginning, in the middle and at the end of the archive, in each order
and narrowed by section, author and time. Wanted: the last page costs no more than the first.
"""

import os
import statistics
import sys
import tempfile
import time
from datetime import date, timedelta

STORIES_A_DAY = 40
PAGES_TIMED = 10


def main(stories=100_000):
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.test import Client

    settings.ALLOWED_HOSTS = ["testserver"]
    settings.REST_FRAMEWORK["DEFAULT_THROTTLE_RATES"]["read"] = None
    call_command("migrate", verbosity=0)
    author = write(stories)
    client = Client()
    walk(client, "/api/v1/articles/?page_size=100&fields=id", whole=False)  # what is loaded once
    print(f"{stories} stories, {STORIES_A_DAY} a day; milliseconds a page of 100, median of {PAGES_TIMED}")
    print(f"{'':34}first  middle   last")
    for query in ("order=newest", "order=oldest", "order=changed", "section=environment", f"author={author}"):
        spent = walk(client, f"/api/v1/articles/?page_size=100&{query}")
        middle = len(spent) // 2
        parts = (spent[:PAGES_TIMED], spent[middle : middle + PAGES_TIMED], spent[-PAGES_TIMED - 1 : -1])
        print(f"{query:20} {len(spent):6} pages " + "".join(f"{statistics.median(part):7.1f}" for part in parts))


def walk(client, address, whole=True):
    """Milliseconds for each page, following `next` to the end."""
    spent = []
    while address:
        started = time.perf_counter()
        page = client.get(address).json()
        spent.append((time.perf_counter() - started) * 1000)
        address = page["next"] if whole else None
    return spent


def write(stories):
    """Public stories of one section and one author, in issues of their own; returns the author's key."""
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from articles.models import Article, Author, Contribution, Issue, Page, Placement, Section

    days = [date(2000, 1, 1) + timedelta(days=day) for day in range(stories // STORIES_A_DAY)]
    pages = Page.objects.bulk_create(
        Page(issue=issue, number="1", name="要闻")
        for issue in Issue.objects.bulk_create(Issue(date=day) for day in days)
    )
    author, section = Author.objects.create(name="曹璐"), Section.objects.get(slug="environment")
    for start in range(0, len(pages), 100):
        placed = [(page, order) for page in pages[start : start + 100] for order in range(STORIES_A_DAY)]
        made = Article.objects.bulk_create(
            Article(
                headline="水利局", title="水利局", summary="河道清理。", body="河道清理。", section=section,
                status="approved", date=page.issue.date,
                publish_at=datetime.combine(page.issue.date, datetime.min.time(), ZoneInfo("Asia/Shanghai")),
            )
            for page, _ in placed
        )  # fmt: skip
        Contribution.objects.bulk_create(Contribution(article=article, author=author) for article in made)
        Placement.objects.bulk_create(
            Placement(article=article, page=page, order=order)
            for article, (page, order) in zip(made, placed, strict=True)
        )
    return author.pk


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"DJANGO_SETTINGS_MODULE": "newsroom.settings", "NEWSROOM_VAR_DIR": folder, "DATABASE_URL": ""}
        main(*map(int, sys.argv[1:]))
