from datetime import timedelta

from django.conf import settings
from django.http import Http404
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.utils import timezone

from articles.models import Article
from articles.site.cache_headers import publicly_cached
from articles.site.sitemaps import with_pictures

# https://developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap
NEWS_DAYS, MAX_NEWS = 2, 1000
SECURITY_DAYS = 180  # after which the contact expires
PLAIN_TEXT = "text/plain; charset=utf-8"


@publicly_cached
def news_sitemap(request):
    recent = timezone.now() - timedelta(days=NEWS_DAYS)
    stories = Article.objects.public().filter(publish_at__gte=recent).order_by("-publish_at", "-pk")
    context = {"stories": with_pictures(stories.only("title", "publish_at"))[:MAX_NEWS]}
    return render(request, "articles/news_sitemap.xml", context, content_type="application/xml")


@publicly_cached
def robots(request):
    return render(request, "articles/robots.txt", content_type=PLAIN_TEXT)


@publicly_cached
def security(request):
    """Where to report a vulnerability (https://www.rfc-editor.org/rfc/rfc9116); 404 without a contact."""
    if not settings.SECURITY_CONTACT:
        raise Http404
    # In whole days, so that the ETag changes once a day.
    expires = timezone.now() + timedelta(days=SECURITY_DAYS)
    context = {"contacts": settings.SECURITY_CONTACT.split(), "expires": f"{expires:%Y-%m-%dT00:00:00Z}"}
    return render(request, "articles/security.txt", context, content_type=PLAIN_TEXT)


@publicly_cached
def manifest(request):
    """For the home screen of a phone (https://www.w3.org/TR/appmanifest/)."""
    return render(request, "articles/manifest.webmanifest", content_type="application/manifest+json")


@publicly_cached
def opensearch(request):
    """For browsers and other programs that search in the paper (https://github.com/dewitt/opensearch, 1.1)."""
    return render(request, "articles/opensearch.xml", content_type="application/opensearchdescription+xml")


@publicly_cached
def favicon(request):
    return redirect(static("articles/icon-48.png"))


@publicly_cached
def touch_icon(request):
    return redirect(static("articles/icon-180.png"))
