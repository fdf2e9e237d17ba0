"""Pages with their PDF, for tests: a page of tests/printed_page with a story in each of its zones."""

import hashlib
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import storages

from articles.facsimiles.making import make_renditions
from articles.models import Article, Facsimile, Page, Placement
from articles.pictures.files import rendition_name, store_original
from tests.printed_page.conftest import GOLDEN
from tests.printed_page.pages import PAGES
from tests.printed_page.typesetter import HEIGHT, WIDTH
from tests.site.rows import printed


def page_with_pdf(name="sidebar", *, make=True, **fields) -> list[Article]:
    """The stories of a made page, in print, with its facsimile; with `make` also its renditions. `fields` are those of
    printed()."""
    _made, stories = PAGES[name]()
    articles = [printed(story.headline, body="\n\n".join(story.paragraphs), **fields) for story in stories]
    for article, story in zip(articles, stories, strict=True):
        Placement.objects.filter(article=article).update(zone=zone_of(story))
    facsimile = add_pdf(articles[0].placements.get().page, GOLDEN / f"{name}.pdf")
    if make:
        make_renditions(facsimile)
    return articles


SIZES = [("2400", "webp"), ("1000", "avif"), ("1000", "webp"), ("720", "avif"), ("400", "avif"), ("400", "webp")]


def store_images(facsimile: Facsimile, key: str, content: bytes) -> None:
    """Images, and for the whole page the PDF, with this content instead of drawn ones."""
    facsimile.renditions += images(key)
    for each in images(key):
        storages["renditions"].save(rendition_name(facsimile, each["name"]), ContentFile(content))
    facsimile.save()


def images(key: str = "") -> list[dict]:
    """What a row says of its files."""
    ending = key and f"-{key}"
    names = [(f"p1-{width}{ending}.{kind}", int(width), f"image/{kind}") for width, kind in SIZES]
    names += [("p1.pdf", WIDTH, "application/pdf")] * (not key)
    return [
        {"name": name, "key": key, "width": width, "height": width * 7 // 5, "bytes": 9, "mime": mime}
        for name, width, mime in names
    ]


def row_of(page: Page) -> Facsimile:
    """A facsimile that readers see, without any file."""
    size = {"size": 1, "width": WIDTH, "height": HEIGHT}
    return Facsimile.objects.create(page=page, digest=f"{page.pk:064}", name="1.pdf", renditions=images(), **size)


def zone_of(story):
    x0, y0, x1, y1 = story.zone
    return [[round(x0 / WIDTH * 1e4), round(y0 / HEIGHT * 1e4), round(x1 / WIDTH * 1e4), round(y1 / HEIGHT * 1e4)]]


def add_pdf(page: Page, path: Path, **fields) -> Facsimile:
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    row = Facsimile(
        page=page, digest=digest, name=path.name, size=path.stat().st_size, width=WIDTH, height=HEIGHT, **fields
    )
    store_original(row, path)
    row.save()
    return row
