"""Pages for when something is missing or broken."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string


def page_not_found(request, exception):
    return render(request, "404.html", status=404)


def failed(failure):
    # Without the request no context processor runs, so nothing here can ask the database that may just have failed.
    html = render_to_string("failed.html", {"newspaper": settings.NEWSPAPER, "failure": failure})
    return HttpResponse(html, status=failure.status)
