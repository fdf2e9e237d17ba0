"""Match stories with existing articles when pages are imported again."""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

SHINGLE = 6
# A wrong match would put a story's text at another story's URL.
MIN_SHARED = 0.5


class Known(NamedTuple):
    """What identifies a story or article; an article's digest and headline are those the importer last wrote."""

    digest: str
    headline: str
    body: str


def match(stories: Sequence[Known], articles: Sequence[Known]) -> dict[int, int]:
    """{story: article}, by position: the same text, else the same headline, else the most similar text."""
    matched: dict[int, int] = {}
    for field in ("digest", "headline"):
        _match_equal(field, stories, articles, matched)
    open_articles = sorted(set(range(len(articles))) - set(matched.values()))
    open_stories = [index for index in range(len(stories)) if open_articles and index not in matched]
    new = {index: _shingles(stories[index].body) for index in open_stories}
    existing = {index: _shingles(articles[index].body) for index in open_articles}
    pairs = [(_similarity(new[story], existing[article]), story, article) for story in new for article in existing]
    for (share, _overlap), story, article in sorted(pairs, key=lambda pair: pair[0], reverse=True):
        if share >= MIN_SHARED and story not in matched and article not in matched.values():
            matched[story] = article
    return matched


def _match_equal(field, stories, articles, matched):
    """Match equal digests or headlines in order, but no headline that occurs several times."""
    taken = set(matched.values())
    positions: dict[str, list[int]] = {}
    for index, article in enumerate(articles):
        if index not in taken:
            positions.setdefault(getattr(article, field), []).append(index)
    occurrences = Counter(getattr(story, field) for story in stories)
    for index, story in enumerate(stories):
        value = getattr(story, field)
        candidates = positions.get(value, [])
        ambiguous = field == "headline" and (not value or occurrences[value] > 1 or len(candidates) > 1)
        if index not in matched and candidates and not ambiguous:
            matched[index] = candidates.pop(0)


def _similarity(first: set[str], second: set[str]) -> tuple[float, int]:
    """The share, 1 if one is part of the other (a continuation imported first), and the number in common."""
    overlap = len(first & second)
    return round(overlap / (min(len(first), len(second)) or 1), 2), overlap


def shared(one: str, other: str) -> float:
    """The share of the shorter text that is in the other too."""
    return _similarity(_shingles(one), _shingles(other))[0]


def _shingles(text: str) -> set[str]:
    return {text[start : start + SHINGLE] for start in range(max(1, len(text) - SHINGLE + 1))}
