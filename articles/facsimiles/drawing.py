"""Draw a page of a PDF. This module loads PDFium and runs only in the child process for foreign files: see `making`."""

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
from PIL import AvifImagePlugin, Image, ImageDraw

from articles.facsimiles.areas import UNITS, Area, contains
from articles.foreign_files import DAMAGED, Unreadable
from articles.printed_page.sheet import read_sheet

AVIF = ("avif", {"quality": 45, "speed": 9})
WEBP = ("webp", {"quality": 60, "method": 2})
# Width, and the kinds of file. An AVIF of 1,000 pixels at this speed takes 0.06 s and is a quarter smaller than the
# WebP; of 2,400 pixels it takes more time than all the others together. Most telephones take the one of 720.
IMAGES = (
    (2400, (("webp", {"quality": 70, "method": 2}),)),
    (1000, (AVIF, WEBP)),
    (720, (AVIF,)),
    (400, (AVIF, WEBP)),
)
MOST_HEIGHT = 16383  # the longest side that a WebP can have
BLANK = "#e9e8e4"
PDF = "application/pdf"
Set = tuple[str, list[Area]]
# Threads take address space, of which the child has little.
AvifImagePlugin.DEFAULT_MAX_THREADS = 1


def draw(path: str, folder: str, sheet: int, half: str, width: float, stem: str, sets: list[Set]) -> dict[str, Any]:
    """Write the images of page `sheet`, or of its left or right half, which is `width` points wide, into the folder:
    one set for each (key, areas), with these areas blanked. The set without a key is the whole page, and has a PDF of
    this page alone.

    Returns {"files": [{"name", "key", "width", "height", "bytes", "mime"}], "visible": {key: the words outside the
    areas}}. Raises Unreadable."""
    with _opened(path) as document:
        if not 1 <= sheet <= len(document):
            raise Unreadable(DAMAGED, f"no page {sheet} of {len(document)}")
        page = document[sheet - 1]
        left, right = _beside(page, half, width)
        whole = _drawn(page, left, right)
        files = [each for key, areas in sets for each in _images(_blanked(whole, areas), Path(folder), stem, key)]
        visible = {key: _words_outside(page, left, right, areas) for key, areas in sets if key}
        if ["", []] in sets and not half:
            files.append(_alone(document, sheet - 1, Path(folder, f"{stem}.pdf")))
    return {"files": files, "visible": visible}


def _opened(path: str) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        raise Unreadable(DAMAGED, str(error)) from None


def _beside(page: pdfium.PdfPage, half: str, width: float) -> tuple[float, float]:
    """What stands on the left and on the right of the half, in points. The fold need not be in the middle."""
    rest = max(0.0, page.get_width() - width)
    return {"left": (0.0, rest), "right": (rest, 0.0)}.get(half, (0.0, 0.0))


def _drawn(page: pdfium.PdfPage, left: float, right: float) -> Image.Image:
    width, height = page.get_size()
    scale = min(IMAGES[0][0] / (width - left - right), MOST_HEIGHT / height)
    return page.render(scale=scale, crop=(left, 0, right, 0)).to_pil().convert("RGB")


def _blanked(image: Image.Image, areas: list[Area]) -> Image.Image:
    if not areas:
        return image
    image = image.copy()
    pen = ImageDraw.Draw(image)
    across, down = image.width / UNITS, image.height / UNITS
    for x0, y0, x1, y1 in areas:
        box = (math.floor(x0 * across), math.floor(y0 * down), math.ceil(x1 * across), math.ceil(y1 * down))
        pen.rectangle(box, fill=BLANK)
    return image


def _images(image: Image.Image, folder: Path, stem: str, key: str) -> Iterator[dict[str, Any]]:
    for width, kinds in IMAGES:
        if width < image.width:
            size = (width, max(1, round(image.height * width / image.width)))
            image = image.resize(size, Image.Resampling.LANCZOS, reducing_gap=2)
        for kind, options in kinds:
            file = folder / f"{stem}-{width}{key and '-' + key}.{kind}"
            image.save(file, kind.upper(), **options)
            yield _described(file, image.size, f"image/{kind}", key)


def _words_outside(page: pdfium.PdfPage, left: float, right: float, areas: list[Area]) -> str:
    """The characters that are still to be seen, in the order of the file."""
    sheet = read_sheet(page)
    width = sheet.width - left - right
    return "".join(
        glyph.char
        for glyph in sheet.glyphs
        if not contains(areas, ((glyph.x0 + glyph.x1) / 2 - left) / width, (glyph.y0 + glyph.y1) / 2 / sheet.height)
    )


def _alone(document: pdfium.PdfDocument, number: int, file: Path) -> dict[str, Any]:
    """A PDF of this page, without what else is in a file: other pages, attached files, programs, names of authors."""
    with pdfium.PdfDocument.new() as alone:
        alone.import_pages(document, [number])
        alone.save(file)
        width, height = document[number].get_size()
        return _described(file, (round(width), round(height)), PDF)


def _described(file: Path, size: tuple[int, int], mime: str, key: str = "") -> dict[str, Any]:
    width, height = size
    size_in_bytes = file.stat().st_size
    return {"name": file.name, "key": key, "width": width, "height": height, "bytes": size_in_bytes, "mime": mime}
