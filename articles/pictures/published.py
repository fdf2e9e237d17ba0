"""The pictures of a public story for programs: absolute addresses of their files, caption and credit, at their place in
the text. For structured data, feeds, sitemaps, ninjs and the API."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html

from articles.models import Picture, PictureUse
from articles.text.body import Block, as_html

from .placing import laid_out

SHAPES = ("1x1", "4x3", "16x9")


class File(NamedTuple):
    """A rendition: 1600.webp, 1600.jpg and so on, or a crop: share, 1x1, 4x3, 16x9. Sizes in pixels and bytes."""

    name: str
    url: str
    width: int
    height: int
    bytes: int
    mime: str


@dataclass(frozen=True, slots=True)
class Published:
    """A picture of a story, with the caption that readers see. `root` is the origin, before the path of a URL."""

    use: PictureUse
    caption: str
    root: str

    @property
    def picture(self) -> Picture:
        return self.use.picture

    @property
    def alt(self) -> str:
        return self.use.alt or self.caption

    @property
    def by(self) -> str:
        """摄影 丁彤　摄影 李强"""
        return "　".join(f"{each.role} {each.author.name}".strip() for each in self.picture.photographers)

    @property
    def credit(self) -> str:
        """摄影 丁彤　新华社发"""
        return "　".join(filter(None, [self.by, self.picture.source]))

    @property
    def copyright_holder(self) -> str:
        """The newspaper, for pictures by its own photographers; unknown for pictures from elsewhere."""
        is_own = self.by and not self.picture.source
        return (settings.NEWSPAPER["publisher"] or settings.NEWSPAPER["name"]) if is_own else ""

    @property
    def files(self) -> list[File]:
        folder = self.root + _folder(self.picture)
        return [_file(folder, each) for each in self.picture.renditions]

    @property
    def largest(self) -> File:
        """The largest JPEG of the whole picture."""
        return self._whole(-1)

    @property
    def smallest(self) -> File:
        return self._whole(0)

    def _whole(self, place: int) -> File:
        return _file(self.root + _folder(self.picture), _jpegs(self.picture)[place])

    def crop(self, shape: str) -> File:
        """The JPEG of this shape around the focal point: share (1200 × 630), 1x1, 4x3 or 16x9. The whole picture, if
        there is none yet."""
        made = next((each for each in self.picture.renditions if each["name"].startswith(f"{shape}-")), None)
        return _file(self.root + _folder(self.picture), made) if made else self.largest


def placed(blocks: list[Block], uses: Iterable[PictureUse], root: str) -> list[tuple[Block, Published | None]]:
    """Each block with the picture whose caption it is, or None. Pictures that no block names come first, each with a
    caption block of its own."""
    parts, above = laid_out(blocks, uses)
    lead = [(Block("caption", use.caption, use.number), use) for use in above]
    return [(block, Published(use, block.text, root) if use else None) for block, use in [*lead, *parts]]


def published(blocks: list[Block], uses: Iterable[PictureUse], root: str) -> list[Published]:
    """The pictures in the order in which readers come to them: the lead first."""
    return [picture for _block, picture in placed(blocks, uses, root) if picture]


def with_figures(pairs: Iterable[tuple[Block, Published | None]]) -> str:
    """HTML of what `placed()` returns, for programs that show it without our style sheet."""
    return "".join(_figure(picture) if picture else as_html([block]) for block, picture in pairs)


def address(picture: Picture) -> str:
    """The path of the largest JPEG, for lists without texts."""
    return _folder(picture) + _jpegs(picture)[-1]["name"]


def _jpegs(picture):
    """The JPEGs of the whole picture, the largest last."""
    whole = [each for each in picture.renditions if each["name"].endswith(".jpg") and "-" not in each["name"]]
    return sorted(whole, key=lambda each: each["width"])


def _file(folder, made):
    shape, is_crop, _focal_point = made["name"].partition("-")
    name = shape if is_crop else made["name"]
    return File(name, folder + made["name"], made["width"], made["height"], made["bytes"], made["mime"])


def _folder(picture):
    """The beginning of the addresses of its files; reverse() for each would take most of the time of a list."""
    return reverse("picture", args=[picture.pk, "_"]).removesuffix("_")


def _figure(picture):
    file = picture.largest
    return format_html(
        '<figure><img src="{}" width="{}" height="{}" alt="{}">{}</figure>',
        file.url,
        file.width,
        file.height,
        picture.alt,
        _caption(picture),
    )


def _caption(picture):
    text = "　".join(filter(None, [picture.caption, picture.credit]))
    return format_html("<figcaption>{}</figcaption>", text) if text else ""
