"""The table of rules: each finds doubts in one text. Where two find the same place, the earlier one speaks."""

from collections.abc import Callable

from . import (
    ages,
    complements,
    confused,
    counts,
    date_order,
    dates,
    doubled,
    listed,
    marks,
    names,
    particles,
    patterns,
    posts,
    ranges,
    repeated,
    shares,
    sums,
    swapped,
    tallies,
    typed,
    units,
    words,
)
from .model import Finding, Form, Found, Lists, Text

Rule = Callable[[Text], Found]
# These are asked about all parts of a story at once as well.
ABOUT_PEOPLE: tuple[Rule, ...] = (posts.titles, names.variants)
RULES: tuple[Rule, ...] = (
    listed.leaders,
    listed.avoided,
    listed.renamed,
    marks.headline_stop,
    marks.caption_credit,
    marks.spaces,
    dates.impossible,
    dates.weekdays,
    date_order.backwards,
    ages.ages,
    ranges.approximate,
    units.units,
    shares.percent_points,
    shares.times,
    ranges.ranges,
    sums.sums,
    counts.counts,
    tallies.tallies,
    repeated.repeated,
    marks.half_width,
    patterns.matches,
    marks.pairs,
    words.wrong_words,
    particles.adverbs,
    particles.before_things,
    complements.complements,
    complements.consequences,
    words.traditional,
    doubled.doubled,
    doubled.words_doubled,
    swapped.swapped,
    swapped.misordered,
    confused.confused,
    typed.misspelt,
    *ABOUT_PEOPLE,
    listed.abbreviations,
    marks.end_stop,
)


def check(text: str, *, form: Form = "body", lists: Lists | None = None) -> list[Finding]:
    """The doubts about one text, in the order of their places."""
    read = Text(text, form, lists or Lists())
    found: list[Finding] = []
    taken = bytearray(len(text) + 1)
    for rule in RULES:
        for finding in rule(read):
            end = max(finding.end, finding.start + 1)
            if not any(taken[finding.start : end]):
                taken[finding.start : end] = b"\1" * (end - finding.start)
                found.append(finding)
    return sorted(found, key=lambda finding: finding.start)
