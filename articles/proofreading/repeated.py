"""Text that stands again: the same clauses twice in a row, the same sentence or paragraph later."""

import itertools
import re

from .model import Found, Text

_clause_end = re.compile("[，。！？；：、\n]+[”’]?")
# Shorter repetitions are figures of speech: 盼啊，盼啊.
SHORTEST = 7


def repeated(text: Text) -> Found:
    """The same clauses twice in a row, or the same long sentence or paragraph again."""
    ends = [0, *(m.end() for m in _clause_end.finditer(text.value)), len(text.value)]
    clauses = [(start, text.value[start:end]) for start, end in itertools.pairwise(ends) if end > start]
    plain = [clause.strip(" ，。！？；：、\n\u3000“”’") for _, clause in clauses]
    place = 0 if len(set(plain)) < len(plain) else len(plain)
    while place < len(plain):
        length = next((n for n in range(1, 6) if _stands_again(plain, place, n)), 0)
        if length:
            start = clauses[place + length][0]
            last = clauses[place + 2 * length - 1]
            yield text.find("repeated", start, last[0] + len(last[1].rstrip("\n")), "")
        place += 2 * length or 1
    yield from _paragraphs_again(text)
    yield from _said_before(text)


def _paragraphs_again(text: Text) -> Found:
    seen: set[str] = set()
    for begin, paragraph in text.paragraphs:
        plain = paragraph.strip()
        if len(plain) >= 9 and plain in seen and plain[-1] in "。！？”":
            yield text.find("repeated", begin, begin + len(paragraph), "")
        seen.add(plain)


def _stands_again(plain: list[str], place: int, length: int) -> bool:
    first, second = plain[place : place + length], plain[place + length : place + 2 * length]
    return first == second and sum(map(len, first)) >= SHORTEST and min(map(len, first)) > 1


def _said_before(text: Text) -> Found:
    seen: set[str] = set()
    previous = ""
    for begin, sentence in text.sentences:
        plain = sentence.strip(" \n\u3000“”")
        if len(plain) >= 13 and plain in seen and plain != previous and not plain.startswith(("（", "(")):
            start = begin + sentence.index(plain)
            yield text.find("repeated", start, start + len(plain), "")
        seen.add(plain)
        previous = plain
