"""Which characters sound alike, for names and words that were typed by their sound."""

import re
from collections import defaultdict
from functools import cache

from articles.text.segmentation import frequency

from .lists import written

# Sounds that many speakers, and so input methods, do not tell apart.
_ALIKE = (("^zh", "z"), ("^ch", "c"), ("^sh", "s"), ("(?<=[ie])ng$", "n"), ("(?<=a)ng$", "n"))


@cache
def pinyin() -> dict[str, str]:
    """The first reading of each character, without tone."""
    lines = map(str.split, written("sounds.txt"))
    return {character: sound for sound, characters in lines for character in characters}


@cache
def _sounds() -> dict[str, str]:
    """The sound of each character, with sounds that are alike as one."""
    return {character: _merged(sound) for character, sound in pinyin().items()}


def _merged(sound: str) -> str:
    for pattern, same in _ALIKE:
        sound = re.sub(pattern, same, sound)
    return sound


def sound_of(char: str) -> str:
    """The sound of a character, or itself if it is not known."""
    return _sounds().get(char, char)


# Input methods offer the frequent ones first; more take memory and find nothing.
_OFFERED = 12


@cache
def _by_sound() -> dict[str, str]:
    """The most frequent characters of each sound."""
    together: dict[str, list[str]] = defaultdict(list)
    for char, sound in _sounds().items():
        together[sound].append(char)
    return {sound: "".join(sorted(chars, key=frequency)[-_OFFERED:]) for sound, chars in together.items()}


def sounding_like(char: str) -> str:
    """Common characters that sound like this one."""
    return _by_sound().get(sound_of(char), "").replace(char, "")


def sound_alike(one: str, other: str) -> bool:
    return in_sounds(one) == in_sounds(other)


@cache
def _table() -> dict[int, str]:
    """For str.translate: each character as one private one for its sound."""
    numbers = {sound: chr(0xE000 + i) for i, sound in enumerate(sorted(set(_sounds().values())))}
    return {ord(char): numbers[sound] for char, sound in _sounds().items()}


def in_sounds(text: str) -> str:
    """The text with one character for each sound: equal for texts that sound alike."""
    return text.translate(_table())
