"""Raw text to blocks: one block for each printed line that stands by itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from .model import Credit
from .patterns import PATTERNS

BlockKind = Literal["text", "caption", "byline", "signoff", "from", "on", "residue"]

# A page is set in hard lines when most lines that touch another one have nearly the longest width.
WRAPPED_SHARE = 0.6
NARROWEST_COLUMN = 8


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


def join_hard_lines(blocks: list[Block]) -> list[Block]:
    """Lines cut every twenty characters, with no blank line between, are one paragraph until an indent or a short line.

    为进一步改善人居环境，近日，某镇组
    织志愿者开展集中整治。
    """
    width = _column_width(blocks)
    if not width:
        return blocks
    paragraphs: list[list[Block]] = []
    full = False
    for block in blocks:
        if full and paragraphs and block.touches_previous and not block.indented and block.kind == "text":
            paragraphs[-1].append(block)
        else:
            paragraphs.append([block])
        full = block.kind == "text" and len(block.text) + 2 * block.indented >= width - 1
    return [_one(lines) for lines in paragraphs]


def _one(lines: list[Block]) -> Block:
    if len(lines) == 1:
        return lines[0]
    return replace(lines[0], last=lines[-1].last, text=join(line.text for line in lines))


def _column_width(blocks: list[Block]) -> int:
    """The width of the column in characters, or 0 when the lines of the page were not cut at one width."""
    touching = [i for i in range(1, len(blocks)) if blocks[i].touches_previous]
    if len(touching) < 3:
        return 0
    widths = Counter(len(blocks[i - 1].text) + 2 * blocks[i - 1].indented for i in touching)
    width, _ = max(widths.items(), key=lambda item: (item[1], item[0]))
    near = sum(count for w, count in widths.items() if abs(w - width) <= 1)
    return width if width >= NARROWEST_COLUMN and near >= WRAPPED_SHARE * len(touching) else 0


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
