"""Pages for when something is missing or broken."""

from django.conf import settings
from django.http import HttpResponseServerError
from django.shortcuts import render
from django.template.loader import render_to_string


def page_not_found(request, exception):
    return render(request, "404.html", status=404)


def server_error(request):
    # Without the request no context processor runs, so nothing here can ask the database that may just have failed.
    return HttpResponseServerError(render_to_string("500.html", {"newspaper": settings.NEWSPAPER}))
