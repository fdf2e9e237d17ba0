"""Addresses of readers' pages. They are permanent: a change breaks bookmarks and subscriptions."""

from django.urls import path, register_converter

from articles.addresses import IssueDate, Year
from articles.site import feeds, machines, sitemaps
from articles.site.about import about, accessibility
from articles.site.archive import archive, archive_year
from articles.site.articles import article, article_picture, preview
from articles.site.facsimiles import large, page_image, page_pdf
from articles.site.issues import front, issue, issue_print, page
from articles.site.lists import author, corrections, section
from articles.site.offline import offline_files, service_worker
from articles.site.pictures import picture, preview_picture
from articles.site.reports import report, report_sent
from articles.site.search import completions, search, suggestions

register_converter(IssueDate, "issue_date")
register_converter(Year, "year")

# (prefix of the name, prefix of the path, subject, class): `section_atom` is /sections/<slug>/feed.atom
FEEDS = [
    ("paper", "", feeds.paper, feeds.StoryFeed),
    ("section", "sections/<slug:slug>/", feeds.section, feeds.StoryFeed),
    ("author", "authors/<int:pk>/", feeds.author, feeds.StoryFeed),
    ("page_name", "pages/<path:name>/", feeds.page_name, feeds.StoryFeed),
    ("search", "search/", feeds.search, feeds.StoryFeed),
    ("corrections", "corrections/", feeds.corrections, feeds.CorrectionFeed),
]

urlpatterns = [
    path("articles/<int:pk>/", article, name="article"),
    path("articles/<int:pk>/pictures/<int:number>/", article_picture, name="article_picture"),
    path("articles/<int:pk>/report/", report, name="report"),
    path("articles/<int:pk>/report/sent/", report_sent, name="report_sent"),
    path("", front, name="front"),
    path("<issue_date:date>/", issue, name="issue"),
    path("<issue_date:date>/offline.json", offline_files, name="offline_files"),
    path("<issue_date:date>/print/", issue_print, name="issue_print"),
    # A page number may be 2 or A04, or 2/3 for facing pages.
    path("<issue_date:date>/<path:number>/large/", large, name="large_page"),
    path("<issue_date:date>/<path:number>/page.pdf", page_pdf, name="page_pdf"),
    path("<issue_date:date>/<path:number>/facsimile/<str:name>", page_image, name="page_image"),
    path("<issue_date:date>/<path:number>/", page, name="page"),
    path("sections/<slug:slug>/", section, name="section"),
    path("authors/<int:pk>/", author, name="author"),
    path("archive/", archive, name="archive"),
    path("archive/<year:year>/", archive_year, name="archive_year"),
    path("search/", search, name="search"),
    path("search/suggestions/", suggestions, name="suggestions"),
    path("search/completions/", completions, name="completions"),
    path("corrections/", corrections, name="corrections"),
    path("pictures/<int:pk>/<str:name>", picture, name="picture"),
    path("about/", about, name="about"),
    path("accessibility/", accessibility, name="accessibility"),
    path("preview/<str:token>/", preview, name="preview"),
    path("preview/<str:token>/pictures/<int:pk>/<str:name>", preview_picture, name="preview_picture"),
    *(
        path(f"{prefix}feed.{ending}", feed(subject, feed_type), name=f"{name}_{ending}")
        for name, prefix, subject, feed in FEEDS
        for ending, feed_type in (("atom", feeds.Atom), ("rss", feeds.Rss))
    ),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemap-<section>.xml", sitemaps.part, name="sitemap_part"),
    path("news-sitemap.xml", machines.news_sitemap, name="news_sitemap"),
    path("robots.txt", machines.robots, name="robots"),
    path(".well-known/security.txt", machines.security, name="security"),
    path("opensearch.xml", machines.opensearch, name="opensearch"),
    path("manifest.webmanifest", machines.manifest, name="manifest"),
    path("service-worker.js", service_worker, name="service_worker"),
    path("favicon.ico", machines.favicon, name="favicon"),
    path("apple-touch-icon.png", machines.touch_icon, name="touch_icon"),
]
