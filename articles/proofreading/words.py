"""Words that are written wrongly, from data/wrong_words.txt, and characters of the other script."""

import re
from collections import defaultdict
from functools import cache

from articles.text import segmentation
from articles.text.traditional import SIMPLIFIED, TRADITIONAL

from .likelihood import likelier
from .lists import written
from .model import Found, Text
from .places import looked_for

# The longest word of the dictionary that may hold a listed one, less one character.
REACH = 3


def wrong_words(text: Text) -> Found:
    listed = _wrong_words()
    value = text.value
    for place in text.places[_WRONG]:
        for wrong, right in listed[value[place : place + 2]]:
            end = place + len(wrong)
            if value.startswith(wrong, place) and _is_meant(value, place, end, right):
                yield text.find("wrong_char", place, end, right)
                break


@cache
def _wrong_words() -> dict[str, list[tuple[str, str]]]:
    """The pairs by their first two characters, longer ones first."""
    listed = defaultdict(list)
    for pair in " ".join(written("wrong_words.txt")).split():
        wrong, right = pair.split("=")
        listed[wrong[:2]].append((wrong, right))
    return {key: sorted(pairs, key=lambda pair: -len(pair[0])) for key, pairs in listed.items()}


_WRONG = looked_for(_wrong_words)
# How much likelier (in nats) the right word must make the text where the wrong one is across two words.
GAIN = 8.0


def _is_meant(value: str, start: int, end: int, right: str) -> bool:
    apart = segmentation.is_separate(value, start, end) if end - start > 2 else is_a_word(value, start, end)
    return apart or likelier(value, start, end, right, GAIN)


def is_a_word(text: str, start: int, end: int) -> bool:
    """Whether text[start:end] is neither across two words nor within one: 中台 in 集中台账 is not."""
    first = max(0, start - REACH)
    around = [(a, b) for a in range(first, start + 1) for b in range(end, end + REACH + 1) if (a, b) != (start, end)]
    least = segmentation.frequency(text[start:end])
    if any(segmentation.frequency(text[a:b]) > least for a, b in around):
        return False
    return segmentation.is_separate(text, start, end)


# Simplified as well, in some words or names: 乾隆 慰藉 瞭望 宫商角徵羽 么 昇 余
_BOTH = "薹吒樑乾藉瞭徵麽昇甦陞堃喆祇衹著於妳夥餘鍾氾祕邨颺咪哪噁傢剋坷坂麪囉喫喦嚐嚮"
_SIMPLE = {old: new for old, new in zip(TRADITIONAL, SIMPLIFIED, strict=True) if old not in _BOTH}
_traditional = re.compile(f"[{''.join(_SIMPLE)}]+")


def traditional(text: Text) -> Found:
    """Traditional characters in a simplified text; a text in traditional script is left alone."""
    found = list(_traditional.finditer(text.value))
    if sum(len(m[0]) for m in found) > max(3, len(text.value) // 5):
        return
    for m in found:
        yield text.find("traditional", m.start(), m.end(), "".join(_SIMPLE[char] for char in m[0]))
