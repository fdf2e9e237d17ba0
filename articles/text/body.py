"""The plain text of an article's body: blocks separated by blank lines; `## ` begins a subhead, `图：` a caption."""

import html
import re
from collections.abc import Iterable
from typing import NamedTuple

from .characters import lines
from .lines import join, paragraphs

MARKS = {"subhead": "## ", "caption": "图：", "paragraph": ""}
BLANK_LINES = re.compile(r"\n(?:[^\S\n]*\n)+")
HTML = {"subhead": "<h2>{}</h2>", "caption": "<p><small>{}</small></p>", "paragraph": "<p>{}</p>"}
SENTENCE_ENDS = tuple("。！？…”’』」）)!?")


class Block(NamedTuple):
    kind: str
    text: str


def blocks(body: str) -> list[Block]:
    """The blocks of a body, without line ends inside blocks and without empty blocks."""
    pieces = BLANK_LINES.split("\n".join(lines(body)))
    return [_block(text) for piece in pieces for text in paragraphs(piece.split("\n"))]


def as_text(blocks: Iterable[Block]) -> str:
    """The inverse of `blocks()`."""
    return "\n\n".join(MARKS[block.kind] + block.text for block in blocks)


def joined(first: list[Block], second: list[Block]) -> list[Block]:
    """Join two parts of a text, and the sentence if the first part breaks off in mid-sentence."""
    if first and second and _is_cut(first[-1], second[0]):
        return [*first[:-1], Block("paragraph", join((first[-1].text, second[0].text))), *second[1:]]
    return [*first, *second]


def with_dateline(dateline: str, blocks: list[Block]) -> list[Block]:
    """The blocks as printed, with the dateline at the beginning of the first paragraph."""
    if not dateline:
        return blocks
    at = next((at for at, block in enumerate(blocks) if block.kind == "paragraph"), None)
    if at is None:
        return [Block("paragraph", dateline), *blocks]
    return [*blocks[:at], Block("paragraph", dateline + blocks[at].text), *blocks[at + 1 :]]


def _is_cut(last: Block, first: Block) -> bool:
    return last.kind == first.kind == "paragraph" and not last.text.endswith(SENTENCE_ENDS)


def as_html(blocks: list[Block]) -> str:
    return "".join(HTML[block.kind].format(html.escape(block.text)) for block in blocks)


def _block(piece: str) -> Block:
    for kind in ("subhead", "caption"):
        # With the space that "##" has lost at the end of a piece.
        if f"{piece} ".startswith(MARKS[kind]):
            return Block(kind, piece.removeprefix(MARKS[kind].strip()).strip())
    return Block("paragraph", piece)
