"""Sitemaps: stories, issues, printed pages, sections, authors, archive."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import GenericSitemap
from django.contrib.sitemaps.views import SitemapIndexItem, sitemap
from django.db.models import Max, OuterRef, Prefetch, Subquery
from django.shortcuts import render
from django.urls import reverse

from articles.addresses import absolute
from articles.models import Article, Author, Issue, Page, PictureUse, Section
from articles.site.cache_headers import publicly_cached

SINGLE_PAGES = ["front", "archive", "corrections", "about", "accessibility"]
MAX_ADDRESSES = 5000  # 50,000 are allowed; a small server renders this many quickly


class PublicSitemap(GenericSitemap):
    """The rows of a queryset, each with `changed_at`."""

    limit = MAX_ADDRESSES

    def __init__(self, queryset):
        super().__init__({"queryset": queryset, "date_field": "changed_at"})

    def get_protocol(self, protocol=None):
        return urlsplit(settings.NEWSROOM_URL).scheme or super().get_protocol(protocol)

    def get_domain(self, site=None):
        return urlsplit(settings.NEWSROOM_URL).netloc or super().get_domain(site)


class Archive(PublicSitemap):
    def items(self):
        years = self.queryset.dates("date", "year")
        return [*map(reverse, SINGLE_PAGES), *(reverse("archive_year", args=[day.year]) for day in years)]

    def location(self, address):
        return address

    def lastmod(self, address):
        return None


def parts():
    """{name: sitemap}, for each request because what is public depends on the time."""
    # By key, so that a new story changes only the last file.
    stories = with_pictures(Article.objects.public().with_changed().only("pk").order_by("pk"))
    issues = Issue.objects.public().order_by("date")
    pages = Page.objects.public().for_navigation().order_by("issue__date", "order", "pk")
    return {
        "archive": Archive(issues),
        "articles": PublicSitemap(stories),
        "authors": PublicSitemap(with_changed(Author.objects.public().order_by("pk"), "contributions__author")),
        "issues": PublicSitemap(with_changed(issues, "placements__page__issue")),
        "pages": PublicSitemap(with_changed(pages, "placements__page")),
        "sections": PublicSitemap(with_changed(Section.objects.public().order_by("pk"), "section")),
    }


def with_changed(rows, path):
    """Annotate each row with the last change of its public stories; `path` is the lookup from a story to the row."""
    stories = Article.objects.public().filter(**{path: OuterRef("pk")})
    return rows.annotate(changed_at=Subquery(stories.order_by("-updated_at").values("updated_at")[:1]))


def with_pictures(stories):
    """Load `pictures` of each story, with what their addresses need."""
    uses = PictureUse.objects.exclude(picture__renditions=[]).select_related("picture")
    uses = uses.only("article", "picture__renditions")
    return stories.prefetch_related(Prefetch("picture_uses", uses, to_attr="pictures"))


@publicly_cached
def index(request):
    """The sitemap index. Django's view would use the request's host, not NEWSROOM_URL."""
    maps, changed = [], Article.objects.public().aggregate(latest=Max("updated_at"))["latest"]
    for name, part in parts().items():
        location = absolute(request, reverse("sitemap_part", args=[name]))
        more = [f"{location}?p={number}" for number in range(2, part.paginator.num_pages + 1)]
        maps += [SitemapIndexItem(each, changed) for each in (location, *more)]
    return render(request, "sitemap_index.xml", {"sitemaps": maps}, content_type="application/xml")


@publicly_cached
def part(request, section):
    # https://developers.google.com/search/docs/crawling-indexing/sitemaps/image-sitemaps
    template = "articles/articles_sitemap.xml" if section == "articles" else "sitemap.xml"
    return sitemap(request, parts(), section, template_name=template)
