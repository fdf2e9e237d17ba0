"""The source text of a story's printed pages, with its own lines marked; why the story is in its section, and which
section its words suggest."""

from collections import defaultdict

from django.contrib import admin
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles.models import Article, Placement, Section
from articles.text.classification import guess_section


def printed_source(article, user) -> list[dict]:
    """The pages on which the story, or one merged into it, was printed: their lines with open problems and the
    beginnings of other stories that the user may open, and the line on which the story begins (0 if the page no longer
    has it)."""
    doubts = defaultdict(list)
    for problem in article.problems.open():
        doubts[problem.page_id, problem.line].append(problem)
    # Unordered: otherwise SQLite would scan the index of dates.
    family = {article.pk, *article.merged.order_by().values_list("pk", flat=True)}
    own = Placement.objects.filter(article__in=family).select_related("page__issue").order_by("page__order", "order")
    pages = {placement.page_id: placement.page for placement in own}
    ranges = defaultdict(list)
    for placement in own:
        if placement.first_line:
            ranges[placement.page_id].append(range(placement.first_line, (placement.last_line or 0) + 1))
    others = _beginnings(pages, family)
    visible = Article.objects.visible_to(user).order_by().only("pk").in_bulk([story.pk for story in others.values()])
    linked = {place: story for place, story in others.items() if story.pk in visible}
    for pk, places in ranges.items():
        ranges[pk] = [_up_to_the_next(lines, [line for page, line in others if page == pk]) for lines in places]
    return [_page(page, ranges[pk], doubts, linked) for pk, page in pages.items() if page.source_text]


def _beginnings(pages, family):
    """{(page, first line): other story of these pages}"""
    printed = Placement.objects.filter(page__in=pages, first_line__isnull=False).exclude(article__in=family)
    others = printed.exclude(article__status__in=Article.GONE).select_related("article")
    others = others.defer("article__body", "article__imported")
    return {(placement.page_id, placement.first_line): placement.article for placement in others}


def _up_to_the_next(lines, beginnings):
    """The lines of a placement up to the beginning of a story that was split off."""
    return range(lines.start, min([line for line in beginnings if line in lines[1:]], default=lines.stop))


def _page(page, ranges, doubts, others):
    lines = [
        {
            "number": number,
            "text": text,
            "own": any(number in lines for lines in ranges),
            "doubts": doubts[page.pk, number],
            "story": others.get((page.pk, number)),
        }
        for number, text in page.source_lines()
        if text.strip()
    ]
    return {"page": page, "lines": lines, "begin": min((lines.start for lines in ranges), default=0)}


@admin.display(description=gettext_lazy("why this section"))
def why_this_section(article):
    """E.g. “Guessed with 12 points. Keywords in the headline: 统战工作, 市委 ×2.”"""
    reason = article.section_reason
    if article.section is None:
        return _("No section has been chosen. Readers see the story without one.")
    if article.origin == article.Origin.WRITTEN or article.section_id != article.imported.get("section"):
        return _("Chosen at the desk; imports leave it as it is.")
    score = reason.get("score", 0)
    points = ngettext("Guessed with %(score)s point.", "Guessed with %(score)s points.", score) % {"score": score}
    return " ".join([points, *_keywords_found(reason)])


def section_proposal(article):
    """The section that the story's words suggest, with a button to take it."""
    guess = guess_section(article.kicker + article.headline + article.deck, article.body, Section.objects.in_use())
    if guess.section is None:
        return _("Too few of the sections’ keywords occur in this story to propose one.")
    why = " ".join([_("Proposal: “%(section)s”.") % {"section": guess.section}, *_keywords_found(guess.as_reason())])
    button = '{} <button class="desk-take" name="_section" value="{}">{}</button>'
    return format_html(button, why, guess.section.pk, _("Take it and save"))


def _keywords_found(reason):
    sentences = [
        _listed(_("Keywords in the headline: %(words)s."), reason.get("headline", {})),
        _listed(_("Keywords in the text: %(words)s."), reason.get("body", {})),
    ]
    return [sentence for sentence in sentences if sentence]


def _listed(sentence, times):
    # The most frequent first: PostgreSQL does not keep the stored order.
    ordered = sorted(times.items(), key=lambda counted: (-counted[1], counted[0]))
    words = [word if number == 1 else f"{word} ×{number}" for word, number in ordered]
    return sentence % {"words": _(", ").join(words)} if words else ""
