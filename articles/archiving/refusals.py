from django.core.management import CommandError
from django.utils.translation import gettext as _


class ArchiveRefused(CommandError):
    """The archive cannot be read into this database; the message tells the operator why."""


def line_error(number: int, reason: str) -> ArchiveRefused:
    return ArchiveRefused(_("Line {number} cannot be read: {reason}.").format(number=number, reason=reason))
