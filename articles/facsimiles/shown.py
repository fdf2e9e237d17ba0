"""What readers may see of a facsimile: all of it when every story on the page is public; otherwise with the zones of
the others blanked. The plan stands in its place where a zone is unknown, or while the blanked images are not made."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, Exists, OuterRef, Q, When
from django.urls import reverse

from articles.models import Article, Facsimile, Page, Placement

from .areas import Area, Zone, key_of, widened

PDF = "application/pdf"
PREVIEW = 1000  # pixels
DIGITS = 10  # of the PDF's digest, in addresses


@dataclass(frozen=True)
class Stories:
    """The stories of a page: the zones of those that readers see, by the key of the story, and the zones of all others.
    An unknown zone is []."""

    seen: dict[int, Zone]
    hidden: list[Zone]

    @property
    def are_public(self) -> bool:
        return not self.hidden

    @property
    def may_be_shown(self) -> bool:
        """Whether there is something to be seen, and it is known where the rest is."""
        return bool(self.seen) and all(self.hidden)

    @property
    def blanked(self) -> list[Area]:
        return sorted(area for zone in self.hidden for area in widened(zone))

    @property
    def key(self) -> str:
        """The key of the images that readers get: "" for the whole page."""
        return key_of(self.blanked) if self.hidden else ""


@dataclass(frozen=True)
class Shown:
    """A facsimile as readers see it now."""

    page: Page
    facsimile: Facsimile
    stories: Stories
    images: list[dict]  # those of Facsimile.renditions, the largest first
    pdf: dict | None

    @property
    def is_whole(self) -> bool:
        return self.stories.are_public

    @property
    def preview(self) -> dict:
        """The image for other websites."""
        return next(each for each in self.images if each["width"] <= PREVIEW and each["mime"] == "image/webp")

    def address(self, image: dict) -> str:
        """Another PDF of the page, or other blanked zones, give other addresses: browsers keep an image for a day."""
        name = f"{self.facsimile.digest[:DIGITS]}-{image['name']}"
        return reverse("page_image", args=[self.page.issue.date, self.page.number, name])

    def image_at(self, name: str) -> dict | None:
        """The image with this name in its address."""
        digest, _, name = name.partition("-")
        if digest != self.facsimile.digest[:DIGITS]:
            return None
        return next((each for each in self.images if each["name"] == name), None)


def shown(page: Page) -> Shown | None:
    """What readers see of the facsimile of a public page now, or None."""
    facsimile = Facsimile.objects.filter(page=page).defer("reading").first()
    if facsimile is None or not facsimile.renditions:
        return None
    stories = stories_on(facsimile)
    images = images_of(facsimile, stories.key) if stories.may_be_shown else []
    if not images:
        return None
    return Shown(page, facsimile, stories, images, pdf_of(facsimile) if stories.are_public else None)


def stories_on(facsimile: Facsimile, now: datetime | None = None) -> Stories:
    """The stories of the page as readers see them at `now`. A story merged into another is part of that one. Those that
    were deleted without having been public are hidden for good, until the page is imported again."""
    seen: dict[int, Zone] = {}
    hidden = list(facsimile.withheld)
    for article, zone in _placed(facsimile, now).values_list("seen_as", "zone"):
        if article is None:
            hidden.append(zone)
        else:
            known = seen.setdefault(article, [])
            known += [area for area in zone if area not in known]
    return Stories(seen, hidden)


def _placed(facsimile, now):
    """The placements on the page with `seen_as`, the story in which readers see what was printed there, or None."""
    into, further = "article__merged_into", "article__merged_into__merged_into"
    merged = Article.Status.MERGED
    seen_as = Case(
        When(_is_public("article", now), then="article"),
        When(Q(_is_public(into, now), article__status=merged), then=into),
        When(Q(_is_public(further, now), article__status=merged, article__merged_into__status=merged), then=further),
    )
    return Placement.objects.filter(page=facsimile.page_id).annotate(seen_as=seen_as).order_by("order", "pk")


def _is_public(article, now):
    return Exists(Article.objects.public(now).filter(pk=OuterRef(article)))


def images_of(facsimile: Facsimile, key: str) -> list[dict]:
    """The images with this key, the largest first."""
    return [each for each in facsimile.renditions if each["key"] == key and each["mime"].startswith("image/")]


def pdf_of(facsimile: Facsimile) -> dict | None:
    """The PDF of this page alone; there is none of half a sheet, which would have the other half in it."""
    return next((each for each in facsimile.renditions if each["mime"] == PDF), None)
