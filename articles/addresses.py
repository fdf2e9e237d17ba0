"""Full addresses, and how days and years stand in a path. What is no day of the calendar is no address."""

from datetime import date

from django.conf import settings


def root(request):
    """What makes a full address of a path: the paper's own origin, or the one this request was sent to."""
    return settings.NEWSROOM_URL or f"{request.scheme}://{request.get_host()}"


def absolute(request, path):
    return root(request) + path


class IssueDate:
    """A path converter."""

    regex = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
    to_python = staticmethod(date.fromisoformat)
    to_url = staticmethod(str)


class Year:
    """A path converter."""

    regex = r"(?!0000)[0-9]{4}"
    to_python = staticmethod(int)
    to_url = staticmethod("{:04}".format)
