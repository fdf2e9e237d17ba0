"""Harvest the archive through the API's cursor: `python -m tests.benchmarks.cursor [STORIES]`.

Prints the CPU time of a page of 100 stories at the start, middle and end of the archive, in each order and filtered by
section and author. Goal: the last page costs no more than the first.
"""

import os
import statistics
import sys
import tempfile
import time
from base64 import urlsafe_b64encode
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
    pages(client, "order=newest", "newest", 0)  # warm up
    print(f"{stories} stories, {STORIES_A_DAY} a day; milliseconds a page of 100, median of {PAGES_TIMED}")
    print(f"{'':24}first  middle   last")
    for query in ("order=newest", "order=oldest", "order=changed", "section=environment", f"author={author}"):
        order = query.partition("order=")[2] or "newest"
        places = (0, stories // 2, stories - 100 * (PAGES_TIMED + 1))
        spent = (statistics.median(pages(client, query, order, place)) for place in places)
        print(f"{query:20} " + "".join(f"{each:8.1f}" for each in spent))


def pages(client, query, order, place):
    """CPU milliseconds of each of PAGES_TIMED pages from the story at `place` on."""
    address, spent = f"/api/v1/articles/?page_size=100&{query}&cursor={cursor(order, place)}", []
    while address and len(spent) < PAGES_TIMED:
        started = time.process_time()
        page = client.get(address).json()
        spent.append((time.process_time() - started) * 1000)
        address = page["next"]
    return spent


def cursor(name, place):
    from articles.api.stories import ArticleList
    from articles.models import Article

    order = ArticleList.orders[name]
    story = Article.objects.with_changed().order_by(*order.columns)[place]
    position = f"{name} {getattr(story, order.field).isoformat()} {story.pk}"
    return urlsafe_b64encode(position.encode()).decode().rstrip("=")


def write(stories):
    """Create public stories of one section and one author; returns the author's key."""
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
