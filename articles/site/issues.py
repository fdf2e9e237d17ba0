"""The front page, issues and their pages."""

from typing import NamedTuple

from django.db.models import Prefetch
from django.shortcuts import render

from articles.address_lookup import public_issue, public_page
from articles.facsimiles.shown import shown
from articles.models import Article, Issue, Page, Placement
from articles.site.cache_headers import publicly_cached, with_alternates, without_parameters
from articles.site.calendar import last_of_month, month_of
from articles.site.facsimiles import zones
from articles.site.front_layout import composed
from articles.site.page_plan import plan
from articles.site.story_pictures import load_first_pictures

LATEST = 12
# At least all issues of a month (31) and the nearest one before.
NEARBY = 32


class Sheet(NamedTuple):
    """A page with its public stories, in printed order."""

    page: Page
    placements: list[Placement]

    @property
    def is_front(self):
        return self.page.number.lstrip("A0") == "1"

    @property
    def plan(self):
        return plan([(each.article, each.article.title, len(each.article.body)) for each in self.placements])


@publicly_cached
@without_parameters
def front(request):
    """The newest issue, or a page that tells editors how to publish one."""
    issues = list(Issue.objects.public()[:NEARBY])
    unprinted = Article.objects.public().unprinted().newest_first()
    unprinted = unprinted.defer("body", "imported").select_related("section").with_bylines()
    if not issues:
        unprinted = unprinted[:LATEST]
        load_first_pictures(unprinted)
        return render(request, "articles/no_issue.html", {"unprinted": unprinted})
    issue = issues[0]
    unprinted = unprinted.filter(date__gte=issue.date)[:LATEST]
    cover, *inside = sheets = sheets_of(issue, Placement.objects.public().for_summaries())
    load_first_pictures([*stories_on(sheets), *unprinted])
    context = {
        "pages": [cover.page, *(sheet.page for sheet in inside)],
        "cover": cover,
        **composed(cover.placements)._asdict(),
        "inside": inside,
        "unprinted": unprinted,
        **calendar(issue, issues),
    }
    return render(request, "articles/front.html", context)


@publicly_cached
@without_parameters
def issue(request, date):
    issue = public_issue(date)
    sheets = sheets_of(issue, Placement.objects.public().for_summaries())
    load_first_pictures(stories_on(sheets))
    context = {"sheets": sheets, "pages": [sheet.page for sheet in sheets], **around(issue)}
    return with_alternates(
        render(request, "articles/issue.html", context),
        ("api:issue", [date], "application/json", "JSON"),
        ("api:issue_ninjs", [date], "application/json", "ninjs"),
    )


@publicly_cached
@without_parameters
def issue_print(request, date):
    """All stories of an issue, to print; each with its text on the first of its pages, and one line on the others."""
    issue, first_pages = public_issue(date), {}
    sheets = sheets_of(issue, Placement.objects.public().for_summaries())
    load_first_pictures(stories_on(sheets))
    for sheet in sheets:
        for placement in sheet.placements:
            first_pages.setdefault(placement.article_id, sheet.page)
    context = {"issue": issue, "sheets": sheets, "first_pages": first_pages}
    return render(request, "articles/issue_print.html", context)


@publicly_cached
@without_parameters
def page(request, date, number):
    page = public_page(date, number)
    contents = sheets_of(page.issue, Placement.objects.public().for_links())
    pages = [sheet.page for sheet in contents]
    place = pages.index(page)
    sheet = Sheet(page, list(page.placements.public().order_by("order", "pk").for_summaries()))
    load_first_pictures(stories_on([sheet]))
    facsimile = shown(page)
    context = {
        "sheet": sheet,
        "facsimile": facsimile,
        "zones": zones(facsimile, sheet.placements) if facsimile else [],
        "contents": contents,
        "page_place": place + 1,
        "previous_page": pages[place - 1] if place else None,
        "next_page": pages[place + 1] if place + 1 < len(pages) else None,
        **around(page.issue),
    }
    return with_alternates(
        render(request, "articles/page.html", context),
        ("api:page", [date, number], "application/json", "JSON"),
        ("api:issue_ninjs", [date], "application/json", "ninjs"),
    )


def sheets_of(issue, placements):
    """The pages of an issue that have any of the placements."""
    stories = Prefetch("placements", placements.order_by("order", "pk"))
    pages = issue.pages.order_by("order", "pk").defer("source_text", "residue").prefetch_related(stories)
    return [Sheet(page, list(page.placements.all())) for page in pages if page.placements.all()]


def stories_on(sheets):
    return [placement.article for sheet in sheets for placement in sheet.placements]


def around(issue):
    last = last_of_month(issue.date)
    issues = Issue.objects.public()
    return calendar(issue, list(issues.filter(date__lte=last)[:NEARBY]), issues.after(last))


def calendar(issue, issues, later=None):
    """The issue, its neighbours, its month, and the nearest issues of other months. `issues` are those up to the end of
    its month, newest first."""
    first, place = issue.date.replace(day=1), issues.index(issue)
    return {
        "issue": issue,
        "previous_issue": issues[place + 1] if place + 1 < len(issues) else None,
        "next_issue": issues[place - 1] if place else later,
        "month": month_of(issue.date, issues),
        "earlier": next((each for each in issues if each.date < first), None),
        "later": later,
    }
