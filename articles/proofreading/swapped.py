"""Characters that have changed places: 织组 for 组织, 会召议开 for 会议召开, 标高准 for 高标准."""

from functools import cache
from itertools import pairwise

from articles.text import segmentation

from .likelihood import can_gain, joins_neighbours, likelier
from .lists import words_of, written
from .model import Found, Text
from .places import looked_for
from .wrong_forms import WrongForms

# How much likelier the text must become (in nats) when two characters are changed round.
GAIN = 6.0
GAIN_OVER_A_WORD = 10.0
RARER = 2.5


def swapped(text: Text) -> Found:
    """织组 for 组织, 会召议开 for 会议召开."""
    value = text.value
    last = -2
    for place in text.places[_REVERSED]:
        right = value[place + 1] + value[place]
        gain = GAIN + 3.5 if joins_neighbours(value, place) else GAIN
        gain += RARER * (segmentation.frequency(right) < 200)
        first_of_several = value[place] == "头" and value[place + 1] in "罐批茬道遍班轮季场"
        if place > last and not first_of_several and likelier(value, place, place + 2, right, gain):
            yield text.find("char_swapped", place, place + 2, right)
            last = place + 1
    for place in text.places[_PARTED]:
        if value[place - 1] + value[place + 1] in _UNPARTED and not _is_parted(value, place):
            yield text.find("char_swapped", place, place + 2, value[place + 1] + value[place])
    frequent = _frequent()
    # Places whose character makes a word with the next but one.
    over = [i for i, pair in enumerate(map(str.__add__, value, value[2:])) if pair in frequent]
    for first, second in pairwise(over):
        if second == first + 1 and _is_crossed(value, first):
            yield text.find(
                "char_swapped", first, first + 4, value[first] + value[first + 2] + value[first + 1] + value[first + 3]
            )


def _is_parted(value: str, place: int) -> bool:
    """开创了新局面, 明确了保险资金"""
    return bool(segmentation.frequency(value[place - 2 : place]) or segmentation.frequency(value[place : place + 2]))


# How much likelier the text must become when two neighbours in a longer word change places.
GAIN_OF_LONGER = {3: 8.0, 4: 8.0}
FREQUENT_OF_LONGER = {3: 50, 4: 20}


def misordered(text: Text) -> Found:
    """标高准 for 高标准, 吞量吐 for 吞吐量."""
    last = -1
    for place, wrong, right in _MISORDERED.found_in(text):
        if place > last and likelier(text.value, place, place + len(wrong), right, GAIN_OF_LONGER[len(wrong)]):
            yield text.find("char_swapped", place, place + len(wrong), right)
            last = place + len(wrong) - 1


def _misordered() -> dict[str, str]:
    """Words of three and four characters by the forms they have when two neighbours change places."""
    left_alone, found = _right_reversed(), {}
    for length, least in FREQUENT_OF_LONGER.items():
        for word in segmentation.no_names(length, least):
            for i in range(length - 1):
                wrong = word[:i] + word[i + 1] + word[i] + word[i + 2 :]
                may_be_right = wrong in left_alone or segmentation.frequency(wrong) or _NUMERAL & set(wrong)
                if not may_be_right and can_gain(wrong, word, GAIN_OF_LONGER[length]):
                    found[wrong] = word
    return found


_NUMERAL = frozenset("零一二两三四五六七八九十百千万多几")


_MISORDERED = WrongForms(_misordered)


# 南多北少
_OPPOSITE = frozenset("东西南北上下左右前后内外先后大小多少高低冷热城乡早晚进退增减优劣一两二三")


def _is_crossed(value: str, place: int) -> bool:
    """会召议开, of which no two neighbours make a word."""
    four = value[place : place + 4]
    if (
        four in _right_reversed()
        or (four[0] in _OPPOSITE and four[2] in _OPPOSITE)
        or all(segmentation.frequency(four[i : i + 2]) > 100 for i in (0, 2))
    ):
        return False
    parted = not any(segmentation.frequency(four[i : i + 2]) > 100 for i in range(3))
    across = GAIN + 4 if parted else GAIN_OVER_A_WORD  # 施人工员
    return likelier(value, place + 1, place + 3, four[2] + four[1], across)


@cache
def _frequent() -> frozenset[str]:
    """Words of two characters that a newspaper has every day."""
    return frozenset(segmentation.words(2, 300))


@cache
def _right_reversed() -> frozenset[str]:
    return frozenset(" ".join(written("right_reversed.txt")).split())


@cache
def _reversed() -> frozenset[str]:
    """Frequent words back to front, if that is hardly ever a word."""
    verbs = segmentation.tagged(("v", "vn", "a"), 100)
    rare = (
        word[::-1]
        for word in {*segmentation.words(2, 200), *verbs}
        if segmentation.frequency(word[::-1]) * 200 < segmentation.frequency(word)
    )
    return frozenset(pair for pair in rare if can_gain(pair, pair[::-1], GAIN)) - _right_reversed()


_REVERSED = looked_for(_reversed)
# 通了过, 取了得
_UNPARTED = frozenset(words_of("unparted"))
_PARTED = looked_for(lambda: {"了" + word[1] for word in _UNPARTED})
