"""Recognize people's names by surname, length and the spaces between them."""

import re

from articles.text.characters import HAN, with_dots

from . import not_names
from .roles import WORDS
from .surnames import COMMON, COMPOUND, SINGLE

SEPARATORS = re.compile(r"[\s、，,;；/／&]+")
GLUED_LENGTHS = range(4, 13)
HAN_NAME = re.compile(f"[{HAN}]{{2,4}}$")
# 阿依古丽·买买提
DOTTED_NAME = re.compile(f"[{HAN}]{{1,8}}(?:·[{HAN}]{{1,8}}){{1,3}}$")
# 五（2）班
CLASS = re.compile(r"[（(][一二三四五六七八九十\d]{1,3}[）)]班?$")


def is_name(text: str) -> bool:
    if not HAN_NAME.match(text) or is_word(text):
        return False
    if text[:2] in COMPOUND:
        return len(text) >= 3 or text[0] in SINGLE
    if len(text) == 4:
        return not_names.NAME_PARTS.issuperset((text[:2], text[2:]))
    return text[0] in SINGLE


def is_word(text: str) -> bool:
    """Whether the text is known not to be a name: a role, a kind of text, a place, a workplace or a title."""
    return text in WORDS or text in not_names.WORDS or is_workplace(text) or is_title(text)


def is_workplace(text: str) -> bool:
    """白石镇, 县水利局, 县实验小学五（2）班; not 王镇."""
    if text.endswith(not_names.PLACE_ENDS) or CLASS.search(text):
        return len(text) > 2
    return len(text) > 4 and text.endswith(not_names.LONG_PLACE_ENDS)


def is_place(text: str) -> bool:
    return text in not_names.PLACES or is_workplace(text)


def is_title(text: str) -> bool:
    """班长, 镇党委书记"""
    return text.endswith(not_names.TITLE_ENDS)


def is_dotted_name(text: str) -> bool:
    """阿依古丽·买买提, recognized by its characters; not 二十四节气·立秋."""
    return bool(DOTTED_NAME.match(text)) and not_names.TRANSLITERATION.issuperset(text.replace("·", ""))


def is_name_of_parts(text: str) -> bool:
    """扎西卓玛, 次仁央宗: four characters of which one half is common in such names."""
    return bool(HAN_NAME.match(text)) and len(text) == 4 and not not_names.NAME_PARTS.isdisjoint((text[:2], text[2:]))


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
    # A dotted name counts only beside another name (阿依古丽·买买提 何川) or by its characters: 二十四节气·立秋 looks
    # the same.
    trusted = any(map(is_name, words))
    for word in words:
        is_whole = is_name(word) or is_dotted_name(word) or (trusted and DOTTED_NAME.match(word))
        parts = (word,) if is_whole else split_glued(word)
        if not parts:
            return ()
        names.extend(parts)
    return tuple(dict.fromkeys(names))


def without_workplace(words: list[str]) -> list[str]:
    """The words after the places, workplaces and titles that stand before a name: 白石镇 何川, 班长 何川."""
    first = next((n for n, word in enumerate(words) if not (is_workplace(word) or is_title(word))), len(words))
    return words[first:] if first < len(words) and is_name(words[first]) else words


def split_glued(word: str) -> tuple[str, ...]:
    """王彬乔斌曹晓云 -> 王彬 乔斌 曹晓云; empty if there are several ways or none."""
    ways = _ways_to_split(word)
    return ways[0] if len(ways) == 1 else ()


def is_ambiguous(word: str) -> bool:
    return len(_ways_to_split(word)) > 1


def _ways_to_split(word: str) -> list[tuple[str, ...]]:
    if len(word) not in GLUED_LENGTHS or is_word(word) or any(phrase in word for phrase in not_names.PHRASES):
        return []
    return _splits(word)


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
