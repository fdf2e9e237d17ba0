"""Where two characters stand that a rule looks for: all rules share one pass over the text."""

from collections.abc import Callable, Iterable
from functools import cache

Pairs = Callable[[], Iterable[str]]
_looked_for: list[Pairs] = []


def looked_for(pairs: Pairs) -> int:
    """The number under which a text has the places of these pairs; they are asked for when a text is first read."""
    _looked_for.append(pairs)
    return len(_looked_for) - 1


@cache
def _who_looks() -> dict[str, tuple[int, ...]]:
    numbers: dict[str, tuple[int, ...]] = {}
    for number, pairs in enumerate(_looked_for):
        found: dict[str, tuple[int, ...]] = dict.fromkeys(pairs(), (number,))
        for pair in numbers.keys() & found.keys():
            found[pair] = (*numbers[pair], number)
        numbers |= found
    return numbers


def places(pairs: list[str]) -> list[list[int]]:
    """For each number, the places in a text whose characters, each with the next one, are `pairs`."""
    who_looks = _who_looks()
    found: list[list[int]] = [[] for _ in _looked_for]
    # A set of this text's own pairs stays in the processor's cache.
    known = who_looks.keys() & pairs
    for place in [i for i, pair in enumerate(pairs) if pair in known]:
        for number in who_looks[pairs[place]]:
            found[number].append(place)
    return found
