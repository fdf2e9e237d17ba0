"""Zones of placements. They come from the import: a story's own, joined with those of the stories that an editor merged
into it. A story that an editor split leaves both parts the zone of the whole."""

from collections.abc import Iterable, Iterator

from articles.facsimiles.areas import UNITS
from articles.models import Article, Page, Placement, joined_zone

from .composing import Part, WholeStory

Zones = dict[tuple[int, int], list[list[int]]]  # by article and page


def zone_of(part: Part) -> list[list[int]]:
    """As stored."""
    return [[round(edge * UNITS) for edge in area] for area in part.zone]


def zones_of(stories: Iterable[tuple[Article, WholeStory]], pages: dict[str, Page]) -> Zones:
    """What the placements of these articles should have, and of those that they were merged into."""
    zones: Zones = {}
    articles = {article.pk: article for article, _story in stories}
    for article, story in stories:
        for part in (*story.parts, *story.reprints):
            for pk in _wholes(article, articles):
                key = pk, pages[part.page].pk
                zones[key] = joined_zone(zones[key], zone_of(part)) if key in zones else zone_of(part)
    return zones


def _wholes(article: Article | None, articles: dict[int, Article]) -> Iterator[int]:
    """The article, the one it was merged into, the one that was merged into, and so on."""
    while article:
        yield article.pk
        into = article.merged_into_id if article.status == Article.Status.MERGED else None
        if into and into not in articles:
            yield into
        article = articles.get(into or 0)


def sync_zones(pages: dict[str, Page], zones: Zones) -> None:
    """Write the zones of all placements on the pages. One that a step at the desk left is kept as long as it is made of
    the page's zones; another one would be of a PDF that is no longer the page's."""
    known = {(page, tuple(area)) for (_article, page), zone in zones.items() for area in zone}
    for place in Placement.objects.filter(page__in=pages.values()).only("article", "page", "zone"):
        left = place.zone if all((place.page_id, tuple(area)) in known for area in place.zone) else []
        if (zone := zones.get((place.article_id, place.page_id), left)) != place.zone:
            Placement.objects.filter(pk=place.pk).update(zone=zone)
