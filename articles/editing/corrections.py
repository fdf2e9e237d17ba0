from django.db import transaction
from django.utils.translation import gettext as _

from articles.models import Action, Correction

from .actors import Actor, Refused, require
from .changes import locked
from .log import record


def why_not_correct(article) -> str:
    """Why there is nothing to set right, as a sentence; empty where readers have seen the article."""
    if article.is_public or article.withdrawn_at:
        return ""
    return _("Readers have not seen this story yet. Correct its text instead of publishing a correction.")


@transaction.atomic
def publish_correction(correction: Correction, actor: Actor, version=None) -> None:
    """Save a new correction in the actor's name: readers of its story find it there at once.

    `version` is the one of the story that the actor has seen; another one raises Stale.
    """
    require(actor, "add_correction")
    article = locked(correction.article_id, version)
    if reason := why_not_correct(article):
        raise Refused(reason)
    correction.created_by = actor.user
    correction.save()
    record(actor, Action.CORRECTED, article, f"{correction.get_kind_display()}：{correction.text}")
