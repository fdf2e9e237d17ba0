"""The pictures of stories, as pages show them. `pictures_in()` and `load_first_pictures()` take one query each."""

from django.db.models import Exists, F, OuterRef
from django.urls import reverse

from articles.models import Author, PictureCredit, PictureUse
from articles.text import body as body_text

# A story with pictures and fewer characters of text is a picture story: about four lines of a printed column.
LITTLE_TEXT = 150


def is_picture_story(blocks):
    """图片新闻: whether a story that has pictures is shown as such, large even in lists."""
    return sum(len(block.text) for block in blocks if block.kind != "caption") < LITTLE_TEXT


def pictures_in(article):
    """The uses of the story's pictures in order, with pictures and their `photographers`."""
    return _loaded(PictureUse.objects.filter(article=article)) if article.last_picture else []


def load_first_pictures(articles):
    """Set `first_picture` of the stories that have pictures, and `is_picture_story`. No query if none ever had one."""
    # A continued story is among them once for each page; it gets its picture where it begins.
    pictured = {article.pk: article for article in reversed([*articles]) if article.last_picture}
    if not pictured:
        return
    earlier = PictureUse.objects.filter(article=OuterRef("article"), order__lt=OuterRef("order"))
    uses = PictureUse.objects.filter(~Exists(earlier), article__in=pictured)
    # Lists load their stories without the body.
    for use in _loaded(uses.annotate(body=F("article__body"))):
        article, blocks = pictured[use.article_id], body_text.blocks(use.body)
        use.caption = next((block.text for block in blocks if block.picture == use.number), use.caption)
        article.first_picture, article.is_picture_story = use, is_picture_story(blocks)


def widths(picture, ending, most=1600):
    """The renditions of the whole picture, as files with this ending, up to `most` pixels wide; the largest first."""
    whole = [each for each in picture.renditions if "-" not in each["name"] and each["name"].endswith(ending)]
    return [each for each in whole if each["width"] <= most] or whole[-1:]


def public_address(picture, name):
    """The address of a rendition; previews, whose readers see what is not public, have another such function."""
    return reverse("picture", args=[picture.pk, name])


def _loaded(uses):
    """The uses, with pictures and photographers joined in the same query."""
    rows = uses.select_related("picture").annotate(
        credit=F("picture__credits"),
        role=F("picture__credits__role"),
        author=F("picture__credits__author"),
        author_name=F("picture__credits__author__name"),
    )
    loaded = {}
    for row in rows.order_by("order", "number", "picture__credits__order", "credit"):
        use = loaded.setdefault(row.pk, row)
        use.picture.photographers = [*getattr(use.picture, "photographers", []), *_credit(row)]
    # After a restore there may be none of a picture yet.
    return [use for use in loaded.values() if use.picture.renditions]


def _credit(row):
    if row.credit is None:
        return []
    return [PictureCredit(role=row.role, author=Author(pk=row.author, name=row.author_name))]
