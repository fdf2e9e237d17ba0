from django.utils.translation import gettext as _

from .changes import Change, changing
from .snapshots import put_back


def restore_revision(revision, by, version=None) -> Change:
    """Give the article the content of an earlier revision, as a new version of its own."""
    why = _("Back to version %(number)s.") % {"number": revision.version}
    with changing(revision.article_id, by, version=version, why=why) as change:
        put_back(change.article, revision.snapshot)
    return change
