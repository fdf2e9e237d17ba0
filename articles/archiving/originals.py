"""The originals of pictures in an archive. They follow the rows, in lines like {"original": {"picture": digest, "data":
base64}}: as many lines for a picture as it takes, so that neither side holds a whole file in memory, and the archive
stays one file that can pass through a pipe. Renditions are not in it: they are made again."""

import base64
import tempfile
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

from django.utils.translation import gettext as _

from articles.models import Picture
from articles.pictures.files import is_original, open_original, store_original

from .checking import fits
from .refusals import line_error

# In bytes; base64 makes a line of 64 kB of it.
PART = 3 * 2**14


def parts_of(picture: Picture) -> Iterator[dict]:
    """The data of the picture's lines. Raises FileNotFoundError if it has no original."""
    with open_original(picture) as original:
        while part := original.read(PART):
            yield {"picture": picture.digest, "data": base64.b64encode(part).decode()}


def number_of_parts() -> int:
    return sum(-(-size // PART) for size in Picture.objects.values_list("size", flat=True).iterator())


def store_originals(lines: Iterable[tuple[int, dict]]) -> None:
    """Store the originals of pictures whose rows are written, after comparing their digests. `lines` are the numbers of
    lines with their data. If the import fails later, `manage.py check_pictures` removes the files."""
    for digest, parts in groupby(lines, key=lambda line: line[1].get("picture")):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "original")
            last = _join(parts, path)
            picture = Picture.objects.filter(digest=str(digest)).first()
            if picture is None or not is_original(picture, path):
                raise line_error(last, _("the picture that ends here is not the one its row names"))
            store_original(picture, path)


def _join(parts, path):
    """Write the data of the lines to the file; returns the number of the last line."""
    with path.open("wb") as file:
        for number, data in parts:
            file.write(_decoded(number, data))
    return number


def _decoded(number, data):
    if data.keys() != {"picture", "data"} or not fits(data, {"picture": str, "data": str}):
        raise line_error(number, _("it holds no part of a picture"))
    try:
        return base64.b64decode(data["data"], validate=True)
    except ValueError:
        raise line_error(number, _("it holds no part of a picture")) from None
