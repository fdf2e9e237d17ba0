from django.conf import settings
from django.shortcuts import render


def page_not_found(request, exception):
    return render(request, "404.html", status=404)


def failed(failure):
    # Without the request no context processor runs, so nothing queries the database, which may have failed.
    return render(None, "failed.html", {"newspaper": settings.NEWSPAPER, "failure": failure}, status=failure.status)
