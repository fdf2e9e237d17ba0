"""Compares the files of pictures and facsimiles with their rows: makes missing renditions of pictures, and removes
files that no row knows."""

import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from pathlib import Path

from django.core.files.storage import Storage, storages
from django.utils.timezone import now
from django.utils.translation import gettext as _

from articles.models import Facsimile, Picture

from .files import copy_original, has_original, is_original, original_name, rendition_name, store_rendition
from .reading import BadPicture, make_renditions

# An upload stores the files before it writes the row.
ABANDONED = timedelta(days=1)


@dataclass(slots=True)
class Remade:
    """What was found: how many pictures lacked renditions, which now have them, and the pictures with a fault."""

    made: int = 0
    faults: list[str] = field(default_factory=list)  # sentences, each naming a picture


def make_missing_renditions(pictures: Iterable[Picture]) -> Remade:
    """Make the missing renditions of the pictures. Those whose original is missing or damaged are named as faults."""
    result = Remade()
    for picture in pictures:
        if not has_original(picture):
            result.faults.append(_fault(picture, _("its original is missing; put it back from a backup")))
        elif not has_renditions(picture):
            try:
                _make_renditions(picture)
                result.made += 1
            except BadPicture as fault:
                result.faults.append(_fault(picture, str(fault)))
    return result


def _fault(picture, reason):
    return _("{name} ({file}): {reason}").format(name=picture.name, file=original_name(picture), reason=reason)


def has_renditions(picture: Picture) -> bool:
    names = {each["name"] for each in picture.renditions}
    try:
        stored = storages["renditions"].listdir(rendition_name(picture, ""))[1]
    except FileNotFoundError:
        stored = []
    return bool(names) and names <= set(stored)


def _make_renditions(picture):
    with tempfile.TemporaryDirectory() as folder:
        original = copy_original(picture, Path(folder, "original"))
        if not is_original(picture, original):
            raise BadPicture(_("its original is damaged; put it back from a backup"))
        made = make_renditions(original, Path(folder, "renditions"), picture.focal_point)
        for each in made.files:
            store_rendition(picture, Path(folder, "renditions", each.name))
    # Unless the focal point was changed meanwhile, and with it the crops.
    row = Picture.objects.filter(pk=picture.pk, focal_x=picture.focal_x, focal_y=picture.focal_y)
    row.update(renditions=[asdict(each) for each in made.files])


def remove_unknown_files() -> int:
    """Remove the files that no row knows and that are older than a day: of killed uploads, of failed imports, of PDFs
    that were looked at and not imported, and crops for former focal points. Returns their number."""
    removed = 0
    for alias, names in (("originals", _original), ("renditions", _renditions)):
        storage = storages[alias]
        for prefix in _listed(storage, "")[0]:
            known = {name for row in _beginning_with(prefix) for name in names(row)}
            unknown = [name for name in _files(storage, prefix) if name not in known]
            removed += sum(_removed(storage, name) for name in unknown)
    return removed


def _original(row):
    return [original_name(row)]


def _renditions(row):
    return [rendition_name(row, each["name"]) for each in row.renditions]


def _beginning_with(prefix):
    # "g" follows "f", the last hexadecimal digit. A range uses the index, which LIKE does not on SQLite.
    digests = {"digest__gte": prefix, "digest__lt": f"{prefix}g"}
    yield from Picture.objects.filter(**digests).only("digest", "suffix", "renditions")
    yield from Facsimile.objects.filter(**digests).only("digest", "renditions")


def _files(storage: Storage, folder: str) -> Iterator[str]:
    folders, files = _listed(storage, folder)
    yield from (f"{folder}/{name}" for name in files)
    for each in folders:
        yield from _files(storage, f"{folder}/{each}")


def _listed(storage, folder):
    try:
        return storage.listdir(folder)
    except FileNotFoundError:
        return [], []


def _removed(storage, name):
    try:
        if now() - storage.get_modified_time(name) < ABANDONED:
            return False
    except FileNotFoundError:  # a file in the making, which has its name by now
        return False
    storage.delete(name)
    return True
