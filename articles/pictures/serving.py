"""Responses with the file of a rendition. Whether the requester may see the picture is for the view to decide."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response

from articles.models import Picture

from .files import open_rendition


def rendition_response(request: HttpRequest, picture: Picture, name: str) -> HttpResponse:
    """The file, or a 304. Raises Http404 if the picture has no rendition of this name. Its content never changes."""
    made = next((each for each in picture.renditions if each["name"] == name), None)
    if made is None:
        raise Http404
    etag = f'"{picture.digest[:20]}-{name}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        response = HttpResponse(_read(picture, name), content_type=made["mime"])
    response["ETag"] = etag
    return response


def _read(picture, name):
    try:
        with open_rendition(picture, name) as file:
            return file.read()
    except FileNotFoundError as missing:
        # Not made again after a restore; `manage.py check_pictures` does so.
        raise Http404 from missing
