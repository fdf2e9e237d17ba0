"""A story under construction."""

from dataclasses import dataclass, field

from .evidence import LOOK_BACK, is_finished
from .lines import Block, join
from .model import Credit, Lines, ParagraphKind, Printed, Problem
from .roles import PHOTOGRAPHER

MAX_CAPTIONS = 4
# The number of paragraphs above a heading whose subheads are compared with it.
LATEST = 40


@dataclass(slots=True)
class DraftParagraph:
    kind: ParagraphKind
    parts: list[str]
    lines: Lines
    open: bool = False
    dateline: str = ""

    @property
    def text(self) -> str:
        return self.parts[0] if len(self.parts) == 1 else join(self.parts)


@dataclass(slots=True)
class Draft:
    stack: list[Block] = field(default_factory=list)  # the lines of kicker, headline and deck
    unit: list[Block] = field(default_factory=list)  # its lines below the first, perhaps those of a package's part
    paragraphs: list[DraftParagraph] = field(default_factory=list)
    credits: list[Credit] = field(default_factory=list)
    removed: list[Printed] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    continued_from: str | None = None
    continued_on: str | None = None
    lines: list[int] = field(default_factory=list)  # first, last, first, last …
    closed: bool = False  # ended by a byline, sign-off or jump
    heads_briefs: bool = False

    @property
    def open_paragraph(self) -> DraftParagraph | None:
        """The last paragraph, ignoring captions below it, if it breaks off in mid-sentence."""
        last = next((p for p in self.paragraphs[: -MAX_CAPTIONS - 1 : -1] if p.kind != "caption"), None)
        return last if last and last.open else None

    @property
    def awaits_headline(self) -> bool:
        """Whether only the jump mark of a continuation was read: its headline may be below the mark."""
        return self.continued_from is not None and not self.stack and not self.paragraphs and not self.closed

    @property
    def names_author(self) -> bool:
        """Whether a byline was read, or a dateline, which names the reporter or agency."""
        if any(credit.role != PHOTOGRAPHER for credit in self.credits):
            return True
        return bool(self.paragraphs) and bool(self.paragraphs[0].dateline)

    @property
    def is_photo_story(self) -> bool:
        """Whether the photographer is the story's author, not just that of a caption inside the story."""
        kinds = [paragraph.kind for paragraph in self.paragraphs]
        return bool(kinds) and (kinds[-1] != "caption" or kinds == ["caption"] * len(kinds))

    @property
    def headline(self) -> str:
        return "".join(block.text for block in self.stack)

    @property
    def subheads(self) -> list[str]:
        """The latest subheads."""
        return [paragraph.text for paragraph in self.paragraphs[-LATEST:] if paragraph.kind == "subhead"]

    def last_words(self) -> str:
        """The headline and the last LOOK_BACK characters or more, to compare subjects."""
        latest: list[str] = []
        length = 0
        for paragraph in reversed(self.paragraphs):
            latest.append(paragraph.text)
            length += len(latest[-1])
            if length >= LOOK_BACK:
                break
        return "".join([block.text for block in self.stack] + latest[::-1])

    def add(self, kind: ParagraphKind, block: Block, *, may_continue: bool = False) -> None:
        is_open = may_continue and not is_finished(block.text)
        self.paragraphs.append(DraftParagraph(kind, [block.text], (block.line, block.last), is_open, block.dateline))
        self.take(block)

    def extend(self, block: Block) -> None:
        paragraph = self.open_paragraph or self.paragraphs[-1]
        paragraph.parts.append(block.text)
        paragraph.lines = (paragraph.lines[0], block.last)
        paragraph.open = not is_finished(block.text)
        self.take(block)

    def remove(self, block: Block) -> None:
        """Keep a byline or jump mark as printed, but out of the paragraphs."""
        self.removed.append(Printed(block.line, block.text))
        self.take(block)

    def remove_jump(self, block: Block) -> None:
        self.remove(block)
        if not block.label:
            self.doubt("unclear_jump", block.line, text=block.text)

    def take(self, block: Block) -> None:
        self.lines += (block.line, block.last)
        self.credits.extend(block.credits)
        for code, text in block.doubts:
            self.doubt(code, block.line, text=text)

    def line_numbers(self) -> set[int]:
        pairs = zip(self.lines[::2], self.lines[1::2], strict=True)
        return {number for first, last in pairs for number in range(first, last + 1)}

    def doubt(self, code: str, line: int, **params: str) -> None:
        self.problems.append(Problem(code, line, params))
