"""Pictures lying beside a page's text: their files are taken in before the import's transaction, the rows written in
it, and each is placed at its caption."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from django.core.files import File
from django.utils.translation import gettext as _

from articles.editing import Actor
from articles.editing.pictures import Pictures, with_new
from articles.models import Article, Picture
from articles.pictures.adding import save_picture, take_in
from articles.pictures.reading import BadPicture
from articles.text.body import Block, as_text, blocks

from .captions import Captioned
from .sources import IssueSource


def take_in_pictures(source: IssueSource, actor: Actor, store: bool) -> tuple[dict[Path, Picture], list[str]]:
    """The pictures of an issue's files, and sentences about files that cannot be taken in. The text is imported without
    those: the editor needs it now, and importing again with a better file adds only the picture."""
    taken, notes = {}, []
    for page in source.pages:
        for path in page.pictures:
            try:
                with path.open("rb") as file:
                    taken[path] = take_in(File(file), path.name, actor, store=store)
            except BadPicture as fault:
                notes.append(left_out(page.number, path.name, str(fault)))
            except OSError as error:
                notes.append(left_out(page.number, path.name, error.strerror or str(error)))
    return taken, notes


def left_out(page: str, name: str, reason: str) -> str:
    sentence = _("Page {page} was imported without the picture {name}: {reason}")
    return sentence.format(page=page, name=name, reason=reason)


def save_pictures(taken: Iterable[Picture], stories: Iterable[Captioned], actor: Actor) -> None:
    """Write the rows of new pictures, with the photographers that their captions name."""
    names = {each.digest: each.photographers for each in stories}
    for picture in taken:
        save_picture(picture, actor, names.get(picture.digest, ()))


def without_caption(page: str, names: Sequence[str]) -> str:
    sentence = _("On page {page} no caption was left for {names}: these pictures are in the library and in no story.")
    return sentence.format(page=page, names="、".join(names))


def placed(article: Article, body: str, pictures: Pictures, printed: Sequence[Captioned]) -> tuple[str, Pictures]:
    """The `body`, as printed or as edited, with the numbers of the pictures at their captions, and the article's
    `pictures` with the `printed` ones. A printed picture takes the place of the one that its caption had; one whose
    caption is not in the body is left out; one printed without a caption stands above the text."""
    text = blocks(body)
    captions = [at for at, block in enumerate(text) if block.kind == "caption"]
    before = _numbers_so_far(article, text, captions, {each["number"] for each in pictures})
    wanted = _found(text, captions, printed)
    numbers = {at: number for at, number in before.items() if at not in wanted}
    for at, digest in wanted.items():
        pictures = _with(article, pictures, digest, before.get(at), set(wanted.values()))
        number = next(each["number"] for each in pictures if each["digest"] == digest)
        if number not in numbers.values():
            numbers[at] = number
    above = [each.digest for each in printed if not each.caption and each.digest not in wanted.values()]
    pictures = _with_above(article, pictures, above, {*numbers.values()})
    marked = (block._replace(picture=numbers.get(at, block.picture)) for at, block in enumerate(text))
    return as_text(marked), _in_order(pictures, [*above, *wanted.values()])


def _with_above(article: Article, pictures: Pictures, digests: list[str], named: set[int]) -> Pictures:
    """The pictures with those printed without a caption; each takes the place of one that no caption names."""
    before = [each["number"] for each in pictures if each["number"] not in named and each["digest"] not in digests]
    new = [digest for digest in digests if digest not in {each["digest"] for each in pictures}]
    for at, digest in enumerate(new):
        pictures = _with(article, pictures, digest, before[at] if at < len(before) else None, set(digests))
    return pictures


def _found(text: list[Block], captions: list[int], printed: Sequence[Captioned]) -> dict[int, str]:
    """{position of a caption: the digest of the picture printed above it}, each picture once."""
    found: dict[int, str] = {}
    for each in printed:
        at = next((at for at in captions if text[at].text == each.caption and at not in found), None)
        if at is not None and each.digest not in found.values():
            found[at] = each.digest
    return found


def _with(article: Article, pictures: Pictures, digest: str, number: int | None, wanted: set[str]) -> Pictures:
    """The pictures with another one: in the place of picture `number`, unless that is wanted too, else under a new
    number."""
    if digest not in {each["digest"] for each in pictures}:
        for at, each in enumerate(pictures):
            if each["number"] == number and each["digest"] not in wanted:
                return [*pictures[:at], each | {"digest": digest}, *pictures[at + 1 :]]
    return with_new(article, pictures, [{"digest": digest}])


def _in_order(pictures: Pictures, digests: list[str]) -> Pictures:
    """The pictures, with those of the digests in that order: files that changed places are a change of the story."""
    by_digest = {each["digest"]: each for each in pictures}
    ordered = (by_digest[digest] for digest in digests)
    return [next(ordered) if each["digest"] in digests else each for each in pictures]


def _numbers_so_far(article: Article, text: list[Block], captions: list[int], known: set[int]) -> dict[int, int]:
    """The numbers that the captions had in the article: at the same text, or else, if there are as many captions, at
    the same position."""
    before = [block for block in article.blocks if block.kind == "caption"]
    same_text: dict[str, list[int]] = {}
    for block in before:
        if block.picture in known:
            same_text.setdefault(block.text, []).append(block.picture)
    numbers = {at: left.pop(0) for at in captions if (left := same_text.get(text[at].text))}
    if len(before) == len(captions):
        free = known - set(numbers.values())
        numbers |= {
            at: block.picture
            for at, block in zip(captions, before, strict=True)
            if block.picture in free and at not in numbers
        }
    return numbers
