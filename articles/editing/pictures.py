"""The pictures of a story, as snapshots have them: {"digest", "number", "caption", "alt"} each, in order.

A picture keeps its number as long as the story has it, because the block 图2：… of the text names it. A number is never
used again, so that no caption of an earlier version gets another picture."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from articles.models import Article, Picture, PictureUse
from articles.text.body import Block

from .actors import Refused

Pictures = list[dict]
BLANK = {"digest": "", "number": 1, "caption": "", "alt": ""}


def pictures_of(article: Article) -> Pictures:
    uses = PictureUse.objects.filter(article=article).order_by("order", "number").select_related("picture")
    return [
        {"digest": use.picture.digest, "number": use.number, "caption": use.caption, "alt": use.alt}
        for use in uses.only("number", "caption", "alt", "picture__digest")
    ]


def write_pictures(article: Article, pictures: Pictures) -> None:
    """Replace the pictures of a saved article by these. Pictures that no longer exist are left out."""
    known = {picture.digest: picture for picture in Picture.objects.filter(digest__in=[p["digest"] for p in pictures])}
    PictureUse.objects.filter(article=article).delete()
    PictureUse.objects.bulk_create(
        PictureUse(
            article=article,
            picture=known[each["digest"]],
            number=each["number"],
            caption=each["caption"],
            alt=each["alt"],
            order=order,
        )
        for order, each in enumerate(pictures, start=1)
        if each["digest"] in known
    )
    mark_used(pictures)
    article.last_picture = highest_number(article, pictures) or None
    Article.objects.filter(pk=article.pk).update(last_picture=article.last_picture)


def mark_used(pictures: Pictures) -> None:
    """Versions of stories need these pictures from now on, so they are never deleted."""
    Picture.objects.filter(digest__in=[each["digest"] for each in pictures], was_used=False).update(was_used=True)


def highest_number(article: Article, pictures: Pictures) -> int:
    """The highest number that a picture of the story has or had, or that a caption in its text names."""
    numbers = [each["number"] for each in pictures] + [block.picture or 0 for block in article.blocks]
    return max([article.last_picture or 0, *numbers])


def with_new(article: Article, pictures: Pictures, new: Iterable[dict]) -> Pictures:
    """The pictures, followed by the `new` ones under numbers never used. Those that the story has are left out."""
    added = list(pictures)
    for picture in new:
        if picture["digest"] not in {each["digest"] for each in added}:
            added.append({**BLANK, **picture, "number": highest_number(article, added) + 1})
    return added


def numbered(article: Article, wanted: Iterable[dict]) -> Pictures:
    """These pictures in this order, with the numbers that are missing: pictures of the story keep theirs, new ones get
    one never used. Raises Refused for a number that another picture of the story has or had."""
    current = {each["digest"]: each["number"] for each in pictures_of(article)}
    pictures = [{**BLANK, "number": current.get(each["digest"], 0), **each} for each in wanted]
    for picture in pictures:
        number, own = picture["number"], current.get(picture["digest"])
        if number and number != own and (own or number <= (article.last_picture or 0)):
            raise Refused(
                _("Number %(number)d is not free for this picture; leave the number out to get one.")
                % {"number": number}
            )
        picture["number"] = number or highest_number(article, pictures) + 1
    return pictures


def parted(pictures: Pictures, blocks: Iterable[Block]) -> tuple[Pictures, Pictures]:
    """(the pictures that stay, those that go with `blocks`, which have their captions)."""
    numbers = {block.picture for block in blocks}
    return (
        [each for each in pictures if each["number"] not in numbers],
        [each for each in pictures if each["number"] in numbers],
    )


def brought_into(
    article: Article, pictures: Pictures, theirs: Pictures, blocks: list[Block]
) -> tuple[Pictures, list[Block]]:
    """The article's `pictures` with `theirs`, those of another story, and the `blocks` of that story with the numbers
    that its pictures have now."""
    both = with_new(article, pictures, theirs)
    numbers = {each["digest"]: each["number"] for each in both}
    renumbered = {each["number"]: numbers[each["digest"]] for each in theirs}
    # A printed 图3：, which no picture belongs to, must not become the caption of one.
    free = {block.picture for block in blocks} - set(numbers.values())
    renumbered = {number: number for number in free} | renumbered
    return both, [block._replace(picture=renumbered.get(block.picture)) for block in blocks]
