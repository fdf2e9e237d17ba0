"""Small plots, drawn on the server: numbers in, shapes for an SVG out."""

from typing import NamedTuple

WIDTH, HEIGHT, GAP = 280, 64, 4


class Bar(NamedTuple):
    x: float
    y: float
    width: float
    height: float


class Plot(NamedTuple):
    """One bar for each number; `top` is what a bar of full height stands for."""

    bars: list[Bar]
    top: float
    width: int = WIDTH
    height: int = HEIGHT


def plot(numbers: list[float]) -> Plot:
    top = max(numbers, default=0)
    slot = WIDTH / max(len(numbers), 1)
    heights = [HEIGHT * number / top if top else 0 for number in numbers]
    bars = [
        Bar(round(index * slot + GAP / 2, 2), round(HEIGHT - height, 2), round(slot - GAP, 2), round(height, 2))
        for index, height in enumerate(heights)
    ]
    return Plot(bars, top)
