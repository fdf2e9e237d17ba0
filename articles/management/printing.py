import unicodedata
from collections import Counter

from django.utils.translation import gettext as _

from articles.importing import Certainty, IssueReport, Outcome, StoryReport
from articles.parsing.appearance import PAGE_DOUBTS

MAX_WIDTH = 36


def issue_lines(report: IssueReport, brief: bool = False) -> list[str]:
    """A table of the issue's stories with doubts and kept edits; with `brief`, only the totals and the kept edits."""
    warnings = [f"    ? {warning}" for warning in report.warnings]
    if brief:
        return [_summary(report), *warnings, *(line for story in report.stories for line in _kept_edits(story))]
    shown: set[tuple] = set()
    head = ["", _("Story"), _("Byline"), _("Section"), _("Placement"), _("Doubts")]
    table = aligned([head, *(_cells(story) for story in report.stories)])
    lines = [table[0]]
    for line, story in zip(table[1:], report.stories, strict=True):
        lines += [line, *_details(story, shown)]
    return [*lines, *warnings, certainty_line(report.certainty), _summary(report)]


def certainty_line(certainty: Counter) -> str:
    counts = [f"{kind.label} {certainty[kind]}" for kind in Certainty if certainty[kind]]
    return _("How sure the parser is: {counts}").format(counts=" · ".join(counts) or "—")


def aligned(rows: list[list[str]]) -> list[str]:
    """Rows of cells as lines with aligned columns. A Chinese character is two columns wide."""
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]


def _cells(story: StoryReport) -> list[str]:
    article = story.article
    return [
        story.outcome.label,
        _truncated(article.title),
        _truncated("、".join(story.byline) or "—"),
        article.section.name if article.section else "—",
        " ".join(story.places) or "—",
        str(len(story.doubts) or ""),
    ]


def _details(story, shown):
    """The story's doubts and kept edits; a doubt about a whole page only once, as `shown` records."""
    for doubt, page in story.doubts_with_pages:
        if doubt.code in PAGE_DOUBTS and (doubt.page_id, doubt.code) in shown:
            continue
        shown.add((doubt.page_id, doubt.code))
        place = _("page {page}, line {line}: ") if page else _("line {line}: ")
        place = place.format(page=page, line=doubt.line) if doubt.line else ""
        yield f"    ? {place}{doubt.sentence}"
    yield from _kept_edits(story)


def _kept_edits(story):
    for kept in story.kept:
        yield _("    = {title}: {field} kept as edited, “{ours}”; the page says “{printed}”").format(
            title=_truncated(story.article.title),
            field=story.article.field_label(kept.field),
            ours=_truncated(kept.ours),
            printed=_truncated(kept.printed),
        )


def _summary(report):
    counts = Counter(story.outcome for story in report.stories)
    outcomes = [f"{outcome.label} {counts[outcome]}" for outcome in Outcome if counts[outcome]]
    doubts = sum(len(story.doubts) for story in report.stories)
    summary = _("Issue of {date}: {stories} stories ({outcomes}), {doubts} doubts, {aside} lines set aside.").format(
        date=report.date,
        stories=len(report.stories),
        outcomes=" · ".join(outcomes),
        doubts=doubts,
        aside=report.set_aside,
    )
    if not report.facsimiles:
        return summary
    return summary + _(" Of {pages} pages {facsimiles} came as PDF.").format(
        pages=report.pages, facsimiles=report.facsimiles
    )


def _truncated(text):
    text = " ".join(text.split())
    if _width(text) <= MAX_WIDTH:
        return text
    while _width(text) > MAX_WIDTH - 1:
        text = text[:-1]
    return text + "…"


def _width(text):
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
