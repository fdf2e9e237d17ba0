"""The width of the printed columns, read off the places where paragraphs were cut."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from .evidence import is_finished

WIDTHS = range(14, 31)
INDENT = 2
# Longer than any headline: such a text without a full stop is cut for certain.
SURE_CUT = 46
FEWEST_CUTS = 3
# How far, in characters, punctuation pushed to the next line may move a line's end.
PLAY = 2.0
MEAN_PLAY = 1.5
# A headline's summary or a broken table may look like a cut: the worst of four is not counted.
COUNTED = 0.75


@dataclass(frozen=True, slots=True)
class ColumnWidth:
    """A paragraph begins with an indent of two characters, so at width 21 its lines end after 19, 40, 61, …"""

    characters: int

    @classmethod
    def of(cls, texts: Iterable[str]) -> ColumnWidth | None:
        """The width at which nearly all cuts fall on a line's end; None where cuts fall anywhere."""
        cuts = [printed_width(t) for t in texts if len(t) > SURE_CUT and not is_finished(t)]
        if len(cuts) < FEWEST_CUTS:
            return None
        play, width = min((_mean_play(cuts, w), w) for w in WIDTHS)
        return cls(width) if play <= MEAN_PLAY else None

    def ends_line(self, text: str) -> bool:
        return _off(printed_width(text), self.characters) <= PLAY


def printed_width(text: str) -> float:
    """The width of a text in full characters; digits and Latin letters take half of one."""
    return len(text) - len(text.encode("ascii", "ignore")) / 2


def _mean_play(cuts: list[float], width: int) -> float:
    play = sorted(_off(cut, width) for cut in cuts)
    counted = play[: max(FEWEST_CUTS, int(len(play) * COUNTED))]
    return sum(counted) / len(counted)


def _off(length: float, width: int) -> float:
    rest = (length + INDENT) % width
    return min(rest, width - rest)
