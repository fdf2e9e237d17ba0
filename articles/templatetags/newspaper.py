"""What only a Chinese newspaper's templates say."""

from itertools import groupby
from operator import attrgetter

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe

from articles.headline_lines import pieces

register = template.Library()

WEEKDAYS = "一二三四五六日"
WORD_BREAK = mark_safe("<wbr>")
UNIT = '<span class="unit">{}</span>'


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
def in_words(headline):
    """The headline, so marked that lines end at its blanks first, where they ended in print, and never in a word."""
    units = [format_html_join(WORD_BREAK, "{}", ([piece] for piece in pieces(unit))) for unit in headline.split()]
    return format_html_join(" ", UNIT if units[1:] else "{}", ([unit] for unit in units))


@register.filter
def by_role(contributions):
    """[(role, [contribution, …]), …]: neighbours in the byline who share a role are named under it once."""
    return [(role, list(group)) for role, group in groupby(contributions, attrgetter("role"))]
