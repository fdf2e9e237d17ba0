"""A newsroom with one person of every role and one story in every state, each with a unique word."""

from datetime import date, timedelta
from typing import NamedTuple

import pytest
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.test import Client
from django.utils import timezone

from articles import editing
from articles.editing import Actor
from articles.models import (
    TEXTS,
    ApiToken,
    Article,
    AuditEntry,
    Author,
    Contribution,
    Correction,
    FeeRate,
    Issue,
    ListEntry,
    Page,
    Picture,
    Placement,
    Problem,
    Section,
    SignOff,
)
from articles.roles import ROLES
from tests.desk.conftest import account
from tests.site.rows import illustrate, picture

DAY = date(2023, 7, 20)
# {state: the word that only the story in it contains}
WORDS = {
    "own draft": "驫驫",
    "draft": "羴羴",
    "in review": "灥灥",
    "in final review": "麤麤",
    "scheduled": "飝飝",
    "public": "靐靐",
    "withdrawn": "龘龘",
    "merged": "齉齉",
}
STATES = list(WORDS)
HIDDEN = [state for state in STATES if state != "public"]
OWN = {"own draft"}

ANYBODY = "anybody"  # not logged in
NO_ROLE = "no role"  # logged in as staff, without a group
SUPERUSER = "superuser"
PEOPLE = [ANYBODY, NO_ROLE, *ROLES, SUPERUSER]


def some_are_slow(people):
    """Parameters of a test that takes seconds for each person: `pytest -m slow` tries the rest of them."""
    rest = {"值班主任", "总编辑", "运维", SUPERUSER}
    return [pytest.param(person, marks=pytest.mark.slow) if person in rest else person for person in people]


class Printed(NamedTuple):
    """A story and its own rows, with the names used in routes.py."""

    pk: int
    author: int
    word: str
    day: date
    number: str
    page: int
    issue: int
    problem: int
    correction: int
    picture: int


class World(NamedTuple):
    people: dict[str, User]
    stories: dict[str, Printed]

    def client(self, person) -> Client:
        client = Client()
        if person != ANYBODY:
            client.force_login(self.people[person])
        return client

    def delete_hidden(self):
        hidden = [story for state, story in self.stories.items() if state in HIDDEN]
        Article.objects.filter(pk__in=[story.pk for story in hidden]).delete()
        Issue.objects.filter(pk__in=[story.issue for story in hidden]).delete()
        Picture.objects.filter(pk__in=[story.picture for story in hidden]).delete()
        Author.objects.filter(pk__in=[story.author for story in hidden]).delete()


def make_world() -> World:
    people = {role: account(f"user-{number}", role, role) for number, role in enumerate(ROLES)}
    people[NO_ROLE] = account("no-role", "新人")
    people[SUPERUSER] = User.objects.create(username="root", is_staff=True, is_superuser=True)
    issue = Issue.objects.create(date=DAY, number="8000")
    shared = Page.objects.create(issue=issue, number="2", name="综合新闻", order=2)
    stories = {state: _story(order, state, shared, people) for order, state in enumerate(STATES, start=1)}
    _review(stories)
    ApiToken.objects.issue(people["记者"], "排版")
    FeeRate.objects.create(role="记者", per_story=20)
    ListEntry.objects.create(kind=ListEntry.Kind.WORD, text="空话")
    Article.objects.filter(pk=stories["merged"].pk).update(merged_into=stories["public"].pk)
    return World(people, stories)


def _story(order, state, shared, people):
    word = WORDS[state]
    texts = dict.fromkeys(TEXTS[:-1], f"{word}说水利")
    article = Article(
        **texts,
        body=f"水利局开展整治，{word}。\n\n## {word}小题\n\n图：{word}",
        date=DAY,
        section=Section.objects.get(slug="environment"),
        created_by=people["记者"] if state == "own draft" else None,
        origin="imported",
        imported={"headline": word, "section": None},
        withdrawal_notice="这篇稿件已撤下。" if state == "withdrawn" else "",
        withdrawn_at=timezone.now() if state == "withdrawn" else None,
        publish_at=timezone.now() + timedelta(days=1 if state == "scheduled" else -1),
        status={"withdrawn": "withdrawn", "merged": "merged", "public": "approved", "scheduled": "approved"}.get(
            state, "draft"
        ),
    )
    article.save()
    editing.begin(article)  # saves the first revision
    author = Author.objects.create(name=f"{word}生")
    Contribution.objects.create(article=article, author=author, role="记者", printed=f"{word}生")
    issue = Issue.objects.create(date=DAY + timedelta(days=order))
    page = Page.objects.create(issue=issue, number=str(order), name=word, source_text=f"{word}原文", source_name=word)
    for place in (shared, page):
        Placement.objects.create(article=article, page=place, order=order, first_line=1, last_line=1)
    problem = Problem.objects.create(article=article, page=page, code="unsure_byline", line=1, params={"text": word})
    correction = Correction.objects.create(article=article, text=f"更正：{word}。", page=page)
    image = picture(word, by=[f"{word}生"], source=word)
    illustrate(article, image, caption=word, alt=word)
    return Printed(
        article.pk, author.pk, word, issue.date, page.number, page.pk, issue.pk, problem.pk, correction.pk, image.pk
    )


def _review(stories):
    first, second = account("first", "初审人", "编辑"), account("second", "复审人", "值班主任")
    for state in ("in review", "in final review"):
        editing.sign_off(stories[state].pk, Actor.at_desk(first))
    editing.sign_off(stories["in final review"].pk, Actor.at_desk(second))


def addresses_of(template, world):
    """{address: the state of its story} for a template in routes.py."""
    others = _others(world) if "{" in template else {}
    return {template.format(**story._asdict(), **others): state for state, story in world.stories.items()}


def _others(world):
    section = Section.objects.get(slug="environment")
    return {
        "section": section.pk,
        "user": world.people[NO_ROLE].pk,
        "group": world.people["记者"].groups.get().pk,
        "entry": ListEntry.objects.get().pk,
        "token": ApiToken.objects.earliest("pk").pk,
        "rate": FeeRate.objects.earliest("pk").pk,
        "line": AuditEntry.objects.earliest("pk").pk,
        "article_type": ContentType.objects.get_for_model(Article).pk,
    }


def condition(pk):
    article = Article.objects.filter(pk=pk).first()
    if article is None:
        return None
    signed = SignOff.objects.standing().filter(article=article).count()
    doubts = Problem.objects.open().filter(article=article).count()
    columns = [getattr(article, name) for name in (*TEXTS, "status", "section_id", "date", "publish_at")]
    return *columns, signed, doubts


def changed(story, act):
    """Whether `act()` changes the story; the change is rolled back."""
    before = condition(story.pk)
    with transaction.atomic():
        assert act().status_code < 500
        after = condition(story.pk)
        transaction.set_rollback(True)
    return after != before
