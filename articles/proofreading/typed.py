"""Words typed by their sound: 布署 for 部署, 蛛丝蚂迹 for 蛛丝马迹. What the dictionary lacks, but sounds like one of
its words and is far likelier as that word."""

from functools import cache

from articles.text import segmentation

from .confused import may_be_a_name, right_as_well
from .likelihood import joins_neighbours, likelier, miswritten
from .model import Found, Text
from .places import looked_for
from .sounds import in_sounds, sounding_like
from .wrong_forms import WrongForms

# A word of two characters must be this frequent, and make the text this much likelier (in nats).
FREQUENT, GAIN_OF_TWO = 800, 9.0
VERY_FREQUENT = 2500
# 细心照料 is of two words, 集思广议 is not.
GAIN_OF_TWO_WORDS, GAIN_OF_FOUR, A_WORD = 7.0, 3.0, 50
# The dictionary has some misspelt phrases, as a few texts have them.
SELDOM = 4


def misspelt(text: Text) -> Found:
    value, last = text.value, -1
    for place, wrong, right in _MISSPELT.found_in(text):
        if place <= last or may_be_a_name(value, place, wrong, right):
            continue
        gain = GAIN_OF_TWO
        if joins_neighbours(value, place):
            # 惠民|工成, where 民工 is a word as well
            gain += 3
            if segmentation.frequency(right) < VERY_FREQUENT:
                continue
        if likelier(value, place, place + 2, right, gain):
            yield text.find("wrong_char", place, place + 2, right, "likely")
            last = place + 1
    yield from _phrases(text)


def _misspellings() -> dict[str, str]:
    """Each frequent word of two characters with one of another sound-alike, if that is no word."""
    left_alone = right_as_well()
    words = segmentation.words(2, FREQUENT)
    others = {char: sounding_like(char) for char in set("".join(words))}
    listed: dict[str, str] = {}
    for word in words:
        for wrong in miswritten(word, others, GAIN_OF_TWO):
            if not segmentation.frequency(wrong) and wrong not in left_alone:
                listed[wrong] = word
    return listed


def _phrases(text: Text) -> Found:
    """Phrases of four characters of which one is wrong."""
    value, sounds = text.value, in_sounds(text.value)
    by_end, by_start = _by_sound_of_half()
    found: dict[int, str] = {}
    for place in text.places[_STARTS]:
        if right := by_end.get(value[place : place + 2] + sounds[place + 2 : place + 4]):
            found[place] = right
    for place in [i - 2 for i in text.places[_ENDS] if i > 1]:
        if right := by_start.get(sounds[place : place + 2] + value[place + 2 : place + 4]):
            found[place] = right
    for place, right in found.items():
        four = value[place : place + 4]
        if four == right or sum(a != b for a, b in zip(four, right, strict=False)) != 1 or four in right_as_well():
            continue
        known = segmentation.frequency(four)
        if (
            known < SELDOM
            and segmentation.frequency(right) >= 10 * known
            and likelier(value, place, place + 4, right, _gain(four))
        ):
            yield text.find("wrong_char", place, place + 4, right)


def _gain(four: str) -> float:
    halves = min(segmentation.frequency(four[:2]), segmentation.frequency(four[2:]))
    return GAIN_OF_TWO_WORDS if halves >= A_WORD else GAIN_OF_FOUR


@cache
def _by_sound_of_half() -> tuple[dict[str, str], dict[str, str]]:
    """The phrases by their first half and the sound of the second, and by the sound of the first and their second."""
    by_end: dict[str, str] = {}
    by_start: dict[str, str] = {}
    for word in segmentation.phrases():
        by_end[word[:2] + in_sounds(word[2:])] = word
        by_start[in_sounds(word[:2]) + word[2:]] = word
    return by_end, by_start


_MISSPELT = WrongForms(_misspellings)
_STARTS = looked_for(lambda: {key[:2] for key in _by_sound_of_half()[0]})
_ENDS = looked_for(lambda: {key[2:] for key in _by_sound_of_half()[1]})
