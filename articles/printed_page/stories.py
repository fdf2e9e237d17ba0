"""Regions -> stories. The words are read by the functions of `articles.parsing`; the page says what is what."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from articles.parsing.bylines import read_byline
from articles.parsing.credits import find_credits, read_caption
from articles.parsing.datelines import mark_datelines
from articles.parsing.drafts import Draft
from articles.parsing.jumps import split_jumps
from articles.parsing.lines import Block
from articles.parsing.model import Story
from articles.parsing.page import finish_story, widen_punctuation
from articles.parsing.roles import PHOTOGRAPHER
from articles.parsing.stacks import Stack

from .captions import Captioned, read_captions
from .flow import read_text
from .headings import MARKS, Heading, read_heading
from .lines import Type
from .regions import Region

# 人民视觉, 新华社发, 资料图片: where a photograph comes from; no person.
SOURCE = re.compile(r"\s*(?:[（(](?:[^（()）]{1,10}(?:视觉|图片|发|供图))[）)]|资料图片)\s*$")
# Fewer lines in another type are a caption.
MIN_LINES = 4
# ▲: the picture is above.
POINTER = re.compile(r"[▲▼◀▶△▽◁▷↑↓←→\s]+")


@dataclass(slots=True)
class Script:
    """The page's words in the order of its stories, one block for each line."""

    blocks: list[Block] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)

    def add(self, text: str) -> Block:
        self.lines.append(text)
        block = Block(len(self.lines), len(self.lines), text, indented=True)
        self.blocks.append(block)
        return block

    def add_blank(self) -> None:
        self.lines.append("")


@dataclass(slots=True)
class Outline:
    """The printed parts of a story, by their lines in the script."""

    region: Region
    heading: Heading
    pictures: list[tuple[Captioned, int]]  # with the line of the caption, 0 without one
    rows: dict[str, list[int]]
    bylines: list[int]
    text: Sequence[tuple[str, int]]
    has_text: bool
    first: int

    @property
    def title(self) -> str:
        return " ".join(row.words for row in self.heading.headline)


def outline(region: Region, page: Type, script: Script) -> Outline:
    """What is heading, caption and text in a region; its lines are added to the script."""
    body = own_type(region, page)
    first = len(script.lines) + 1
    pictures = read_captions(region, body)
    captions = {id(line) for captioned in pictures for line in captioned.lines}
    heading, headed = read_heading(region, body, captions)
    rows = {
        "kicker": [script.add(row.words).line for row in heading.kicker],
        "headline": [script.add(row.words).line for row in heading.headline],
        "deck": [script.add(row.words).line for row in heading.deck],
    }
    bylines = [script.add(row.words).line for row in heading.bylines]
    rest = [line for line in region.lines if id(line) not in captions | headed and not line.role]
    bylines += [script.add(line.words).line for line in rest if line.upright]
    flowing = read_text([line for line in rest if not line.upright], body, [])
    for part in region.joined:
        own, others = own_type(part, page), read_captions(part, body)
        captions |= {id(line) for captioned in others for line in captioned.lines}
        flowing = read_text([line for line in part.lines if id(line) not in captions and not line.role], own, flowing)
        pictures += others
    text = [(paragraph.kind, script.add(paragraph.text).line) for paragraph in flowing if paragraph.text]
    if pictures and len(text) == 1 and not captions:
        # A picture story: its text is the caption.
        return Outline(
            region,
            heading,
            [(pictures[0], text[0][1]), *((p, 0) for p in pictures[1:])],
            rows,
            bylines,
            [],
            False,
            first,
        )
    shared: dict[str, int] = {"": 0}
    for each in pictures:
        if each.text not in shared:
            shared[each.text] = script.add(each.text).line
    captioned = [(each, shared[each.text]) for each in pictures]
    script.add_blank()
    return Outline(region, heading, captioned, rows, bylines, text, bool(text), first)


def own_type(region: Region, page: Type) -> Type:
    """The type of the region's text: the page's, or in a sidebar or brief set in another one its own."""
    lines = [line for line in region.lines if not line.role and not line.upright and not page.is_heading(line)]
    kinds = Counter((round(line.size, 1), line.face) for line in lines)
    size, face = max(kinds, key=lambda kind: (kinds[kind], kind), default=(page.size, page.face))
    if sum(map(page.is_body, lines)) > 1 or kinds[size, face] < MIN_LINES:
        return page
    return Type(size, face, page.leading * size / page.size)


def read_story(story: Outline, marked: dict[int, Block]) -> Story:
    """`marked`: the page's blocks by their lines, with datelines."""
    draft = Draft()
    for number in [n for numbers in story.rows.values() for n in numbers]:
        draft.stack.append(marked[number])
        draft.take(replace(marked[number], credits=(), doubts=()))
    for number in story.bylines:
        _add_byline(draft, marked[number])
    for block, kind in _text_blocks(story, marked):
        _add(draft, block, kind)
    for number in dict.fromkeys(number for _, number in story.pictures):
        if number:
            _add_caption(draft, marked[number], "caption" if story.has_text else "paragraph")
    if not draft.lines:
        draft.lines = [story.first, story.first]
    kicker, headline, deck = (_joined(marked, story.rows[part]) for part in ("kicker", "headline", "deck"))
    return finish_story(draft, Stack(kicker, headline, deck))


def _joined(marked: dict[int, Block], numbers: Iterable[int]) -> str:
    return " ".join(marked[number].text for number in numbers)


def _add_byline(draft: Draft, block: Block) -> None:
    byline = read_byline(MARKS.sub("", block.text))
    if byline:
        draft.remove(block.become("byline", credits=byline.credits, doubts=byline.doubts))
    else:
        draft.add("paragraph", block)


def _text_blocks(story: Outline, marked: dict[int, Block]) -> list[tuple[Block, str]]:
    """Subheads are left as they are; in the paragraphs between them jump marks and credits are found."""
    found: list[tuple[Block, str]] = []
    run: list[Block] = []
    for kind, number in [*story.text, ("subhead", 0)]:
        if kind == "paragraph":
            run.append(marked[number])
            continue
        found += [(block, "paragraph") for block in find_credits(split_jumps(run))]
        run = []
        if number:
            found.append((marked[number], "subhead"))
    return found


def _add(draft: Draft, block: Block, kind: str) -> None:
    if kind == "subhead":
        draft.add("subhead", replace(block, credits=(), doubts=()))
    elif block.kind == "byline":
        draft.remove(block)
    elif block.kind == "from":
        draft.continued_from = block.label
        draft.remove_jump(block)
    elif block.kind == "on":
        draft.continued_on = block.label
        draft.remove_jump(block)
        if broken := draft.open_paragraph:
            broken.open = False
    else:
        draft.add("paragraph", block, may_continue=block.kind == "text")


def _add_caption(draft: Draft, block: Block, kind: str) -> None:
    pointer, source = POINTER.match(block.text), SOURCE.search(block.text)
    text = block.text[pointer.end() if pointer else 0 : source.start() if source else None]
    for part in read_caption(replace(block, text=text)):
        if part.kind == "byline":
            draft.remove(part)
        else:
            draft.add("caption" if kind == "caption" else "paragraph", part)
    for printed in filter(None, (pointer, source)):
        draft.remove(replace(block, text=printed.group().strip(), credits=()))


def photographers(story: Story, line: int) -> tuple[str, ...]:
    printed = {removed.text for removed in story.removed if removed.line == line}
    roles = ("", PHOTOGRAPHER)
    return tuple(c.name for c in story.authors if c.printed in printed and (c.role in roles or "图" in c.role))


def mark_page(script: Script, newspaper: str) -> dict[int, Block]:
    """The script's blocks by their lines, with full-width punctuation and the datelines marked."""
    blocks = mark_datelines(widen_punctuation(script.blocks), newspaper)
    return {block.line: block for block in blocks}
