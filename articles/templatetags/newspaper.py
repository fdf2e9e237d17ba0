"""Template filters for dates, headlines and bylines of a Chinese newspaper."""

from functools import lru_cache
from itertools import accumulate, groupby, pairwise
from operator import attrgetter

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe

from articles.text.characters import beginning
from articles.text.dates import day_text
from articles.text.line_breaking import pieces

register = template.Library()

WEEKDAYS = "一二三四五六日"
WORD_BREAK = mark_safe("<wbr>")
HIT = "<mark>{}</mark>"
UNIT = '<span class="unit">{}</span>'
# Headlines of more characters than these are set smaller.
LONG, LONGEST = 28, 48
# Words in the names of sections and pages that are set in a manner of their own.
KINDS = {
    "opinion": ("评论", "时评", "言论", "社论", "观点", "杂谈"),
    "leisure": ("副刊", "文艺", "文学", "文苑", "诗歌", "散文"),
}


register.filter(day_text)


@register.filter
def day(date):
    """The date as a <time> element."""
    return format_html('<time datetime="{}">{}</time>', date.isoformat(), day_text(date))


@register.filter
def weekday(date):
    """星期四"""
    return f"星期{WEEKDAYS[date.weekday()]}"


@register.filter
@lru_cache(maxsize=5000)  # about the headlines of two weeks; segmenting one is slower than rendering its link
def in_words(headline):
    """The headline with markup to break lines at its spaces, where they ended in print, and never inside a word."""
    units = [format_html_join(WORD_BREAK, "{}", ([piece] for piece in pieces(unit))) for unit in headline.split()]
    return format_html_join(" ", UNIT if units[1:] else "{}", ([unit] for unit in units))


@register.filter
def marked_in_words(marked):
    """in_words() for a headline in pieces with search hits, which may end inside a word or span a space."""
    headline = "".join(piece.text for piece in marked)
    hits = [piece.is_hit for piece in marked for _character in piece.text]
    units, start = [], 0
    for unit in headline.split():
        start = headline.index(unit, start)
        units.append(_marked(unit, hits[start : start + len(unit)]))
        start += len(unit)
    return format_html_join(" ", UNIT if units[1:] else "{}", ([unit] for unit in units))


def _marked(unit, hits):
    begins = set(accumulate(map(len, pieces(unit))))
    turns = {place for place in range(1, len(unit)) if hits[place] != hits[place - 1]}
    html = mark_safe("")
    for is_hit, parts in groupby(pairwise(sorted(begins | turns | {0})), lambda part: hits[part[0]]):
        words = ((WORD_BREAK if start in begins else "", unit[start:end]) for start, end in parts)
        html += format_html(HIT if is_hit else "{}", format_html_join("", "{}{}", words))
    return html


@register.filter
def headline_classes(article):
    """The classes of a story's headline: "long" or "longest" for its size, "derived" if it was not printed."""
    length = len(article.title)
    size = "longest" if length > LONGEST else "long" if length > LONG else ""
    return " ".join(filter(None, ["headline", size, "" if article.headline else "derived"]))


@register.filter
def kind(name):
    """The class for the stories of a section or page: "opinion" (评论), "leisure" (副刊) or ""."""
    return next((kind for kind, words in KINDS.items() if any(word in name for word in words)), "")


@register.filter
def cut_after(text, length):
    """The text, cut to `length` characters."""
    head = beginning(str(text), length)
    return head if len(head) == len(str(text)) else f"{head}…"


@register.filter
def by_role(contributions):
    """[(role, [contribution, …]), …]: consecutive contributions with the same role, grouped."""
    return [(role, list(group)) for role, group in groupby(contributions, attrgetter("role"))]
