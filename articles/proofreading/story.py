"""A whole story: each part by the rules for its form, and names across all parts."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import accumulate
from typing import NamedTuple

from .model import Finding, Form, Lists, Text
from .rules import ABOUT_PEOPLE, check

# In the order in which a reader meets them; a name is right as it stands first, if no other stands more often.
PARTS = ("kicker", "headline", "deck", "body")
_not_prose = re.compile(r"^##[^\S\n]*(?P<title>.*)$|^(?P<mark>图\d*：)(?P<caption>.*)$", re.MULTILINE)


class InStory(NamedTuple):
    """`finding` counts its places in the part."""

    part: str
    finding: Finding


def check_story(parts: Mapping[str, str], lists: Lists | None = None) -> list[InStory]:
    """The doubts about a story. `parts` has the texts of kicker, headline, deck and body, the body as articles keep it:
    with `## ` before subheads and `图：` before captions."""
    lists = lists or Lists()
    texts = {part: parts.get(part, "") for part in PARTS}
    found = [InStory(part, finding) for part, text in texts.items() for finding in _in_part(part, text, lists)]
    known = {(one.part, one.finding.start) for one in found}
    found += [one for one in _about_people(texts, lists) if (one.part, one.finding.start) not in known]
    return sorted(found, key=lambda one: (PARTS.index(one.part), one.finding.start))


def _in_part(part: str, text: str, lists: Lists) -> Iterator[Finding]:
    if part != "body":
        yield from check(text, form="headline", lists=lists)
        return
    # Blank lines instead, so that places stay.
    prose = _not_prose.sub(lambda m: "\n" * len(m[0]), text)
    yield from check(prose, lists=lists)
    for m in _not_prose.finditer(text):
        group = "caption" if m["mark"] else "title"
        form: Form = "caption" if m["mark"] else "headline"
        yield from _moved(check(m[group], form=form, lists=lists), m.start(group))


def _moved(findings: list[Finding], by: int) -> Iterator[Finding]:
    for finding in findings:
        yield replace(finding, start=finding.start + by, end=finding.end + by)


def _about_people(texts: Mapping[str, str], lists: Lists) -> Iterator[InStory]:
    starts = [0, *accumulate(len(text) + 1 for text in texts.values())]
    whole = Text("\n".join(texts.values()), lists=lists)
    for rule in ABOUT_PEOPLE:
        for finding in rule(whole):
            at = bisect_right(starts, finding.start) - 1
            (moved,) = _moved([finding], -starts[at])
            yield InStory(PARTS[at], moved)
