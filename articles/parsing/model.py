"""The result of reading a page: its stories, the lines set aside, and their line numbers."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from .problems import sentence

ParagraphKind = Literal["paragraph", "subhead", "caption"]
Lines = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Problem:
    """A doubt for an editor to settle; `problems.SENTENCES` has the sentence for each code."""

    code: str
    line: int
    params: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Printed:
    """A byline or jump mark removed from the paragraphs, exactly as printed."""

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    kind: ParagraphKind
    text: str
    lines: Lines


@dataclass(frozen=True, slots=True)
class Credit:
    """A person's part in a story. `role` is a Chinese term, empty for a bare name."""

    name: str
    role: str
    printed: str


@dataclass(frozen=True, slots=True)
class Story:
    kicker: str
    headline: str
    deck: str
    dateline: str
    paragraphs: tuple[Paragraph, ...]
    authors: tuple[Credit, ...]
    continued_from: str | None
    continued_on: str | None
    lines: Lines
    problems: tuple[Problem, ...]
    removed: tuple[Printed, ...] = ()


@dataclass(frozen=True, slots=True)
class Residue:
    """A line that belongs to the page and not to a story; `residue.RULES` has the kinds."""

    line: int
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class ParsedPage:
    articles: tuple[Story, ...]
    residue: tuple[Residue, ...]


def as_dict(page: ParsedPage, translate: Callable[[str], str] = str) -> dict[str, Any]:
    return {
        "articles": [_story_as_dict(story, translate) for story in page.articles],
        "residue": [asdict(piece) for piece in page.residue],
    }


def _story_as_dict(story: Story, translate: Callable[[str], str]) -> dict[str, Any]:
    return {
        "kicker": story.kicker,
        "headline": story.headline,
        "deck": story.deck,
        "dateline": story.dateline,
        "paragraphs": [{"kind": p.kind, "text": p.text} for p in story.paragraphs],
        "authors": [{"name": a.name, "role": a.role} for a in story.authors],
        "continued_from_page": _page_number(story.continued_from),
        "continued_on_page": _page_number(story.continued_on),
        "lines": list(story.lines),
        "problems": [
            {"code": p.code, "line": p.line, "message": sentence(p.code, p.params, translate)} for p in story.problems
        ],
    }


def _page_number(label: str | None) -> int | str | None:
    return int(label) if label and label.isascii() and label.isdigit() else label
