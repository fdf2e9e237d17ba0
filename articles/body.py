"""The plain text an article's body is kept in, and its blocks.

Blocks are parted by a blank line. A block that begins with `## ` is a subhead, one that begins with `图：` a caption,
any other a paragraph.
"""

import re
from typing import NamedTuple

MARKS = {"subhead": "## ", "caption": "图：", "paragraph": ""}
BLANK_LINES = re.compile(r"\n\s*\n")
LINE_END = re.compile(r"\s*\n\s*")
# What a word processor or another system may put at the end of a line; some of them no web page may hold.
OTHER_LINE_ENDS = re.compile("\r\n?|[\v\f\x85\u2028\u2029]")


class Block(NamedTuple):
    kind: str
    text: str


def blocks(body: str) -> list[Block]:
    """The blocks of a body, in order; line ends inside a block and blocks without text fall away."""
    pieces = (piece.strip() for piece in BLANK_LINES.split(OTHER_LINE_ENDS.sub("\n", body)))
    return [_block(LINE_END.sub("", piece) if "\n" in piece else piece) for piece in pieces if piece]


def as_text(content) -> str:
    """The body that `blocks` reads back as `content`, an iterable of things with a kind and a text."""
    return "\n\n".join(MARKS[block.kind] + block.text for block in content)


def _block(piece: str) -> Block:
    for kind in ("subhead", "caption"):
        if piece.startswith(MARKS[kind]):
            return Block(kind, piece.removeprefix(MARKS[kind]).strip())
    return Block("paragraph", piece)
