"""Whether a heading begins a story or is a subhead of the story above: a score of named evidence."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import log, log1p

from .drafts import Draft
from .evidence import shared_rare_words, shared_words, similarity
from .headings import is_quoted, is_tagged
from .layout import Layout
from .lines import Block
from .patterns import PATTERNS

# Above 0 the heading begins a story. The weights were fitted to 600 headings between texts of news pages, half of them
# headlines, and refitted, near their values, to 4,000 on pages composed of news stories without bylines.
ANY_HEADING = 1.9
WEIGHTS: dict[str, float] = {
    # The text below
    "opens like a news story": 1.3,
    "opens like a later paragraph": -1.1,
    "has a dateline below a summary": 4.0,
    "is verse or a list": 2.0,
    "is a letter": 8.0,
    "has hardly any text": -1.5,
    "is on the story's subject": -1.1,  # for each factor of e
    "has nothing of the story": 1.4,
    "has rare words of the story": -1.4,  # for each factor of e
    "repeats the headline": -3.7,  # for all words of the headline
    "begins with the heading's words": 1.3,  # for all words of the heading
    "is a brief below a brief": 0.9,
    # The heading
    "reports an event": 2.5,
    "is short": -0.8,
    "has a kicker": 1.3,
    "names a column": 3.0,
    "repeats the story": -2.2,  # for all words of the heading
    "has the form of a subhead above": -1.2,
    "has the form of the next heading": -0.7,
    "has the parts of another heading": -3.3,
    # The story above
    "ends a long story": 0.7,  # for each factor of e
    "has subheads": -0.8,
    "has its byline at the end": 2.0,
    # The page: for a page on which every heading has a byline or dateline below, but this one has not
    "has bylines below headlines": -2.7,
}
NEAR = 2.0
# On a page with bylines below the stories, a story without its byline has not ended, unless all evidence says so.
SURE = 5.0
# A question or exclamation in a text is nearly always part of it.
SURELY_BEGINS = 5.5
# Long texts of one story have some three-character sequences in common.
NOTHING, LONG_TEXT = 0.003, 200
SHORT_HEADING = 9
# The logarithm of a story's length is counted within these limits, from the middle one.
SHORTEST, MEDIUM, LONGEST = 40, 400, 2000
HARDLY_ANY, BRIEF, BRIEF_ABOVE = 20, 170, 260
# Where a news story says once more what its headline says.
LEAD = 60
# Added to the percentage of shared sequences, so that its logarithm exists.
SOME_PERCENT = 0.3
SIMILAR_LENGTH = 2
PART_ENDS = re.compile(r"[\s，]+")


@dataclass(frozen=True, slots=True)
class Heading:
    lines: Sequence[Block]
    below: str
    next_heading: str
    has_dateline: bool  # below a summary
    above_lines: bool  # of verse or a list

    @property
    def text(self) -> str:
        return "".join(line.text for line in self.lines)


def beginning_score(story: Draft, heading: Heading, layout: Layout) -> float:
    found = evidence(story, heading, layout)
    return ANY_HEADING + sum(WEIGHTS[name] * value for name, value in found.items())


def evidence(story: Draft, heading: Heading, layout: Layout) -> dict[str, float]:
    above = story.last_words()
    return {
        **_text_below(story, above, heading),
        **_form(story, above, heading),
        **_story_above(story, above),
        "has its byline at the end": layout.bylines_end_stories and story.names_author,
        "has bylines below headlines": layout.bylined,
    }


def _text_below(story: Draft, above: str, heading: Heading) -> dict[str, float]:
    own = heading.text + heading.below
    subject = similarity(above, own)
    is_brief = len(heading.below) < BRIEF and _length(story, above) < BRIEF_ABOVE
    return {
        "opens like a news story": bool(PATTERNS["news_opening"].match(heading.below)),
        "opens like a later paragraph": bool(PATTERNS["later_opening"].match(heading.below)),
        "has a dateline below a summary": heading.has_dateline,
        "is verse or a list": heading.above_lines,
        "is a letter": bool(PATTERNS["salutation"].match(heading.below)),
        "has hardly any text": len(heading.below) < HARDLY_ANY,
        "has nothing of the story": subject < NOTHING and len(heading.below) >= LONG_TEXT,
        "is on the story's subject": log(subject * 100 + SOME_PERCENT),
        "has rare words of the story": log1p(shared_rare_words(own, above)),
        "repeats the headline": shared_words(story.headline, own),
        "begins with the heading's words": shared_words(heading.text, heading.below[:LEAD]),
        "is a brief below a brief": is_brief and not story.subheads,
    }


def _form(story: Draft, above: str, heading: Heading) -> dict[str, float]:
    text, length = heading.lines[0].text, len(heading.text)
    subheads, below = story.subheads, heading.next_heading
    alone = len(heading.lines) == 1
    like_above = any(_have_same_form(text, subhead) for subhead in subheads)
    return {
        "reports an event": bool(PATTERNS["news_verb"].search(heading.text)),
        "is short": length < SHORT_HEADING,
        "has a kicker": len(heading.lines) > 1,
        "names a column": any(is_tagged(line.text) for line in heading.lines),
        "repeats the story": shared_words(heading.text, above),
        "has the form of a subhead above": like_above,
        "has the form of the next heading": alone and not like_above and bool(below) and _have_same_form(text, below),
        "has the parts of another heading": alone
        and any(_have_same_parts(text, other) for other in [*subheads, below]),
    }


def _story_above(story: Draft, above: str) -> dict[str, float]:
    return {
        "ends a long story": log(max(SHORTEST, min(_length(story, above), LONGEST)) / MEDIUM),
        "has subheads": bool(story.subheads),
    }


def _length(story: Draft, above: str) -> int:
    return len(above) - len(story.headline)


def _have_same_form(one: str, other: str) -> bool:
    """修旧如旧，老屋有了新住户 / 带徒授艺，老街有了年轻人"""
    marks = [(len(text.split()) > 1, "，" in text) for text in (one, other)]
    return marks[0] == marks[1] and abs(len(one) - len(other)) <= SIMILAR_LENGTH


def _have_same_parts(one: str, other: str) -> bool:
    """党员带头 荒坡变果园 / 电商助力 山货出深山, “有问题，马上解决” / “再苦再累，也要保证畅通”"""
    if is_quoted(one) and is_quoted(other):
        return True
    parts, others = PART_ENDS.split(one), PART_ENDS.split(other)
    same_length = all(abs(len(a) - len(b)) <= 1 for a, b in zip(parts, others, strict=False))
    return len(parts) > 1 and len(parts) == len(others) and same_length
