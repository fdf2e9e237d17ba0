"""Split raw text into blocks, one for each printed line."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal, Self

from articles.text.characters import clean, lines, without_selectors

from .model import Credit
from .patterns import PATTERNS

BlockKind = Literal["text", "caption", "byline", "signoff", "from", "on", "line", "residue"]


@dataclass(frozen=True, slots=True)
class Block:
    line: int
    last: int
    text: str
    kind: BlockKind = "text"
    label: str = ""  # the page of a jump mark, the kind of residue, "caption" for a photographer's byline
    credits: tuple[Credit, ...] = ()
    doubts: tuple[tuple[str, str], ...] = ()
    indented: bool = False
    touches_previous: bool = False
    has_photographer: bool = False
    dateline: str = ""
    ends_story: bool = False  # by a note after its last full stop

    def become(self, kind: BlockKind, **changes: object) -> Self:
        return replace(self, kind=kind, **changes)  # type: ignore[arg-type]


def split_lines(text: str) -> list[Block]:
    """One block for each line that is not blank, of its visible characters; line numbers start at 1."""
    blocks: list[Block] = []
    for number, raw in enumerate(lines(without_selectors(clean(text))), start=1):
        if stripped := raw.strip():
            indented = bool(PATTERNS["indent"].match(raw))
            touches = bool(blocks) and blocks[-1].line == number - 1
            blocks.append(Block(number, number, stripped, indented=indented, touches_previous=touches))
    return blocks


def join(parts: Iterable[str]) -> str:
    """Join the parts of a cut text: only two Latin words need a space between them."""
    pieces: list[str] = []
    for part in parts:
        if pieces and _is_latin(pieces[-1][-1:]) and _is_latin(part[:1]):
            pieces.append(" ")
        pieces.append(part)
    return "".join(pieces)


def _is_latin(char: str) -> bool:
    return char.isascii() and char.isalpha()
