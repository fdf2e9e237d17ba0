from django.db import transaction

from articles.models import Action, Correction

from .actors import Actor, require
from .changes import locked
from .log import record


@transaction.atomic
def publish_correction(correction: Correction, by: Actor, version=None) -> None:
    """Save a new correction in the actor's name: readers of its story find it there at once.

    `version` is the one of the story that the actor has seen; another one raises Stale.
    """
    require(by, "add_correction")
    article = locked(correction.article_id, version)
    correction.created_by = by.user
    correction.save()
    record(by, Action.CORRECTED, article, f"{correction.get_kind_display()}：{correction.text}")
