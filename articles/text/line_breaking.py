"""Break headlines into lines, measured in ems: at spaces, which were line ends in print, else between words."""

import unicodedata
from functools import lru_cache

from articles.text.characters import divides, whole_characters
from articles.text.segmentation import cut

NEVER_FIRST = "，。、；：？！）》」』】”’…,.;:?!)%"
NEVER_LAST = "（《「『【“‘(—"
JOINS = "+-/·~&"  # 党建+好商量


@lru_cache(maxsize=4096)
def pieces(unit: str) -> tuple[str, ...]:
    """Split text without spaces into unbreakable pieces: words with their punctuation."""
    whole: list[str] = []
    for word in cut(unit):
        if whole and (_is_unbreakable(whole[-1][-1], word[0]) or divides(whole[-1] + word, len(whole[-1]))):
            whole[-1] += word
        else:
            whole.append(word)
    return tuple(whole)


def _is_unbreakable(last: str, first: str) -> bool:
    """Whether no line may end between two characters; a number stays with what it counts: 7月."""
    return first in NEVER_FIRST + JOINS or last in NEVER_LAST + JOINS or (last.isascii() and last.isdigit())


def broken(headline: str, ems: float) -> list[str]:
    return [line for unit in headline.split() for line in _even_lines(unit, ems)] or [""]


def _even_lines(unit: str, ems: float) -> list[str]:
    """As few lines as possible, and of similar width, so that no line has a single character."""
    lines = _full_lines(unit, ems)
    narrower = max(width(unit) / len(lines), *map(width, pieces(unit)), 1.0)
    while narrower < ems and len(_full_lines(unit, narrower)) > len(lines):
        narrower += 0.5
    return _full_lines(unit, min(narrower, ems))


def _full_lines(unit: str, ems: float) -> list[str]:
    lines, used = [""], 0.0
    for piece in pieces(unit):
        if used + width(piece) <= ems:
            lines[-1] += piece
            used += width(piece)
        elif width(piece) <= ems:
            lines.append(piece)
            used = width(piece)
        else:
            lines[-1:] = _break_word(lines[-1] + piece, ems)
            used = width(lines[-1])
    return lines


def _break_word(text: str, ems: float) -> list[str]:
    lines = [""]
    for character in whole_characters(text):
        if width(lines[-1] + character) > ems and lines[-1]:
            lines[-1:] = _split_line(lines[-1], character)
        lines[-1] += character
    return lines


def _split_line(line: str, following: str) -> tuple[str, str]:
    """Split a full line so that punctuation does not begin or end a line where it must not."""
    end = len(line)
    while end > 1 and (line[end - 1] in NEVER_LAST or (line + following)[end] in NEVER_FIRST):
        end -= 1
    return line[:end], line[end:]


@lru_cache(maxsize=4096)
def width(text: str) -> float:
    return sum(1.0 if unicodedata.east_asian_width(character) in "WFA" else 0.58 for character in text)
