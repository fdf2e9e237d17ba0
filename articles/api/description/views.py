import json

from django.conf import settings
from django.http import JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import get_conditional_response, set_response_etag
from django.utils.translation import get_language, override
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from articles.addresses import root
from articles.api.errors import preferred_language

from .consumers import CONSUMERS
from .reference import chapters
from .schema import FILES


def described(view):
    """A view of the description, in the language of Accept-Language."""

    @require_safe
    @cache_control(public=True, max_age=3600)
    @vary_on_headers("Accept-Language")
    def in_language(request):
        with override(preferred_language(request)):
            response = view(request)
        set_response_etag(response)
        return get_conditional_response(request, etag=response["ETag"], response=response)

    return in_language


@described
def openapi(request):
    site = root(request)
    document = _document()
    document["servers"] = [{"url": site}]
    document["info"]["contact"] = {"name": settings.NEWSPAPER["name"], "url": site + reverse("about")}
    return JsonResponse(document, json_dumps_params={"ensure_ascii": False})


@described
def reference(request):
    document = _document()
    context = {
        "info": document["info"],
        "chapters": chapters(document),
        "consumers": CONSUMERS,
        "page_language": "zh-Hans" if get_language() == "zh-hans" else "en",
    }
    return render(request, "api/reference.html", context)


def _document():
    return json.loads(FILES[get_language()].read_bytes())
