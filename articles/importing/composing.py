"""The stories of one issue, put together from its pages: parts joined across jumps, reprints counted once.

Everything here follows from the parsed pages alone, so that it does not matter in which order, or in how many runs, the
pages of an issue arrived.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from articles.parsing import Credit, ParsedPage, Problem, Story
from articles.text.body import Block, as_text, joined, with_dateline

# Standing titles that many different stories share; they say nothing about which parts belong together.
GENERIC_TITLES = {"图片新闻", "图片报道", "图说", "图片", "简讯", "简报", "要闻简报", "短讯", "广告", "公告", "导读"}
# A shorter text may honestly stand in an issue twice (a motto, a rate table) without being one story.
SHORTEST_REPRINT = 60


@dataclass(frozen=True, slots=True)
class PageText:
    """A page as it was understood: its label in print ("2", "A04") and its place in the issue."""

    label: str
    order: int
    parsed: ParsedPage


@dataclass(frozen=True, slots=True)
class Part:
    """What one page prints of a story; `order` is the story's place on that page, counted from 1."""

    page: str
    order: int
    story: Story


@dataclass(frozen=True, slots=True)
class Doubt:
    page: str
    problem: Problem


@dataclass(frozen=True, slots=True)
class WholeStory:
    """A story in all its parts, in reading order, and the further places that print it again."""

    parts: tuple[Part, ...]
    reprints: tuple[Part, ...] = ()
    doubts: tuple[Doubt, ...] = ()

    @property
    def opening(self) -> Story:
        return self.parts[0].story

    @property
    def body(self) -> str:
        return as_text(_joined_blocks(self.parts))

    @property
    def credits(self) -> tuple[Credit, ...]:
        """Everybody named under any part, once for each role, in the order of print."""
        named = {(credit.name, credit.role): credit for part in self.parts for credit in part.story.authors}
        return tuple(named.values())


def compose(pages: Iterable[PageText]) -> list[WholeStory]:
    """The stories of an issue in the order of their first parts."""
    in_order = sorted(pages, key=lambda page: page.order)
    stories = [_with_own_doubts(story) for story in _join_jumps(list(_parts(in_order)))]
    return _merge_reprints(stories)


def _parts(pages: list[PageText]) -> Iterator[Part]:
    for page in pages:
        for order, story in enumerate(page.parsed.articles, start=1):
            yield Part(page.label, order, story)


# Jumps


def _join_jumps(parts: list[Part]) -> list[WholeStory]:
    """One story for each opening, with its continuations behind it; an orphaned continuation stays a story."""
    stories = {_place(part): WholeStory((part,)) for part in parts}
    held = {part.page for part in parts}
    for continuation in parts:
        if continuation.story.continued_from is None:
            continue
        source = _held_page(continuation.story.continued_from, continuation.page, held)
        opening = _opening_of(continuation, source, stories)
        if opening is None:
            story = stories[_place(continuation)]
            code = "opening_not_found" if source else "opening_not_held"
            stories[_place(continuation)] = _doubting(story, 0, code, page=continuation.story.continued_from)
            continue
        tail = stories.pop(_place(continuation))
        joined = replace(opening, parts=opening.parts + tail.parts, doubts=opening.doubts + tail.doubts)
        if not _same_headline(opening.opening, continuation.story) and _rivals(continuation, source, parts) > 1:
            joined = _doubting(joined, len(opening.parts), "joined_by_order", page=source)
        stories[_place(opening.parts[0])] = joined
    return [_doubting_its_end(story, held) for story in stories.values()]


def _opening_of(continuation, source, stories):
    """The story that `continuation` continues, or None where nothing on page `source` speaks for one."""
    on_source = [story for story in stories.values() if _may_open(story, continuation, source)]
    marked = [story for story in on_source if _points_to(story.parts[-1], continuation.page)]
    same_headline = [story for story in marked or on_source if _same_headline(story.opening, continuation.story)]
    if len(same_headline) == 1:
        return same_headline[0]
    # Several stories jump to this page: where as many go on here, both pages print them in the same order.
    return marked[0] if marked and len(marked) == _waiting(continuation, stories) else None


def _waiting(continuation, stories):
    """How many stories on the continuation's page still look for an opening on the same page."""
    label = continuation.story.continued_from
    return sum(
        story.parts[0].page == continuation.page and story.opening.continued_from == label for story in stories.values()
    )


def _rivals(continuation, source, parts):
    return sum(part.page == source and _points_to(part, continuation.page) for part in parts)


def _may_open(story, continuation, source):
    pages = [part.page for part in story.parts]
    return pages[-1] == source and continuation.page not in pages


def _points_to(part, page):
    label = part.story.continued_on
    return label is not None and _held_page(label, part.page, {page}) is not None


def _held_page(label, near, held):
    """The page that `label`, printed on page `near`, means: on A04, 上接1版 is page A01 or A1."""
    if label in held:
        return label
    letter = near[:1] if near[:1].isalpha() else ""
    return next((page for page in sorted(held) if letter and label.isdigit() and _same_page(page, letter, label)), None)


def _same_page(page, letter, label):
    return page[:1] == letter and page[1:].isdigit() and int(page[1:]) == int(label)


def _same_headline(first: Story, second: Story) -> bool:
    headline = squeezed(second.headline)
    return len(headline) > 3 and headline not in GENERIC_TITLES and headline == squeezed(first.headline)


def _doubting_its_end(story, held):
    last = story.parts[-1]
    label = last.story.continued_on
    if label is None:
        return story
    code = "continuation_not_found" if _held_page(label, last.page, held) else "continuation_not_held"
    return _doubting(story, len(story.parts) - 1, code, page=label)


def _doubting(story, part, code, **params):
    at = story.parts[part]
    doubt = Doubt(at.page, Problem(code, at.story.lines[0], params))
    return replace(story, doubts=(*story.doubts, doubt))


# What the parser doubted


def _with_own_doubts(story: WholeStory) -> WholeStory:
    own = [
        Doubt(part.page, problem)
        for index, part in enumerate(story.parts)
        for problem in part.story.problems
        if not _settled_by_the_join(problem, part.story, index, len(story.parts))
    ]
    return replace(story, doubts=(*own, *story.doubts))


def _settled_by_the_join(problem, story, index, parts):
    """A continuation needs no headline of its own, and a part that goes on elsewhere may end in mid-sentence."""
    if problem.code == "no_headline":
        return index > 0
    ends = story.paragraphs[-1].lines if story.paragraphs else story.lines
    return problem.code == "unfinished" and index < parts - 1 and ends[0] <= problem.line <= ends[1]


# Text


def _joined_blocks(parts: tuple[Part, ...]) -> list[Block]:
    blocks = _blocks(parts[0].story)
    for part in parts[1:]:
        blocks = joined(blocks, _continued_blocks(part.story, parts[0].story))
    return blocks


def _blocks(story):
    return [Block(paragraph.kind, paragraph.text) for paragraph in story.paragraphs]


def _continued_blocks(story, opening):
    """A continuation's blocks with all it prints above them: the article's fields hold the opening's lines only."""
    blocks = with_dateline(story.dateline, _blocks(story))
    heading = _own_heading(story, opening)
    return [Block("subhead", heading), *blocks] if heading else blocks


def _own_heading(continuation: Story, opening: Story) -> str:
    """The continuation's headline where it says something that the opening's headline stack does not."""
    stack = squeezed(opening.kicker + opening.headline + opening.deck)
    lines = (continuation.kicker, continuation.headline, continuation.deck)
    return " ".join(line for line in lines if line and squeezed(line) not in stack)


# Reprints


def _merge_reprints(stories: list[WholeStory]) -> list[WholeStory]:
    """Each story once; where the same text stands on another page too, that place is kept with the first."""
    merged: dict[str, WholeStory] = {}
    for story in stories:
        key = squeezed(story.body)
        first = merged.get(key)
        if first is None or len(key) < SHORTEST_REPRINT or _share_a_page(first, story):
            merged[key if first is None else f"{key} {_place(story.parts[0])}"] = story
        else:
            merged[key] = _with_reprint(first, story)
    return list(merged.values())


def _with_reprint(first, story):
    merged = replace(first, reprints=(*first.reprints, *story.parts))
    if squeezed(first.opening.headline) != squeezed(story.opening.headline):
        other = story.opening.headline or "—"
        merged = _doubting(merged, 0, "reprinted_otherwise", page=story.parts[0].page, headline=other)
    return merged


def _share_a_page(first, second):
    pages = {part.page for part in (*first.parts, *first.reprints)}
    return any(part.page in pages for part in second.parts)


def squeezed(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def _place(part: Part) -> tuple[str, int]:
    return part.page, part.order
