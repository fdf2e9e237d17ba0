"""Calendars of printed issues."""

import calendar
from collections import Counter
from datetime import date
from math import ceil
from typing import NamedTuple

from articles.models import Article, Issue

SHADES = 4  # by which a day with more stories is darker; the last is for as many as on the fullest day


class Day(NamedTuple):
    number: int  # 0 where the week began in the month before, or ends in the month after
    issue: Issue | None
    stories: int
    shade: int


class Month(NamedTuple):
    year: int
    number: int
    weeks: list[list[Day]]


def ends_of_month(day):
    """The first and the last day of the month around `day`."""
    return day.replace(day=1), day.replace(day=calendar.monthrange(day.year, day.month)[1])


def month_of(day, issues):
    """The month around `day`, with those of the issues that belong to it."""
    return _month(day.year, day.month, {issue.date: issue for issue in issues}, Counter())


def months_of(year):
    """The months of a year that have issues, each day shaded by its number of stories."""
    issues = {issue.date: issue for issue in Issue.objects.public().filter(date__year=year)}
    stories = Counter(Article.objects.public().filter(date__year=year).values_list("date", flat=True))
    return [_month(year, number, issues, stories) for number in sorted({day.month for day in issues})]


def _month(year, number, issues, stories):
    weeks = calendar.Calendar().monthdayscalendar(year, number)
    return Month(year, number, [[_day(year, number, day, issues, stories) for day in week] for week in weeks])


def _day(year, month, number, issues, stories):
    issue = issues.get(date(year, month, number)) if number else None
    count = stories[issue.date] if issue else 0
    return Day(number, issue, count, shade(count, max(stories.values(), default=0)))


def shade(count, most):
    """How dark a field of a calendar is: 0 for nothing, up to SHADES for the fullest."""
    return ceil(SHADES * count / most) if most else 0
