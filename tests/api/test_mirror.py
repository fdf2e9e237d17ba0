"""The example program keeps a copy that equals the site, whatever the newsroom does meanwhile."""

import io
import os
import random
import sqlite3
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection, connections, transaction
from django.test import Client
from django.utils import timezone

from articles import editing
from articles.api.examples import mirror
from articles.api.serializers import ArticleSerializer
from articles.editing import Actor
from articles.models import Article, Author, Correction, Issue, Section
from tests.site.rows import DAY, printed, story

COMMAND = Actor.command()
WRITERS = 8
# Measured with 60 seconds and 3,000 stories; the usual run is shorter.
SECONDS = int(os.environ.get("NEWSROOM_RACE_SECONDS", "10"))
STORIES = int(os.environ.get("NEWSROOM_MIRROR_STORIES", "600"))


def all_public(client):
    """{key: story} as the list of articles shows them."""
    stories, url = {}, "/api/v1/articles/?page_size=100&fields=" + ",".join(ArticleSerializer.Meta.fields)
    while url:
        cache.clear()  # the API limits requests
        page = client.get(url).json()
        stories |= {str(each["id"]): each for each in page["results"]}
        url = page["next"]
    return stories


class Mirror:
    """The example program, which reads through Django's test client."""

    def __init__(self, monkeypatch, client):
        self.copy = {}
        monkeypatch.setattr(mirror, "urlopen", lambda url: io.BytesIO(self.read(client, url)))

    @staticmethod
    def read(client, url):
        cache.clear()
        response = client.get(url)
        assert response.status_code == 200, response.content.decode()
        return response.content

    def update(self):
        mirror.update(self.copy, "http://testserver")

    @property
    def stories(self):
        return self.copy["stories"]


def edit(article):
    with editing.changing(article.pk, COMMAND) as change:
        change.article.body += "\n\n又一段。"
        change.article.save()


def correct(article):
    editing.publish_correction(Correction(article=article, text="“河”应为“湖”。"), COMMAND)


def withdraw(article):
    editing.withdraw(article.pk, COMMAND, "撤下。")


def restore(article):
    withdraw(article)
    editing.restore(article.pk, COMMAND)


def hide(article):
    with editing.changing(article.pk, COMMAND) as change:
        change.article.publish_at = timezone.now() + timedelta(hours=1)
        change.article.save()


def merge(article):
    editing.merge_with_next(article.pk, COMMAND)


def split(article):
    editing.split(article.pk, COMMAND, 1)


def merge_and_undo(article):
    editing.undo(editing.merge_with_next(article.pk, COMMAND).pk, COMMAND)


ACTIONS = [edit, correct, withdraw, restore, hide, merge, split, merge_and_undo]


@pytest.mark.django_db
@pytest.mark.parametrize("number", [64, pytest.param(STORIES, marks=pytest.mark.slow)])
def test_the_copy_equals_the_site_again(number, client, monkeypatch):
    stories = [
        printed(
            f"第{each}条", day=DAY + timedelta(days=each // 30), byline=[("记者", f"记者{each % 9}")],
            section="politics", body="第一段。\n\n第二段。",
        )
        for each in range(number)
    ]  # fmt: skip
    connection.check_constraints()  # what PostgreSQL does at a commit
    copy = Mirror(monkeypatch, client)
    copy.update()
    assert len(copy.stories) == number
    assert copy.stories == all_public(client)
    # Each action on a story of its own, with another after it on its page.
    for place, action in zip(range(0, number - 2, 3), ACTIONS * 20, strict=False):
        action(stories[place])
    for row, name in ((Author.objects.get(name="记者3"), "新名"), (Section.objects.get(slug="politics"), "时政")):
        row.name = name
        row.save()
    issue = Issue.objects.earliest("date")
    issue.date = DAY - timedelta(days=1)
    editing.change_issue(issue, COMMAND)
    connection.check_constraints()
    expected = all_public(client)
    assert copy.stories != expected
    copy.update()
    assert copy.stories == expected
    editing.restore(Article.objects.withdrawn().filter(status="withdrawn").first().pk, COMMAND)
    connection.check_constraints()
    copy.update()
    assert copy.stories == all_public(client)


@pytest.fixture
def connected(transactional_db, tmp_path, monkeypatch):
    """Threads have connections of their own: on SQLite to a file, as those to a database in memory share one."""
    if connection.vendor == "sqlite":
        path = tmp_path / "newsroom.sqlite3"
        with sqlite3.connect(path) as copy:
            connection.connection.backup(copy)
        monkeypatch.setitem(connections.settings, "default", {**connections.settings["default"], "NAME": str(path)})


class Newsroom:
    """Writers whose transactions take up to a second from their first write to their commit."""

    def __init__(self, keys, authors):
        self.keys, self.authors, self.ended, self.commits = keys, authors, threading.Event(), 0

    def write(self, writer):
        chance, own = random.Random(writer), self.keys[writer::WRITERS]
        # On SQLite a transaction keeps all other writers waiting.
        longest = 0.02 if connection.vendor == "sqlite" else 1
        with closing(connections["default"]):
            while not self.ended.is_set():
                with transaction.atomic():
                    self.act(chance, own, writer)
                    time.sleep(chance.random() ** 3 * longest)
                self.commits += 1

    def act(self, chance, own, writer):
        article = Article.objects.get(pk=chance.choice(own))
        if article.status == "withdrawn":
            editing.restore(article.pk, COMMAND)
        elif chance.random() < 0.4:
            own += [story(f"{writer}的新稿{number}").pk for number in range(chance.randint(1, 4))]
        elif chance.random() < 0.1:
            moment = timezone.now() + timedelta(seconds=chance.random())
            own.append(story("稍后", publish_at=moment).pk)
        elif article.is_public:
            chance.choice([edit, correct, withdraw])(article)
        if chance.random() < 0.05:
            author = Author.objects.get(pk=self.authors[writer])
            author.name += "甲"
            author.save()


@pytest.mark.slow
def test_following_eight_writers_misses_nothing(connected, monkeypatch):
    with ThreadPoolExecutor(WRITERS + 2) as pool:

        def in_thread(function, *arguments):
            return pool.submit(closing_connections, function, *arguments).result()

        newsroom = in_thread(first_stories)
        writers = [pool.submit(newsroom.write, writer) for writer in range(WRITERS)]
        copy = Mirror(monkeypatch, Client())
        polls = in_thread(follow, copy, newsroom)
        for writer in writers:
            writer.result()
        time.sleep(1)  # the last scheduled story becomes public
        in_thread(copy.update)
        expected = in_thread(all_public, Client())
    assert newsroom.commits > SECONDS
    assert polls > SECONDS
    missed = {key for key in expected.keys() | copy.stories.keys() if expected.get(key) != copy.stories.get(key)}
    assert missed == set()
    print(f"{newsroom.commits} commits, {polls} polls, {len(expected)} stories")


def first_stories():
    stories = [story(f"第{number}条", byline=[("记者", f"记者{number % WRITERS}")]) for number in range(80)]
    authors = [Author.objects.get(name=f"记者{number}").pk for number in range(WRITERS)]
    return Newsroom([each.pk for each in stories], authors)


def follow(copy, newsroom):
    polls, end = 0, time.monotonic() + SECONDS
    try:
        while time.monotonic() < end:
            copy.update()
            polls += 1
            time.sleep(0.02)
    finally:
        newsroom.ended.set()
    return polls


def closing_connections(function, *arguments):
    try:
        return function(*arguments)
    finally:
        connections.close_all()
