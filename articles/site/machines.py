"""Small answers for crawlers, browsers and news readers."""

from datetime import timedelta

from django.conf import settings
from django.http import Http404
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.utils import timezone

from articles.models import Article
from articles.site.cache_headers import publicly_cached

# https://developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap
NEWS_DAYS, NEWS_MOST = 2, 1000
SECURITY_DAYS = 180  # the contact must be renewed at least twice a year
PLAIN_TEXT = "text/plain; charset=utf-8"


@publicly_cached
def news_sitemap(request):
    recent = timezone.now() - timedelta(days=NEWS_DAYS)
    stories = Article.objects.public().filter(publish_at__gte=recent).order_by("-publish_at", "-pk")
    context = {"stories": stories.only("title", "publish_at")[:NEWS_MOST]}
    return render(request, "articles/news_sitemap.xml", context, content_type="application/xml")


@publicly_cached
def robots(request):
    return render(request, "articles/robots.txt", content_type=PLAIN_TEXT)


@publicly_cached
def security(request):
    """https://www.rfc-editor.org/rfc/rfc9116: where to report a weakness; nothing where nobody is named."""
    if not settings.SECURITY_CONTACT:
        raise Http404
    # By whole days, so that the answer and its ETag stay the same for a day.
    expires = timezone.now() + timedelta(days=SECURITY_DAYS)
    context = {"contacts": settings.SECURITY_CONTACT.split(), "expires": f"{expires:%Y-%m-%dT00:00:00Z}"}
    return render(request, "articles/security.txt", context, content_type=PLAIN_TEXT)


@publicly_cached
def manifest(request):
    """https://www.w3.org/TR/appmanifest/: what a telephone needs to put the paper on its home screen."""
    return render(request, "articles/manifest.webmanifest", content_type="application/manifest+json")


@publicly_cached
def favicon(request):
    return redirect(static("articles/icon-48.png"))


@publicly_cached
def touch_icon(request):
    return redirect(static("articles/icon-180.png"))
