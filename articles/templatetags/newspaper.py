"""What only a Chinese newspaper's templates say."""

from itertools import groupby
from operator import attrgetter

from django import template
from django.utils.html import format_html, format_html_join

register = template.Library()

WEEKDAYS = "一二三四五六日"


@register.filter
def day_text(date):
    """2023年7月20日"""
    return f"{date.year}年{date.month}月{date.day}日"


@register.filter
def day(date):
    """The same, for machines too."""
    return format_html('<time datetime="{}">{}</time>', date.isoformat(), day_text(date))


@register.filter
def weekday(date):
    """星期四"""
    return f"星期{WEEKDAYS[date.weekday()]}"


@register.filter
def in_units(headline):
    """The headline, so marked that its lines end at its blanks first, where they ended in print."""
    units = headline.split()
    return format_html_join(" ", '<span class="unit">{}</span>', ([unit] for unit in units)) if units[1:] else headline


@register.filter
def by_role(contributions):
    """[(role, [contribution, …]), …]: neighbours in the byline who share a role are named under it once."""
    return [(role, list(group)) for role, group in groupby(contributions, attrgetter("role"))]
