"""Words with a character for another that looks or sounds like it, from the groups in data/confused.txt: 帖近 for 贴近,
惟妙惟俏 for 惟妙惟肖. What the dictionary has only with one of a group is misspelt with another."""

from collections import defaultdict
from functools import cache

from articles.parsing.surnames import COMMON
from articles.text import segmentation

from .likelihood import joins_neighbours, likelier, miswritten
from .lists import written
from .model import Found, Text
from .wrong_forms import WrongForms

# How often the dictionary has a word whose misspellings are looked for, and how much likelier it must make the text (in
# nats). A phrase of four characters is hardly ever there by chance.
FREQUENT, SELDOM = 30, 5
GAINS = {2: 7.0, 3: 9.0, 4: 5.0}
JOINED = 3.0


def confused(text: Text) -> Found:
    last = -1
    for place, wrong, right in _CONFUSED.found_in(text):
        if place > last and _is_meant(text.value, place, wrong, right):
            yield text.find("wrong_char", place, place + len(wrong), right, "likely")
            last = place + len(wrong) - 1


def _is_meant(value: str, place: int, wrong: str, right: str) -> bool:
    if len(wrong) == 2 and may_be_a_name(value, place, wrong, right):
        return False
    if segmentation.frequency(wrong):
        return segmentation.is_separate(value, place, place + len(wrong))
    joined = len(wrong) == 2 and joins_neighbours(value, place)
    return likelier(value, place, place + len(wrong), right, GAINS[len(wrong)] + JOINED * joined)


def may_be_a_name(value: str, place: int, wrong: str, right: str) -> bool:
    """董仕杰 is no 董事, and 邹进 nobody who 走进."""
    return (value[place - 1 : place] in COMMON and not segmentation.frequency(value[max(0, place - 2) : place])) or (
        wrong[0] != right[0] and wrong[0] in COMMON
    )


def _misspelt() -> dict[str, str]:
    """Each word or phrase by the forms it has with another character of a group. Of two words the more frequent one."""
    others, left_alone, found = _others(), right_as_well(), {}
    words = [*segmentation.words(2, FREQUENT), *segmentation.words(3, FREQUENT), *segmentation.words(4, SELDOM)]
    for word in words:
        for wrong in miswritten(word, others, GAINS[len(word)]):
            if _is_no_word(wrong, word) and wrong not in left_alone:
                found[wrong] = word
    return found


def _is_no_word(wrong: str, right: str) -> bool:
    """The dictionary has some misspelt phrases, as a few texts have them."""
    known = segmentation.frequency(wrong)
    return not known or (len(wrong) == 4 and known <= SELDOM and 10 * known < segmentation.frequency(right))


@cache
def _others() -> dict[str, str]:
    others: dict[str, set[str]] = defaultdict(set)
    for group in " ".join(written("confused.txt")).split():
        for char in group:
            others[char] |= set(group) - {char}
    return {char: "".join(sorted(group)) for char, group in others.items()}


@cache
def right_as_well() -> frozenset[str]:
    return frozenset(" ".join(written("right_sounds.txt")).split())


_CONFUSED = WrongForms(_misspelt)
