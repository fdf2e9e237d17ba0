"""The printed page: its facsimile large, its images and its PDF."""

from functools import wraps

from django.http import FileResponse, Http404
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from articles.address_lookup import Moved, public_page
from articles.facsimiles.areas import outline, widened
from articles.facsimiles.shown import shown
from articles.models import Placement
from articles.pictures.files import open_rendition
from articles.pictures.serving import rendition_response
from articles.site.cache_headers import publicly_cached, without_parameters
from articles.site.pictures import DAY, MINUTE

# A zone ends at its letters; its outline stands a little way off.
OUTSIDE = 35


def zones(page_shown, placements):
    """(placement, path of its outline) for each of the public placements whose zone is known, in printed order."""
    known = page_shown.stories.seen
    with_zone = [(each, known.get(each.article_id)) for each in placements]
    return [(placement, outline(widened(zone, OUTSIDE))) for placement, zone in with_zone if zone]


def redirecting(view):
    """Redirects from former addresses of the page."""

    @wraps(view)
    def wrapper(request, *args, **kwargs):
        try:
            return view(request, *args, **kwargs)
        except Moved as moved:
            return moved.redirect(request)

    return wrapper


@publicly_cached
@without_parameters
def large(request, date, number):
    """The facsimile to look at closely; works without script."""
    page = public_page(date, number)
    page_shown = shown_or_404(page)
    placements = Placement.objects.public().filter(page=page).order_by("order", "pk").for_links()
    context = {"page": page, "issue": page.issue, "facsimile": page_shown, "zones": zones(page_shown, placements)}
    return render(request, "articles/large_page.html", context)


# Headers as for pictures.
@require_safe
@cache_control(max_age=DAY, s_maxage=MINUTE)
@redirecting
def page_image(request, date, number, name):
    """An image of the page as readers see it now; 404 for one with more of it, or with other zones blanked."""
    page_shown = shown_or_404(public_page(date, number))
    image = page_shown.image_at(name)
    if image is None:
        raise Http404
    return rendition_response(request, page_shown.facsimile, image["name"])


@require_safe
@cache_control(max_age=MINUTE, s_maxage=MINUTE)
@redirecting
def page_pdf(request, date, number):
    """The PDF of this page alone, to keep; 404 unless all stories on the page are public."""
    page = public_page(date, number)
    page_shown = shown_or_404(page)
    if page_shown.pdf is None:
        raise Http404
    etag = f'"{page_shown.facsimile.digest[:20]}-{page_shown.pdf["name"]}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        response = _download(page_shown, f"{page.issue.date}-{page.number.replace('/', '-')}.pdf")
    response["ETag"] = etag
    return response


def shown_or_404(page):
    page_shown = shown(page)
    if page_shown is None:
        raise Http404
    return page_shown


def _download(page_shown, name):
    try:
        file = open_rendition(page_shown.facsimile, page_shown.pdf["name"])
    except FileNotFoundError as missing:
        raise Http404 from missing
    return FileResponse(file, as_attachment=True, filename=name, content_type=page_shown.pdf["mime"])
