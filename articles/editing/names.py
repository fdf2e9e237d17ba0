"""Names that readers see: of authors, sections, issues and pages. To change one is to change public stories."""

from collections.abc import Iterable

from django.db import models, transaction
from django.utils.translation import gettext as _

from articles.models import Action, Author, FormerAddress, Section

from .actors import Actor, Forbidden
from .log import record


def why_not_rename(row, actor: Actor) -> str:
    """Why the actor may not change what readers know the row by, as a sentence; empty where it is allowed."""
    if actor.may("amend_public_article") or not type(row).objects.public().filter(pk=row.pk).exists():
        return ""
    return _(
        "Readers see this already. Only those who may change public stories, such as the chief editor, can change it."
    )


@transaction.atomic
def change_name(row: Author | Section, actor: Actor) -> None:
    """Save an author or a section whose fields were changed; the old address of a section leads to the new one.

    Raises Forbidden where readers see the row and the actor may not change what they see.
    """
    before = type(row).objects.select_for_update().get(pk=row.pk)
    changes = changed_fields(before, row, ("name", "note", "slug"))
    if changes and (reason := why_not_rename(before, actor)):
        raise Forbidden(reason)
    row.save()
    if isinstance(row, Section) and row.slug != before.slug:
        FormerAddress.objects.remember(before.get_absolute_url(), section=row)
    if changes:
        record(actor, Action.CHANGED, row, _("; ").join(changes))


@transaction.atomic
def merge_authors(stays: Author, others: Iterable[Author], actor: Actor) -> None:
    """Let `stays` take over the stories of the others, whose addresses lead to it from now on.

    Raises Forbidden where readers know one of the others by its name and the actor may not change what they see.
    """
    others = list(others)
    if reason := next(filter(None, (why_not_rename(other, actor) for other in others)), ""):
        raise Forbidden(reason)
    stays.absorb(Author.objects.filter(pk__in=[other.pk for other in others]))
    names = _(", ").join(map(str, others))
    record(actor, Action.CHANGED, stays, _("Took over the stories of %(names)s.") % {"names": names})


def changed_fields(before: models.Model, after: models.Model, names: Iterable[str]) -> list[str]:
    """What was changed, as “label: old → new”; of the fields named, those that the rows have."""
    fields = [field for field in before._meta.concrete_fields if field.name in names]
    return [
        f"{field.verbose_name} {getattr(before, field.name)} → {getattr(after, field.name)}"
        for field in fields
        if getattr(before, field.attname) != getattr(after, field.attname)
    ]
