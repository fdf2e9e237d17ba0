"""Take in the file of a photograph: renditions, or one sentence that says what is wrong with it and what to do.

The file is decoded in a child process; here only its size and first bytes are looked at. No database.
"""

import logging
import os
import shutil
import stat
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from articles.foreign_files import DAMAGED, DISK, DISK_FULL, MEMORY, TIME, Limits, Unreadable, run_limited
from articles.text.characters import as_line

MOST_BYTES = 40 * 1024 * 1024
# The worst, 60 million pixels of 16 bits with transparency, take 11 s and 536 MB; a 24-megapixel JPEG 2.5 s and 77 MB.
LIMITS = Limits(cpu_seconds=20, seconds=60, memory=768 << 20, file_size=16 << 20)
MOST_NAME = 100
# What is looked at to tell what a refused file is.
HEAD = 1024
# A folder in the making that is older than this belongs to a process that was killed.
ABANDONED_SECONDS = 3600
MAKING = ".making-"

logger = logging.getLogger(__name__)

_TOO_BIG = _("This file has more than 40 MB; save the picture as a smaller JPEG and choose it again.")
_EMPTY = _("This file is empty; copy it again from the camera or phone and choose it again.")
_NO_PICTURE = _("This file is not a picture; choose a photograph as JPEG, PNG, WebP, AVIF or TIFF.")
_OTHER_KIND = _("Pictures of this kind are not taken; save it as JPEG and choose it again.")
_HEIC = _(
    "This is a HEIC picture of a phone; send it on the iPhone by Share › Options › Most Compatible, on other phones"
    " save it as JPEG, and choose it again."
)
_SVG = _("SVG drawings are not taken, as they may contain programs; save it as PNG and choose it again.")
_PDF = _("This is a PDF; save the picture in it as JPEG and choose it again.")
_MOVING = _("GIF and other moving pictures are not taken; save one image of it as JPEG or PNG and choose it again.")
_PIXELS = _("This picture has more than 60 million pixels; save it smaller, as JPEG, and choose it again.")
_DAMAGED = _("This picture is damaged or cut short; copy it again from the camera or phone and choose it again.")
_TOO_MUCH = _("This picture takes too much time or memory to read; save it as JPEG and choose it again.")
_DISK_FULL = _("The server’s disk is full and nothing was kept; tell the operator and choose the picture again later.")

# By the words of foreign_files and of renditions, which is not imported: the server needs no Pillow in its memory.
_SENTENCES = {
    TIME: _TOO_MUCH,
    MEMORY: _TOO_MUCH,
    DISK: _DISK_FULL,
    DAMAGED: _DAMAGED,
    "too-large": _PIXELS,
    "moving": _MOVING,
    "colours": _OTHER_KIND,  # such as measured values in a TIFF
}
_TAKEN_KINDS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"II*\0", b"MM\0*")
# BMP, Photoshop, PostScript, EPS with a preview, icon, JPEG XL, JPEG 2000
_OTHER_KINDS = (b"BM", b"8BPS", b"%!PS", b"\xc5\xd0\xd3\xc6", b"\0\0\1\0", b"\0\0\0\x0cJXL ", b"\0\0\0\x0cjP  ")
# Brands of the ISO format that iPhones and others write (ISO/IEC 23008-12, annex B).
_HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}


class BadPicture(Exception):
    """The file is not taken. The message is one sentence for the editor, translated where it is shown."""

    def __init__(self, sentence: str | Promise) -> None:
        super().__init__(sentence)
        self.sentence = sentence

    def __str__(self) -> str:
        return str(self.sentence)


@dataclass(frozen=True, slots=True)
class File:
    name: str
    width: int
    height: int
    bytes: int
    mime: str


@dataclass(frozen=True, slots=True)
class Made:
    format: str  # Pillow's name of the original's: "JPEG", "PNG", …
    width: int  # of the original, upright
    height: int
    taken: str | None  # ISO 8601 by the camera's clock, with offset if it knew one
    files: tuple[File, ...]


def make_renditions(source: Path, folder: Path, focal: tuple[int, int] = (50, 50)) -> Made:
    """Make all renditions of the file in the folder, which must be new or empty; the focal point is in percent from the
    left and the top. Raises BadPicture, and then there is no file in the folder."""
    _check(source)
    with _in_the_making(folder.parent) as making:
        made = _run("make_all", source, making, focal)
        making.chmod(0o755)  # not the mode of a temporary folder
        making.replace(folder)
    return made


def make_crops(source: Path, folder: Path, focal: tuple[int, int]) -> Made:
    """Add the crops for another focal point to the folder."""
    with _in_the_making(folder.parent) as making:
        made = _run("make_crops", source, making, focal)
        for file in made.files:
            (making / file.name).replace(folder / file.name)
    return made


def clean_name(name: str) -> str:
    """A file's name for display: without folders, control and invisible characters; not the name it is stored under."""
    name = as_line(name.replace("\\", "/").rpartition("/")[2].replace("\0", ""))
    stem, ending = os.path.splitext(name)
    return stem[: MOST_NAME - len(ending)] + ending if len(ending) <= 10 else name[:MOST_NAME]


def _check(source: Path) -> None:
    """Refuse what need not be decoded for it."""
    status = source.stat()
    if not stat.S_ISREG(status.st_mode):  # reading a pipe would wait for ever
        raise BadPicture(_NO_PICTURE)
    if not status.st_size:
        raise BadPicture(_EMPTY)
    if status.st_size > MOST_BYTES:
        raise BadPicture(_TOO_BIG)


def _run(function: str, source: Path, folder: Path, focal: tuple[int, int]) -> Made:
    name = f"articles.pictures.renditions.{function}"
    try:
        result = run_limited(name, str(source.resolve()), str(folder.resolve()), *focal, limits=LIMITS)
    except Unreadable as refusal:
        logger.warning("Picture refused: %s", refusal)
        raise BadPicture(_SENTENCES.get(refusal.reason) or _kind_refused(source)) from refusal
    return Made(**{**result, "files": tuple(File(**file) for file in result["files"])})


@contextmanager
def full_disk_refused() -> Iterator[None]:
    """Raise BadPicture in place of the OSError of a full disk."""
    try:
        yield
    except OSError as error:
        if error.errno in DISK_FULL:
            raise BadPicture(_DISK_FULL) from error
        raise


@contextmanager
def _in_the_making(parent: Path) -> Iterator[Path]:
    """A temporary folder beside the one it will become; without it, a kill would leave half of the files."""
    _remove_abandoned(parent)
    with (
        full_disk_refused(),
        tempfile.TemporaryDirectory(prefix=MAKING, dir=parent, ignore_cleanup_errors=True) as making,
    ):
        yield Path(making)


def _remove_abandoned(parent: Path) -> None:
    for folder in parent.glob(MAKING + "*"):
        with suppress(FileNotFoundError):  # another process may have removed it
            if time.time() - folder.stat().st_mtime > ABANDONED_SECONDS:
                shutil.rmtree(folder, ignore_errors=True)


def _kind_refused(source: Path) -> Promise:
    """The sentence for a file that Pillow did not recognise, by its first bytes."""
    with source.open("rb") as file:
        head = file.read(HEAD)
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if head[4:8] == b"ftyp":
        brands = _brands(head)
        if b"avif" in brands:  # which may also name mif1
            return _DAMAGED
        return _HEIC if _HEIC_BRANDS & brands else _OTHER_KIND
    if head.startswith(b"GIF8"):
        return _MOVING
    if b"%PDF-" in head:
        return _PDF
    if b"<svg" in text:
        return _SVG
    if head.startswith(_TAKEN_KINDS) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP"):
        return _DAMAGED
    return _OTHER_KIND if head.startswith(_OTHER_KINDS) else _NO_PICTURE


def _brands(head: bytes) -> set[bytes]:
    """What a file of the ISO format says it is: its own brand, and those that it also follows."""
    end = int.from_bytes(head[:4], "big")
    return {head[8:12], *(head[start : start + 4] for start in range(16, min(end, len(head)), 4))}
