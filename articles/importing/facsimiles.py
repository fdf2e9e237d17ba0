"""PDFs of pages as facsimiles. Before the import's transaction the PDF is stored and its pictures are cut out; in it
the row is written.

The row keeps what reading the PDF returned, because stories are composed from all pages of an issue and reading takes
a tenth of a second; and the digests of the pictures, because a picture cut out by another version of PDFium may differ
in a shade and is still the same."""

import json
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

from django.conf import settings
from django.core.files import File
from django.utils.translation import gettext as _

from articles.editing import Actor
from articles.facsimiles.making import NotDrawn, make_renditions
from articles.foreign_files import Unreadable, run_limited
from articles.models import Facsimile, Issue, Page, Picture
from articles.parsing import ParsedPage, UnreadablePage, parse_page
from articles.pictures.adding import take_in
from articles.pictures.files import copy_original, store_original
from articles.pictures.reading import BadPicture
from articles.printed_page import Half, PageInFile, read_pdf
from articles.printed_page.model import Area, PlacedPicture, PrintedPage, from_json, to_json
from newsroom import deadlines

from .aligning import OnPage, of_pdf, of_text
from .page_pdfs import PagePdf
from .pictures import left_out
from .sources import IssueSource, PageSource, SourceRefused

# To be raised when articles.printed_page reads pages otherwise: then their PDFs are read again.
READER = 1
# In fractions of the page: a box that another version of the reader finds so near is the same.
SAME = 0.003
# A request ends after 20 seconds; a picture takes up to 3, and what follows needs the rest.
SECONDS_LEFT = 8


@dataclass
class TakenIn:
    """The PDFs of an issue, ready to be saved."""

    facsimiles: dict[tuple[str, int, str], Facsimile] = field(default_factory=dict)  # by PagePdf.key
    pictures: list[Picture] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def of(self, page: PageSource | None) -> Facsimile | None:
        return self.facsimiles[page.pdf.key] if page and page.pdf else None


# Before the transaction


def take_in_pdfs(source: IssueSource, actor: Actor, store: bool) -> TakenIn:
    """The facsimiles of an issue's PDFs. Without `store`, for a preview, no picture is cut out that is not known."""
    taken = TakenIn()
    for page in source.pages:
        if page.pdf:
            new = _unsaved(page.pdf)
            if store and new.digest not in {each.digest for each in taken.facsimiles.values()}:
                store_original(new, page.pdf.path)
            if not page.pdf.printed.text:
                taken.notes.append(_wordless(page.number))
            # Files beside the page are the better pictures.
            digests = [] if page.pictures else _pictures_of(source, page, page.pdf, actor, store, taken)
            new.reading = _as_reading(page.pdf.printed, digests)
            taken.facsimiles[page.pdf.key] = new
    return taken


def _wordless(number: str) -> str:
    sentence = _("In the PDF of page {page} no words can be read, so its stories have no zones and no pictures.")
    return sentence.format(page=number)


def _unsaved(pdf: PagePdf) -> Facsimile:
    width, height = pdf.printed.size
    facts = {"digest": pdf.digest, "name": pdf.name, "size": pdf.size, "width": width, "height": height}
    return Facsimile(**facts, **pdf.place._asdict())


def _pictures_of(source, page, pdf, actor, store, taken) -> list[list[str]]:
    """The digests of the pictures of each story; "" is one that was not taken in."""
    wanted = [picture for place in pdf.printed.places for picture in place.pictures]
    digests = _remembered(pdf, wanted)
    missing = [number for number, digest in enumerate(digests) if not digest] if store else []
    for number, path in zip(missing, _cut(pdf, [wanted[number] for number in missing]), strict=True):
        name = f"{source.date} {page.number}-{number + 1}{path.suffix}"
        try:
            picture = _take_in(path, name, actor)
        except BadPicture as fault:
            taken.notes.append(left_out(page.number, name, str(fault)))
        else:
            digests[number] = picture.digest
            taken.pictures.append(picture)
    left = iter(digests)
    return [[next(left) for _each in place.pictures] for place in pdf.printed.places]


def _remembered(pdf: PagePdf, wanted: Sequence[PlacedPicture]) -> list[str]:
    """The digests that pictures at the same places had when the same PDF was read before."""
    known = Facsimile.objects.filter(digest=pdf.digest, **pdf.place._asdict()).first()
    page, digests = _as_read(known.reading) if known else (None, [])
    if page is None:
        return [""] * len(wanted)
    before = [
        (each.box, digest)
        for place, own in zip(page.places, digests, strict=False)
        for each, digest in zip(place.pictures, own, strict=False)
    ]
    there = set(Picture.objects.filter(digest__in=[d for _box, d in before]).values_list("digest", flat=True))
    return [next((d for box, d in before if d in there and _is_near(box, each.box)), "") for each in wanted]


def _is_near(one: Area, other: Area) -> bool:
    return all(abs(a - b) < SAME for a, b in zip(one, other, strict=True))


def _cut(pdf: PagePdf, pictures: Sequence[PlacedPicture]) -> Iterator[Path]:
    """A file for each of the pictures, which exists until the next is asked for."""
    if not pictures:
        return
    with tempfile.TemporaryDirectory() as folder:
        boxes = [(_on_sheet(each.box, pdf.printed.part), each.resolution) for each in pictures]
        place = str(pdf.path.resolve()), pdf.place.sheet
        try:
            names = run_limited("articles.printed_page.cutting.cut", *place, boxes, folder)
        except Unreadable:
            names = [f"{number}.jpg" for number in range(1, len(boxes) + 1)]
        yield from (Path(folder, name) for name in names)


def _on_sheet(box: Area, part: Area) -> Area:
    """A box of the printed page, which is `part` of the sheet."""
    left, top, width, height = part[0], part[1], part[2] - part[0], part[3] - part[1]
    return left + box[0] * width, top + box[1] * height, left + box[2] * width, top + box[3] * height


def _take_in(path, name, actor):
    left = deadlines.seconds_left()
    if left is not None and left < SECONDS_LEFT:
        raise BadPicture(_("the others took long. Import the page again, and it is added."))
    if not path.exists():
        raise BadPicture(_("it could not be cut out of the PDF."))
    with path.open("rb") as file:
        return take_in(File(file), name, actor)


# In the transaction


def facsimile_of(page: Page, new: Facsimile | None, readings: dict[int, dict]) -> tuple[Facsimile | None, bool]:
    """The page's facsimile, `new` if that is given, and whether it is to be saved."""
    before = getattr(page, "facsimile", None)
    if new is None:
        if before and before.pk in readings:
            before.reading = readings[before.pk]
        return before, bool(before and before.pk in readings)
    if before:
        new.pk, new.page = before.pk, page
        if _key(before) == _key(new):
            new.renditions = before.renditions
    return new, before is None or any(getattr(before, name) != getattr(new, name) for name in _FIELDS)


def _key(row: Facsimile) -> tuple[str, int, str]:
    """As PagePdf.key."""
    return row.digest, row.sheet, row.half


_FIELDS = [f.attname for f in Facsimile._meta.concrete_fields]


def refuse_public_pages(source: IssueSource, actor: Actor) -> None:
    """A facsimile is seen at once by the readers of a public page, so it needs the right to change public stories."""
    if actor.may("amend_public_article"):
        return
    public = dict(Page.objects.public().filter(issue__date=source.date).values_list("number", "facsimile__digest"))
    for page in source.pages:
        if page.pdf and page.number in public and public[page.number] != page.pdf.digest:
            sentence = _(
                "Page {page} is public, and readers would see another PDF at once, which your role does not allow."
                " Import the page’s text, or ask the chief editor to import the PDF."
            )
            raise SourceRefused(sentence, page.pdf.path, page=page.number)


def show_all_stories(issue: Issue) -> None:
    """No story that was deleted is withheld any more: those of all pages have just been written again."""
    Facsimile.objects.filter(page__issue=issue).exclude(withheld=[]).update(withheld=[])


# After the transaction


def make_images(issue: Issue) -> list[str]:
    """Make the images that readers lack of the issue's pages; returns sentences about those that cannot be made."""
    faults = []
    for facsimile in Facsimile.objects.filter(page__issue=issue).defer("reading").select_related("page__issue"):
        try:
            make_renditions(facsimile)
        except (NotDrawn, OSError) as reason:  # such as a full disk
            sentence = _("Page {page} is shown without its facsimile: {reason}.")
            faults.append(sentence.format(page=facsimile.page.number, reason=reason))
    return faults


# What the pages of an issue say


def understand(page: Page, facsimile: Facsimile | None) -> tuple[ParsedPage, tuple[OnPage, ...]]:
    """The stories of the page, from its text or else from its PDF, and what its PDF gives to each."""
    printed, digests = _as_read(facsimile.reading) if facsimile else (None, [])
    if facsimile is None or printed is None:
        return parse_page(page.source_text, settings.NEWSPAPER["name"]), ()
    text = "" if page.source_name == facsimile.name else page.source_text
    return read_with_pdf(text, printed, digests)


def read_with_pdf(
    text: str, printed: PrintedPage, digests: Sequence[Sequence[str]] = ()
) -> tuple[ParsedPage, tuple[OnPage, ...]]:
    """The stories of the text, or of the PDF if the page has no text, and what the PDF gives to each."""
    if not text:
        return printed.parsed, tuple(of_pdf(printed, digests))
    parsed, on_page = of_text(parse_page(text, settings.NEWSPAPER["name"]), printed, digests)
    return parsed, tuple(on_page)


def read_again(source: IssueSource) -> dict[int, dict]:
    """The readings, by facsimile, of the issue's other PDFs that another version of the reader has read."""
    readings = {}
    ours = {page.pdf.key for page in source.pages if page.pdf}
    for each in Facsimile.objects.filter(page__issue__date=source.date).select_related("page"):
        if _key(each) not in ours and (each.reading or {}).get("reader") != _reader():
            readings[each.pk] = _read_stored(each)
    return readings


def _read_stored(facsimile: Facsimile) -> dict:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "page.pdf")
        place = PageInFile(facsimile.sheet, cast(Half, facsimile.half))
        try:
            copy_original(facsimile, path)
            printed = read_pdf(path, place.sheet, settings.NEWSPAPER["name"], place.half)
        except (FileNotFoundError, UnreadablePage):
            if facsimile.reading and _as_read(facsimile.reading)[0]:
                return facsimile.reading
            sentence = _("The PDF of page {page} is missing or damaged. Put it back from a backup, or import it again.")
            raise SourceRefused(sentence, path, page=facsimile.page.number) from None
    pdf = PagePdf(path, facsimile.name, facsimile.digest, facsimile.size, place, printed)
    known = iter(_remembered(pdf, [picture for place in printed.places for picture in place.pictures]))
    return _as_reading(printed, [[next(known) for _each in place.pictures] for place in printed.places])


def _as_reading(printed: PrintedPage, digests: list[list[str]]) -> dict:
    """As the database returns it: lists for tuples, and no -0.0, which PostgreSQL's JSON does not have."""
    page = json.loads(json.dumps(to_json(printed)), parse_float=lambda digits: float(digits) + 0.0)
    return {"reader": _reader(), "page": page, "pictures": digests}


def _reader() -> str:
    """What a reading depends on beside the PDF."""
    return f"{READER} {settings.NEWSPAPER['name']}"


def _as_read(reading: dict | None) -> tuple[PrintedPage | None, list[list[str]]]:
    """The page and the digests of its pictures; (None, []) if they cannot be understood any more."""
    try:
        return (from_json(reading["page"]), reading["pictures"]) if reading else (None, [])
    except (KeyError, TypeError, ValueError):
        return None, []
