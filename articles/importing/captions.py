"""Pairs the pictures of a page with its captions in order: the first picture with the first caption, and so on."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from articles.parsing import Credit, Paragraph, ParsedPage, Story
from articles.parsing.roles import PHOTOGRAPHER

# Lines between a caption and the name of its photographer, at most.
NEAR = 2


class Captioned(NamedTuple):
    """A picture and the caption printed below it; blank if the page has none."""

    digest: str
    caption: str
    photographers: tuple[str, ...]


def captioned(parsed: ParsedPage, digests: Sequence[str]) -> list[list[Captioned]]:
    """For each story of a page, its pictures; "" is one whose file could not be taken in, but whose caption no other
    picture may get."""
    left = iter(digests)
    return [[each for each in _of_story(story, left) if each.digest] for story in parsed.articles]


def _of_story(story: Story, left: Iterator[str]) -> Iterator[Captioned]:
    for paragraph in story.paragraphs:
        if paragraph.kind == "caption" and (digest := next(left, None)) is not None:
            yield Captioned(digest, paragraph.text, photographers(story, paragraph))


def photographers(story: Story, caption: Paragraph) -> tuple[str, ...]:
    """Of the people named on the lines of the caption or just below it, the photographers."""
    first, last = caption.lines
    below = min((p.lines[0] for p in story.paragraphs if p.lines[0] > last), default=last + NEAR + 1)
    printed = [each.text for each in story.removed if first <= each.line <= min(last + NEAR, below - 1)]
    return tuple(credit.name for credit in story.authors if _is_named(credit, printed))


def _is_named(credit: Credit, printed: list[str]) -> bool:
    if credit.role != PHOTOGRAPHER:
        return False
    return any(credit.name in text or credit.printed in text for text in printed)
