"""Draw parts of a page's PDF. Pictures are cut out as a reader sees them, from a rendering, since a picture in the file
may be in strips, in other colours, or larger than its frame. Loads PDFium and runs only in a child process."""

from collections.abc import Sequence
from pathlib import Path

import pypdfium2 as pdfium
from PIL import Image

from .model import Area

MAX_RESOLUTION, LEAST_RESOLUTION = 300, 72  # pixels an inch
POINTS = 72  # in an inch
# A drawing has fewer colours than this, and JPEG would blur its lines.
MAX_COLOURS = 256
QUALITY = 92


def cut(path: str, sheet: int, boxes: Sequence[tuple[Area, float]], folder: str) -> list[str]:
    """Write each of the `boxes`, fractions of the sheet with a resolution, as a file into the folder; returns their
    names, in order."""
    with pdfium.PdfDocument(path) as document:
        page = document[sheet - 1]
        images = (_rendered(page, area, _readable(resolution)) for area, resolution in boxes)
        return [_save(image, Path(folder), number) for number, image in enumerate(images, start=1)]


def size(path: str, sheet: int) -> tuple[float, float]:
    """Of the sheet, in points."""
    with pdfium.PdfDocument(path) as document:
        width, height = document[sheet - 1].get_size()
        return width, height


def draw(path: str, sheet: int, part: Area, width: int, file: str) -> None:
    """Write an image of this part of the sheet, `width` pixels wide, as WebP."""
    with pdfium.PdfDocument(path) as document:
        page = document[sheet - 1]
        inches = page.get_width() * (part[2] - part[0]) / POINTS
        _rendered(page, part, width / inches).save(file, "WEBP", quality=60, method=2)


def _rendered(page: pdfium.PdfPage, area: Area, resolution: float) -> Image.Image:
    width, height = page.get_size()
    x0, y0, x1, y1 = area
    margins = (x0 * width, (1 - y1) * height, (1 - x1) * width, y0 * height)  # left, bottom, right, top
    image: Image.Image = page.render(scale=resolution / POINTS, crop=margins).to_pil()
    return image.convert("RGB")


def _readable(resolution: float) -> float:
    return min(max(resolution, LEAST_RESOLUTION), MAX_RESOLUTION)


def _save(image: Image.Image, folder: Path, number: int) -> str:
    if image.getcolors(MAX_COLOURS):
        name = f"{number}.png"
        image.save(folder / name, optimize=True)
    else:
        name = f"{number}.jpg"
        image.save(folder / name, quality=QUALITY, subsampling=0)
    return name
