"""PDFs of pages at the desk: kept between the preview and its confirmation, and drawn for the preview with the zones of
the stories."""

import base64
import hashlib
import tempfile
from dataclasses import dataclass
from pathlib import Path

from django.core import signing
from django.utils.translation import gettext as _

from articles.foreign_files import Unreadable, run_limited
from articles.importing import OnPage, PagePdf
from articles.models import Facsimile
from articles.parsing import ParsedPage
from articles.pictures.files import copy_original, store_original
from articles.printed_page import is_pdf
from articles.text.characters import beginning

SALT = "articles.admin.page_pdfs"
# `check_pictures` removes a file without a row after a day.
KEPT_SECONDS = 20 * 60 * 60
WIDTH = 1000  # pixels
COLOURS = 8
LONGEST_TITLE = 24


def received(file, folder: Path) -> Path:
    """The uploaded file, copied into the folder."""
    path = folder / "upload"
    with path.open("wb") as copy:
        for chunk in file.chunks():
            copy.write(chunk)
    return path


def is_uploaded_pdf(path: Path, name: str) -> bool:
    return name.lower().endswith(".pdf") or is_pdf(path)


def keep(path: Path, name: str) -> str:
    """Store the PDF, private and without a row; returns a signed token for fetched()."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    facts = {"digest": digest, "size": path.stat().st_size}
    store_original(Facsimile(**facts), path)
    return signing.dumps(facts | {"name": name}, salt=SALT)


def fetched(token: str, folder: Path) -> tuple[Path, str]:
    """The kept PDF, copied into the folder, and its name. Raises BadSignature or FileNotFoundError."""
    facts = signing.loads(token, salt=SALT, max_age=KEPT_SECONDS)
    path = folder / "kept"
    copy_original(Facsimile(digest=facts["digest"], size=facts["size"]), path)
    return path, facts["name"]


def name_of(token: str) -> str:
    """The name of the kept PDF; "" if there is none."""
    try:
        return signing.loads(token, salt=SALT, max_age=KEPT_SECONDS)["name"] if token else ""
    except signing.BadSignature:
        return ""


def colour_of(number: int) -> int:
    """Of the zone of a story, in desk-import.css."""
    return (number - 1) % COLOURS + 1


@dataclass(frozen=True)
class DrawnStory:
    """A story on the image: its number on the page, and the rectangles of its zone, in points."""

    number: int
    title: str
    zone: list[dict[str, float]]

    @property
    def colour(self) -> int:
        return colour_of(self.number)


@dataclass(frozen=True)
class DrawnPage:
    """The page as the preview shows it."""

    image: str  # a data: address; blank if it cannot be drawn
    width: float
    height: float
    stories: list[DrawnStory]

    @property
    def badge(self) -> int:
        """The size of a story's number, which must be readable on a phone."""
        return round(self.width / 22)


def drawn(pdf: PagePdf, parsed: ParsedPage, on_page: tuple[OnPage, ...]) -> DrawnPage:
    width, height = pdf.printed.size
    stories = [
        DrawnStory(number, _title(story), [_rectangle(area, width, height) for area in place.zone])
        for number, (story, place) in enumerate(zip(parsed.articles, on_page, strict=True), start=1)
    ]
    return DrawnPage(_image(pdf), round(width, 1), round(height, 1), stories)


def _title(story) -> str:
    text = story.headline or next((paragraph.text for paragraph in story.paragraphs), "")
    return beginning(text, LONGEST_TITLE) or _("without words")


def _rectangle(area, width, height) -> dict[str, float]:
    x0, y0, x1, y1 = area
    sides = {"x": x0 * width, "y": y0 * height, "width": (x1 - x0) * width, "height": (y1 - y0) * height}
    return {name: round(value, 1) for name, value in sides.items()}


def _image(pdf: PagePdf) -> str:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "page.webp")
        try:
            place = str(pdf.path.resolve()), pdf.place.sheet, pdf.printed.part
            run_limited("articles.printed_page.cutting.draw", *place, WIDTH, str(file))
        except Unreadable:
            return ""
        return "data:image/webp;base64," + base64.b64encode(file.read_bytes()).decode()
