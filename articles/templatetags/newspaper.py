"""What only a Chinese newspaper's templates say."""

from functools import lru_cache
from itertools import groupby
from operator import attrgetter

from django import template
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import mark_safe

from articles.headline_lines import pieces

register = template.Library()

WEEKDAYS = "一二三四五六日"
WORD_BREAK = mark_safe("<wbr>")
CURRENT = ' aria-current="page"'
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
@lru_cache(maxsize=5000)  # about the headlines of two weeks; cutting one takes longer than the rest of its link
def in_words(headline):
    """The headline, so marked that lines end at its blanks first, where they ended in print, and never in a word."""
    units = [format_html_join(WORD_BREAK, "{}", ([piece] for piece in pieces(unit))) for unit in headline.split()]
    return format_html_join(" ", UNIT if units[1:] else "{}", ([unit] for unit in units))


@register.filter
def by_role(contributions):
    """[(role, [contribution, …]), …]: neighbours in the byline who share a role are named under it once."""
    return [(role, list(group)) for role, group in groupby(contributions, attrgetter("role"))]


@register.simple_tag
def linked_titles(stories, current):
    """Stories as the items of a list, each linked and the current one marked; a page may have dozens."""
    items = (
        f'<li><a href="{each.get_absolute_url}"{CURRENT if each.pk == current.pk else ""}>{escape(each.title)}</a></li>'
        for each in stories
    )
    return mark_safe("".join(items))  # noqa: S308  addresses are ours, titles are escaped
