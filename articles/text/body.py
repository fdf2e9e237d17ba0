"""The plain text an article's body is kept in, and its blocks.

Blocks are parted by a blank line. A block that begins with `## ` is a subhead, one that begins with `图：` a caption,
any other a paragraph.
"""

import html
import re
from typing import NamedTuple

MARKS = {"subhead": "## ", "caption": "图：", "paragraph": ""}
BLANK_LINES = re.compile(r"\n\s*\n")
HTML = {"subhead": "<h2>{}</h2>", "caption": "<p><small>{}</small></p>", "paragraph": "<p>{}</p>"}
LINE_END = re.compile(r"\s*\n\s*")
# What a word processor or another system may put at the end of a line; some of them no web page may hold.
OTHER_LINE_ENDS = re.compile("\r\n?|[\v\f\x85\u2028\u2029]")
SENTENCE_ENDS = tuple("。！？…”’』」）)!?")


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


def joined(first: list[Block], second: list[Block]) -> list[Block]:
    """Two parts of a text in one. The first paragraph of the second completes a sentence that the first breaks off."""
    if first and second and _runs_on(first[-1], second[0]):
        return [*first[:-1], Block("paragraph", first[-1].text + second[0].text), *second[1:]]
    return [*first, *second]


def with_dateline(dateline: str, blocks: list[Block]) -> list[Block]:
    """The blocks with the dateline as it was printed: at the beginning of the first paragraph."""
    if not dateline:
        return blocks
    place = next((place for place, block in enumerate(blocks) if block.kind == "paragraph"), None)
    if place is None:
        return [Block("paragraph", dateline), *blocks]
    return [*blocks[:place], Block("paragraph", dateline + blocks[place].text), *blocks[place + 1 :]]


def as_html(blocks: list[Block]) -> str:
    return "".join(HTML[block.kind].format(html.escape(block.text)) for block in blocks)


def _runs_on(last: Block, first: Block) -> bool:
    return last.kind == first.kind == "paragraph" and not last.text.endswith(SENTENCE_ENDS)


def _block(piece: str) -> Block:
    for kind in ("subhead", "caption"):
        if piece.startswith(MARKS[kind]):
            return Block(kind, piece.removeprefix(MARKS[kind]).strip())
    return Block("paragraph", piece)
