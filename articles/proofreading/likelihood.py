"""Whether a text becomes likelier with other characters in a place, by the frequencies of the dictionary's words."""

from collections.abc import Iterator, Mapping

from articles.text import segmentation

# Characters around a place in which words are looked for.
REACH = 5


def likelier(value: str, start: int, end: int, right: str, gain: float) -> bool:
    """Whether the text becomes likelier with `right` in place of text[start:end], by so many nats."""
    before, after = value[max(0, start - REACH) : start], value[end : end + REACH]
    return segmentation.saved_by_replacing(before, value[start:end], right, after) > gain


def can_gain(wrong: str, right: str, gain: float) -> bool:
    """Whether `likelier` can be true: worked out once for a word, as it takes less time than reading around it."""
    return segmentation.saved_by_joining(wrong, right) > gain


def miswritten(word: str, others: Mapping[str, str], gain: float) -> Iterator[str]:
    """The word with each character in turn replaced by each of the others for it, if `can_gain` is true of that."""
    nats, rarest = segmentation.nats_of_characters()
    to_gain = gain - segmentation.saved_by_joining(word, word)
    for place, char in enumerate(word):
        if char in others:
            least = to_gain + nats.get(char, rarest)
            before, after = word[:place], word[place + 1 :]
            for other in others[char]:
                if nats.get(other, rarest) > least:
                    yield before + other + after


def joins_neighbours(value: str, place: int) -> bool:
    """Whether both characters are parts of other words, as 法依 in 依法依规."""
    before, after = value[max(0, place - 1) : place + 1], value[place + 1 : place + 3]
    return segmentation.frequency(before) > 20 or segmentation.frequency(after) > 20
