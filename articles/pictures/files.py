"""Where the files of pictures are, and of facsimiles: here `picture` may be a Facsimile.

`originals` is private: <digest>.jpg, as uploaded. `renditions` has what readers may get: <digest>/800.webp and so on. A
file never changes under its name. Both are storages of settings.STORAGES: folders, unless the operator names others, so
nothing here may ask for a path."""

import hashlib
import os
import shutil
from pathlib import Path

from django.core.files import File
from django.core.files.storage import FileSystemStorage, storages
from django.utils.crypto import get_random_string


class WholeFiles(FileSystemStorage):
    """A folder in which a file appears when it is complete, even if the process is killed while it writes."""

    def _save(self, name, content):
        path = Path(self.path(name))
        part = path.with_name(f".{path.name}.{get_random_string(8)}.part")
        saved = super()._save(os.path.relpath(part, self.location), content)  # type: ignore[misc]
        os.replace(self.path(saved), path)
        return name

    def get_available_name(self, name, max_length=None):
        return name


def original_name(picture) -> str:
    return f"{picture.digest[:2]}/{picture.digest}.{picture.suffix}"


def rendition_name(picture, name: str) -> str:
    return f"{picture.digest[:2]}/{picture.digest}/{name}"


def open_original(picture) -> File:
    return storages["originals"].open(original_name(picture))


def open_rendition(picture, name: str) -> File:
    return storages["renditions"].open(rendition_name(picture, name))


def copy_original(picture, path: Path) -> Path:
    """Copy the original to `path`, for programs that read files of a folder; returns `path`."""
    with open_original(picture) as original, path.open("wb") as copy:
        shutil.copyfileobj(original, copy)
    return path


def has_original(picture) -> bool:
    """Whether the original is there in its full size."""
    try:
        return storages["originals"].size(original_name(picture)) == picture.size
    except FileNotFoundError:
        return False


def is_original(picture, path: Path) -> bool:
    """Whether the file at `path` is the original, by its digest."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == picture.digest


def store_original(picture, path: Path) -> None:
    _store("originals", original_name(picture), path)


def store_rendition(picture, path: Path) -> None:
    """`path` is a file made by articles.pictures.renditions; its name is kept."""
    _store("renditions", rendition_name(picture, path.name), path)


def _store(alias, name, path):
    # A file of this name has the same content, but may be old enough for `check_pictures` to remove it before its row
    # is written. So it is replaced.
    with path.open("rb") as file:
        storages[alias].save(name, File(file))


def delete_files(picture) -> None:
    """Delete the original and every rendition. Call it when the row is gone for good."""
    storages["originals"].delete(original_name(picture))
    for each in picture.renditions:
        storages["renditions"].delete(rendition_name(picture, each["name"]))
