"""Character-level differences between two texts, since Chinese does not separate words. Pure Python, no Django.

Comparing long texts character by character takes seconds, so paragraphs are compared first, then the sentences of those
that differ, then the characters."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import groupby
from typing import NamedTuple

from articles.text.characters import beginning, divides, ending

PARAGRAPH_END = "\n\n"
SENTENCES = re.compile(r"\n\n|[^。！？；\n]*(?:[。！？；]+[”’』」）]*|\n(?!\n)|$)|[^\n]+")
# Latin words and numbers are compared as a whole.
CHARACTERS = re.compile(r"\n\n|[A-Za-z]+|[0-9]+(?:\.[0-9]+)?|.", re.DOTALL)
# Stretches whose lengths multiply to more are shown as replaced entirely.
MAX_COMPARISONS = 360_000
# A single character shared by two rewritten sentences is coincidence.
MIN_UNCHANGED_BETWEEN_CHANGES = 2
# Longer unchanged runs are folded, except this many characters at either end.
MAX_UNFOLDED, EDGE = 120, 40


class Piece(NamedTuple):
    """A run of characters: "same" in both texts, "removed" from the old, or "added" in the new."""

    kind: str
    text: str

    @property
    def shown(self) -> str:
        """The text to display: an added or removed paragraph end gets a visible sign."""
        return self.text if self.kind == "same" else self.text.replace(PARAGRAPH_END, "¶" + PARAGRAPH_END)

    @property
    def folded(self) -> tuple[str, int, str]:
        """(beginning, number of characters left out, end); only long unchanged runs are shortened."""
        if self.kind != "same" or len(self.text) <= MAX_UNFOLDED:
            return self.shown, 0, ""
        first, last = beginning(self.text, EDGE), ending(self.text, EDGE)
        return first, len(self.text) - len(first) - len(last), last


class Passage(NamedTuple):
    """Consecutive paragraphs: all unchanged (one piece), or all changed."""

    changed: bool
    pieces: list[Piece]

    @property
    def length(self) -> int:
        return sum(len(piece.text) for piece in self.pieces)


def differences(old: str, new: str) -> list[Passage]:
    """Both texts as passages: the old text is every piece not "added", the new one every piece not "removed"."""
    before, after = _paragraphs(old), _paragraphs(new)
    return [
        Passage(same is False, [Piece("same", mine)] if same else _tidied(_by_sentences(theirs, mine)))
        for same, theirs, mine in _compared(before, after)
    ]


def _paragraphs(text):
    """The paragraphs, each with the blank line after it; "".join() gives the text."""
    parts = text.split(PARAGRAPH_END)
    return [part + PARAGRAPH_END for part in parts[:-1]] + [part for part in parts[-1:] if part]


def _compared(before: list[str], after: list[str]) -> Iterator[tuple[bool, str, str]]:
    """Yield (equal, old stretch, new stretch), in order."""
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for tag, start, end, other_start, other_end in matcher.get_opcodes():
        yield tag == "equal", "".join(before[start:end]), "".join(after[other_start:other_end])


def _by_sentences(old, new):
    for same, before, after in _compared(_sentences(old), _sentences(new)):
        yield from [Piece("same", after)] if same else _by_characters(before, after)


def _sentences(text):
    return [match.group() for match in SENTENCES.finditer(text) if match.group()]


def _by_characters(old, new):
    old, new = _characters(old), _characters(new)
    start = _same_at_start(old, new)
    end = _same_at_start(old[start:][::-1], new[start:][::-1])
    head, tail = old[:start], old[len(old) - end :]
    old, new = old[start : len(old) - end], new[start : len(new) - end]
    yield Piece("same", "".join(head))
    if len(old) * len(new) > MAX_COMPARISONS:
        yield from (Piece("removed", "".join(old)), Piece("added", "".join(new)))
    else:
        for same, before, after in _compared(old, new):
            yield from [Piece("same", after)] if same else (Piece("removed", before), Piece("added", after))
    yield Piece("same", "".join(tail))


def _characters(text):
    """The units of comparison; none ends inside what readers see as one character."""
    pieces: list[str] = []
    for piece in CHARACTERS.findall(text):
        if pieces and not piece.isascii() and divides(pieces[-1] + piece, len(pieces[-1])):
            pieces[-1] += piece
        else:
            pieces.append(piece)
    return pieces


def _same_at_start(old, new):
    pairs = zip(old, new, strict=False)
    return next((at for at, (before, after) in enumerate(pairs) if before != after), min(len(old), len(new)))


def _tidied(pieces) -> list[Piece]:
    """Join neighbours of one kind, put removed before added, and drop unchanged pieces too short to notice."""
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
    short = len(pieces[index].text) < MIN_UNCHANGED_BETWEEN_CHANGES
    return short and 0 < index < len(pieces) - 1 and pieces[index - 1].kind != "same" != pieces[index + 1].kind
