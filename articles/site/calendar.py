"""Calendars of printed issues. A month has year, number and weeks of days; a day has number, issue, stories and shade.
Days of other months have the number 0."""

import calendar
from collections import Counter
from datetime import date
from math import ceil
from types import SimpleNamespace

from articles.models import Article, Issue

SHADES = 4


def last_of_month(day):
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def month_of(day, issues):
    return _month(day.year, day.month, {issue.date: issue for issue in issues}, Counter())


def months_of(year):
    """The months of a year that have issues, each day shaded by its number of stories."""
    issues = {issue.date: issue for issue in Issue.objects.public().filter(date__year=year)}
    stories = Counter(Article.objects.public().filter(date__year=year).values_list("date", flat=True))
    return [_month(year, number, issues, stories) for number in sorted({day.month for day in issues})]


def _month(year, number, issues, stories):
    most = max(stories.values(), default=0)

    def day(number_in_month):
        issue = issues.get(date(year, number, number_in_month)) if number_in_month else None
        count = stories[issue.date] if issue else 0
        return SimpleNamespace(number=number_in_month, issue=issue, stories=count, shade=shade(count, most))

    weeks = calendar.Calendar().monthdayscalendar(year, number)
    return SimpleNamespace(year=year, number=number, weeks=[[day(each) for each in week] for week in weeks])


def shade(count, most):
    return ceil(SHADES * count / most) if most else 0
