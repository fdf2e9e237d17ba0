"""The files that readers get of a photograph, made by Pillow in the child process for foreign files.

A picture is decoded once, shrunk while a JPEG is read, and each width is made from the one before it. Renditions are
upright, in sRGB and opaque, and carry nothing but pixels: no EXIF, place, profile or comment.
"""

import contextlib
import datetime
import io
import re
from collections.abc import Iterator
from pathlib import Path

from PIL import AvifImagePlugin, Image, ImageCms, UnidentifiedImageError

from articles.foreign_files import DAMAGED, Unreadable

FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "TIFF")
WIDTHS = (400, 800, 1000, 1600)
# Name, greatest width and height of the crops: the share card of social networks, and the shapes that search engines
# ask for (https://developers.google.com/search/docs/appearance/structured-data/article).
CROPS = (("share", 1200, 630), ("1x1", 1200, 1200), ("4x3", 1200, 900), ("16x9", 1200, 675))
LARGEST_CROP = 1200
# Social networks show no large card for less; a smaller picture is enlarged to this width.
LEAST_SHARE_WIDTH = 600
MOST_PIXELS = 60_000_000
# The longest side that a WebP can have.
MOST_HEIGHT = 16383
MIME = {".webp": "image/webp", ".jpg": "image/jpeg"}
# Bytes of a WebP up to each width; a JPEG of like appearance takes half as much again. A telephone of density 2 takes
# the 800 px, one of 2.6 the 1000 px.
BUDGETS = {400: 32_000, 800: 80_000, 1000: 120_000, 1600: 280_000}
# Qualities, with the size each makes, as a part of the first one's.
QUALITIES = {78: 1.0, 66: 0.78, 54: 0.66, 44: 0.56, 35: 0.46}
CROP_BUDGET = 250_000

# Reasons beside those of foreign_files.
UNKNOWN, TOO_LARGE, MOVING, COLOURS = "unknown", "too-large", "moving", "colours"

Box = tuple[float, float, float, float]  # left, top, right, bottom

_SRGB = ImageCms.createProfile("sRGB")
_ORIENTATIONS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_ORIENTATION, _EXIF, _TAKEN, _TAKEN_OFFSET = 0x0112, 0x8769, 0x9003, 0x9011
_SIDEWAYS = {5, 6, 7, 8}
# Pillow's modes, and what they are converted to.
_CONVERTED = {
    **dict.fromkeys(("1", "L"), "L"),
    **dict.fromkeys(("P", "RGB", "RGBX", "YCbCr"), "RGB"),
    **dict.fromkeys(("LA", "La"), "LA"),
    **dict.fromkeys(("RGBA", "RGBa", "PA"), "RGBA"),
    "CMYK": "CMYK",
}
# Our own limit of pixels comes first; Pillow's only warns up to twice its value.
Image.MAX_IMAGE_PIXELS = None
# Threads take address space, of which the child has little.
AvifImagePlugin.DEFAULT_MAX_THREADS = 1


def make_all(path: str, folder: str, x: int, y: int) -> dict[str, object]:
    """Write all renditions of the picture into the folder, crops around the focal point in percent of width and height.

    Returns {"format", "width", "height", "taken", "files"}: the picture's upright size, its time by the camera's clock
    in ISO 8601 or null, and {"name", "width", "height", "bytes", "mime"} of every file. Raises Unreadable.
    """
    image, facts = _upright(path)
    files = [*_widths(image, Path(folder)), *_crops(image, Path(folder), x, y)]
    return {**facts, "files": files}


def make_crops(path: str, folder: str, x: int, y: int) -> dict[str, object]:
    """The same with the crops only, for a new focal point."""
    image, facts = _upright(path)
    return {**facts, "files": list(_crops(image, Path(folder), x, y))}


def _upright(path: str) -> tuple[Image.Image, dict[str, object]]:
    """The picture in sRGB, shrunk as far as widths and crops allow, and what there is to know about it."""
    image = _opened(path)
    profile = image.info.get("icc_profile")
    size = image.size
    if image.format in ("JPEG", "MPO"):
        image.draft(None, (WIDTHS[-1], WIDTHS[-1]))  # both sides stay at least as long as this
        image.load()
    else:
        image.load()
        size = image.size  # Pillow has turned a TIFF
    taken, turn = _from_exif(image)
    facts = {"format": "JPEG" if image.format == "MPO" else image.format, "taken": taken}
    image = _shrunk(_in_plain_mode(image), turned := turn in _SIDEWAYS)
    if turn:
        image = image.transpose(_ORIENTATIONS[turn])
    image = _in_srgb(image, profile)
    image.info.clear()  # profile and comments would go into the renditions
    width, height = reversed(size) if turned else size
    return image, {**facts, "width": width, "height": height}


def _opened(path: str) -> Image.Image:
    try:
        image = Image.open(path, formats=FORMATS)
    except UnidentifiedImageError as error:
        raise Unreadable(UNKNOWN, str(error)) from error
    if image.width * image.height > MOST_PIXELS:
        raise Unreadable(TOO_LARGE, f"{image.width} x {image.height}")
    if not (image.width and image.height):
        raise Unreadable(DAMAGED, "no pixels")
    # A TIFF's further frames are pages, an MPO's are other views of the same photograph: the first one is the picture.
    if image.format in ("PNG", "WEBP", "AVIF") and getattr(image, "is_animated", False):
        raise Unreadable(MOVING)
    return image


def _from_exif(image: Image.Image) -> tuple[str | None, int | None]:
    """When it was taken, and how it must be turned. A broken EXIF is no reason to refuse a picture."""
    taken, turn = None, None
    with contextlib.suppress(Exception):  # Pillow raises whatever the data makes it
        exif = image.getexif()
        turn = exif.get(_ORIENTATION)
        fields = exif.get_ifd(_EXIF)
        taken = _time(fields.get(_TAKEN), fields.get(_TAKEN_OFFSET))
    return taken, turn if turn in _ORIENTATIONS else None


def _time(clock: object, offset: object) -> str | None:
    """EXIF's "2024:03:05 08:30:00" with its optional "+08:00" in ISO 8601; None if there is no such day."""
    try:
        when = datetime.datetime.strptime(str(clock).strip("\0 "), "%Y:%m:%d %H:%M:%S").isoformat()
    except ValueError:
        return None
    return when + str(offset) if re.fullmatch(r"[+-]\d\d:\d\d", str(offset)) else when


def _in_plain_mode(image: Image.Image) -> Image.Image:
    """The picture as L, LA, RGB, RGBA or CMYK, which can be shrunk and converted."""
    mode = image.mode
    if mode.startswith("I;16"):
        # convert() would make everything white; this takes the higher byte of each pixel.
        return Image.frombytes("L", image.size, image.tobytes()[0 if mode.endswith("B") else 1 :: 2])
    if mode not in _CONVERTED:
        raise Unreadable(COLOURS, mode)
    if mode not in ("LA", "RGBA") and image.has_transparency_data:
        return image.convert("RGBA")
    return image if mode == _CONVERTED[mode] else image.convert(_CONVERTED[mode])


def _shrunk(image: Image.Image, sideways: bool) -> Image.Image:
    """The picture so small that the largest width and the largest crop still fit into it."""
    width, height = reversed(image.size) if sideways else image.size
    scale = max(WIDTHS[-1] / width, LARGEST_CROP / height)
    return image if scale >= 1 else _resized(image, _scaled(image, scale))


def _scaled(image: Image.Image, scale: float) -> tuple[int, int]:
    return max(1, round(image.width * scale)), max(1, round(image.height * scale))


def _resized(image: Image.Image, size: tuple[int, int], box: Box | None = None) -> Image.Image:
    return image.resize(size, Image.Resampling.LANCZOS, box=box, reducing_gap=3)


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    if image.mode in ("LA", "RGBA"):
        image = image.convert("RGBA")
        image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image).convert("RGB")
    if profile:
        # A broken profile, or one for other colours than the picture's, is no reason to refuse it.
        with contextlib.suppress(OSError, ImageCms.PyCMSError):
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            return ImageCms.profileToProfile(image, source, _SRGB, outputMode="RGB") or image
    return image.convert("RGB")


def _widths(image: Image.Image, folder: Path) -> Iterator[dict[str, object]]:
    """Each width as JPEG and WebP, the largest first; `image` is at least as wide as the largest."""
    for width in _chosen_widths(*image.size):
        if width < image.width:
            image = _resized(image, _scaled(image, width / image.width))
        # A tall picture, such as a photographed page, may take more.
        budget = round(_budget(width) * max(1, image.height / (2 * width)))
        jpeg, quality = _within(budget * 3 // 2, image, "jpg")
        yield _written(jpeg, image.size, folder / f"{width}.jpg")
        # The quality that JPEG allowed is the one to begin with; each attempt at a WebP takes six times as long.
        webp, _ = _within(budget, image, "webp", quality)
        yield _written(webp, image.size, folder / f"{width}.webp")


def _chosen_widths(width: int, height: int) -> list[int]:
    """The widths that fit, from the largest; a picture between two widths also has its own."""
    largest = max(1, min(WIDTHS[-1], width, width * MOST_HEIGHT // height))
    return [largest, *(smaller for smaller in reversed(WIDTHS) if smaller < 0.9 * largest)]


def _budget(width: int) -> int:
    return next(budget for widest, budget in BUDGETS.items() if width <= widest)


def _crops(image: Image.Image, folder: Path, x: int, y: int) -> Iterator[dict[str, object]]:
    """The crops as JPEG, each the largest part of the picture that has its shape."""
    for name, width, height in CROPS:
        cut_width = min(image.width, image.height * width / height)
        cut_height = min(image.height, image.width * height / width)
        left, right = _around(x, cut_width, image.width)
        top, bottom = _around(y, cut_height, image.height)
        made_width = min(width, max(round(cut_width), LEAST_SHARE_WIDTH if name == "share" else 1))
        size = (made_width, max(1, round(made_width * height / width)))
        crop = _resized(image, size, (left, top, right, bottom))
        jpeg, _ = _within(CROP_BUDGET, crop, "jpg")
        yield _written(jpeg, size, folder / f"{name}-{x}-{y}.jpg")


def _around(percent: int, part: float, length: int) -> tuple[float, float]:
    """Where a part of a length begins and ends, with the point in its middle or as near to it as the edges allow."""
    start = min(max(length * percent / 100 - part / 2, 0), length - part)
    return start, min(start + part, length)


def _written(data: bytes, size: tuple[int, int], file: Path) -> dict[str, object]:
    file.write_bytes(data)
    return {"name": file.name, "width": size[0], "height": size[1], "bytes": len(data), "mime": MIME[file.suffix]}


def _within(budget: int, image: Image.Image, kind: str, quality: int = max(QUALITIES)) -> tuple[bytes, int]:
    """(the picture in the best quality that keeps to the budget, that quality); in the lowest it may be larger."""
    data = _encoded(image, kind, quality)
    in_best = len(data) / QUALITIES[quality]
    for lower, part in QUALITIES.items():
        if len(data) <= budget:
            break
        # Qualities that are likely to be too large are not tried.
        if lower < quality and (part * in_best <= budget or lower == min(QUALITIES)):
            data, quality = _encoded(image, kind, lower), lower
    return data, quality


def _encoded(image: Image.Image, kind: str, quality: int) -> bytes:
    data = io.BytesIO()
    if kind == "webp":
        image.save(data, "WEBP", quality=quality, method=4)
    else:
        image.save(data, "JPEG", quality=quality, optimize=True, progressive=True)
    return data.getvalue()
