"""Every public address, for search engines: stories, issues, printed pages, sections, authors, archive."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import SitemapIndexItem, sitemap
from django.db.models import Max, OuterRef, Subquery
from django.shortcuts import render
from django.urls import reverse

from articles.addresses import absolute
from articles.models import Article, Author, Issue, Page, Section
from articles.views.caching import publicly_cached

SINGLE = ["front", "archive", "corrections", "about"]
ADDRESSES_IN_A_FILE = 5000  # fewer than the allowed 50,000, so that a small server makes each in a moment


class PublicSitemap(Sitemap):
    limit = ADDRESSES_IN_A_FILE

    def get_protocol(self, protocol=None):
        return urlsplit(settings.NEWSROOM_URL).scheme or super().get_protocol(protocol)

    def get_domain(self, site=None):
        return urlsplit(settings.NEWSROOM_URL).netloc or super().get_domain(site)

    def get_latest_lastmod(self):
        return Article.objects.public().aggregate(newest=Max("updated_at"))["newest"]

    def lastmod(self, row):
        return row.changed


class Articles(PublicSitemap):
    def items(self):
        # By key: a new story is added to the last file, and all others stay as they were.
        return Article.objects.public().only("publish_at", "updated_at").order_by("pk")

    def lastmod(self, article):
        return max(article.publish_at, article.updated_at)


class Issues(PublicSitemap):
    def items(self):
        return Issue.objects.public().annotate(changed=last_change("placements__page__issue")).order_by("date")


class Pages(PublicSitemap):
    def items(self):
        pages = Page.objects.public().for_navigation().annotate(changed=last_change("placements__page"))
        return pages.order_by("issue__date", "order", "pk")


class Sections(PublicSitemap):
    def items(self):
        return Section.objects.public().annotate(changed=last_change("section")).order_by("pk")


class Authors(PublicSitemap):
    def items(self):
        return Author.objects.public().annotate(changed=last_change("contributions__author")).order_by("pk")


class Archive(PublicSitemap):
    """Single pages, and the years."""

    def items(self):
        years = Issue.objects.public().dates("date", "year")
        return [*map(reverse, SINGLE), *(reverse("archive_year", args=[day.year]) for day in years)]

    def location(self, address):
        return address

    def lastmod(self, address):
        return None


SITEMAPS = {
    "archive": Archive,
    "articles": Articles,
    "authors": Authors,
    "issues": Issues,
    "pages": Pages,
    "sections": Sections,
}


@publicly_cached
def index(request):
    """The addresses of the maps themselves. Django's own view knows no address but that of the request."""
    maps, changed = [], PublicSitemap().get_latest_lastmod()
    for name, kind in SITEMAPS.items():
        location = absolute(request, reverse("sitemap_part", args=[name]))
        more = [f"{location}?p={number}" for number in range(2, kind().paginator.num_pages + 1)]
        maps += [SitemapIndexItem(each, changed) for each in (location, *more)]
    return render(request, "sitemap_index.xml", {"sitemaps": maps}, content_type="application/xml")


@publicly_cached
def part(request, section):
    return sitemap(request, SITEMAPS, section)


def last_change(path):
    """When a public story of the row was last changed; `path` leads from the story to the row."""
    stories = Article.objects.public().filter(**{path: OuterRef("pk")})
    return Subquery(stories.order_by("-updated_at").values("updated_at")[:1])
