"""Absolute URLs, and path converters for days and years."""

from datetime import date

from django.conf import settings


def root(request):
    """The origin of all URLs: NEWSROOM_URL, or else that of the request."""
    return settings.NEWSROOM_URL or f"{request.scheme}://{request.get_host()}"


def absolute(request, path):
    return root(request) + path


class IssueDate:
    regex = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
    to_python = staticmethod(date.fromisoformat)
    to_url = staticmethod(str)


class Year:
    regex = r"(?!0000)[0-9]{4}"
    to_python = staticmethod(int)
    to_url = staticmethod("{:04}".format)
