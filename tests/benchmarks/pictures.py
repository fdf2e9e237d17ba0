"""What the renditions of a photograph cost: `python -m tests.benchmarks.pictures`.

Prints CPU seconds and peak memory of the child process and the size of every rendition, for a drawn photograph of 24
megapixels (overlapping shapes of all sizes with grain, 9 MB as JPEG) as it comes from a camera, and for the same
picture in other forms. Goals: 4 s and 300 MB for the first; 80 kB for WebP of 800 px, 120 kB for 1000 px.
"""

import multiprocessing
import random
import resource
import tempfile
from collections.abc import Iterator
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter

from articles.pictures.reading import Made, make_renditions

SIZE = (6000, 4000)
SHAPES = 40_000
GRAIN = 60  # standard deviation, before it is blended in
MEGABYTE = 1 << 20


def photograph(size: tuple[int, int] = SIZE, shapes: int = SHAPES) -> Image.Image:
    chance = random.Random(19)
    image = Image.linear_gradient("L").rotate(180).resize(size).convert("RGB")
    draw = ImageDraw.Draw(image)
    for _ in range(shapes):
        x, y = chance.randrange(size[0]), chance.randrange(size[1])
        # Many small and few large ones, as in nature.
        radius = size[0] / 1000 / (chance.random() + 0.01)
        colour = tuple(chance.randrange(30, 220) for _ in range(3))
        draw.ellipse((x - radius, y - radius * 0.7, x + radius, y + radius * 0.7), fill=colour)
    image = image.filter(ImageFilter.GaussianBlur(size[0] / 3000))
    grain = Image.effect_noise(size, GRAIN).convert("RGB")
    return Image.blend(image, grain, 0.15)


def camera_exif() -> Image.Exif:
    exif = Image.Exif()
    exif[0x0112] = 6
    exif.get_ifd(0x8769)[0x9003] = "2024:03:05 08:30:00"
    exif.get_ifd(0x8825).update({1: "N", 2: (31.0, 57.0, 0.0), 3: "E", 4: (119.0, 10.0, 0.0)})
    return exif


def forms(folder: Path) -> Iterator[tuple[str, Path]]:
    image = photograph()
    image.save(camera := folder / "camera.jpg", quality=92, exif=camera_exif())
    yield "JPEG, turned, with GPS", camera
    image.save(progressive := folder / "progressive.jpg", quality=92, progressive=True)
    yield "progressive JPEG", progressive
    image.convert("CMYK").save(cmyk := folder / "cmyk.jpg", quality=92)
    yield "CMYK JPEG", cmyk
    image.convert("P").save(palette := folder / "palette.png", compress_level=1)
    yield "PNG of 256 colours", palette
    image.resize((4000, 2667)).convert("RGBA").save(png := folder / "transparent.png", compress_level=1)
    yield "transparent PNG, 11 MP", png


def cost(source: Path) -> tuple[Made, float, float]:
    """(made, CPU seconds, MB at the peak); only once in a process, as the peak is that of all its children."""
    with tempfile.TemporaryDirectory() as folder:
        made = make_renditions(source, Path(folder) / "made")
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return made, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024 / MEGABYTE


def report() -> None:
    with tempfile.TemporaryDirectory() as folder:
        for form, source in forms(Path(folder)):
            with multiprocessing.get_context("spawn").Pool(1) as fresh_process:
                made, seconds, megabytes = fresh_process.apply(cost, [source])
            size = source.stat().st_size / MEGABYTE
            print(f"{form}, {size:.1f} MB: {seconds:.1f} s CPU, {megabytes:.0f} MB at the peak")
            print("   " + ", ".join(f"{file.name} {file.bytes / 1000:.0f} kB" for file in made.files))


if __name__ == "__main__":
    report()
