"""Every issue there is, by year, month and day."""

from itertools import groupby

from django.db.models import Count
from django.db.models.functions import ExtractMonth, ExtractYear
from django.http import Http404
from django.shortcuts import render

from articles.models import Issue
from articles.views.months import months_of


def archive(request):
    """The years, the newest first, each with its months and how many issues they have."""
    months = (
        Issue.objects.public()
        .order_by()
        .values(year=ExtractYear("date"), month=ExtractMonth("date"))
        .annotate(issues=Count("pk"))
        .order_by("-year", "month")
    )
    years = [(year, list(group)) for year, group in groupby(months, lambda month: month["year"])]
    return render(request, "articles/archive.html", {"years": years})


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
