"""Words typed by their sound: 布署 for 部署, 蛛丝蚂迹 for 蛛丝马迹. What the dictionary lacks, but sounds like one of its
words and is far likelier as that word."""

from collections import defaultdict
from functools import cache

from articles.parsing.surnames import COMMON
from articles.text import segmentation

from .model import Found, Text
from .patterns import written
from .slips import joins_neighbours, likelier
from .sounds import sound_of, sounding_like

# A word of two characters must be this frequent, and make the text this much likelier (in nats).
FREQUENT, GAIN_OF_TWO = 800, 9.0
GAIN_OF_FOUR = 7.0
# The dictionary has some misspelt phrases, as a few texts have them.
SELDOM = 4


def misspelt(text: Text) -> Found:
    value, listed = text.value, _misspellings()
    last = -1
    for place in [i for i, pair in enumerate(map(str.__add__, value, value[1:])) if pair in listed]:
        wrong, right = value[place : place + 2], listed[value[place : place + 2]]
        named = value[place - 1 : place] in COMMON  # 董仕杰 is no 董事
        if place > last and not named and not joins_neighbours(value, place) and likelier(value, place, place + 2, right, GAIN_OF_TWO):
            yield text.find("wrong_char", place, place + 2, right, "likely")
            last = place + 1
    yield from _phrases(text)


@cache
def _misspellings() -> dict[str, str]:
    """Each frequent word of two characters with one of another sound-alike, if that is no word."""
    right_as_well = frozenset(" ".join(written("right_sounds.txt")).split())
    listed: dict[str, str] = {}
    for word in sorted(segmentation.words(2, FREQUENT), key=segmentation.frequency):
        for wrong in (*(char + word[1] for char in sounding_like(word[0])), *(word[0] + char for char in sounding_like(word[1]))):
            if not segmentation.frequency(wrong) and wrong not in right_as_well:
                listed[wrong] = word
    return listed


def _phrases(text: Text) -> Found:
    """Phrases of four characters of which one is wrong."""
    value, gaps = text.value, _gaps()
    threes = list(map("".join, zip(value, value[1:], value[2:], strict=False)))
    # The three characters that remain without the first, second, third or fourth one.
    found = {i - 1 for i, three in enumerate(threes) if three in gaps[0]} | {i for i, three in enumerate(threes) if three in gaps[3]}
    found |= {i for i, three in enumerate(map("".join, zip(value, value[2:], value[3:], strict=False))) if three in gaps[1]}
    found |= {i for i, three in enumerate(map("".join, zip(value, value[1:], value[3:], strict=False))) if three in gaps[2]}
    for place in sorted(found):
        four = value[place : place + 4]
        if place >= 0 and len(four) == 4 and segmentation.frequency(four) < SELDOM and (right := _phrase(four)):
            if likelier(value, place, place + 4, right, GAIN_OF_FOUR):
                yield text.find("wrong_char", place, place + 4, right)


def _phrase(four: str) -> str | None:
    gaps = _gaps()
    for i in range(4):
        for right in gaps[i].get(four[:i] + four[i + 1 :], ()):
            if sound_of(four[i]) == sound_of(right[i]) and four not in _right_phrases():
                return right
    return None


@cache
def _right_phrases() -> frozenset[str]:
    return frozenset(" ".join(written("right_sounds.txt")).split())


@cache
def _gaps() -> tuple[dict[str, list[str]], ...]:
    """For each of four places, the phrases by their other three characters."""
    gaps: tuple[dict[str, list[str]], ...] = tuple(defaultdict(list) for _ in range(4))
    for word in segmentation.words(4, 3):
        for i in range(4):
            gaps[i][word[:i] + word[i + 1 :]].append(word)
    return gaps
