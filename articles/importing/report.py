"""The result of an import, which the commands print and the desk shows."""

import datetime
from collections import Counter
from dataclasses import asdict, dataclass, field

from django.db import models
from django.utils.translation import pgettext_lazy

from articles.models import Article, Problem
from articles.parsing.problems import SENTENCES

DOUBT_CODES = list(SENTENCES)


class Outcome(models.TextChoices):
    CREATED = "created", pgettext_lazy("outcome", "created")
    UPDATED = "updated", pgettext_lazy("outcome", "updated")
    UNCHANGED = "unchanged", pgettext_lazy("outcome", "unchanged")
    KEPT = "kept", pgettext_lazy("outcome", "kept as edited")
    PENDING = "pending", pgettext_lazy("outcome", "change waits for review")
    JOINED = "joined", pgettext_lazy("outcome", "joined to another")
    REMOVED = "removed", pgettext_lazy("outcome", "removed")


class Certainty(models.TextChoices):
    """How sure the parser is of a story."""

    SURE = "sure", pgettext_lazy("certainty", "without doubt")
    DOUBTED = "doubted", pgettext_lazy("certainty", "with doubts")
    EMPTY = "empty", pgettext_lazy("certainty", "without text, not published")


@dataclass(frozen=True, slots=True)
class Kept:
    field: str
    ours: str  # an editor's version
    printed: str


@dataclass(slots=True)
class StoryReport:
    outcome: Outcome
    article: Article
    byline: list[str] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    pages: dict[str, int] = field(default_factory=dict)  # its place on each
    doubts: list[Problem] = field(default_factory=list)
    kept: list[Kept] = field(default_factory=list)

    @property
    def certainty(self) -> Certainty:
        if not self.article.body.strip():
            return Certainty.EMPTY
        return Certainty.DOUBTED if self.doubts else Certainty.SURE

    @property
    def doubts_with_pages(self) -> list[tuple[Problem, str]]:
        """Each doubt with the number of the page that its line is on, "" if the story is on one page only."""
        several = len(self.pages) > 1
        return [(doubt, doubt.page.number if several and doubt.page else "") for doubt in self.doubts]

    def as_dict(self) -> dict:
        return {
            "outcome": self.outcome,
            "article": self.article.pk,
            "title": self.article.title,
            "status": self.article.status,
            "byline": self.byline,
            "section": self.article.section.name if self.article.section else None,
            "places": self.places,
            "doubts": [{"code": doubt.code, "line": doubt.line, "message": doubt.sentence} for doubt in self.doubts],
            "kept": [asdict(kept) for kept in self.kept],
        }


@dataclass(frozen=True, slots=True)
class IssueReport:
    date: datetime.date
    stories: list[StoryReport]  # in printed order
    set_aside: int  # lines that belong to no story
    warnings: list[str] = field(default_factory=list)
    pages: int = 0
    facsimiles: int = 0  # how many of the pages came as PDF

    @property
    def certainty(self) -> Counter:
        """How many stories the parser is sure of, and how many not."""
        gone = (Outcome.REMOVED, Outcome.JOINED)
        return Counter(story.certainty for story in self.stories if story.outcome not in gone)

    def as_dict(self) -> dict:
        return {
            "date": self.date.isoformat(),
            "stories": [story.as_dict() for story in self.stories],
            "certainty": {kind.value: self.certainty[kind] for kind in Certainty},
            "set_aside": self.set_aside,
            "pages": self.pages,
            "facsimiles": self.facsimiles,
            "warnings": self.warnings,
        }
