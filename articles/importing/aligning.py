"""What a page's PDF gives to its stories: their zones and pictures. Where the page has a text as well, the stories are
the text's, and each is found on the PDF by its words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from articles.parsing import Paragraph, ParsedPage, Problem, Story
from articles.printed_page.model import Area, PlacedPicture, PrintedPage
from articles.text.characters import squeezed

from .captions import Captioned, photographers
from .matching import Known, match, shared

# In the caption of the text and that of the PDF, as in the texts of stories.
MIN_SHARED = 0.5


@dataclass(frozen=True, slots=True)
class OnPage:
    """Where a story stands on the page, and its pictures there; nothing where the PDF does not show it for sure."""

    zone: tuple[Area, ...] = ()
    pictures: tuple[Captioned, ...] = ()


def of_pdf(page: PrintedPage, digests: Sequence[Sequence[str]]) -> list[OnPage]:
    """For each story that was read from the PDF. `digests[n]` are those of the pictures of story n; "" is one that was
    not taken in."""
    each_story = zip(page.parsed.articles, page.places, _taken_in(page, digests), strict=True)
    return [
        OnPage(place.zone, tuple(_as_printed(story, digest, each) for digest, each in pictures))
        for story, place, pictures in each_story
    ]


def _as_printed(story: Story, digest: str, picture: PlacedPicture) -> Captioned:
    """The picture with its caption. The words below a news photograph may be the text of the story; it has no other
    caption then, and stands above the text."""
    captions = [paragraph.text for paragraph in story.paragraphs if paragraph.kind == "caption"]
    return Captioned(digest, picture.caption if picture.caption in captions else "", picture.credit)


def of_text(parsed: ParsedPage, page: PrintedPage, digests: Sequence[Sequence[str]]) -> tuple[ParsedPage, list[OnPage]]:
    """For each story of the page's text, and the page with doubts about pictures whose caption the text lacks."""
    partners = match([_known(story) for story in parsed.articles], [_known(story) for story in page.parsed.articles])
    taken = list(_taken_in(page, digests))
    stories, printed = [], []
    for number, story in enumerate(parsed.articles):
        at = partners.get(number)
        pictures = _captioned(story, taken[at]) if at is not None else ()
        if not all(each.caption for each in pictures):
            story = replace(story, problems=(*story.problems, Problem("picture_without_caption", story.lines[0])))
        stories.append(story)
        printed.append(OnPage(page.places[at].zone if at is not None else (), pictures))
    return replace(parsed, articles=tuple(stories)), printed


def _taken_in(page: PrintedPage, digests: Sequence[Sequence[str]]) -> Iterable[list[tuple[str, PlacedPicture]]]:
    for place, own in zip(page.places, digests or [()] * len(page.places), strict=True):
        yield [(digest, picture) for digest, picture in zip(own, place.pictures, strict=False) if digest]


def _known(story: Story) -> Known:
    heading = story.kicker + story.headline + story.deck
    text = squeezed(heading + story.dateline + "".join(paragraph.text for paragraph in story.paragraphs))
    return Known(text, squeezed(story.headline), text)


def _captioned(story: Story, pictures: Iterable[tuple[str, PlacedPicture]]) -> tuple[Captioned, ...]:
    """The pictures at the captions of the text, each caption once."""
    left = [paragraph for paragraph in story.paragraphs if paragraph.kind == "caption"]
    found = []
    for digest, picture in pictures:
        caption = _caption_of(picture, left)
        if caption:
            left.remove(caption)
        text, people = (caption.text, photographers(story, caption)) if caption else ("", picture.credit)
        found.append(Captioned(digest, text, people))
    return tuple(found)


def _caption_of(picture: PlacedPicture, captions: list[Paragraph]) -> Paragraph | None:
    if not picture.caption:
        return None
    text = squeezed(picture.caption)
    best = max(captions, key=lambda each: shared(text, squeezed(each.text)), default=None)
    return best if best and shared(text, squeezed(best.text)) >= MIN_SHARED else None
