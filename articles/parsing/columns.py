"""The width of the printed columns, deduced from where paragraphs were cut."""

from collections.abc import Iterable

from .evidence import is_finished

WIDTHS = range(14, 31)
INDENT = 2
# No headline is this long: such a text without a full stop must have been cut.
MIN_CUT_LENGTH = 46
MIN_CUTS = 3
# Punctuation moved to the next line may shift a line's end by this many characters.
TOLERANCE = 2.0
MEAN_TOLERANCE = 1.5
# A summary or a broken table may look like a cut: the worst quarter is ignored.
COUNTED_SHARE = 0.75


def column_width(texts: Iterable[str]) -> int | None:
    """The width in characters at which nearly all cuts fall on a line's end; None if there is no such width."""
    cuts = [printed_width(t) for t in texts if len(t) > MIN_CUT_LENGTH and not is_finished(t)]
    if len(cuts) < MIN_CUTS:
        return None
    offset, width = min((_mean_offset(cuts, w), w) for w in WIDTHS)
    return width if offset <= MEAN_TOLERANCE else None


def ends_line(text: str, width: int) -> bool:
    return _offset(printed_width(text), width) <= TOLERANCE


def printed_width(text: str) -> float:
    """The width of a text in full characters; ASCII characters are half as wide."""
    return len(text) - len(text.encode("ascii", "ignore")) / 2


def _mean_offset(cuts: list[float], width: int) -> float:
    offsets = sorted(_offset(cut, width) for cut in cuts)
    counted = offsets[: max(MIN_CUTS, int(len(offsets) * COUNTED_SHARE))]
    return sum(counted) / len(counted)


def _offset(length: float, width: int) -> float:
    """The distance to the nearest line's end; a paragraph's indent makes lines of 21 end after 19, 40, 61, …"""
    rest = (length + INDENT) % width
    return min(rest, width - rest)
