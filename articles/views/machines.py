"""Small answers for crawlers, browsers and news readers."""

from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone

from articles.addresses import absolute
from articles.models import Article
from articles.views.caching import publicly_cached
from articles.xmltext import fit_for_xml

# https://developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap
NEWS_DAYS, NEWS_MOST = 2, 1000
SECURITY_DAYS = 180  # the contact must be renewed at least twice a year
# A search may be found; its pages and facets without end have nothing that is not found elsewhere.
CLOSED = ["/admin/", "/search/*&", "/search/feed"]
ICONS = [("articles/icon-192.png", "192x192", "any"), ("articles/icon-512.png", "512x512", "any maskable")]
PAPER_COLOUR = "#fdfcf8"


@publicly_cached
def news_sitemap(request):
    recent = timezone.now() - timedelta(days=NEWS_DAYS)
    stories = Article.objects.public().filter(publish_at__gte=recent).order_by("-publish_at", "-pk")
    news = [
        (absolute(request, story.get_absolute_url()), story.publish_at, fit_for_xml(story.title))
        for story in stories.only("title", "publish_at")[:NEWS_MOST]
    ]
    return render(request, "articles/news_sitemap.xml", {"news": news}, content_type="application/xml")


@publicly_cached
def robots(request):
    lines = [
        "User-agent: *",
        *(f"Disallow: {path}" for path in CLOSED),
        "",
        *(f"Sitemap: {absolute(request, reverse(name))}" for name in ("sitemap", "news_sitemap")),
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@publicly_cached
def security(request):
    """https://www.rfc-editor.org/rfc/rfc9116: where to report a weakness; nothing where nobody is named."""
    if not settings.SECURITY_CONTACT:
        raise Http404
    expires = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=SECURITY_DAYS)
    lines = [
        *(f"Contact: {contact}" for contact in settings.SECURITY_CONTACT.split()),
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: zh, en",
        f"Canonical: {absolute(request, request.path)}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@publicly_cached
def manifest(request):
    """https://www.w3.org/TR/appmanifest/: what a telephone needs to put the paper on its home screen."""
    name = settings.NEWSPAPER["name"]
    return JsonResponse(
        {
            "name": name,
            "short_name": name,
            "description": settings.NEWSPAPER["motto"] or name,
            "lang": "zh-Hans",
            "id": "/",
            "start_url": "/",
            "scope": "/",
            "display": "minimal-ui",
            "background_color": PAPER_COLOUR,
            "theme_color": PAPER_COLOUR,
            "icons": [
                {"src": static(path), "sizes": sizes, "type": "image/png", "purpose": purpose}
                for path, sizes, purpose in ICONS
            ],
        },
        content_type="application/manifest+json",
        json_dumps_params={"ensure_ascii": False},
    )


@publicly_cached
def favicon(request):
    return redirect(static("articles/icon-48.png"))


@publicly_cached
def touch_icon(request):
    return redirect(static("articles/icon-180.png"))
