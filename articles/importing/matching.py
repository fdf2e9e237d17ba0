"""Which article is which story, when pages are imported again after their text or an article has changed."""

from collections.abc import Sequence

from .composing import WholeStory

SHINGLE = 6
# Below half in common it is safer to call a story new: a wrong match would put its text under another's address.
ENOUGH_IN_COMMON = 0.5


def match(stories: Sequence[WholeStory], bodies: Sequence[str]) -> dict[int, int]:
    """Pairs of positions {story: body}, each at most once, the most alike first.

    `bodies` are the texts the importer last wrote; a body that is a part of a story (its continuation arrived first)
    counts as wholly alike.
    """
    matched = _match_equal(stories, bodies)
    open_bodies = sorted(set(range(len(bodies))) - set(matched.values()))
    open_stories = [index for index in range(len(stories)) if open_bodies and index not in matched]
    told = {index: _shingles(stories[index].body) for index in open_stories}
    kept = {index: _shingles(bodies[index]) for index in open_bodies}
    likenesses = sorted(
        ((*_likeness(told[story], kept[body]), -story, -body) for story in open_stories for body in open_bodies),
        reverse=True,
    )
    for share, _overlap, story, body in likenesses:
        if share >= ENOUGH_IN_COMMON and -story not in matched and -body not in matched.values():
            matched[-story] = -body
    return matched


def _match_equal(stories, bodies):
    positions: dict[str, list[int]] = {}
    for index, body in enumerate(bodies):
        positions.setdefault(body, []).append(index)
    return {index: positions[story.body].pop(0) for index, story in enumerate(stories) if positions.get(story.body)}


def _likeness(first: set[str], second: set[str]) -> tuple[float, int]:
    overlap = len(first & second)
    return round(overlap / (min(len(first), len(second)) or 1), 2), overlap


def _shingles(text: str) -> set[str]:
    return {text[start : start + SHINGLE] for start in range(max(1, len(text) - SHINGLE + 1))}
