"""Blocks to stories: which text is a headline, which goes on a cut paragraph, where one story ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from .evidence import ColumnWidth, Evidence, is_finished, looks_cut
from .headlines import heads_a_text, is_summary
from .lines import Block, join
from .model import Credit, Lines, ParagraphKind, Printed, Problem
from .patterns import PATTERNS

import os

T = [int(x) for x in os.environ.get("TT", "9,-1,3,3,-1").split(",")]


@dataclass(slots=True)
class DraftParagraph:
    kind: ParagraphKind
    text: str
    lines: Lines
    open: bool = False


@dataclass(slots=True)
class Draft:
    """A story while it is being read."""

    stack: list[Block] = field(default_factory=list)
    paragraphs: list[DraftParagraph] = field(default_factory=list)
    credits: list[Credit] = field(default_factory=list)
    removed: list[Printed] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    continued_from: str | None = None
    continued_on: str | None = None
    lines: list[int] = field(default_factory=list)
    closed: bool = False

    @property
    def is_open(self) -> bool:
        """Whether the last paragraph breaks off in mid-sentence."""
        return bool(self.paragraphs) and self.paragraphs[-1].open

    def doubt(self, code: str, line: int, **params: str) -> None:
        self.problems.append(Problem(code, line, params))


@dataclass(frozen=True, slots=True)
class Layout:
    """What kind of page it is."""

    bylines_end_stories: bool


def judge_layout(blocks: Sequence[Block]) -> Layout:
    """Bylines end the stories where most headings stand right below a byline."""
    ending = heading = opening = 0
    for before, block in zip(blocks, blocks[1:], strict=False):
        heading += before.kind != "text" or is_finished(before.text)
        if block.kind == "byline" and block.label != "caption":
            ending += before.kind == "text" and is_finished(before.text)
            opening += before.kind == "text" and not is_finished(before.text)
    heads = sum(
        1
        for before, block in zip(blocks, blocks[1:], strict=False)
        if block.kind == "text" and heads_a_text(block.text) and (before.kind != "text" or is_finished(before.text))
    )
    return Layout(ending > opening and ending * 3 >= heads)


class Reader:
    """Walks down the page once; each method is one decision."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self.blocks = [b for b in blocks if b.kind != "residue"]
        self.evidence = Evidence(b.text for b in blocks if b.kind == "text")
        self.layout = judge_layout(self.blocks)
        self.width = ColumnWidth.of(b.text for b in self.blocks if b.kind == "text")
        self.drafts: list[Draft] = []

    def read(self) -> list[Draft]:
        i = 0
        while i < len(self.blocks):
            block = self.blocks[i]
            if block.kind == "text":
                i += self._text(i)
            else:
                getattr(self, f"_{block.kind}")(block)
                i += 1
        return self.drafts

    # what each kind of block does

    def _text(self, i: int) -> int:
        """Read the text block at `i`; returns how many blocks were used."""
        block = self.blocks[i]
        if self.drafts and self._goes_on(block):
            self._extend(block)
            return 1
        heads = self._heads_at(i)
        if heads:
            return self._heading(i, heads)
        if not self.drafts or self.drafts[-1].closed:
            self._start(block)
        self._add_paragraph("paragraph", block)
        return 1

    def _byline(self, block: Block) -> None:
        draft = self._current(block)
        draft.removed.append(Printed(block.line, block.text))
        draft.credits.extend(block.credits)
        draft.lines.append(block.last)
        for code, text in block.doubts:
            draft.doubt(code, block.line, name=text)
        if draft.paragraphs and (block.label == "caption" or self.layout.bylines_end_stories or not block.credits):
            draft.closed = True

    def _caption(self, block: Block) -> None:
        draft = self._current(block)
        draft.paragraphs.append(DraftParagraph("caption", block.text, (block.line, block.last)))
        draft.lines.append(block.last)

    def _from(self, block: Block) -> None:
        draft = self._start(block)
        draft.continued_from = block.label
        draft.removed.append(Printed(block.line, block.text))

    def _on(self, block: Block) -> None:
        draft = self._current(block)
        draft.continued_on = block.label
        draft.removed.append(Printed(block.line, block.text))
        draft.closed = True
        if draft.paragraphs:
            draft.paragraphs[-1].open = False

    # decisions

    def _goes_on(self, block: Block) -> bool:
        """A paragraph that breaks off in mid-sentence goes on in the next text."""
        draft = self.drafts[-1]
        return draft.is_open and not draft.closed and not PATTERNS["dateline"].match(block.text)

    def _heads_at(self, i: int) -> list[Block]:
        """The lines of a headline or subhead at `i`, or none where body text begins there."""
        heads: list[Block] = []
        begins = not self.drafts or self.drafts[-1].closed
        for block in self.blocks[i : i + 6]:
            if (
                block.kind != "text"
                or not heads_a_text(block.text)
                or (heads or not begins)
                and is_finished(block.text)
            ):
                break
            heads.append(block)
        while heads and self._is_cut(heads[-1], i + len(heads), below_headline=len(heads) > 1):
            heads.pop()
        return heads

    def _is_cut(self, block: Block, after: int, below_headline: bool) -> bool:
        """Whether a short line without a full stop is the beginning of the paragraph below it."""
        following = self.blocks[after] if after < len(self.blocks) else None
        if following is None or following.kind != "text":
            return False
        return self._cut_score(block, following) >= self._cut_threshold(below_headline)

    def _cut_threshold(self, below_headline: bool) -> int:
        """How much must speak for a cut: little inside a story whose byline is to come, much where a story must begin."""
        draft = self.drafts[-1] if self.drafts else None
        if not below_headline and (draft is None or draft.closed):
            return T[0]
        if self.layout.bylines_end_stories:
            if draft and draft.continued_from is not None and not draft.closed:
                return T[2]
            return T[1] if not below_headline else T[4]
        return T[3]

    def _cut_score(self, block: Block, following: Block) -> int:
        score = self.evidence.joins(block.text, following.text) + looks_cut(block.text, following.text)
        if self.width:
            score += 3 if self.width.ends_line(block.text) else -6
        return score

    def _heading(self, i: int, heads: list[Block]) -> int:
        draft = self.drafts[-1] if self.drafts else None
        if draft and not draft.closed and self._is_subhead(draft, heads, i):
            for block in heads:
                self._add_paragraph("subhead", block)
                draft.paragraphs[-1].open = False
            return len(heads)
        if draft and not draft.closed and not draft.paragraphs and draft.stack:
            draft.stack.extend(heads)
            draft.lines.extend(b.last for b in heads)
            return len(heads)
        new = self._start(heads[0])
        kept = heads[:1] if len(heads) > 1 and is_summary(heads[0].text, heads[1].text) else heads
        new.stack.extend(kept)
        for block in heads[len(kept) :]:
            self._add_paragraph("paragraph", block)
            new.paragraphs[-1].open = False
        new.lines.extend(b.last for b in heads)
        return len(heads)

    def _is_subhead(self, draft: Draft, heads: list[Block], i: int) -> bool:
        if self.layout.bylines_end_stories:
            return bool(draft.paragraphs)
        return False

    # building

    def _start(self, block: Block) -> Draft:
        draft = Draft(lines=[block.line, block.last])
        self.drafts.append(draft)
        return draft

    def _current(self, block: Block) -> Draft:
        return self.drafts[-1] if self.drafts else self._start(block)

    def _add_paragraph(self, kind: ParagraphKind, block: Block) -> None:
        draft = self.drafts[-1]
        draft.paragraphs.append(
            DraftParagraph(kind, block.text, (block.line, block.last), open=not is_finished(block.text))
        )
        draft.lines.append(block.last)

    def _extend(self, block: Block) -> None:
        draft = self.drafts[-1]
        paragraph = draft.paragraphs[-1]
        paragraph.text = join(paragraph.text, block.text)
        paragraph.lines = (paragraph.lines[0], block.last)
        paragraph.open = not is_finished(block.text)
        draft.lines.append(block.last)
