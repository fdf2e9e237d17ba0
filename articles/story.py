"""Everything the page of one story shows, asked for in few and quick questions."""

import datetime
from itertools import zip_longest
from operator import attrgetter
from typing import NamedTuple

from django.db import DatabaseError, router
from django.db.models import BigIntegerField, DateTimeField, Exists, OuterRef
from django.utils import timezone

from articles import search
from articles.addresses import address
from articles.models import Article, Correction, Issue, Page, Placement, Section
from articles.prepared import Columns, Parameter, Prepared, split
from articles.remembering import remembered, remembered_longer


class Person(NamedTuple):
    pk: int
    name: str

    def get_absolute_url(self):
        return address("author", self.pk)


class Credit(NamedTuple):
    """A contribution, as a byline shows it."""

    role: str
    author: Person


class Neighbour(NamedTuple):
    """A story of a printed page."""

    pk: int
    title: str
    url: str


class Related(NamedTuple):
    """A story about the same matter."""

    title: str
    url: str
    date: datetime.date


class Place(NamedTuple):
    """A placement, as the story's page shows it, with the stories that stand on the same page."""

    page: Page
    stories: list[Neighbour]
    order: int
    continued_from: str
    continued_on: str


class PrintedPage(NamedTuple):
    page: Page
    stories: list[Neighbour]


class Story(NamedTuple):
    article: Article
    byline: list[Credit]
    placements: list[Place]
    corrections: list[Correction]


NUMBER = Parameter("number", BigIntegerField())
NOW = Parameter("now", DateTimeField())

SHOWN = (
    "id", "kicker", "headline", "deck", "dateline", "body", "section", "date", "status", "publish_at", "title",
    "summary", "keywords", "updated_at",
)  # fmt: skip
ARTICLE = Columns(Article, only=SHOWN)
SECTION = Columns(Section, "section", only=("id", "name", "slug"))
CREDIT = [f"contributions__{name}" for name in ("order", "id", "role", "author", "author__name")]
PLACE = [f"placements__{name}" for name in ("page", "order", "continued_from", "continued_on")]
CORRECTED = Exists(Correction.objects.filter(article=OuterRef("pk")))
PAGE = Columns(Page, "page", only=("id", "issue", "number", "name", "order"))
ISSUE = Columns(Issue, "page__issue")

# One row for each credit at each place: with one author on one page, as nearly always, it is a single row.
STORY_QUESTION = Prepared(
    lambda: (Article.objects.public(NOW).filter(pk=NUMBER).annotate(corrected=CORRECTED).order_by()).values_list(
        *ARTICLE.paths, *SECTION.paths, *CREDIT, *PLACE, "corrected"
    )
)
PAGE_QUESTION = Prepared(
    lambda: (Placement.objects.public(NOW).filter(page=NUMBER).as_printed()).values_list(
        *PAGE.paths, *ISSUE.paths, "article", "article__title"
    )
)
RELATED = [Parameter(f"related_{place}", BigIntegerField()) for place in range(5)]
LISTED_QUESTION = Prepared(
    lambda: Article.objects.public(NOW).filter(pk__in=RELATED).order_by().values_list("pk", "title", "date")
)


def public_story(request, number):
    """The Story of this number, or None where no reader may see it."""
    if number > BigIntegerField.MAX_BIGINT:
        return None
    using = router.db_for_read(Article)
    rows = STORY_QUESTION(using, number=number, now=timezone.now())
    if not rows:
        return None
    parts = [list(split(row, ARTICLE, SECTION, CREDIT, PLACE)) for row in rows]
    article = ARTICLE.row(using, parts[0][0])
    article.section = SECTION.row(using, parts[0][1])
    credits = sorted({credit for _, _, credit, _ in parts if credit[0] is not None})
    places = {place for _, _, _, place in parts if place[0] is not None}
    corrected = rows[0][-1]
    return Story(
        article,
        [Credit(role, Person(author, name)) for _, _, role, author, name in credits],
        _as_printed([(printed_page(request, page), *rest) for page, *rest in places]),
        list(article.corrections.newest_first().for_readers()) if corrected else [],
    )


def _as_printed(places):
    placements = [Place(*printed, *rest) for printed, *rest in places if printed]
    return sorted(placements, key=attrgetter("page.issue.date", "page.order", "order"))


def printed_page(request, number):
    """The PrintedPage with the stories on it that a reader may see, as printed; None where there are none. It is asked
    for by every story that stands on it, and so remembered."""
    return remembered(request, ("printed page", number), lambda: _printed_page(number))


def _printed_page(number):
    using = router.db_for_read(Placement)
    rows = PAGE_QUESTION(using, number=number, now=timezone.now())
    if not rows:
        return None
    page_values, issue_values = split(rows[0], PAGE, ISSUE)
    page = PAGE.row(using, page_values)
    page.issue = ISSUE.row(using, issue_values)
    return PrintedPage(page, [Neighbour(pk, title, address("article", pk)) for *_, pk, title in rows])


def related_to(request, article):
    """Up to five Related stories that share rare words with this one, the nearest first. Which they are is found out
    anew every ten minutes: it takes longer than all else that is asked for the page."""
    if not article.keywords:
        return []
    return remembered(request, ("related stories", article.pk), lambda: _related(request, article))


def _related(request, article):
    using = router.db_for_read(Article)
    try:
        key = ("related", article.pk, *article.keywords)
        nearest = remembered_longer(request, key, lambda: _nearest(article, using))
    except DatabaseError as error:
        # A story can be read while the search cannot be searched.
        if not search.is_damaged(error):
            raise
        search.repair_in_background(using)
        return []
    if not nearest:
        return []
    numbers = {each.name: number for each, number in zip_longest(RELATED, nearest)}
    rows = LISTED_QUESTION(using, now=timezone.now(), **numbers)
    rows.sort(key=lambda row: nearest.index(row[0]))
    return [Related(title, address("article", pk), date) for pk, title, date in rows]


def _nearest(article, using):
    others = Article.objects.public().using(using).exclude(pk=article.pk).only("pk", "title", "date")
    return [other.pk for other in search.related(others, article.keywords)[: len(RELATED)]]
