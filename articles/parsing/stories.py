"""Blocks to stories: one walk down the page that decides where a story begins and a paragraph goes on."""

from __future__ import annotations

from collections.abc import Sequence

from .drafts import Draft, DraftParagraph
from .evidence import CLOSELY_KINDRED, KINDRED, LOOK_AHEAD, is_finished, kinship, looks_cut
from .headings import (
    LONGEST_HEADLINE,
    LONGEST_WHERE_DUE,
    before_next_headline,
    has_parts,
    heads_a_text,
    is_kicker,
    is_kicker_above,
    is_quoted,
    is_tagged,
    part_heading,
    same_shape,
    shows_a_start,
)
from .layout import Layout
from .lines import Block
from .patterns import PATTERNS

MOST_HEADING_LINES = 8
# So many short lines are verse or a list, and no heading.
VERSE_LINES = 5
# How much must speak for a cut before a short line is taken for the beginning of the paragraph below it.
WHERE_A_STORY_MUST_BEGIN = 9
BEFORE_THE_BYLINE = -3
BELOW_A_HEADLINE = -2
IN_A_CONTINUATION = 3
ANYWHERE_ELSE = 2
# A cut falls on a line's end of the column, where the column's width is known.
ON_LINE_END, OFF_LINE_END = 3, -6
# A summary repeats its last words in the text below it.
LONGEST_SUMMARY = 100
BLOCKS_BELOW = 30
SAME_END = 6


class Reader:
    """Walks down the page once; the methods that answer a question decide, those named after a kind of block act."""

    def __init__(self, blocks: Sequence[Block], layout: Layout) -> None:
        self.blocks = [b for b in blocks if b.kind != "residue"]
        self.layout = layout
        self.drafts: list[Draft] = []
        self.position = 0

    def read(self) -> list[Draft]:
        while self.position < len(self.blocks):
            block = self.blocks[self.position]
            used = getattr(self, f"_read_{block.kind}")(block)
            self.position += used or 1
        return self.drafts

    def _read_text(self, block: Block) -> int:
        if self.drafts and self._goes_on(block):
            self.drafts[-1].extend(block)
            return 1
        heading = self._heading_lines()
        if heading:
            self._read_heading(heading)
            return len(heading)
        if self._is_next_brief(block):
            self.drafts[-1].heads_briefs = True
            self._start(block)
        elif self._begins_without_headline(block):
            self._start(block)
        draft = self.drafts[-1]
        draft.closed = False
        draft.add("paragraph", block, may_go_on=not self._is_summary(draft, block))
        return 1

    def _read_heading(self, lines: list[Block]) -> None:
        draft = self.drafts[-1] if self.drafts else None
        if draft and draft.lacks_its_headline:
            draft.stack = lines
            for line in lines:
                draft.take(line)
            return
        if draft and not self._starts_story(draft, lines):
            for line in lines:
                draft.add("subhead", line)
            return
        new = self._start(lines[0])
        main = part_heading(lines)
        new.stack, new.unit = lines[:main], lines[1:]
        for line in lines[:main]:
            new.take(line)
        for line in lines[main:]:
            new.add("subhead" if PATTERNS["box_label"].match(line.text) else "paragraph", line)

    def _read_byline(self, block: Block) -> None:
        draft = self._current(block)
        draft.remove(block)
        if block.label == "caption":
            names_the_end = draft.open_paragraph is None and (
                draft.shows_a_photograph or not self._lacks_its_byline(draft)
            )
        else:
            names_the_end = self.layout.bylines_end_stories or not block.credits
        draft.closed = draft.closed or (names_the_end and bool(draft.paragraphs))

    def _read_caption(self, block: Block) -> None:
        """A caption stands outside the running text; inside it 图为 begins a sentence like any other."""
        draft = self._current(block)
        outside = draft.closed or block.has_photographer or draft.open_paragraph or not draft.paragraphs
        draft.add("caption" if outside else "paragraph", block)

    def _read_signoff(self, block: Block) -> None:
        draft = self._current(block)
        draft.add("paragraph", block)
        draft.closed = True

    def _read_from(self, block: Block) -> None:
        """A continuation begins, with its headline above the mark or without one."""
        last = self.drafts[-1] if self.drafts else None
        headed = last and last.stack and not last.paragraphs and last.continued_from is None
        draft = last if last and headed else self._start(block)
        draft.continued_from = block.label
        draft.remove_jump(block)

    def _read_on(self, block: Block) -> None:
        draft = self._current(block)
        draft.continued_on = block.label
        draft.remove_jump(block)
        draft.closed = True
        if broken := draft.open_paragraph:
            broken.open = False

    # Questions

    def _goes_on(self, block: Block) -> bool:
        """A paragraph goes on in the next text when it breaks off in mid-sentence, or the text lacks its indent."""
        draft = self.drafts[-1]
        if draft.closed or PATTERNS["dateline"].match(block.text):
            return False
        return draft.open_paragraph is not None or self._lacks_its_indent(block)

    def _lacks_its_indent(self, block: Block) -> bool:
        """Whether body text begins without the indent that every paragraph of the page has: it was cut after a stop."""
        paragraphs = self.drafts[-1].paragraphs
        if not self.layout.indented or block.indented or not paragraphs or paragraphs[-1].kind != "paragraph":
            return False
        return not heads_a_text(block.text)

    def _begins_without_headline(self, block: Block) -> bool:
        """Body text after the end of a story is the next one, unless it speaks of the same things."""
        if not self.drafts:
            return True
        draft = self.drafts[-1]
        return draft.closed and kinship(draft.last_words(), block.text) < KINDRED

    def _is_next_brief(self, block: Block) -> bool:
        """Under one head several texts, each with 本报讯, are briefs: each is a story."""
        if not self.drafts or not PATTERNS["dateline"].match(block.text):
            return False
        paragraphs = self.drafts[-1].paragraphs
        return (
            bool(paragraphs)
            and all(p.kind == "paragraph" for p in paragraphs)
            and bool(PATTERNS["dateline"].match(paragraphs[0].text))
        )

    def _is_summary(self, draft: Draft, block: Block) -> bool:
        """提要: the first text below a headline, without a full stop, that ends as a sentence of the story ends."""
        if is_finished(block.text) or "。" in block.text or len(block.text) > LONGEST_SUMMARY or not draft.stack:
            return False
        if any(not PATTERNS["box_label"].match(p.text) for p in draft.paragraphs):
            return False
        below = "".join(b.text for b in self.blocks[self.position + 1 : self.position + BLOCKS_BELOW])
        return any(block.text[-SAME_END:] + mark in below for mark in "，。；！？：”")

    def _heading_lines(self) -> list[Block]:
        """The lines of a headline or subhead that begin here; none where body text begins."""
        lines: list[Block] = []
        for block in self.blocks[self.position : self.position + MOST_HEADING_LINES]:
            if block.kind != "text" or not self._may_head(block, lines):
                break
            lines.append(block)
        while lines and self._is_cut(lines, self._next_text(self.position + len(lines))):
            lines.pop()
        return lines[: before_next_headline(lines)]

    def _may_head(self, block: Block, above: list[Block]) -> bool:
        """A question, a call or a long line may be a headline where one is due: this is no place for body text."""
        if self._stands_beside_its_mark(block):
            return False
        due = not above and (self._must_begin_here() or self._begins_below(block))
        if not heads_a_text(block.text, LONGEST_WHERE_DUE if due or has_parts(block.text) else LONGEST_HEADLINE):
            return False
        if not is_finished(block.text) or is_tagged(block.text):
            return True
        if above:
            return is_kicker(above[-1].text) and is_quoted(block.text)
        return due

    def _stands_beside_its_mark(self, block: Block) -> bool:
        """（上接1版）难人数上升至123人: on the line of the mark the sentence goes on that broke off there."""
        return bool(self.drafts) and self.drafts[-1].lacks_its_headline and block.line in self.drafts[-1].lines

    def _must_begin_here(self) -> bool:
        """Whether no story is open, so that the next text begins one."""
        return not self.drafts or self.drafts[-1].closed

    def _is_cut(self, lines: list[Block], following: Block | None) -> bool:
        """Whether the last of these lines is the beginning of the paragraph below it."""
        if following and following.kind == "on":
            return len(lines) > 1 or not self._must_begin_here()
        if following and following.kind != "text":
            return False
        if self.layout.indented and following and lines[-1].indented != following.indented:
            return lines[-1].indented
        text, rest = lines[-1].text, following.text if following else ""
        score = looks_cut(text, rest) + (self.layout.evidence.joins(text, rest) if rest else 0)
        if self.layout.width:
            score += ON_LINE_END if self.layout.width.ends_line(text) else OFF_LINE_END
        return score >= self._enough_for_a_cut(below_headline=len(lines) > 1)

    def _next_text(self, position: int) -> Block | None:
        """The block below, past a photograph that stands in the gap."""
        while (block := self._at(position)) and (block.kind == "caption" or block.label == "caption"):
            position += 1
        return block

    def _enough_for_a_cut(self, below_headline: bool) -> int:
        if not below_headline and self._must_begin_here():
            return WHERE_A_STORY_MUST_BEGIN
        if not self.layout.bylines_end_stories:
            return ANYWHERE_ELSE
        if not self._must_begin_here() and self.drafts[-1].continued_from is not None:
            return IN_A_CONTINUATION
        if below_headline:
            return BELOW_A_HEADLINE
        return BEFORE_THE_BYLINE if self._lacks_its_byline(self.drafts[-1]) else ANYWHERE_ELSE

    def _starts_story(self, draft: Draft, lines: list[Block]) -> bool:
        """Whether a heading is the headline of a new story, and not a subhead of the one above."""
        if draft.closed or not (draft.paragraphs or draft.continued_from is not None):
            return True
        if same_shape(draft.unit, lines):
            self._make_package(draft)
            return False
        if PATTERNS["box_label"].match(lines[0].text):
            return False
        lacks_byline = self._lacks_its_byline(draft)
        if self._has_a_start_below(lines) or (not lacks_byline and shows_a_start(lines)):
            return True
        if len(lines) >= VERSE_LINES:
            return False
        enough = CLOSELY_KINDRED if is_kicker_above(lines) else KINDRED
        likeness = kinship(draft.last_words(), self._text_below(lines))
        if likeness == 0 if lacks_byline else enough / 2 < likeness < enough * 2:
            draft.doubt("unsure_headline", lines[0].line, text=lines[0].text)
        return likeness < enough and not lacks_byline

    def _begins_below(self, block: Block) -> bool:
        """Whether a dateline below shows that this is a headline, or a byline on a page that has them there."""
        following = self._at(self.position + 1)
        ends_story = following and following.kind == "byline" and self.layout.bylines_end_stories
        return not ends_story and self._has_a_start_below([block])

    def _lacks_its_byline(self, draft: Draft) -> bool:
        return self.layout.bylines_end_stories and not draft.names_its_author

    def _has_a_start_below(self, lines: list[Block]) -> bool:
        """Only below the headline of a new story stands a dateline or a byline."""
        following = self._at(self.position + len(lines))
        if following is None:
            return False
        if following.kind == "byline":
            return bool(following.credits) and not following.label
        return bool(PATTERNS["dateline"].match(following.text))

    def _text_below(self, lines: list[Block]) -> str:
        """The heading and the body text below it, as far as the next heading."""
        text = "".join(line.text for line in lines)
        start = self.position + len(lines)
        for block in self.blocks[start : start + BLOCKS_BELOW]:
            if (
                block.kind != "text"
                or (heads_a_text(block.text) and not is_finished(block.text))
                or len(text) > LOOK_AHEAD
            ):
                break
            text += block.text
        return text

    # Building

    def _make_package(self, draft: Draft) -> None:
        """A second heading set like the first: what stood below the common headline was the first part's heading."""
        first = [b for b in draft.unit if b in draft.stack]
        for block in reversed(first):
            draft.stack.remove(block)
            draft.paragraphs.insert(0, DraftParagraph("subhead", [block.text], (block.line, block.last)))

    def _start(self, block: Block) -> Draft:
        draft = Draft(lines=[block.line, block.last])
        self.drafts.append(draft)
        return draft

    def _current(self, block: Block) -> Draft:
        return self.drafts[-1] if self.drafts else self._start(block)

    def _at(self, position: int) -> Block | None:
        return self.blocks[position] if position < len(self.blocks) else None
