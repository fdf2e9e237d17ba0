"""工作量 and 稿费: what each person did for the public stories of a month, in which role, and the fee for it.

People who share a role in a story share its characters and its fee equally, and so do the photographers of a picture.
Pen names count for their person."""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cached_property
from itertools import groupby

from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch

from articles.filters import FIRST_DAY, LAST_DAY
from articles.models import Account, Article, Author, Contribution, FeeRate, PictureCredit, PictureUse, Stage
from articles.text.counting import number_in_blocks

# Roles that make pictures and no text; and those that made a picture whose photographer is not named.
PICTURES_ONLY = {"摄影", "摄影记者", "供图", "绘图", "漫画"}
PHOTOGRAPHERS = {"摄影", "摄影记者", "摄影报道", "文/图", "供图"}
MONTH = re.compile(r"\s*(\d{4})\s*[-/.年]\s*(\d{1,2})\s*月?\s*", re.ASCII)


@dataclass
class Line:
    """What a person did in one role: numbers of stories, characters and photographs. Shares are exact fractions."""

    person: Author
    role: str
    rate: FeeRate | None
    done: dict[str, Fraction] = field(default_factory=lambda: defaultdict(Fraction))

    @property
    def stories(self):
        return short(self.done["stories"])

    @property
    def characters(self):
        return rounded(self.done["characters"], "1")

    @property
    def photographs(self):
        return short(self.done["photographs"])

    @property
    def fee(self):
        """In yuan; None without a rate."""
        if self.rate is None:
            return None
        fee = self.done["stories"] * self.rate.per_story + self.done["photographs"] * self.rate.per_photograph
        return rounded(fee + self.done["characters"] * self.rate.per_thousand / 1000, "0.01")


def rounded(number: Fraction, to: str) -> Decimal:
    return (Decimal(number.numerator) / number.denominator).quantize(Decimal(to), ROUND_HALF_UP)


def short(number: Fraction) -> str:
    """2, 0.5, 0.33"""
    return str(rounded(number, "0.01")).rstrip("0").rstrip(".")


def total_fee(lines) -> Decimal:
    return sum((line.fee or Decimal(0) for line in lines), Decimal("0.00"))


def whose_work(user) -> tuple[bool, Author | None]:
    """Whether the user sees everybody's work, as those do who sign finally, and if not, whose: their own, None without
    a name for bylines. Raises PermissionDenied for those who do not write."""
    if user.has_perm(Stage.FINAL.permission):
        return True, None
    if user.has_perm("articles.add_article"):
        return False, Account.objects.author_of(user)
    raise PermissionDenied


# A month


class Month:
    """The public stories of a month and what people did for them; with `author`, only what this person did."""

    def __init__(self, first: date, author: Author | None = None):
        self.first, self.person = first, author and author.person
        self.next = months_after(first, 1)
        self.stories = [Counted(story) for story in self._own(with_people(Article.objects.public()))]
        self.lines = self._lines()

    @property
    def people(self):
        """(person, their lines, their fee), in the order of the lines."""
        groups = [(person, list(lines)) for person, lines in groupby(self.lines, key=lambda line: line.person)]
        return [(person, lines, total_fee(lines)) for person, lines in groups]

    @property
    def fee(self):
        return total_fee(self.lines)

    @property
    def characters(self):
        return sum(story.characters for story in self.stories)

    @property
    def photographs(self):
        return sum(len(story.photographs) for story in self.stories)

    @property
    def without_people(self):
        return sum(not story.people for story in self.stories)

    @property
    def roles_without_rate(self):
        return sorted({line.role for line in self.lines if line.rate is None})

    @cached_property
    def withdrawn(self):
        return list(self._own(Article.objects.withdrawn().only("title", "date").with_bylines()))

    def _own(self, stories):
        stories = stories.filter(date__gte=self.first, date__lt=self.next).order_by("date", "pk")
        return stories.by(self.person) if self.person else stories

    def _lines(self):
        """By name in the order of pinyin, then by role."""
        rates, lines = FeeRate.objects.in_month(self.first), {}
        for story in self.stories:
            for person, role, what, share in story.shares():
                line = lines.setdefault((person, role), Line(person, role, rates.get(role)))
                line.done[what] += share
        own = [line for line in lines.values() if self.person in (None, line.person)]
        # In GB 18030 the characters of daily use are in the order of pinyin.
        return sorted(own, key=lambda line: (line.person.name.encode("gb18030"), line.person.pk, line.role))


def with_people(stories):
    """Load what Counted needs, in four queries."""
    bylines = Contribution.objects.select_related("author__pen_name_of")
    credits = PictureCredit.objects.select_related("author__pen_name_of")
    # Of pictures only the key: a row has all its renditions. Joined, because Django would prefetch them with one OR for
    # each, of which SQLite refuses a thousand.
    uses = PictureUse.objects.select_related("picture").only("article", "number", "picture__id")
    uses = uses.prefetch_related(Prefetch("picture__credits", credits))
    return stories.only("dateline", "body").prefetch_related(
        Prefetch("contributions", bylines, to_attr="bylines"), Prefetch("picture_uses", uses, to_attr="uses")
    )


class Counted:
    """A story's people by role, its characters (below the headlines), and for each photograph (photographer, role)."""

    def __init__(self, story):
        blocks = story.printed_blocks
        self.characters = number_in_blocks(blocks)
        self.people = people_by_role(story.bylines)
        named = [(person, role) for role in self.people if role in PHOTOGRAPHERS for person in self.people[role]]
        self.photographs = [photographers(use) or named for use in story.uses]
        self.photographs += [named] * only_printed(blocks, story.uses)

    def shares(self):
        """Yield (person, role, what, share): `what` is "stories", "characters" or "photographs"."""
        for role, people in self.people.items():
            for person in people:
                yield person, role, "stories", Fraction(1, len(people))
                if role not in PICTURES_ONLY:
                    yield person, role, "characters", Fraction(self.characters, len(people))
        for people in self.photographs:
            for person, role in people:
                yield person, role, "photographs", Fraction(1, len(people))


def people_by_role(credits) -> dict[str, list[Author]]:
    people: dict[str, dict[Author, None]] = defaultdict(dict)
    for credit in credits:
        people[credit.role][credit.author.person] = None
    return {role: list(each) for role, each in people.items()}


def photographers(use) -> list[tuple[Author, str]]:
    return list(dict.fromkeys((credit.author.person, credit.role) for credit in use.picture.credits.all()))


def only_printed(blocks, uses) -> int:
    """The number of captions of pictures that were printed but are not in the library."""
    numbers = {use.number for use in uses}
    return sum(block.kind == "caption" and block.picture not in numbers for block in blocks)


def read_month(typed: str) -> date | None:
    """2026-11, 2026年11月; None if it is no month."""
    found = MONTH.fullmatch(typed)
    year, month = (int(found[1]), int(found[2])) if found else (0, 0)
    return date(year, month, 1) if FIRST_DAY.year <= year <= LAST_DAY.year and 1 <= month <= 12 else None


def months_after(first: date, number: int) -> date:
    months = first.year * 12 + first.month - 1 + number
    return date(months // 12, months % 12 + 1, 1)
