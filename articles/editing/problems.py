"""The parser's doubts about a story: settled, or opened again."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import Action, Problem

from .actors import Actor, Refused, record, require


@transaction.atomic
def settle(pk, actor: Actor, problem: int, again: bool = False) -> Problem:
    """Settle the doubt with this key about the story, or with `again` open it once more."""
    require(actor, "change_problem")
    row = Problem.objects.select_for_update(of=("self",)).filter(pk=problem, article=pk).first()
    if row is None:
        raise Refused(_("This doubt is no longer there."))
    if row.settled == again:
        row.settled_at = None if again else timezone.now()
        row.settled_by = None if again else actor.user
        row.save()
        if not again:
            record(actor, Action.SETTLED, row.article, row.sentence)
    return row
