"""What reading a page's PDF gives: the stories of `articles.parsing`, with their places on the page."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any, Literal

from articles.parsing.model import Credit, Paragraph, ParsedPage, Printed, Problem, Residue, Story
from articles.parsing.model import as_dict as parsed_as_dict

# x0, y0, x1, y1 in fractions of the page, from its top left.
Area = tuple[float, float, float, float]
# Of a double-page spread; "" for a sheet with one page.
Half = Literal["", "left", "right"]


@dataclass(frozen=True, slots=True)
class PlacedPicture:
    box: Area
    caption: str
    credit: tuple[str, ...]
    resolution: float  # pixels an inch


@dataclass(frozen=True, slots=True)
class Place:
    """Where a story stands: areas that do not overlap, and the pictures in them."""

    zone: tuple[Area, ...]
    pictures: tuple[PlacedPicture, ...]


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """A page read from a PDF. `text` has its words in the order of the stories; line numbers in `parsed` count its
    lines. `places[n]` belongs to `parsed.articles[n]`."""

    parsed: ParsedPage
    places: tuple[Place, ...]
    pictures: tuple[PlacedPicture, ...]  # those of no story, as in advertisements
    text: str
    size: tuple[float, float]  # in points
    part: Area = (0.0, 0.0, 1.0, 1.0)  # what of the file's page it is; areas count in this part


def as_dict(page: PrintedPage, translate: Callable[[str], str] = str) -> dict[str, Any]:
    """The page as `parse_page --json` prints it."""
    printed = parsed_as_dict(page.parsed, translate)
    for article, place in zip(printed["articles"], page.places, strict=True):
        article["zone"] = [list(area) for area in place.zone]
        article["pictures"] = [_picture_as_dict(picture) for picture in place.pictures]
    printed["pictures"] = [_picture_as_dict(picture) for picture in page.pictures]
    return printed


def _picture_as_dict(picture: PlacedPicture) -> dict[str, Any]:
    return {"box": list(picture.box), "caption": picture.caption, "credit": list(picture.credit)}


def to_json(page: PrintedPage) -> dict[str, Any]:
    """Everything, for another process: `from_json` makes the same page of it."""
    return asdict(page)


def from_json(data: dict[str, Any]) -> PrintedPage:
    stories = tuple(_story(story) for story in data["parsed"]["articles"])
    residue = tuple(Residue(**piece) for piece in data["parsed"]["residue"])
    places = tuple(_place(place) for place in data["places"])
    width, height = data["size"]
    pictures = tuple(map(_picture, data["pictures"]))
    parsed = ParsedPage(stories, residue)
    return PrintedPage(parsed, places, pictures, data["text"], (width, height), _area(data["part"]))


def _story(data: dict[str, Any]) -> Story:
    made = {
        "paragraphs": tuple(Paragraph(p["kind"], p["text"], _pair(p["lines"])) for p in data["paragraphs"]),
        "authors": tuple(Credit(**credit) for credit in data["authors"]),
        "problems": tuple(Problem(**problem) for problem in data["problems"]),
        "removed": tuple(Printed(**printed) for printed in data["removed"]),
        "lines": _pair(data["lines"]),
    }
    return Story(**{**data, **made})


def _pair(numbers: list[int]) -> tuple[int, int]:
    first, last = numbers
    return first, last


def _place(data: dict[str, Any]) -> Place:
    return Place(tuple(map(_area, data["zone"])), tuple(map(_picture, data["pictures"])))


def _picture(data: dict[str, Any]) -> PlacedPicture:
    return PlacedPicture(_area(data["box"]), data["caption"], tuple(data["credit"]), data["resolution"])


def _area(numbers: list[float]) -> Area:
    x0, y0, x1, y1 = numbers
    return x0, y0, x1, y1
