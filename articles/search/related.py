"""Articles about the same matter: those that share at least two of an article's rarest words."""

from django.db import connections

from .query import Term

# Of the newest articles that share words, those whose titles share most of them are shown.
LOOKED_AT = 30


def related(engine, article, queryset, limit):
    if not article.keywords:
        return []
    words = [Term(keyword) for keyword in article.keywords]
    ids = engine.newest_sharing(connections[queryset.db], words, LOOKED_AT)
    others = queryset.filter(pk__in=ids).exclude(pk=article.pk).only("title", "headline", "date")
    return sorted(others, key=lambda other: (_shared(article.keywords, other.title), other.date, other.pk))[
        : -limit - 1 : -1
    ]


def _shared(keywords, title):
    """How much of the keywords, the rarest of which stand first, a title has."""
    return sum(len(keywords) - place for place, keyword in enumerate(keywords) if keyword in title)


def two_of(written, both, either):
    """Two expressions: the first word with any other, and any two of the words; each word as the database writes it."""
    first, *others = written
    if not others:
        return first, first
    pairs = [f"({word}{both}({either.join(written[place:])}))" for place, word in enumerate(written[:-1], 1)]
    return pairs[0], either.join(pairs)
