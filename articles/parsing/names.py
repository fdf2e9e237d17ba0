"""Which runs of Chinese characters are people: surname, length and the spaces between them."""

from __future__ import annotations

import re

from .patterns import PATTERNS
from .surnames import COMMON, COMPOUND, SINGLE

SEPARATORS = re.compile(r"[\s、，,;；/／&]+")
LENGTH_OF_TWO, LONGEST_GLUED = 4, 12
HAN_NAME = re.compile(r"[一-龥㐀-䶵]{2,4}$")
# 阿依古丽·买买提
DOTTED_NAME = re.compile(r"[一-龥]{1,8}(?:[·•・][一-龥]{1,8}){1,3}$")


def is_name(text: str) -> bool:
    """A Chinese name: a known surname and one or two characters after it."""
    if not HAN_NAME.match(text) or PATTERNS["no_name"].match(text):
        return False
    if text[:2] in COMPOUND:
        return len(text) >= 3 or text[0] in SINGLE
    return len(text) <= 3 and text[0] in SINGLE


def tokens(text: str) -> list[str]:
    """The words of a list of names; a two-character name printed with a space inside (李　舸) is one word."""
    words = [w for w in SEPARATORS.split(text) if w]
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
    """The names in a list of nothing but names, or none at all: a wrong author is worse than no author."""
    words = tokens(text)
    names: list[str] = []
    # 阿依古丽·买买提 何川; alone, 二十四节气·立秋 is set the same way.
    trusted = any(map(is_name, words))
    for word in words:
        parts = (word,) if is_name(word) or (trusted and DOTTED_NAME.match(word)) else split_glued(word)
        if not parts:
            return ()
        names.extend(parts)
    return tuple(names)


def split_glued(word: str) -> tuple[str, ...]:
    """Names printed without a space between them, when only one way of cutting them makes every part a name.

    王彬乔斌曹晓云 -> 王彬 乔斌 曹晓云
    """
    ways = _cuts(word) if LENGTH_OF_TWO <= len(word) <= LONGEST_GLUED else []
    return ways[0] if len(ways) == 1 else ()


def may_be_glued(word: str) -> bool:
    """Whether names printed together can be cut in more than one way."""
    return LENGTH_OF_TWO <= len(word) <= LONGEST_GLUED and len(_cuts(word)) > 1


def _cuts(word: str) -> list[tuple[str, ...]]:
    """Every way of cutting a word into names with common surnames."""
    if not word:
        return [()]
    return [
        (word[:size], *rest)
        for size in (2, 3, 4)
        if size <= len(word) and word[0] in COMMON and is_name(word[:size])
        for rest in _cuts(word[size:])
    ]
