"""What is printed in a region: heading, bylines, text and captions, as numbered lines of the page's words."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from articles.parsing.lines import Block

from .captions import Captioned, read_captions
from .flow import Kind, read_text
from .headings import Heading, read_heading
from .lines import Line, Type, kind
from .region import Region

# Fewer lines in another type are a caption.
MIN_LINES = 4


@dataclass(slots=True)
class Script:
    """The page's words in the order of its stories, one block for each line."""

    blocks: list[Block] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)

    def add(self, text: str) -> int:
        """The number of the line."""
        self.lines.append(text)
        self.blocks.append(Block(len(self.lines), len(self.lines), text, indented=True))
        return len(self.lines)

    def add_all(self, lines: Iterable[Line]) -> list[int]:
        return [self.add(line.words) for line in lines]

    def add_blank(self) -> None:
        self.lines.append("")


@dataclass(slots=True)
class Outline:
    """The printed parts of a story, by their lines in the script."""

    region: Region
    title: str
    first: int
    kicker: list[int] = field(default_factory=list)
    headline: list[int] = field(default_factory=list)
    deck: list[int] = field(default_factory=list)
    bylines: list[int] = field(default_factory=list)
    text: list[tuple[Kind, int]] = field(default_factory=list)
    pictures: list[tuple[Captioned, int]] = field(default_factory=list)  # 0: without a caption


def outline(region: Region, page: Type, script: Script) -> Outline:
    """The parts of a region, in the order in which they are read; their lines are added to the script."""
    body = own_type(region, page)
    pictures = read_captions(region, body)
    captions = {id(line) for captioned in pictures for line in captioned.lines}
    heading, headed = read_heading(region, body, captions)
    rest = [line for line in region.lines if id(line) not in captions | headed and not line.role]
    found = _with_heading(region, heading, script)
    found.bylines += script.add_all(line for line in rest if line.upright)
    flowing = read_text([line for line in rest if not line.upright], body, [])
    for part in region.joined:
        # What stands apart without a headline goes on with the text.
        own = read_captions(part, body)
        captions = {id(line) for captioned in own for line in captioned.lines}
        lines = [line for line in part.lines if id(line) not in captions and not line.role]
        flowing = read_text(lines, own_type(part, page), flowing)
        pictures += own
    found.text = [(paragraph.kind, script.add(paragraph.text)) for paragraph in flowing if paragraph.text]
    found.pictures = _with_captions(pictures, script)
    if found.pictures and len(found.text) == 1 and not any(number for _, number in found.pictures):
        # A picture story: its text is the caption.
        found.pictures[0] = (pictures[0], found.text.pop()[1])
    script.add_blank()
    return found


def _with_heading(region: Region, heading: Heading, script: Script) -> Outline:
    title = " ".join(row.words for row in heading.headline)
    found = Outline(region, title, first=len(script.lines) + 1)
    found.kicker = script.add_all(heading.kicker)
    found.headline = script.add_all(heading.headline)
    found.deck = script.add_all(heading.deck)
    found.bylines = script.add_all(heading.bylines)
    return found


def _with_captions(pictures: list[Captioned], script: Script) -> list[tuple[Captioned, int]]:
    """The pictures with the lines of their captions; several may share one."""
    numbers = {"": 0}
    for each in pictures:
        if each.text not in numbers:
            numbers[each.text] = script.add(each.text)
    return [(each, numbers[each.text]) for each in pictures]


def own_type(region: Region, page: Type) -> Type:
    """The type of the region's text: the page's, or in a sidebar or brief set in another one its own."""
    lines = [line for line in region.lines if not line.role and not line.upright and not page.is_heading(line)]
    kinds = Counter(map(kind, lines))
    size, face = max(kinds, key=lambda each: (kinds[each], each), default=(page.size, page.face))
    in_page = sum(map(page.is_body, lines)) > 1 and (size, face) not in page.larger
    if in_page or kinds[size, face] < MIN_LINES:
        return page
    return Type(size, face, page.leading * size / page.size)
