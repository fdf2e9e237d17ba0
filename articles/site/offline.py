"""Reading without a network: the service worker, and the list of what it keeps of an issue."""

from django.db.models import Max
from django.http import JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse

from articles.address_lookup import public_issue
from articles.facsimiles.shown import shown
from articles.models import Article, Issue, Page, PictureUse, Placement
from articles.site.cache_headers import publicly_cached, without_parameters
from articles.site.story_pictures import public_address, widths

# What readers' pages load.
STATIC = ["site.css", "comforts.css", "issue.css", "print.css", "reader.js", "listening.js", "icon.svg"]
# Pixels: what a phone of density 2 takes of a photograph.
PICTURE_WIDTH = 800


@publicly_cached
def service_worker(request):
    """The script, at the root because it answers for all pages below its address. Browsers ask for it past their own
    cache at each visit (https://w3c.github.io/ServiceWorker/#update-algorithm), so a new one arrives at once."""
    return render(request, "articles/service_worker.js", content_type="text/javascript; charset=utf-8")


@publicly_cached
@without_parameters
def offline_files(request, date):
    """The addresses of an issue, its pages, its stories, their printed pages and photographs, in the order of their
    use offline. The answer changes whenever a page at one of them may have changed."""
    issue = public_issue(date)
    pages = Page.objects.public().for_navigation().filter(issue=issue)
    placements = Placement.objects.public().filter(page__issue=issue).as_printed()
    stories = dict.fromkeys(placements.values_list("article", flat=True))
    front = [reverse("front")] if issue == Issue.objects.public().first() else []
    facsimiles = [each for each in map(shown, pages) if each]
    addresses = [
        *(static(f"articles/{name}") for name in STATIC),
        *front,
        issue.get_absolute_url(),
        *(page.get_absolute_url() for page in pages),
        *(reverse("article", args=[story]) for story in stories),
        *(facsimile.address(facsimile.preview) for facsimile in facsimiles),
        *_photographs(stories),
    ]
    changed = Article.objects.public().filter(pk__in=stories).aggregate(at=Max("updated_at"))["at"]
    # A withdrawn story may be named anywhere: below a related one, beside another on its page.
    withdrawn = Article.objects.withdrawn().aggregate(at=Max("withdrawn_at"))["at"]
    return JsonResponse({"changed": changed, "withdrawn": withdrawn, "addresses": addresses})


def _photographs(stories):
    uses = PictureUse.objects.filter(article__in=stories).select_related("picture").order_by("order", "number")
    # After a restore there may be no file of a picture yet.
    pictures = dict.fromkeys(use.picture for use in uses if use.picture.renditions)
    return [public_address(each, widths(each, "webp", PICTURE_WIDTH)[0]["name"]) for each in pictures]
