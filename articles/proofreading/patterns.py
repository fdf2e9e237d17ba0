"""Rules that are written as data: a pattern and what should stand in its place, from data/patterns.txt."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import groupby
from typing import cast

from .beginnings import beginnings
from .lists import written
from .model import Finding, Found, Level, Text
from .places import looked_for


@dataclass(frozen=True)
class Pattern:
    code: str
    level: Level
    written: str
    # The group of what is wrong; 0 for the whole match.
    group: int
    right: str | None
    # The pairs of characters that a match can begin with, if they are few, or else a text that every match has: to look
    # for these first takes a tenth of the time.
    first: frozenset[str]
    # How many characters of the pair stand before the match.
    ahead: int
    anchor: str

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """Compiled when first needed, as all together take a quarter of a second."""
        return re.compile(self.written, re.MULTILINE)


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
        elif "=>" not in line:
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
    grouped = _looking_back(regex).replace("‹", "(").replace("›", ")")
    first = frozenset(beginnings(grouped) or ())
    ahead = 0 if first else 1
    first = first or _pairs_before(regex)
    return Pattern(code, level, grouped, group, None if right == "?" else right, first, ahead, _anchor(regex))


_words_before = re.compile(
    r"(\(\?<!\[[^\]]+\]\))?\(\?:(?:\(\?:)?([\u4e00-\u9fff|?]+)\)?\)‹([\u4e00-\u9fff]+|\[[\u4e00-\u9fff]+\])›(.*)"
)


_classes_before = re.compile(r"((?:\(\?<[=!]\[[^\]]+\]\))+)(‹?)([\u4e00-\u9fff“《（])(?![?*+{])(.*)")
_AT_START = "(?:^|(?<=[。！？\\n]))“"


def _looking_back(regex: str) -> str:
    """{words}‹的›… as 的 with the words looked for behind it, as a pattern that begins with a literal is far faster."""
    if m := _classes_before.fullmatch(regex):
        classes = "".join(f"{one[:-1]}{m[3]})" for one in re.findall(r"\(\?<[=!]\[[^\]]+\]\)", m[1]))
        return f"{m[2]}{m[3]}{classes}{m[4]}"
    if regex.startswith(_AT_START):
        return f"“(?:(?<=[。！？\\n]“)|(?<=^“)){regex[len(_AT_START) :]}"
    m = _words_before.fullmatch(regex)
    if not m:
        return regex
    wrong = m[3]
    groups = [list(same) for _, same in groupby(sorted(_forms(m[2]), key=len), key=len)]
    behind = [f"(?<={'|'.join(word + wrong for word in group)})" for group in groups]
    not_behind = [f"(?<!{m[1][4:-1]}(?:{'|'.join(group)}){wrong})" for group in groups] if m[1] else []
    following = f"(?={m[4]})" if m[4] else ""
    return f"‹{wrong}›{following}(?:{'|'.join(behind)}){''.join(not_behind)}"


def _pairs_before(regex: str) -> frozenset[str]:
    """Of {words}‹的›…: the last character of each word with 的."""
    m = _words_before.fullmatch(regex)
    return (
        frozenset(
            word[-1] + char for word in _forms(m[2]) for char in m[3].strip("[]")[: None if m[3][0] == "[" else 1]
        )
        if m
        else frozenset()
    )


def _forms(words: str) -> set[str]:
    """办理? is 办理 and 办."""
    forms = {word.replace("?", "") for word in words.split("|")}
    return forms | {re.sub(".\\?", "", word) for word in words.split("|")}


def _anchor(regex: str) -> str:
    """The longest text that stands in every match: outside brackets, and not optional."""
    depth, runs = 0, [""]
    for char, following in zip(regex, regex[1:] + " ", strict=True):
        if char in "([" or char in ")]":
            depth += 1 if char in "([" else -1
            runs.append("")
        elif depth == 0 and char == "|":
            return ""
        elif (
            depth == 0
            and char not in "‹›"
            and ("\u4e00" <= char <= "\u9fff" or char in "，。、；：！？“”《》（）…—-")
            and following not in "?*+{"
        ):
            runs[-1] += char
        elif char not in "‹›":
            runs.append("")
    return max(runs, key=len)


def _long_first(word: str) -> tuple[int, str]:
    return -len(word), word


def matches(text: Text) -> Found:
    """What the patterns find."""
    by_first, others = _indexed()
    for place in text.places[_FIRST]:
        for pattern in by_first[text.pairs[place]]:
            if m := pattern.regex.match(text.value, place + pattern.ahead):
                yield _finding(text, pattern, m)
    for pattern in others:
        for begin, end in _lines_with(text, pattern.anchor):
            for m in pattern.regex.finditer(text.value, begin, end):
                yield _finding(text, pattern, m)


@cache
def _indexed() -> tuple[dict[str, list[Pattern]], list[Pattern]]:
    by_first = defaultdict(list)
    for pattern in patterns():
        for pair in pattern.first:
            by_first[pair].append(pattern)
    return by_first, [pattern for pattern in patterns() if not pattern.first]


_FIRST = looked_for(lambda: _indexed()[0])


def _finding(text: Text, pattern: Pattern, m: re.Match[str]) -> Finding:
    start, end = m.span(pattern.group)
    right = m.expand(pattern.right) if pattern.right is not None else None
    return text.find(pattern.code, start, end, right, pattern.level)


def _lines_with(text: Text, anchor: str) -> Iterator[tuple[int, int]]:
    """The lines with the anchor; if it is one character, the sentences."""
    value, place = text.value, 0
    if not anchor:
        yield 0, len(value)
        return
    mark = "\n" if len(anchor) > 1 or not anchor.isalpha() else "。"
    while (place := value.find(anchor, place)) >= 0:
        begin, end = value.rfind(mark, 0, place) + 1, value.find(mark, place)
        yield begin, end + (mark == "。") if end >= 0 else len(value)
        if end < 0:
            return
        place = end + 1
