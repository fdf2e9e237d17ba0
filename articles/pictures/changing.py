"""Changing and deleting pictures. Each function takes the Actor; when it raises Refused, it has changed nothing."""

import tempfile
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from articles.editing import Actor, Forbidden, Refused, record, require, why_not_rename
from articles.models import Action, Picture
from articles.models.printed import sees_only_their_own

from .adding import write_photographers
from .files import copy_original, delete_files, store_rendition
from .reading import full_disk_refused, make_crops


def why_not_change_picture(picture: Picture, actor: Actor) -> str:
    if not actor.may("change_picture"):
        return _("Your role does not allow this.")
    if actor.user and sees_only_their_own(actor.user) and picture.created_by_id != actor.user_id:
        return _("Your role lets you change only the pictures you uploaded yourself.")
    return why_not_rename(picture, actor)


def change_picture(picture: Picture, actor: Actor, photographers: Iterable[str] | None = None) -> None:
    """Save the changed `source`, `taken_at` and focal point of a picture, and its photographers if they are given."""
    before = Picture.objects.get(pk=picture.pk)
    if reason := why_not_change_picture(before, actor):
        raise Forbidden(reason)
    if picture.focal_point != before.focal_point:
        _make_crops_again(picture)
    with transaction.atomic():
        picture.save()
        if photographers is not None and list(photographers) != _names(picture):
            write_photographers(picture, photographers)
            picture.articles_showing_it().seen_changed()
        record(actor, Action.CHANGED, picture)


def _names(picture):
    return list(picture.credits.values_list("author__name", flat=True))


def _make_crops_again(picture):
    """The crops for another focal point have names of their own, so the old ones stay right until the row is saved."""
    with full_disk_refused(), tempfile.TemporaryDirectory() as folder:
        original = _original_in(folder, picture)
        made = Path(folder, "crops")
        made.mkdir()
        crops = make_crops(original, made, picture.focal_point)
        for each in crops.files:
            store_rendition(picture, made / each.name)
    widths = [each for each in picture.renditions if "-" not in each["name"]]
    picture.renditions = [*widths, *(asdict(each) for each in crops.files)]


def _original_in(folder, picture):
    try:
        return copy_original(picture, Path(folder, "original"))
    except FileNotFoundError as missing:
        raise Refused(
            _("The original of “%(name)s” is missing, so its focal point cannot be changed; tell the operator.")
            % {"name": picture}
        ) from missing


def why_not_delete_picture(picture: Picture) -> str:
    if picture.was_used:
        return _("This picture is or was in a story, and the versions of the story need it.")
    return ""


@transaction.atomic
def delete_picture(picture: Picture, actor: Actor) -> None:
    """Delete a picture that no story ever had, and its files."""
    require(actor, "delete_picture")
    picture = Picture.objects.select_for_update().get(pk=picture.pk)
    if reason := why_not_delete_picture(picture):
        raise Refused(reason)
    record(actor, Action.DELETED, picture)
    picture.delete()
    transaction.on_commit(lambda: delete_files(picture))
