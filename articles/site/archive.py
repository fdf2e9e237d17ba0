"""Every issue there is, by year, month and day."""

from collections import defaultdict
from typing import NamedTuple

from django.db.models import Count
from django.db.models.functions import ExtractMonth, ExtractYear
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone

from articles.models import Issue
from articles.site.cache_headers import publicly_cached, without_parameters
from articles.site.calendar import months_of, shade

MONTHS = range(1, 13)
MOST_ISSUES = 31  # of a month


class MonthOfIssues(NamedTuple):
    number: int
    issues: int
    shade: int


@publicly_cached
@without_parameters
def archive(request):
    """The years, the newest first, each with its twelve months and how many issues a reader may open."""
    counts = (
        Issue.objects.public()
        .order_by()
        .values_list(ExtractYear("date"), ExtractMonth("date"))
        .annotate(issues=Count("pk"))
    )
    years = defaultdict(lambda: dict.fromkeys(MONTHS, 0))
    for year, month, issues in counts:
        years[year][month] = issues
    calendar = [
        (
            year,
            [MonthOfIssues(month, issues, shade(issues, MOST_ISSUES)) for month, issues in sorted(years[year].items())],
        )
        for year in sorted(years, reverse=True)
    ]
    past = Issue.objects.public().on_this_day(timezone.localdate())
    return render(request, "articles/archive.html", {"years": calendar, "on_this_day": past})


@publicly_cached
@without_parameters
def archive_year(request, year):
    months = months_of(year)
    if not months:
        raise Http404
    neighbours = Issue.objects.public()
    context = {
        "year": year,
        "months": months,
        "previous_year": neighbours.filter(date__year__lt=year).order_by("-date").first(),
        "next_year": neighbours.filter(date__year__gt=year).order_by("date").first(),
    }
    return render(request, "articles/archive_year.html", context)
