from django.utils.translation import gettext as _

from .actors import Refused
from .changes import Change, changing
from .pending import step_of
from .snapshots import put_back


def restore_revision(revision, actor, version=None) -> Change:
    """Give the article the content of an earlier revision, as a new version of its own."""
    if step_of(revision):
        raise Refused(_("This version belongs to a step over several stories. Make the step again instead."))
    why = _("Back to version %(number)s.") % {"number": revision.version}
    with changing(revision.article_id, actor, version=version, why=why) as change:
        put_back(change.article, revision.snapshot)
    return change
