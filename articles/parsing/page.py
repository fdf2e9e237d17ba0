"""Read the raw text of a newspaper page in steps."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from .appearance import page_doubts
from .credits import find_credits
from .datelines import mark_datelines
from .drafts import Draft
from .jumps import split_jumps
from .layout import distrust_lone_names, find_layout
from .lines import Block, split_lines
from .model import Credit, Paragraph, ParsedPage, Problem, Residue, Story
from .patterns import PATTERNS
from .punctuation import widen
from .residue import set_aside_residue
from .roles import PHOTOGRAPHER
from .stacks import Stack, join_broken_headlines, read_stack
from .stories import Reader
from .verse import mark_verse_and_lists
from .wrapping import join_hard_lines

QUOTED_LENGTH = 12


def widen_punctuation(blocks: list[Block]) -> list[Block]:
    following = [*(b.text[:1] for b in blocks[1:]), ""]
    return [replace(b, text=widen(b.text, after)) for b, after in zip(blocks, following, strict=False)]


def parse_page(text: str, newspaper: str = "") -> ParsedPage:
    """Read one page of the `newspaper`, if it is known. Never raises for bad input: doubts are in the stories'
    `problems`."""
    blocks = split_lines(text)
    damaged = {block.line for block in blocks if PATTERNS["damaged"].search(block.text)}
    for step in _steps(newspaper):
        blocks = step(blocks)
    residue = tuple(Residue(b.line, b.label, b.text) for b in blocks if b.kind == "residue")
    drafts = Reader(blocks, find_layout(blocks)).read()
    for draft in drafts:
        for line in sorted(damaged & draft.line_numbers()) if damaged else ():
            draft.doubt("damaged_text", line)
    stories = [_story(draft) for draft in drafts]
    if doubts := page_doubts(text):
        # No story of such a page can be trusted.
        stories = [replace(story, problems=(*doubts, *story.problems)) for story in stories]
    return ParsedPage(tuple(stories), residue)


def _steps(newspaper: str) -> list[Callable[[list[Block]], list[Block]]]:
    """The steps in their order; each one identifies more of the page's blocks."""
    return [
        widen_punctuation,
        partial(set_aside_residue, newspaper=newspaper),
        join_hard_lines,
        split_jumps,
        partial(mark_datelines, newspaper=newspaper),
        mark_verse_and_lists,
        find_credits,
        distrust_lone_names,
        join_broken_headlines,
    ]


def _story(draft: Draft) -> Story:
    return finish_story(draft, read_stack(draft.stack, heads_briefs=draft.heads_briefs))


def finish_story(draft: Draft, stack: Stack) -> Story:
    """The story of a draft whose heading has been read, with its last doubts."""
    dateline = _part_dateline(draft)
    _note_doubts(draft, stack)
    return Story(
        kicker=stack.kicker,
        headline=stack.headline,
        deck=stack.deck,
        dateline=dateline,
        paragraphs=tuple(Paragraph(p.kind, p.text, p.lines) for p in draft.paragraphs if p.text),
        authors=_writers_first(draft.credits),
        continued_from=draft.continued_from,
        continued_on=draft.continued_on,
        lines=(min(draft.lines), max(draft.lines)),
        problems=tuple(draft.problems),
        removed=tuple(draft.removed),
    )


def _part_dateline(draft: Draft) -> str:
    """Remove the dateline from the story's first paragraph; those of later paragraphs stay in the text."""
    first = next((p for p in draft.paragraphs if p.kind != "caption"), None)
    if first is None or not first.dateline:
        return ""
    first.parts = [first.text.removeprefix(first.dateline).lstrip()]
    return first.dateline


def _note_doubts(draft: Draft, stack: Stack) -> None:
    line = draft.lines[0]
    if not stack.headline:
        draft.problems.insert(0, Problem("no_headline", line))
    if stack.unsure:
        draft.doubt("unsure_stack", line, text=" / ".join(block.text for block in draft.stack))
    if not draft.paragraphs:
        draft.doubt("no_text", line)
    for paragraph in draft.paragraphs:
        if paragraph.open:
            draft.doubt("unfinished", paragraph.lines[1], text=paragraph.text[-QUOTED_LENGTH:])


def _writers_first(credits: list[Credit]) -> tuple[Credit, ...]:
    """Each person once: who wrote the story and took photographs is credited as its writer."""
    seen: dict[str, Credit] = {}
    for credit in credits:
        if credit.name not in seen or seen[credit.name].role == PHOTOGRAPHER:
            seen[credit.name] = credit
    return tuple(seen.values())
