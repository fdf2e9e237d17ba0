"""Raw text to blocks: one block for each printed line that stands by itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from .model import Credit
from .patterns import PATTERNS

BlockKind = Literal["text", "caption", "byline", "signoff", "from", "on", "residue"]


@dataclass(frozen=True, slots=True)
class Block:
    """Text that stands together on the page, and what a step found it to be.

    `label` is the page of a jump mark, the kind of residue, or "caption" for a photographer's byline.
    """

    line: int
    last: int
    text: str
    kind: BlockKind = "text"
    label: str = ""
    credits: tuple[Credit, ...] = ()
    doubts: tuple[tuple[str, str], ...] = ()
    indented: bool = False
    touches_previous: bool = False
    has_photographer: bool = False

    def become(self, kind: BlockKind, **changes: object) -> Block:
        return replace(self, kind=kind, **changes)  # type: ignore[arg-type]


def split_lines(text: str) -> list[Block]:
    """One block for each line that is not blank, with its number counted from 1."""
    blocks: list[Block] = []
    previous = -1
    for number, raw in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), start=1):
        stripped = raw.strip()
        if not stripped:
            continue
        indented = bool(PATTERNS["indent"].match(raw))
        blocks.append(Block(number, number, stripped, indented=indented, touches_previous=previous == number - 1))
        previous = number
    return blocks


def join(parts: Iterable[str]) -> str:
    """The parts of a cut text: Chinese needs no space between them, two Latin words need one."""
    pieces: list[str] = []
    for part in parts:
        if pieces and _is_latin(pieces[-1][-1:]) and _is_latin(part[:1]):
            pieces.append(" ")
        pieces.append(part)
    return "".join(pieces)


def _is_latin(char: str) -> bool:
    return char.isascii() and char.isalpha()
