"""Adding pictures: the file is read and its renditions made in a child process, stored, and only then the row written.

If that is interrupted, files without a row may be left, never a row without its files; adding the same file again uses
them, and `manage.py check_pictures` removes them."""

import hashlib
import tempfile
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

from django.db import transaction
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_naive, make_aware

from articles.editing import Actor, record, require
from articles.models import PHOTOGRAPHER, Action, Author, Picture, PictureCredit

from .files import store_original, store_rendition
from .reading import Made, clean_name, full_disk_refused, make_renditions

SUFFIXES = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp", "AVIF": "avif", "TIFF": "tif"}


def add_picture(file, name: str, actor: Actor, photographers: Iterable[str] = (), source: str = "") -> Picture:
    """The picture of an uploaded `file` (a Django File), which is stored if it is new. Photographers and source are
    kept only for a new picture. Raises BadPicture, with a sentence for whoever uploaded it, or Forbidden."""
    require(actor, "add_picture")
    picture = take_in(file, name, actor)
    picture.source = picture.source or source
    return save_picture(picture, actor, photographers)


def take_in(file, name: str, actor: Actor, *, store: bool = True) -> Picture:
    """The first half of adding a picture, which may take seconds and needs no transaction: its files are made and, with
    `store`, stored. The picture is known already, or unsaved. Users who may import a page may add its pictures."""
    with full_disk_refused(), tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "original")
        digest = _copy(file, path)
        if known := Picture.objects.filter(digest=digest).first():
            return known
        made = make_renditions(path, Path(folder, "renditions"))
        picture = _as_row(made, digest, clean_name(name), path.stat().st_size)
        picture.created_by = actor.user
        if store:
            store_original(picture, path)
            for each in made.files:
                store_rendition(picture, Path(folder, "renditions", each.name))
    return picture


def _copy(file, path):
    digest = hashlib.sha256()
    with path.open("wb") as copy:
        for chunk in file.chunks():
            digest.update(chunk)
            copy.write(chunk)
    return digest.hexdigest()


def _as_row(made: Made, digest, name, size):
    taken = parse_datetime(made.taken) if made.taken else None
    return Picture(
        digest=digest,
        name=name,
        suffix=SUFFIXES[made.format],
        size=size,
        width=made.width,
        height=made.height,
        renditions=[asdict(file) for file in made.files],
        taken_at=make_aware(taken) if taken and is_naive(taken) else taken,
    )


@transaction.atomic
def save_picture(picture: Picture, actor: Actor, photographers: Iterable[str] = ()) -> Picture:
    """The second half: the row of what take_in() returned, unless it has one."""
    if picture.pk:
        return picture
    # Somebody else may have added the same file meanwhile.
    row, created = Picture.objects.get_or_create(
        digest=picture.digest,
        defaults={
            field.attname: getattr(picture, field.attname)
            for field in Picture._meta.concrete_fields
            if field.name not in ("id", "digest", "created_at")
        },
    )
    if created:
        write_photographers(row, photographers)
        record(actor, Action.CREATED, row)
    return row


def write_photographers(picture: Picture, names: Iterable[str]) -> None:
    """Replace the picture's credits by these people, in order; unknown ones become authors."""
    picture.credits.all().delete()
    for order, name in enumerate(dict.fromkeys(names), start=1):
        author, _created = Author.objects.get_or_create(name=name, note="")
        PictureCredit.objects.get_or_create(
            picture=picture, author=author.present, role=PHOTOGRAPHER, defaults={"order": order}
        )
