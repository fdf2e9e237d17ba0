"""The description as programmes read it, and the same as a page for people."""

import json
from functools import cache

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe

from .reference import chapters
from .schema import FILE

SECONDS = 3600


def lasting(view):
    return require_safe(cache_control(public=True, max_age=SECONDS)(conditional_page(view)))


@cache
def document():
    return json.loads(FILE.read_bytes())


@lasting
def openapi(request):
    return HttpResponse(FILE.read_bytes(), content_type="application/json")


@lasting
def reference(request):
    told = document()
    return render(request, "api/reference.html", {"info": told["info"], "chapters": chapters(told)})
