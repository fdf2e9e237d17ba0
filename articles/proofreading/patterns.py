"""Rules that are written as data: a pattern and what should stand in its place, from data/patterns.txt."""

import re
from functools import cache
from pathlib import Path
from typing import NamedTuple, cast

from .model import Found, Level, Text

DATA = Path(__file__).with_name("data")


class Pattern(NamedTuple):
    code: str
    level: Level
    regex: re.Pattern[str]
    group: int
    right: str | None


def written(name: str) -> list[str]:
    """The lines of a file of data, without comments."""
    lines = (DATA / name).read_text("utf-8").splitlines()
    return [line for line in lines if line.strip() and not line.startswith("#")]


@cache
def patterns() -> list[Pattern]:
    """The patterns in the order of the file. A line is one of
    `@name one two`    words that other lines call {name}
    `[code level]`     what the lines below it are about
    `regex => right`   ‹› mark the part to replace; `?` says that only a person knows what with
    """
    lists: dict[str, str] = {}
    found: list[Pattern] = []
    code, level = "", ""
    for line in written("patterns.txt"):
        if line.startswith("@"):
            name, *words = line[1:].split()
            lists[name] = f"(?:{'|'.join(sorted(set(words), key=_long_first))})"
        elif line.startswith("["):
            code, level = line[1:-1].split()
        else:
            found.append(_pattern(line, code, cast(Level, level), lists))
    return found


def _pattern(line: str, code: str, level: Level, lists: dict[str, str]) -> Pattern:
    regex, right = (part.strip() for part in line.split("=>"))
    regex = re.sub(r"\{([a-z_]+)\}", lambda m: lists[m[1]], regex)
    # Groups are numbered as they are written, without the one for ‹›.
    group = len(re.findall(r"(?<!\\)\((?!\?)", regex.split("‹")[0])) + 1 if "‹" in regex else 0
    if group:
        right = re.sub(r"\\(\d)", lambda m: f"\\{int(m[1]) + (int(m[1]) >= group)}", right)
    compiled = re.compile(regex.replace("‹", "(").replace("›", ")"))
    return Pattern(code, level, compiled, group, None if right == "?" else right)


def _long_first(word: str) -> tuple[int, str]:
    return -len(word), word


def matches(text: Text) -> Found:
    """What the patterns find."""
    for pattern in patterns():
        for m in pattern.regex.finditer(text.value):
            start, end = m.span(pattern.group)
            right = m.expand(pattern.right) if pattern.right is not None else None
            yield text.find(pattern.code, start, end, right, pattern.level)
