"""Read the raw text of a newspaper page in steps."""

from collections.abc import Callable
from dataclasses import replace

from .appearance import page_doubts
from .credits import find_credits
from .datelines import split_dateline
from .drafts import Draft
from .headings import Stack, join_broken_headlines, read_stack
from .jumps import split_jumps
from .layout import distrust_lone_names, find_layout
from .lines import Block, split_lines
from .model import Credit, Paragraph, ParsedPage, Problem, Residue, Story
from .patterns import PATTERNS
from .punctuation import widen
from .residue import set_aside_residue
from .stories import Reader
from .wrapping import join_hard_lines

QUOTED_LENGTH = 12


def widen_punctuation(blocks: list[Block]) -> list[Block]:
    following = [*(b.text[:1] for b in blocks[1:]), ""]
    return [replace(b, text=widen(b.text, after)) for b, after in zip(blocks, following, strict=False)]


# The steps in their order; each one identifies more of the page's blocks.
STEPS: list[Callable[[list[Block]], list[Block]]] = [
    widen_punctuation,
    set_aside_residue,
    join_hard_lines,
    split_jumps,
    find_credits,
    distrust_lone_names,
    join_broken_headlines,
]


def parse_page(text: str) -> ParsedPage:
    """Read one page. Never raises for bad input: doubts are in the stories' `problems`."""
    blocks = split_lines(text)
    damaged = {block.line for block in blocks if PATTERNS["damaged"].search(block.text)}
    for step in STEPS:
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


def _story(draft: Draft) -> Story:
    stack = read_stack(draft.stack, heads_briefs=draft.heads_briefs)
    dateline, credits = _read_datelines(draft)
    _note_doubts(draft, stack)
    return Story(
        kicker=stack.kicker,
        headline=stack.headline,
        deck=stack.deck,
        dateline=dateline,
        paragraphs=tuple(Paragraph(p.kind, p.text, p.lines) for p in draft.paragraphs if p.text),
        authors=_once(credits + draft.credits),
        continued_from=draft.continued_from,
        continued_on=draft.continued_on,
        lines=(min(draft.lines), max(draft.lines)),
        problems=tuple(draft.problems),
        removed=tuple(draft.removed),
    )


def _read_datelines(draft: Draft) -> tuple[str, list[Credit]]:
    """The story's dateline and the people in all its datelines; only the first is removed from the text."""
    printed = ""
    credits: list[Credit] = []
    for number, paragraph in enumerate(draft.paragraphs):
        dateline, rest, byline = split_dateline(paragraph.text) if paragraph.kind == "paragraph" else ("", "", None)
        if dateline and number == 0:
            printed, paragraph.parts = dateline, [rest]
        credits.extend(byline.credits if byline else ())
    return printed, credits


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


def _once(credits: list[Credit]) -> tuple[Credit, ...]:
    seen: dict[tuple[str, str], Credit] = {}
    for credit in credits:
        seen.setdefault((credit.name, credit.role), credit)
    return tuple(seen.values())
