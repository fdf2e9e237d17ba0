"""The addresses that machines read. They are as lasting as the readers': feeds stand in subscriptions for years."""

from django.contrib.sitemaps import views as sitemap_views
from django.urls import path

from articles import feeds
from articles.sitemaps import SITEMAPS, index
from articles.views import machines
from articles.views.machines import for_machines

# name of the addresses, where they stand, what they are about and hold: `section_atom` is /sections/<slug>/feed.atom
FEEDS = [
    ("paper", "", feeds.paper, feeds.StoryFeed),
    ("section", "sections/<slug:slug>/", feeds.section, feeds.StoryFeed),
    ("author", "authors/<int:pk>/", feeds.author, feeds.StoryFeed),
    ("page_name", "pages/<path:name>/", feeds.page_name, feeds.StoryFeed),
    ("search", "search/", feeds.search, feeds.StoryFeed),
    ("corrections", "corrections/", feeds.corrections, feeds.CorrectionFeed),
]
FORMATS = {"atom": feeds.Atom, "rss": feeds.Rss}

sitemap_index = for_machines(index)
sitemap = for_machines(sitemap_views.sitemap)

urlpatterns = [
    *(
        path(f"{prefix}feed.{ending}", for_machines(feed(subject, feed_type)), name=f"{name}_{ending}")
        for name, prefix, subject, feed in FEEDS
        for ending, feed_type in FORMATS.items()
    ),
    path("sitemap.xml", sitemap_index, name="sitemap"),
    path("sitemap-<section>.xml", sitemap, {"sitemaps": SITEMAPS}, name="sitemap_part"),
    path("news-sitemap.xml", for_machines(machines.news_sitemap), name="news_sitemap"),
    path("robots.txt", for_machines(machines.robots), name="robots"),
    path(".well-known/security.txt", for_machines(machines.security), name="security"),
    path("manifest.webmanifest", for_machines(machines.manifest), name="manifest"),
    path("favicon.ico", for_machines(machines.favicon), name="favicon"),
    path("apple-touch-icon.png", for_machines(machines.touch_icon), name="touch_icon"),
]
