"""Outlines -> stories. The words are read by the functions of `articles.parsing`; the page says what is what."""

import re
from collections.abc import Iterable
from dataclasses import replace

from articles.parsing.bylines import read_byline
from articles.parsing.credits import find_credits, read_caption
from articles.parsing.datelines import mark_datelines
from articles.parsing.drafts import Draft
from articles.parsing.jumps import split_jumps
from articles.parsing.lines import Block
from articles.parsing.model import ParagraphKind, Story
from articles.parsing.page import finish_story, widen_punctuation
from articles.parsing.roles import PHOTOGRAPHER
from articles.parsing.stacks import Stack

from .bylines import without_marks
from .flow import Kind
from .outlines import Outline, Script

# 人民视觉, 新华社发, 资料图片: where a photograph comes from; no person.
SOURCE = re.compile(r"\s*(?:[（(](?:[^（()）]{1,10}(?:视觉|图片|发|供图))[）)]|资料图片)\s*$")
# ▲: the picture is above.
POINTER = re.compile(r"[▲▼◀▶△▽◁▷↑↓←→\s]+")


def read_story(story: Outline, marked: dict[int, Block]) -> Story:
    """`marked`: the page's blocks by their lines, with datelines."""
    draft = Draft(lines=[story.first, story.first])
    for number in (*story.kicker, *story.headline, *story.deck):
        draft.stack.append(marked[number])
        draft.take(replace(marked[number], credits=(), doubts=()))
    for number in story.bylines:
        _add_byline(draft, marked[number])
    for block, kind in _text_blocks(story, marked):
        _add(draft, block, kind)
    kind_of_caption: ParagraphKind = "caption" if story.text else "paragraph"
    for number in dict.fromkeys(number for _, number in story.pictures if number):
        _add_caption(draft, marked[number], kind_of_caption)
    kicker, headline, deck = (_joined(marked, lines) for lines in (story.kicker, story.headline, story.deck))
    return finish_story(draft, Stack(kicker, headline, deck))


def _joined(marked: dict[int, Block], numbers: Iterable[int]) -> str:
    return " ".join(marked[number].text for number in numbers)


def _add_byline(draft: Draft, block: Block) -> None:
    byline = read_byline(without_marks(block.text))
    if byline:
        draft.remove(block.become("byline", credits=byline.credits, doubts=byline.doubts))
    else:
        draft.add("paragraph", block)


def _text_blocks(story: Outline, marked: dict[int, Block]) -> list[tuple[Block, Kind]]:
    """Subheads are left as they are; in the paragraphs between them jump marks and credits are found."""
    found: list[tuple[Block, Kind]] = []
    run: list[Block] = []
    for kind, number in [*story.text, ("subhead", 0)]:
        if kind == "paragraph":
            run.append(marked[number])
            continue
        found.extend((block, "paragraph") for block in find_credits(split_jumps(run)))
        run = []
        if number:
            found.append((marked[number], "subhead"))
    return found


def _add(draft: Draft, block: Block, kind: Kind) -> None:
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


def _add_caption(draft: Draft, block: Block, kind: ParagraphKind) -> None:
    pointer, source = POINTER.match(block.text), SOURCE.search(block.text)
    text = block.text[pointer.end() if pointer else 0 : source.start() if source else None]
    for part in read_caption(replace(block, text=text)):
        if part.kind == "byline":
            draft.remove(part)
        else:
            draft.add(kind, part)
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
