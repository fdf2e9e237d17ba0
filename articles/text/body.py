"""The plain text of an article's body: blocks separated by blank lines; `## ` begins a subhead, `图：` a caption, and
`图2：` the caption of the story's picture 2."""

import html
import re
from collections.abc import Iterable
from typing import NamedTuple

from .characters import lines
from .lines import join, paragraphs

SUBHEAD = "## "
CAPTION = re.compile(r"图([0-9]{0,3})：")
BLANK_LINES = re.compile(r"\n(?:[^\S\n]*\n)+")
HTML = {"subhead": "<h2>{}</h2>", "caption": "<p><small>{}</small></p>", "paragraph": "<p>{}</p>"}
SENTENCE_ENDS = tuple("。！？…”’』」）)!?")


class Block(NamedTuple):
    """A paragraph, subhead or caption; `picture` is the number of the picture that the caption belongs to."""

    kind: str
    text: str
    picture: int | None = None

    @property
    def mark(self) -> str:
        """What begins the block in the body: `## `, `图：`, `图2：`, or nothing for a paragraph."""
        if self.kind == "caption":
            return f"图{self.picture or ''}："
        return SUBHEAD if self.kind == "subhead" else ""


def blocks(body: str) -> list[Block]:
    """The blocks of a body, without line ends inside blocks and without empty blocks."""
    pieces = BLANK_LINES.split("\n".join(lines(body)))
    return [_block(text) for piece in pieces for text in paragraphs(piece.split("\n"))]


def as_text(blocks: Iterable[Block]) -> str:
    """The inverse of `blocks()`."""
    return "\n\n".join(block.mark + block.text for block in blocks)


def captions_in(body: str) -> dict[int, str]:
    """The captions that name a picture, by its number; the first one of each is its caption."""
    return {block.picture: block.text for block in reversed(blocks(body)) if block.picture}


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
    # With the space that "##" has lost at the end of a piece.
    if f"{piece} ".startswith(SUBHEAD):
        return Block("subhead", piece.removeprefix(SUBHEAD.strip()).strip())
    if caption := CAPTION.match(piece):
        return Block("caption", piece[caption.end() :].strip(), int(caption[1] or 0) or None)
    return Block("paragraph", piece)
