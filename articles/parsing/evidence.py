"""What the page itself tells about its words: two characters that stand together elsewhere are no sentence end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from .patterns import PATTERNS


class Evidence:
    """Counts of the page's character pairs and triples."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.pairs: Counter[str] = Counter()
        self.triples: Counter[str] = Counter()
        for text in texts:
            self.pairs.update(map("".join, zip(text, text[1:], strict=False)))
            self.triples.update(map("".join, zip(text, text[1:], text[2:], strict=False)))

    def joins(self, before: str, after: str) -> int:
        """How strongly the page says that `after` goes on in the middle of a word of `before`."""
        score = 2 * min(2, self.pairs[before[-1:] + after[:1]])
        score += 3 * bool(self.triples[before[-2:] + after[:1]]) + 3 * bool(self.triples[before[-1:] + after[:2]])
        return score


def is_finished(text: str) -> bool:
    """Whether a text ends as a sentence does."""
    return bool(PATTERNS["finished"].search(text[-8:]))
