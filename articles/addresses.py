"""Full addresses, and how days and years stand in a path. What is no day of the calendar is no address."""

from datetime import MINYEAR, date

from django.conf import settings


def root(request):
    """What makes a full address of a path: the paper's own origin, or the one this request was sent to."""
    return settings.NEWSROOM_URL or f"{request.scheme}://{request.get_host()}"


def absolute(request, path):
    return root(request) + path


class IssueDate:
    """A path converter."""

    regex = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value):
        return date.fromisoformat(value)

    def to_url(self, value):
        return str(value)


class Year:
    """A path converter."""

    regex = r"[0-9]{4}"

    def to_python(self, value):
        year = int(value)
        if year < MINYEAR:
            raise ValueError(value)
        return year

    def to_url(self, value):
        return f"{value:04}"
