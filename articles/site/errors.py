from django.conf import settings
from django.shortcuts import render

from articles.models import Article

NEWEST = 5


def page_not_found(request, exception):
    return render(request, "404.html", {"newest": newest()}, status=404)


def newest():
    """The newest stories, for pages that have nothing else to read."""
    stories = Article.objects.public().newest_first().defer("body", "imported")
    return stories.select_related("section").with_bylines()[:NEWEST]


def failed(failure):
    # Without the request no context processor runs, so nothing queries the database, which may have failed.
    return render(None, "failed.html", {"newspaper": settings.NEWSPAPER, "failure": failure}, status=failure.status)
