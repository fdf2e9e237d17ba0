"""Combine the pages of an issue, imported in any order: join stories across jumps and merge reprints."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from articles.parsing import Credit, ParsedPage, Problem, Story
from articles.printed_page.model import Area
from articles.text.body import Block, as_text, joined, with_dateline
from articles.text.characters import squeezed
from articles.text.page_labels import name_same_page

from .aligning import OnPage
from .captions import Captioned, captioned

# Titles of many different stories: they do not show which parts belong together.
GENERIC_TITLES = {"图片新闻", "图片报道", "图说", "图片", "简讯", "简报", "要闻简报", "短讯", "广告", "公告", "导读"}
# A shorter text printed twice (a motto, a rate table) is not necessarily one story.
MIN_REPRINT_LENGTH = 60


@dataclass(frozen=True, slots=True)
class PageText:
    label: str  # as printed: "2", "A04"
    order: int
    parsed: ParsedPage
    pictures: tuple[str, ...] = ()  # digests, in the order of the page; "" for a file that was not taken in
    on_page: tuple[OnPage, ...] = ()  # of each story, if there is a PDF of the page


@dataclass(frozen=True, slots=True)
class Part:
    page: str
    order: int  # the position on the page, from 1
    story: Story
    pictures: tuple[Captioned, ...] = ()
    zone: tuple[Area, ...] = ()

    @property
    def place(self) -> tuple[str, int]:
        return self.page, self.order


@dataclass(frozen=True, slots=True)
class Doubt:
    page: str
    problem: Problem


@dataclass(frozen=True, slots=True)
class WholeStory:
    """A story with all its parts in reading order, and the places where it is printed again."""

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
    def pictures(self) -> tuple[Captioned, ...]:
        return tuple(picture for part in (*self.parts, *self.reprints) for picture in part.pictures)

    @property
    def credits(self) -> tuple[Credit, ...]:
        """The people named in all parts, in printed order and once for each role."""
        named = {(credit.name, credit.role): credit for part in self.parts for credit in part.story.authors}
        return tuple(named.values())


def compose(pages: Iterable[PageText]) -> list[WholeStory]:
    parts = [part for page in sorted(pages, key=lambda page: page.order) for part in _parts(page)]
    return _merge_reprints([_with_own_doubts(story) for story in _join_jumps(parts)])


def _parts(page: PageText) -> Iterator[Part]:
    stories = page.parsed.articles
    on_page = page.on_page or [OnPage()] * len(stories)
    beside = captioned(page.parsed, page.pictures)
    for order, (story, pictures, place) in enumerate(zip(stories, beside, on_page, strict=True), start=1):
        yield Part(page.label, order, story, (*pictures, *place.pictures), place.zone)


# Jumps


def _join_jumps(parts: list[Part]) -> list[WholeStory]:
    """Join continuations to their openings; a continuation without an opening remains a story."""
    stories = {part.place: WholeStory((part,)) for part in parts}
    pages = {part.page for part in parts}
    for continuation in parts:
        if (label := continuation.story.continued_from) is None:
            continue
        source = _find_page(label, continuation.page, pages)
        opening = _find_opening(continuation, source, stories)
        if opening is None:
            code = "opening_not_found" if source else "opening_not_held"
            stories[continuation.place] = _with_doubt(stories[continuation.place], 0, code, page=label)
            continue
        tail = stories.pop(continuation.place)
        joined = replace(opening, parts=opening.parts + tail.parts, doubts=opening.doubts + tail.doubts)
        candidates = [part for part in parts if part.page == source and _points_to(part, continuation.page)]
        if len(candidates) > 1 and not _same_headline(opening.opening, continuation.story):
            joined = _with_doubt(joined, len(opening.parts), "joined_by_order", page=source)
        stories[opening.parts[0].place] = joined
    return [_with_doubt_about_end(story, pages) for story in stories.values()]


def _find_opening(continuation, source, stories):
    """The story continued by `continuation`; None if no story on page `source` fits."""
    on_source = [story for story in stories.values() if _may_open(story, continuation, source)]
    marked = [story for story in on_source if _jumps(story, source, continuation.page)]
    same_headline = [story for story in marked or on_source if _same_headline(story.opening, continuation.story)]
    if len(same_headline) == 1:
        return same_headline[0]
    # If as many stories jump to this page as continue here, both pages print them in the same order.
    return marked[0] if marked and len(marked) == _waiting(continuation, stories) else None


def _waiting(continuation, stories):
    """How many stories on the continuation's page still need an opening on the same page."""
    label = continuation.story.continued_from
    return sum(
        story.parts[0].page == continuation.page and story.opening.continued_from == label for story in stories.values()
    )


def _may_open(story, continuation, source):
    pages = [part.page for part in story.parts]
    if source not in pages or continuation.page in pages:
        return False
    return pages[-1] == source or _jumps(story, source, continuation.page)


def _jumps(story, source, page):
    """Whether the story's part on page `source` names `page`, perhaps as one of several: 下转第2、3版."""
    return any(part.page == source and _points_to(part, page) for part in story.parts)


def _points_to(part, page):
    label = part.story.continued_on
    return label is not None and _find_page(label, part.page, {page}) is not None


def _find_page(labels, near, pages):
    """The page meant by one of the `labels` printed on page `near`: on A04, 1 is page A01 or A1; P2 is page 2."""
    for label in labels.split("、"):
        for meant in (label, *_other_labels(label, near)):
            if page := next((page for page in sorted(pages) if name_same_page(page, meant)), None):
                return page
    return None


def _other_labels(label, near):
    letter = near[:1] if near[:1].isalpha() else ""
    if (number := label.removeprefix("P")).isdigit():
        return [letter + number]
    # A paper of one sheet may be imported without its letter.
    return [label[1:]] if label[:1] == "A" and not letter else []


def _same_headline(first: Story, second: Story) -> bool:
    headline = squeezed(second.headline)
    return len(headline) > 3 and headline not in GENERIC_TITLES and headline == squeezed(first.headline)


def _with_doubt_about_end(story, pages):
    last = story.parts[-1]
    label = last.story.continued_on
    if label is None:
        return story
    code = "continuation_not_found" if _find_page(label, last.page, pages) else "continuation_not_held"
    return _with_doubt(story, len(story.parts) - 1, code, page=label)


def _with_doubt(story, part, code, **params):
    at = story.parts[part]
    doubt = Doubt(at.page, Problem(code, at.story.lines[0], params))
    return replace(story, doubts=(*story.doubts, doubt))


# The parser's doubts


def _with_own_doubts(story: WholeStory) -> WholeStory:
    own = [
        Doubt(part.page, problem)
        for index, part in enumerate(story.parts)
        for problem in part.story.problems
        if not _is_settled(problem, part.story, index, len(story.parts))
    ]
    return replace(story, doubts=(*own, *story.doubts))


def _is_settled(problem, story, index, parts):
    """A continuation needs no headline, and a part that is continued may end in mid-sentence."""
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
    """A continuation's blocks with its dateline, and as a subhead the heading lines that the opening does not have."""
    blocks = with_dateline(story.dateline, _blocks(story))
    stack = squeezed(opening.kicker + opening.headline + opening.deck)
    lines = [line for line in (story.kicker, story.headline, story.deck) if squeezed(line) not in stack]
    return [Block("subhead", " ".join(lines)), *blocks] if lines else blocks


# Reprints


def _merge_reprints(stories: list[WholeStory]) -> list[WholeStory]:
    merged: dict[str, WholeStory] = {}
    for story in stories:
        key = squeezed(story.body)
        first = merged.get(key)
        if first is None or len(key) < MIN_REPRINT_LENGTH or _share_a_page(first, story):
            merged[key if first is None else f"{key} {story.parts[0].place}"] = story
        else:
            merged[key] = _with_reprint(first, story)
    return list(merged.values())


def _with_reprint(first, story):
    merged = replace(first, reprints=(*first.reprints, *story.parts))
    if squeezed(first.opening.headline) != squeezed(story.opening.headline):
        headline = story.opening.headline or "—"
        merged = _with_doubt(merged, 0, "reprinted_otherwise", page=story.parts[0].page, headline=headline)
    return merged


def _share_a_page(first, second):
    pages = {part.page for part in (*first.parts, *first.reprints)}
    return any(part.page in pages for part in second.parts)
