"""Recognize people's names by surname, length and the spaces between them."""

import re

from articles.text.characters import HAN, with_dots

from .patterns import PATTERNS
from .roles import WORDS
from .surnames import COMMON, COMPOUND, SINGLE

SEPARATORS = re.compile(r"[\s、，,;；/／&]+")
GLUED_LENGTHS = range(4, 13)
HAN_NAME = re.compile(f"[{HAN}]{{2,4}}$")
# 阿依古丽·买买提
DOTTED_NAME = re.compile(f"[{HAN}]{{1,8}}(?:·[{HAN}]{{1,8}}){{1,3}}$")


def is_name(text: str) -> bool:
    if not HAN_NAME.match(text) or text in WORDS or PATTERNS["no_name"].match(text):
        return False
    if text[:2] in COMPOUND:
        return len(text) >= 3 or text[0] in SINGLE
    return len(text) <= 3 and text[0] in SINGLE


def tokens(text: str) -> list[str]:
    """The words in a list of names; a name printed with a space inside (李　舸) is one word, dots have one form."""
    words = [w for w in SEPARATORS.split(with_dots(text)) if w]
    joined: list[str] = []
    half = False
    for word in words:
        if half and len(word) == 1:
            joined[-1] += word
            half = False
        else:
            joined.append(word)
            half = len(word) == 1
    return joined


def read_names(text: str) -> tuple[str, ...]:
    """The names in a list; empty if any word is not a name, as a wrong author is worse than none."""
    words = tokens(text)
    names: list[str] = []
    # A dotted name counts only beside another name (阿依古丽·买买提 何川): 二十四节气·立秋 looks the same.
    trusted = any(map(is_name, words))
    for word in words:
        parts = (word,) if is_name(word) or (trusted and DOTTED_NAME.match(word)) else split_glued(word)
        if not parts:
            return ()
        names.extend(parts)
    return tuple(names)


def split_glued(word: str) -> tuple[str, ...]:
    """王彬乔斌曹晓云 -> 王彬 乔斌 曹晓云; empty if there are several ways or none."""
    ways = _ways_to_split(word)
    return ways[0] if len(ways) == 1 else ()


def is_ambiguous(word: str) -> bool:
    return len(_ways_to_split(word)) > 1


def _ways_to_split(word: str) -> list[tuple[str, ...]]:
    return _splits(word) if len(word) in GLUED_LENGTHS else []


def _splits(word: str) -> list[tuple[str, ...]]:
    """All ways to split a word into names with common surnames."""
    if not word:
        return [()]
    return [
        (word[:size], *rest)
        for size in (2, 3, 4)
        if size <= len(word) and word[0] in COMMON and is_name(word[:size])
        for rest in _splits(word[size:])
    ]
