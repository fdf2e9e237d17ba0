"""The files of data: words and patterns, which people may read and extend without reading the code."""

from functools import cache
from pathlib import Path

DATA = Path(__file__).with_name("data")


def written(name: str) -> list[str]:
    """The lines of a file, without empty ones and comments."""
    lines = (DATA / name).read_text("utf-8").splitlines()
    return [line for line in lines if line.strip() and not line.startswith("#")]


@cache
def words_of(name: str) -> tuple[str, ...]:
    """The words of a list in data/lists.txt, longer ones first, as patterns need them."""
    words = {word for line in written("lists.txt") for of, *rest in [line.split()] if of == name for word in rest}
    return tuple(sorted(words, key=lambda word: (-len(word), word)))


def either(name: str) -> str:
    """The words of a list as a pattern, without brackets."""
    return "|".join(words_of(name))


@cache
def groups_of(name: str) -> tuple[frozenset[str], ...]:
    """The lines of a list, each as a set of its own."""
    return tuple(frozenset(words) for of, *words in map(str.split, written("lists.txt")) if of == name)
