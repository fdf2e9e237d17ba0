"""What the list of changes (/api/v1/changes/) costs each write: `python -m tests.benchmarks.change_list [STORIES]`.

Saves stories with and without their rows in the list, a few at a time in turn, and prints how much longer it takes with
them: the story's row alone, as the desk saves it, by several writers at once, and a bulk insert. The clock's time,
because a server does the work; on SQLite, or PostgreSQL if DATABASE_URL is set. There the commits wait for one another.
"""

import os
import statistics
import sys
import tempfile
import time
from contextlib import contextmanager, nullcontext
from threading import Thread

A_TURN = 25
WRITERS = 8


def main(stories=1000):
    import django

    django.setup()
    from django.db import connection

    from tests.benchmarks.databases import Database

    database = Database("newsroom_change_list", os.environ["NEWSROOM_VAR_DIR"])
    database.open()
    try:
        keys = write(stories)
        print(f"{stories} stories, on {connection.vendor}; milliseconds a story")
        print(f"{'':24}with  without     ×")
        compare("saved", keys, save)
        compare("changed at the desk", keys, change_at_the_desk)
        if connection.vendor == "postgresql":
            compare(f"saved by {WRITERS} writers", keys, save_at_once, a_turn=A_TURN * 4)
        compare("inserted in bulk", keys, insert)
    finally:
        database.remove()


def compare(name, keys, act, a_turn=A_TURN):
    """Medians of the turns: a disk that others use is slow now and then."""
    spent = {True: [], False: []}
    act(keys[:a_turn])  # warm up
    for turn, start in enumerate(range(0, len(keys), a_turn)):
        part = keys[start : start + a_turn]
        # Each goes first in every second turn.
        for listed in (True, False) if turn % 2 else (False, True):
            with nullcontext() if listed else without_changes():
                started = time.perf_counter()
                act(part)
                spent[listed].append(1000 * (time.perf_counter() - started) / len(part))
    listed, not_listed = statistics.median(spent[True]), statistics.median(spent[False])
    print(f"{name:20} {listed:8.2f} {not_listed:8.2f} {listed / not_listed:5.2f}")


@contextmanager
def without_changes():
    from articles.models.latest_changes import LatestChangeQuerySet

    kept = {name: vars(LatestChangeQuerySet)[name] for name in ("write", "write_new")}
    for name in kept:
        setattr(LatestChangeQuerySet, name, lambda *args, **options: None)
    try:
        yield
    finally:
        for name, method in kept.items():
            setattr(LatestChangeQuerySet, name, method)


def save(keys):
    from articles.models import Article

    for key in keys:
        story = Article.objects.get(pk=key)
        story.deck = f"第{story.version}稿"
        story.save()


def change_at_the_desk(keys):
    from articles.editing import Actor, changing
    from articles.models import Article

    for key in keys:
        version = Article.objects.values_list("version", flat=True).get(pk=key)
        with changing(key, Actor.command(), version=version) as change:
            change.article.deck = f"第{version}稿"


def save_at_once(keys):
    from django.db import connection

    def of_one_writer(own):
        try:
            save(own)
        finally:
            connection.close()

    writers = [Thread(target=of_one_writer, args=[keys[number::WRITERS]]) for number in range(WRITERS)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()


def insert(keys):
    write(len(keys))


def write(stories):
    """Create public stories; returns their keys."""
    from django.utils import timezone

    from articles.models import Article, Section

    section, now, text = Section.objects.get(slug="environment"), timezone.now(), "水利局昨天清理河道。" * 60
    made = Article.objects.bulk_create(
        Article(
            headline="水利局清理河道", title="水利局清理河道", summary="水利局昨天清理河道。", body=text,
            section=section, status="approved", date=now.date(), publish_at=now,
        )
        for _ in range(stories)
    )  # fmt: skip
    return [story.pk for story in made]


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"DJANGO_SETTINGS_MODULE": "newsroom.settings", "NEWSROOM_VAR_DIR": folder}
        main(*map(int, sys.argv[1:]))
