"""The lines of the printed pages that a story came from, to be read beside it."""

from collections import defaultdict
from typing import NamedTuple

from articles.models import Page


class Line(NamedTuple):
    number: int
    text: str
    doubts: list[str]


class PrintedPart(NamedTuple):
    page: Page
    lines: list[Line]


def printed_source(article) -> list[PrintedPart]:
    """Each part of the story as its page has it, blank lines left out, its open doubts at their lines."""
    doubts = defaultdict(list)
    for problem in article.problems.open():
        doubts[problem.page_id, problem.line].append(problem.sentence)
    placements = article.placements.select_related("page__issue").exclude(first_line=None)
    return [_part(placement, doubts) for placement in placements]


def _part(placement, doubts):
    page = placement.page
    lines = page.source_lines(placement.first_line, placement.last_line)
    return PrintedPart(page, [Line(number, text, doubts[page.pk, number]) for number, text in lines if text.strip()])
