"""What changed between two texts, marked by characters: Chinese has no spaces at which words could be compared.

Comparing all characters of one long text with all of another takes seconds. So texts are compared by paragraphs first,
what differs by sentences, and only what differs there by characters. Pure Python, no Django.
"""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import groupby
from typing import NamedTuple

from articles.text.characters import beginning, divides, ending

PARAGRAPH_END = "\n\n"
SENTENCES = re.compile(r"\n\n|[^。！？；\n]*(?:[。！？；]+[”’』」）]*|\n(?!\n)|$)|[^\n]+")
# Names in Latin letters and numbers are read, and so compared, as a whole.
CHARACTERS = re.compile(r"\n\n|[A-Za-z]+|[0-9]+(?:\.[0-9]+)?|.", re.DOTALL)
# Two longer stretches that share no sentence are shown as replaced as a whole.
MOST_COMPARISONS = 360_000
# A single character that two rewritten sentences happen to share is no anchor for an eye.
SHORTEST_ANCHOR = 2
LONGEST_UNCHANGED = 120
EDGE = 40


class Piece(NamedTuple):
    """A run of characters: "same" in both texts, "removed" from the old, or "added" in the new."""

    kind: str
    text: str

    @property
    def shown(self) -> str:
        """The text as it is marked: a paragraph's end that came or went needs a sign to be seen."""
        return self.text if self.kind == "same" else self.text.replace(PARAGRAPH_END, "¶" + PARAGRAPH_END)

    @property
    def folded(self) -> tuple[str, int, str]:
        """An unchanged run's beginning, how many characters of its middle may be left out, and its end."""
        if self.kind != "same" or len(self.text) <= LONGEST_UNCHANGED:
            return self.shown, 0, ""
        first, last = beginning(self.text, EDGE), ending(self.text, EDGE)
        return first, len(self.text) - len(first) - len(last), last


class Passage(NamedTuple):
    """Neighbouring paragraphs, either all unchanged (one piece) or all touched by changes."""

    changed: bool
    pieces: list[Piece]

    @property
    def length(self) -> int:
        return sum(len(piece.text) for piece in self.pieces)


def differences(old: str, new: str) -> list[Passage]:
    """The texts as passages; the old one is all pieces that are not "added", the new one all that are not "removed"."""
    before, after = _paragraphs(old), _paragraphs(new)
    return [
        Passage(same is False, [Piece("same", mine)] if same else _tidied(_by_sentences(theirs, mine)))
        for same, theirs, mine in _compared(before, after)
    ]


def _paragraphs(text):
    """The paragraphs, each with the blank line behind it, so that joined they are the text again."""
    parts = text.split(PARAGRAPH_END)
    return [part + PARAGRAPH_END for part in parts[:-1]] + [part for part in parts[-1:] if part]


def _compared(before: list[str], after: list[str]) -> Iterator[tuple[bool, str, str]]:
    """(whether they are the same, stretch of the one, stretch of the other), in order."""
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for tag, start, end, other_start, other_end in matcher.get_opcodes():
        yield tag == "equal", "".join(before[start:end]), "".join(after[other_start:other_end])


def _by_sentences(old, new):
    for same, before, after in _compared(_sentences(old), _sentences(new)):
        yield from [Piece("same", after)] if same else _by_characters(before, after)


def _sentences(text):
    return [match.group() for match in SENTENCES.finditer(text) if match.group()]


def _by_characters(old, new):
    head, old, new, tail = _between_same_ends(_characters(old), _characters(new))
    yield Piece("same", head)
    if len(old) * len(new) > MOST_COMPARISONS:
        yield from (Piece("removed", "".join(old)), Piece("added", "".join(new)))
    else:
        for same, before, after in _compared(old, new):
            yield from [Piece("same", after)] if same else (Piece("removed", before), Piece("added", after))
    yield Piece("same", tail)


def _characters(text):
    """The pieces that are compared as a whole; none of them ends within what readers see as one character."""
    pieces: list[str] = []
    for piece in CHARACTERS.findall(text):
        if pieces and not piece.isascii() and divides(pieces[-1] + piece, len(pieces[-1])):
            pieces[-1] += piece
        else:
            pieces.append(piece)
    return pieces


def _between_same_ends(old, new):
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    end = 0
    while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
        end += 1
    return (
        "".join(old[:start]),
        old[start : len(old) - end],
        new[start : len(new) - end],
        "".join(old[len(old) - end :]),
    )


def _tidied(pieces) -> list[Piece]:
    """Neighbours of one kind as one piece, what was removed before what was added, without anchors too short to see."""
    runs = groupby((piece for piece in pieces if piece.text), key=lambda piece: piece.kind)
    pieces = [Piece(kind, "".join(piece.text for piece in run)) for kind, run in runs]
    tidied, removed, added = [], "", ""
    for index, (kind, text) in enumerate(pieces):
        if kind == "same" and not _between_changes(pieces, index):
            tidied += [Piece("removed", removed), Piece("added", added), Piece("same", text)]
            removed = added = ""
        else:
            removed += text if kind != "added" else ""
            added += text if kind != "removed" else ""
    tidied += [Piece("removed", removed), Piece("added", added)]
    return [piece for piece in tidied if piece.text]


def _between_changes(pieces, index):
    short = len(pieces[index].text) < SHORTEST_ANCHOR
    return short and 0 < index < len(pieces) - 1 and pieces[index - 1].kind != "same" != pieces[index + 1].kind
