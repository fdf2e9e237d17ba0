"""Drawn pictures for demonstrations and tests, so that no photograph of anybody is needed."""

import io
import math
import random

from PIL import Image, ImageDraw, ImageFilter

SKIES = (("#f4c89a", "#8fb8d0"), ("#dfe7ea", "#6f9dbd"), ("#f0a870", "#4a5f86"), ("#cfdde0", "#9fb4a6"))
HILLS = ("#7f9a8a", "#5f8170", "#44654f", "#2f4a39")


def landscape(seed: int, width: int = 1800, height: int = 1200) -> bytes:
    """A JPEG of hills by a river, always the same for a seed."""
    dice = random.Random(seed)  # noqa: S311 (nothing secret)
    image = _sky(*dice.choice(SKIES), width, height)
    draw = ImageDraw.Draw(image)
    _sun(draw, dice, width, height)
    for layer, colour in enumerate(HILLS):
        draw.polygon(_hill(dice, layer, width, height), fill=colour)
    draw.polygon(_river(dice, width, height), fill="#a9c6d4")
    image = image.filter(ImageFilter.GaussianBlur(width / 1500))
    grain = Image.frombytes("L", (width, height), dice.randbytes(width * height)).convert("RGB")
    data = io.BytesIO()
    Image.blend(image, grain, 0.03).save(data, "JPEG", quality=90)
    return data.getvalue()


def _sky(top, bottom, width, height):
    gradient = Image.linear_gradient("L").resize((width, height))
    return Image.composite(Image.new("RGB", gradient.size, top), Image.new("RGB", gradient.size, bottom), gradient)


def _sun(draw, dice, width, height):
    radius = height * dice.uniform(0.04, 0.09)
    x, y = width * dice.uniform(0.15, 0.85), height * dice.uniform(0.12, 0.35)
    draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill="#fff3d6")


def _hill(dice, layer, width, height):
    base, swing, phase = 0.42 + 0.13 * layer, dice.uniform(0.03, 0.1), dice.uniform(0, 6)
    crest = [
        (x, height * (base + swing * math.sin(phase + (layer + 2) * 3 * x / width))) for x in range(0, width + 20, 20)
    ]
    return [(0, height), *crest, (width, height)]


def _river(dice, width, height):
    mouth = width * dice.uniform(0.3, 0.7)
    return [
        (mouth, height * 0.78),
        (mouth + width * 0.02, height * 0.78),
        (width * 0.8, height),
        (width * 0.25, height),
    ]
