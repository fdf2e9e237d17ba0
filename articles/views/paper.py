"""The printed paper on the screen: today's front page, every issue, every page."""

from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from django.shortcuts import render

from articles.models import Article, Issue, Page, Placement
from articles.models.articles import clipped
from articles.page_plan import plan
from articles.remembering import remembered
from articles.standing import public_issue, public_page
from articles.views.months import ends_of_month, month_of

SECONDS = 2  # stories set a size below the lead
OPENING = 200  # characters of the lead's text
LATEST = 12


class Sheet(NamedTuple):
    """One printed page with the stories a reader may see, in printed order."""

    page: Page
    placements: list[Placement]

    @property
    def is_front(self):
        return self.page.number.lstrip("A0") == "1"

    @property
    def plan(self):
        return plan([(each.article, each.article.title, each.length) for each in self.placements])


def front(request):
    """The newest issue laid out as a front page; where there is none, what an editor does next."""
    issue = Issue.objects.public().first()
    unprinted = Article.objects.public().unprinted().for_lists().newest_first()
    if issue is None:
        return render(request, "articles/no_issue.html", {"unprinted": unprinted[:LATEST]})
    cover, *inside = sheets_of(issue)
    lead = lead_of(cover)
    others = [placement for placement in cover.placements if placement != lead]
    context = {
        "pages": [cover.page, *(sheet.page for sheet in inside)],
        "cover": cover,
        "lead": lead,
        "lead_opening": opening_of(lead.article),
        "seconds": others[:SECONDS],
        "rest": others[SECONDS:],
        "inside": inside,
        "unprinted": unprinted.filter(date__gte=issue.date)[:LATEST],
        **around(request, issue),
    }
    return render(request, "articles/front.html", context)


def issue(request, date):
    issue = public_issue(date)
    sheets = sheets_of(issue)
    context = {"sheets": sheets, "pages": [sheet.page for sheet in sheets], **around(request, issue)}
    return render(request, "articles/issue.html", context)


def page(request, date, number):
    page = public_page(date, number)
    contents = remembered(request, ("contents", page.issue_id), lambda: contents_of(page.issue))
    pages = [sheet.page for sheet in contents]
    place = pages.index(page)
    context = {
        "sheet": Sheet(page, list(Placement.objects.public().filter(page=page).as_printed().for_lists())),
        "contents": contents,
        "previous_page": pages[place - 1] if place else None,
        "next_page": pages[place + 1] if place + 1 < len(pages) else None,
        **around(request, page.issue),
    }
    return render(request, "articles/page.html", context)


def sheets_of(issue):
    placements = Placement.objects.public().filter(page__issue=issue).as_printed().for_lists()
    return [Sheet(page, list(group)) for page, group in groupby(placements, attrgetter("page"))]


def contents_of(issue):
    """版面目录: the pages of an issue with no more of their stories than the headlines."""
    placements = Placement.objects.public().filter(page__issue=issue).as_printed()
    shown = placements.select_related("page__issue", "article").only(
        "page__number", "page__name", "page__issue__date", "article__title"
    )
    return [Sheet(page, list(group)) for page, group in groupby(shown, attrgetter("page"))]


def lead_of(sheet):
    """The story that opens the paper. A part of one that began elsewhere has no headline of its own and never leads."""
    return next((placement for placement in sheet.placements if placement.article.headline), sheet.placements[0])


def opening_of(article):
    """The first paragraphs of a story, as many as make a few lines."""
    opening, room = [], OPENING
    for block in article.blocks:
        if block.kind == "paragraph" and room > 0:
            text = article.dateline + block.text if not opening else block.text
            opening.append(clipped(text, room))
            room -= len(text)
    return opening


def around(request, issue):
    """The issue, its neighbours, the calendar of its month, and the nearest issues of the months before and after; all
    its pages show them."""
    return remembered(request, ("around", issue.pk), lambda: _around(issue))


def _around(issue):
    issues, (first, last) = Issue.objects.public(), ends_of_month(issue.date)
    return {
        "issue": issue,
        "previous_issue": issues.before(issue.date),
        "next_issue": issues.after(issue.date),
        "month": month_of(issue.date),
        "earlier": issues.before(first),
        "later": issues.after(last),
    }
