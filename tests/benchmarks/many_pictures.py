"""200,000 pictures: two backups in a row, and the queries of readers' and library pages.
`python -m tests.benchmarks.many_pictures [NUMBER]`

The originals are tiny, so that only what each file costs is measured. Prints the time of the first backup, of the next
one after one new picture, and of each query with its plan."""

import hashlib
import os
import sys
import tempfile
import time
from pathlib import Path

STORIES = 1000
QUERIES = {
    "a rendition that readers fetch": lambda pictures: list(pictures.public().filter(pk=4321)),
    "the first page of the library, with its uses": lambda pictures: list(with_uses(pictures)[:50]),
    "the hundredth page of it": lambda pictures: list(with_uses(pictures)[4950:5000]),
    "the first page of unused ones": lambda pictures: list(pictures.unused()[:50]),
    "the number of unused ones": lambda pictures: pictures.unused().count(),
    "one picture by its digest": lambda pictures: list(pictures.filter(digest=name_and_content(77)[0])),
}


def with_uses(pictures):
    """With the number of stories that have each picture: counted for those shown, where Count("uses") would group all
    pictures and lose their order."""
    from django.db.models import Count, OuterRef, Subquery

    from articles.models import PictureUse

    uses = PictureUse.objects.filter(picture=OuterRef("pk")).order_by().values("picture")
    return pictures.annotate(times=Subquery(uses.annotate(number=Count("pk")).values("number")))


def name_and_content(number):
    content = f"{number}".encode()
    return hashlib.sha256(content).hexdigest(), content


def fill(number, first=0):
    """Write pictures with their files; each tenth is in a story."""
    from django.conf import settings

    from articles.models import Article, Picture, PictureUse
    from articles.pictures.files import original_name
    from tests.site.rows import story

    folder = Path(settings.STORAGES["originals"]["OPTIONS"]["location"])
    pictures = []
    for each in range(first, first + number):
        digest, content = name_and_content(each)
        size = {"size": len(content), "width": 1, "height": 1}
        pictures.append(Picture(digest=digest, name=f"{each}.jpg", suffix="jpg", **size))
        path = folder / original_name(pictures[-1])
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    pictures = Picture.objects.bulk_create(pictures, batch_size=5000)
    if not first:
        articles = [story(f"稿件{each}") for each in range(STORIES)]
        uses = [
            PictureUse(article=articles[at % STORIES], picture=picture, number=at // STORIES + 1)
            for at, picture in enumerate(pictures[::10])
        ]
        PictureUse.objects.bulk_create(uses, batch_size=5000)
        assert Article.objects.count() == STORIES


def measure(number):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from articles.models import Picture

    for name, query in QUERIES.items():
        started = time.monotonic()
        with CaptureQueriesContext(connection) as made:
            query(Picture.objects.all())
        milliseconds = (time.monotonic() - started) * 1000
        print(f"{name}: {len(made)} query, {milliseconds:.1f} ms")
        with connection.cursor() as cursor:
            for row in cursor.execute(f"EXPLAIN QUERY PLAN {made[0]['sql']}").fetchall():
                print("   ", row[3])


def main(number=200_000):
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"DJANGO_SETTINGS_MODULE": "newsroom.settings", "NEWSROOM_VAR_DIR": f"{folder}/var"}
        os.environ["DATABASE_URL"] = ""
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        fill(number)
        seconds = []
        for each in (1, 2):
            started = time.monotonic()
            call_command("backup", f"{folder}/{each}.backup")
            seconds.append(time.monotonic() - started)
            fill(1, first=number + each)
        print(
            f"first backup {seconds[0]:.1f} s, next one {seconds[1]:.1f} s: {seconds[0] / seconds[1]:.0f} times as fast"
        )
        measure(number)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
