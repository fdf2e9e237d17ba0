"""Which article is which story, when pages are imported again after their text or an article has changed."""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

SHINGLE = 6
# Below half in common it is safer to call a story new: a wrong match would put its text under another's address.
ENOUGH_IN_COMMON = 0.5


class Known(NamedTuple):
    """What a story and an article are known by; an article's digest and headline are those the importer last wrote."""

    digest: str
    headline: str
    body: str


def match(stories: Sequence[Known], articles: Sequence[Known]) -> dict[int, int]:
    """Pairs of positions {story: article}, each at most once: the same text, else the same headline, else most alike.

    A body that is a part of a story (its continuation arrived first) counts as wholly alike.
    """
    matched: dict[int, int] = {}
    for field in ("digest", "headline"):
        _match_same(field, stories, articles, matched)
    open_articles = sorted(set(range(len(articles))) - set(matched.values()))
    open_stories = [index for index in range(len(stories)) if open_articles and index not in matched]
    new = {index: _shingles(stories[index].body) for index in open_stories}
    held = {index: _shingles(articles[index].body) for index in open_articles}
    likenesses = sorted(
        ((*_likeness(new[story], held[article]), -story, -article) for story in new for article in held),
        reverse=True,
    )
    for share, _overlap, story, article in likenesses:
        if share >= ENOUGH_IN_COMMON and -story not in matched and -article not in matched.values():
            matched[-story] = -article
    return matched


def _match_same(field, stories, articles, matched):
    """Pair what has the same digest or headline, in order; a headline that several share says too little."""
    taken = set(matched.values())
    positions: dict[str, list[int]] = {}
    for index, article in enumerate(articles):
        if index not in taken:
            positions.setdefault(getattr(article, field), []).append(index)
    named = Counter(getattr(story, field) for story in stories)
    for index, story in enumerate(stories):
        value = getattr(story, field)
        alike = positions.get(value, [])
        ambiguous = field == "headline" and (not value or named[value] > 1 or len(alike) > 1)
        if index not in matched and alike and not ambiguous:
            matched[index] = alike.pop(0)


def _likeness(first: set[str], second: set[str]) -> tuple[float, int]:
    overlap = len(first & second)
    return round(overlap / (min(len(first), len(second)) or 1), 2), overlap


def _shingles(text: str) -> set[str]:
    return {text[start : start + SHINGLE] for start in range(max(1, len(text) - SHINGLE + 1))}
