from collections import defaultdict
from types import SimpleNamespace

from django.db.models import Count
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone

from articles.models import Issue
from articles.site.cache_headers import publicly_cached, without_parameters
from articles.site.calendar import months_of, shade

ISSUES_OF_A_FULL_MONTH = 31


@publicly_cached
@without_parameters
def archive(request):
    """The years, newest first, each with its twelve months and their numbers of public issues."""
    issues = Issue.objects.public()
    counts = issues.order_by().values_list("date__year", "date__month").annotate(issues=Count("pk"))
    years = defaultdict(lambda: dict.fromkeys(range(1, 13), 0))
    for year, month, count in counts:
        years[year][month] = count
    calendar = [(year, [_month(*each) for each in years[year].items()]) for year in sorted(years, reverse=True)]
    context = {"years": calendar, "on_this_day": issues.on_this_day(timezone.localdate())}
    return render(request, "articles/archive.html", context)


def _month(number, issues):
    return SimpleNamespace(number=number, issues=issues, shade=shade(issues, ISSUES_OF_A_FULL_MONTH))


@publicly_cached
@without_parameters
def archive_year(request, year):
    months = months_of(year)
    if not months:
        raise Http404
    issues = Issue.objects.public()
    context = {
        "year": year,
        "months": months,
        "previous_year": issues.filter(date__year__lt=year).order_by("-date").first(),
        "next_year": issues.filter(date__year__gt=year).order_by("date").first(),
    }
    return render(request, "articles/archive_year.html", context)
