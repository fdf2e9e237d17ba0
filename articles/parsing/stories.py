"""Turn blocks into stories in one pass that decides where stories begin and paragraphs continue."""

from collections.abc import Sequence

from .beginnings import NEAR, SURE, SURELY_BEGINS, Heading, beginning_score
from .columns import ends_line
from .drafts import Draft, DraftParagraph
from .evidence import LOOK_AHEAD, RELATED, is_finished, looks_cut, similarity
from .headings import (
    MAX_HEADLINE,
    MAX_LONG_HEADLINE,
    has_headline_mark,
    has_parts,
    is_kicker,
    is_quoted,
    may_be_heading,
    same_shape,
)
from .layout import Layout, begins_text
from .lines import Block
from .patterns import PATTERNS
from .stacks import before_next_headline, is_deck, stack_size, tells_who_attended

MAX_HEADING_LINES = 8
# This many short lines are verse or a list, not a heading.
VERSE_LINES = 5
# The score from which a short line is the beginning of the paragraph below it.
CUT_WHERE_STORY_BEGINS = 9
CUT_BEFORE_BYLINE = -3
CUT_BELOW_HEADLINE = -2
CUT_IN_CONTINUATION = 3
CUT_ELSEWHERE = 2
# A line below a paragraph without a full stop: its headline below the first score, its rest from the second.
CUT_IN_PARAGRAPH, SURELY_CUT = 2, 4
MAX_QUESTION = 24
# Cuts fall on a line's end of the column, if its width is known.
ON_LINE_END, OFF_LINE_END = 3, -6
# A summary's last words are repeated in the text below.
MAX_SUMMARY = 100
BLOCKS_BELOW = 30
SAME_END = 6


class Reader:
    """Reads the blocks once, from top to bottom: `_read_*` methods handle a kind of block, the others decide."""

    def __init__(self, blocks: Sequence[Block], layout: Layout) -> None:
        self.blocks = [b for b in blocks if b.kind != "residue"]
        self.layout = layout
        self.drafts: list[Draft] = []
        self.position = 0
        self.unsure_beginning = False

    def read(self) -> list[Draft]:
        while self.position < len(self.blocks):
            block = self.blocks[self.position]
            blocks_read = getattr(self, f"_read_{block.kind}")(block) or 1
            self.position += blocks_read
        return self.drafts

    def _read_text(self, block: Block) -> int:
        if self.drafts and self._continues(block):
            if self._heads_next_text(block, SURELY_CUT):
                self.drafts[-1].doubt("unsure_continuation", block.line, text=block.text)
            self.drafts[-1].extend(block)
            self.drafts[-1].closed = block.ends_story
            return 1
        if heading := self._heading_lines():
            self._read_heading(heading)
            return len(heading)
        if self._is_next_brief(block):
            self.drafts[-1].heads_briefs = True
            self._start(block)
        elif self._begins_without_headline(block):
            self._start(block)
        draft = self.drafts[-1]
        draft.closed = block.ends_story
        draft.add("paragraph", block, may_continue=not self._is_summary(draft, block))
        if draft.open_paragraph and self._may_be_lost_heading(block):
            draft.doubt("unsure_cut", block.line, text=block.text)
        return 1

    def _may_be_lost_heading(self, block: Block) -> bool:
        """Whether it was a narrow decision that a short line is the beginning of the paragraph below it."""
        if self.layout.bylines_end_stories or (self.layout.indented and block.indented):
            return False
        return self._heads_next_text(block, SURELY_CUT)

    def _read_heading(self, lines: list[Block]) -> None:
        draft = self.drafts[-1] if self.drafts else None
        if draft and draft.awaits_headline:
            draft.stack = lines
            for line in lines:
                draft.take(line)
            return
        self.unsure_beginning = False
        starts = draft is None or self._starts_story(draft, lines)
        if draft and self.unsure_beginning:
            draft.doubt("unsure_headline", lines[0].line, text=lines[0].text)
        if draft and not starts:
            for line in lines:
                draft.add("subhead", line)
            return
        new = self._start(lines[0])
        if self.unsure_beginning:
            new.doubt("unsure_headline", lines[0].line, text=lines[0].text)
        main = stack_size(lines)
        new.stack, new.unit = lines[:main], lines[1:]
        for line in lines[:main]:
            new.take(line)
        for line in lines[main:]:
            new.add("subhead" if PATTERNS["box_label"].match(line.text) else "paragraph", line)

    def _read_line(self, block: Block) -> None:
        """A line of verse or of a list."""
        draft = self._start(block) if self._story_must_begin() else self.drafts[-1]
        draft.add("paragraph", block)

    def _read_byline(self, block: Block) -> None:
        draft = self._current(block)
        draft.remove(block)
        if block.label == "caption":
            ends_story = draft.open_paragraph is None and (draft.is_photo_story or not self._awaits_byline(draft))
        else:
            ends_story = self.layout.bylines_end_stories or not block.credits or self._ends_text(block)
        draft.closed = draft.closed or (ends_story and bool(draft.paragraphs))

    def _ends_text(self, block: Block) -> bool:
        """Whether the byline is on the line of a text's last sentence, and a headline may be below."""
        before, following = self._at(self.position - 1), self._at(self.position + 1)
        is_tail = before is not None and before.kind == "text" and before.last == block.line
        return is_tail and (following is None or not is_finished(following.text))

    def _read_caption(self, block: Block) -> None:
        """A caption is outside the running text or below another; in the text 图为 begins an ordinary sentence."""
        draft = self._current(block)
        in_text = draft.paragraphs and draft.paragraphs[-1].kind != "caption" and not draft.open_paragraph
        outside = draft.closed or block.has_photographer or not in_text
        draft.add("caption" if outside else "paragraph", block)

    def _read_signoff(self, block: Block) -> None:
        draft = self._current(block)
        draft.closed = bool(draft.paragraphs)
        draft.add("paragraph", block)

    def _read_from(self, block: Block) -> None:
        """Start a continuation; its headline may be above the mark."""
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

    # Decisions

    def _continues(self, block: Block) -> bool:
        """Whether the block continues a paragraph, which broke off in mid-sentence or before a text without indent."""
        draft = self.drafts[-1]
        if draft.closed or block.dateline:
            return False
        if draft.open_paragraph is None:
            return self._lacks_indent(block)
        return not (self.layout.indented and block.indented) and not self._heads_next_text(block)

    def _heads_next_text(self, block: Block, min_cut_score: int = CUT_IN_PARAGRAPH) -> bool:
        """Whether a line below a paragraph without a full stop is a headline and not the rest of the paragraph."""
        if not may_be_heading(block.text):
            return False
        if is_finished(block.text):
            # A question may be either.
            return min_cut_score == SURELY_CUT and len(block.text) <= MAX_QUESTION
        if self._begins_below(block):
            return True
        following = self._next_text(self.position + 1)
        return bool(following and following.kind == "text") and self._cut_score(block, following) < min_cut_score

    def _lacks_indent(self, block: Block) -> bool:
        """Whether body text has no indent though paragraphs on this page do: it was cut after a full stop."""
        paragraphs = self.drafts[-1].paragraphs
        if not self.layout.indented or block.indented or not paragraphs or paragraphs[-1].kind != "paragraph":
            return False
        return not may_be_heading(block.text)

    def _begins_without_headline(self, block: Block) -> bool:
        """Body text after the end of a story begins the next one, unless it has the same subject."""
        if not self.drafts:
            return True
        if PATTERNS["reply_label"].match(block.text):
            return False
        draft = self.drafts[-1]
        return draft.closed and similarity(draft.last_words(), block.text) < RELATED

    def _is_next_brief(self, block: Block) -> bool:
        """Several texts with a dateline (本报讯) below one headline are briefs: each is a story."""
        paragraphs = self.drafts[-1].paragraphs if self.drafts else []
        if not paragraphs or any(p.kind != "paragraph" for p in paragraphs):
            return False
        return bool(paragraphs[0].dateline and block.dateline)

    def _is_summary(self, draft: Draft, block: Block) -> bool:
        """提要: the first text below a headline, without a full stop, whose last words are repeated in the story."""
        if is_finished(block.text) or "。" in block.text or len(block.text) > MAX_SUMMARY or not draft.stack:
            return False
        if any(not PATTERNS["box_label"].match(p.text) for p in draft.paragraphs):
            return False
        below = "".join(b.text for b in self.blocks[self.position + 1 : self.position + BLOCKS_BELOW])
        return any(block.text[-SAME_END:] + mark in below for mark in "，。；！？：”")

    def _heading_lines(self) -> list[Block]:
        lines: list[Block] = []
        for block in self.blocks[self.position : self.position + MAX_HEADING_LINES]:
            if block.kind != "text" or not self._may_head(block, lines):
                break
            if lines and self.layout.indented and lines[-1].indented and not block.indented:
                break
            lines.append(block)
        while lines and self._is_cut(lines, self._next_text(self.position + len(lines))):
            lines.pop()
        return lines[: before_next_headline(lines)]

    def _may_head(self, block: Block, above: list[Block]) -> bool:
        """Where a headline is due, it may also be a question, an exclamation or a long line."""
        if block.dateline or block.ends_story or self._follows_jump_mark(block):
            return False
        if self._is_indented_paragraph(block):
            return False
        if not above and PATTERNS["kicker_colon"].match(block.text):
            return self._stands_above_headline()
        due = not above and (self._story_must_begin() or self._begins_below(block))
        if not may_be_heading(block.text, MAX_LONG_HEADLINE if due or has_parts(block.text) else MAX_HEADLINE):
            return False
        if not is_finished(block.text) or has_headline_mark([block]):
            return True
        if above:
            return is_kicker(above[-1].text) and is_quoted(block.text)
        return due or self._is_question_above_story(block)

    def _is_question_above_story(self, block: Block) -> bool:
        """新疆反恐又出铁证，有人还想装聋作哑到几时？ in the middle of a page without bylines"""
        is_wish = block.text.count("，") > 1  # 最后，祝大家身体健康，工作顺利！
        if not block.text.endswith(("？", "！")) or is_wish or self.layout.bylines_end_stories:
            return False
        lacks_indent = self.layout.indented and not block.indented
        least = 0 if lacks_indent else SURELY_BEGINS
        return beginning_score(self.drafts[-1], self._heading([block]), self.layout) > least

    def _stands_above_headline(self) -> bool:
        """内地专家学者： / a headline / a text: and not a sentence that goes on below"""
        headline, text = self._at(self.position + 1), self._at(self.position + 2)
        if headline is None or text is None or headline.kind != "text" or text.kind not in ("text", "byline"):
            return False
        is_heading = may_be_heading(headline.text) and not is_finished(headline.text)
        return is_heading and (text.kind == "byline" or is_finished(text.text))

    def _is_indented_paragraph(self, block: Block) -> bool:
        """Whether an indent marks this as a paragraph, though it is short and has no stop."""
        return self.layout.indented and block.indented and not self.layout.headings_indented and bool(self.drafts)

    def _follows_jump_mark(self, block: Block) -> bool:
        """（上接1版）难人数上升至123人: text on the line of the mark continues a sentence."""
        return bool(self.drafts) and self.drafts[-1].awaits_headline and block.line in self.drafts[-1].lines

    def _story_must_begin(self) -> bool:
        return not self.drafts or self.drafts[-1].closed

    def _is_cut(self, lines: list[Block], following: Block | None) -> bool:
        """Whether the last of these lines is the beginning of the paragraph below it."""
        if following and following.kind == "on":
            return len(lines) > 1 or not self._story_must_begin()
        if following and following.kind != "text":
            return False
        if self.layout.indented and following and lines[-1].indented != following.indented:
            return lines[-1].indented
        if len(lines) > 1 and (tells_who_attended(lines[-1].text) or is_kicker(lines[-2].text)):
            return False
        return self._cut_score(lines[-1], following) >= self._min_cut_score(below_headline=len(lines) > 1)

    def _cut_score(self, line: Block, following: Block | None) -> int:
        text, rest = line.text, following.text if following else ""
        score = looks_cut(text, rest) + (self.layout.evidence.joins(text, rest) if rest else 0)
        if self.layout.column_width:
            score += ON_LINE_END if ends_line(text, self.layout.column_width) else OFF_LINE_END
        return score

    def _next_text(self, position: int) -> Block | None:
        while (block := self._at(position)) and (block.kind == "caption" or block.label == "caption"):
            position += 1
        return block

    def _min_cut_score(self, below_headline: bool) -> int:
        if not below_headline and self._story_must_begin():
            return CUT_WHERE_STORY_BEGINS
        if not self.layout.bylines_end_stories:
            return CUT_ELSEWHERE
        if not self._story_must_begin() and self.drafts[-1].continued_from is not None:
            return CUT_IN_CONTINUATION
        if below_headline:
            return CUT_BELOW_HEADLINE
        return CUT_BEFORE_BYLINE if self._awaits_byline(self.drafts[-1]) else CUT_ELSEWHERE

    def _starts_story(self, draft: Draft, lines: list[Block]) -> bool:
        if draft.paragraphs and PATTERNS["reply_label"].match(lines[0].text):
            draft.closed = False
            return False
        if draft.closed or not (draft.paragraphs or draft.continued_from is not None):
            return True
        if same_shape(draft.unit, lines) and not any(is_deck(line.text) for line in (*draft.unit, *lines)):
            self.unsure_beginning = any(block in draft.stack for block in draft.unit)
            self._make_package(draft)
            return False
        if PATTERNS["box_label"].match(lines[0].text):
            return bool(PATTERNS["opening_box"].match(lines[0].text))
        # A list has no author.
        awaits_byline = self._awaits_byline(draft) and self.blocks[self.position - 1].kind != "line"
        if self._story_starts_below(lines):
            return True
        if not awaits_byline and has_headline_mark(lines):
            self.unsure_beginning = is_finished(lines[0].text)
            return True
        if len(lines) >= VERSE_LINES:
            return False
        if self._at(self.position + len(lines)) is None:
            # No subhead is the last line of a page. As a story without text it waits for an editor.
            return True
        score = beginning_score(draft, self._heading(lines), self.layout) - SURE * awaits_byline
        self.unsure_beginning = abs(score) < NEAR or is_finished(lines[0].text)
        return score > 0

    def _begins_below(self, block: Block) -> bool:
        """Whether a dateline below marks this as a headline, or a byline on a page that prints them there."""
        following = self._at(self.position + 1)
        ends_story = following and following.kind == "byline" and self.layout.bylines_end_stories
        return not ends_story and self._story_starts_below([block])

    def _awaits_byline(self, draft: Draft) -> bool:
        return self.layout.bylines_end_stories and not draft.names_author

    def _story_starts_below(self, lines: list[Block]) -> bool:
        """A dateline or byline is only below the headline of a new story."""
        following = self._at(self.position + len(lines))
        return following is not None and begins_text(following)

    def _heading(self, lines: list[Block]) -> Heading:
        text = next_heading = ""
        start = self.position + len(lines)
        for block in self.blocks[start : start + BLOCKS_BELOW]:
            if block.kind not in ("text", "line"):
                break
            # The first short line below a heading is the beginning of a cut paragraph.
            if text and block.kind == "text" and may_be_heading(block.text) and not is_finished(block.text):
                next_heading = block.text
                break
            text += block.text if len(text) < LOOK_AHEAD else ""
        first, second = self._at(start), self._at(start + 1)
        has_dateline = second is not None and bool(second.dateline)
        return Heading(lines, text, next_heading, has_dateline, first is not None and first.kind == "line")

    # Building

    def _make_package(self, draft: Draft) -> None:
        """Move the lines below the common headline into the text, as they are the heading of the first part."""
        for block in reversed([b for b in draft.unit if b in draft.stack]):
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
