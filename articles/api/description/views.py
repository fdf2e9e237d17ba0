import json

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe

from .reference import chapters
from .schema import FILE


def cached(view):
    return require_safe(cache_control(public=True, max_age=3600)(conditional_page(view)))


@cached
def openapi(request):
    return HttpResponse(FILE.read_bytes(), content_type="application/json")


@cached
def reference(request):
    document = json.loads(FILE.read_bytes())
    return render(request, "api/reference.html", {"info": document["info"], "chapters": chapters(document)})
