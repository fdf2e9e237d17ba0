"""The originals of pictures, and the PDFs of pages, in an archive. They follow the rows, in lines like {"original":
{"picture": digest, "data": base64}} and {"original": {"facsimile": digest, "data": base64}}: as many lines for a file
as it takes, so that neither side holds a whole file in memory, and the archive stays one file that can pass through a
pipe. Renditions are not in it: they are made again."""

import base64
import tempfile
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

from django.utils.translation import gettext as _

from articles.models import Facsimile, Picture
from articles.pictures.files import is_original, open_original, store_original

from .checking import fits
from .refusals import line_error

# In bytes; base64 makes a line of 64 kB of it.
PART = 3 * 2**14
KINDS: dict[str, type[Picture] | type[Facsimile]] = {"picture": Picture, "facsimile": Facsimile}


def rows_with_originals() -> Iterator[Picture | Facsimile]:
    yield from Picture.objects.each()
    yield from Facsimile.objects.one_for_each_file()


def parts_of(row: Picture | Facsimile) -> Iterator[dict]:
    """The data of the lines with the row's original. Raises FileNotFoundError if it has none."""
    with open_original(row) as original:
        while part := original.read(PART):
            yield {row._meta.model_name: row.digest, "data": base64.b64encode(part).decode()}


def number_of_parts() -> int:
    return sum(-(-row.size // PART) for row in rows_with_originals())


def store_originals(lines: Iterable[tuple[int, dict]]) -> None:
    """Store the originals whose rows are written, after comparing their digests. `lines` are the numbers of lines with
    their data. If the import fails later, `manage.py check_pictures` removes the files."""
    for (kind, digest), parts in groupby(lines, key=lambda line: _named(*line)):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "original")
            last = _join(parts, path)
            row = KINDS[kind]._default_manager.filter(digest=digest).first()
            if row is None or not is_original(row, path):
                raise line_error(last, _("the picture that ends here is not the one its row names"))
            store_original(row, path)


def _named(number, data):
    """The kind and digest of the row whose original has a part in this line."""
    for kind in KINDS:
        if data.keys() == {kind, "data"} and fits(data, {kind: str, "data": str}):
            return kind, data[kind]
    raise line_error(number, _("it holds no part of a picture"))


def _join(parts, path):
    """Write the data of the lines to the file; returns the number of the last line."""
    with path.open("wb") as file:
        for number, data in parts:
            file.write(_decoded(number, data))
    return number


def _decoded(number, data):
    try:
        return base64.b64decode(data["data"], validate=True)
    except ValueError:
        raise line_error(number, _("it holds no part of a picture")) from None
