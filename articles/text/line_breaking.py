"""Where the lines of a headline may end: at its blanks, which were line ends in print, else between two words.

Pure text, without Django. Widths are in ems, the width of one Chinese character.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from articles.text.characters import divides, whole_characters
from articles.text.segmentation import cut

NEVER_FIRST = "，。、；：？！）》」』】”’…,.;:?!)%"
NEVER_LAST = "（《「『【“‘(—"
JOINS = "+-/·~&"  # 党建+好商量


@lru_cache(maxsize=4096)
def pieces(unit: str) -> tuple[str, ...]:
    """The text between two blanks as the pieces that stay whole, each a word with the marks that cling to it."""
    whole: list[str] = []
    for word in cut(unit):
        if whole and (clings(whole[-1][-1], word[0]) or divides(whole[-1] + word, len(whole[-1]))):
            whole[-1] += word
        else:
            whole.append(word)
    return tuple(whole)


def clings(last: str, first: str) -> bool:
    """Whether no line may end between two characters at the edges of words; a number keeps what it counts: 7月."""
    return first in NEVER_FIRST + JOINS or last in NEVER_LAST + JOINS or (last.isascii() and last.isdigit())


def broken(headline: str, ems: float) -> list[str]:
    """The headline in lines of at most `ems`."""
    return [line for unit in headline.split() for line in evenly(unit, ems)] or [""]


def evenly(unit: str, ems: float) -> list[str]:
    """As many lines as needed, and those as equal as can be, so that no line is left with a single character."""
    lines = filled(unit, ems)
    narrower = max(width(unit) / len(lines), *map(width, pieces(unit)), 1.0)
    while narrower < ems and len(filled(unit, narrower)) > len(lines):
        narrower += 0.5
    return filled(unit, min(narrower, ems))


def filled(unit: str, ems: float) -> list[str]:
    lines, used = [""], 0.0
    for piece in pieces(unit):
        if used + width(piece) <= ems:
            lines[-1] += piece
            used += width(piece)
        elif width(piece) <= ems:
            lines.append(piece)
            used = width(piece)
        else:
            lines[-1:] = by_character(lines[-1] + piece, ems)
            used = width(lines[-1])
    return lines


def by_character(text: str, ems: float) -> list[str]:
    """For words that are wider than a line."""
    lines = [""]
    for character in whole_characters(text):
        if width(lines[-1] + character) > ems and lines[-1]:
            lines[-1:] = parted(lines[-1], character)
        lines[-1] += character
    return lines


def parted(line: str, following: str) -> tuple[str, str]:
    """A full line, and what it hands to the next so that no mark stands where it must not."""
    end = len(line)
    while end > 1 and (line[end - 1] in NEVER_LAST or (line + following)[end] in NEVER_FIRST):
        end -= 1
    return line[:end], line[end:]


@lru_cache(maxsize=4096)
def width(text: str) -> float:
    return sum(1.0 if unicodedata.east_asian_width(character) in "WFA" else 0.58 for character in text)
