"""字数, the length of a text as newsrooms count it."""

import re
from collections.abc import Iterable

from .body import Block
from .characters import clean

# Silent reading by twelve-year-olds, at least (《义务教育语文课程标准》, grades 5 and 6); older readers are not faster.
CHARACTERS_A_MINUTE = 300

# Each of them counts: Chinese punctuation and symbols, Han, kana, full-width forms. desk.js has the same ranges, for
# what is being typed.
_WIDE = (
    r"\u00b7\u2014-\u2027\u2030-\u205e\u2100-\u2bff\u2e80-\u2fff\u3001-\ud7af\uf900-\ufaff\ufe30-\ufe4f\uff01-\uffef"
    r"\U0001f000-\U0003ffff"
)
_wide = re.compile(f"[{_WIDE}]+")


def number_of_characters(text: str) -> int:
    """What Word and WPS show as 字数: every Han character and every Chinese punctuation mark counts one, and so does a
    run of Latin letters, digits and half-width marks, which spaces or Chinese characters end (GDP, 3.5%, COVID-19).
    Spaces and line ends count nothing."""
    text = clean(text)
    others, runs = _wide.subn(" ", text)
    wide = len(text) - len(others) + runs
    return wide + len(others.split())


def number_in_blocks(blocks: Iterable[Block]) -> int:
    """The characters of paragraphs, subheads and captions, without the marks `## ` and `图2：` of a body."""
    return sum(number_of_characters(block.text) for block in blocks)


def minutes_to_read(blocks: Iterable[Block]) -> int:
    """At least 1."""
    return max(1, round(number_in_blocks(blocks) / CHARACTERS_A_MINUTE))
