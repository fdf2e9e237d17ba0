"""Read folders of pages, as text or PDF, and check them completely before the database is changed.

An issue is a folder with a manifest (`issue.toml`), or a folder named after its date (2023-07-20, 2023年7月20日) whose
page files are named after their pages (01.txt, A04.pdf, 02 综合新闻.txt, 第二版.txt). A page may have a text, a PDF or
both; one PDF of all pages is named after the day, or issue.pdf. Pictures of a page are named in the manifest, or lie
beside it and are named after it (1-2.jpg, 第1版 图2.jpg). What is not taken in is named.
"""

import datetime
import re
import tomllib
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from string import ascii_uppercase

from django.utils.translation import gettext as _

from articles.parsing import UnreadablePage, decode_page
from articles.text.page_labels import name_same_page

from .file_names import YEARS, date_of_folder, is_whole_issue, looks_like_a_copy, page_of_file, picture_of_file
from .folios import printed_number
from .page_pdfs import PagePdf, read_page_pdf, read_whole_pdf

MANIFEST = "issue.toml"
TEXT, PDF = ".txt", ".pdf"
PAGE_NUMBER = re.compile(r"([A-Z]?)([0-9]{1,3})")
# Files that editors do not see, or did not make.
HIDDEN = (".", "~$", "Thumbs.db", "desktop.ini", "__MACOSX")
# By what follows the last dot. Kinds that cannot be taken in are among them, so that it is said why.
PICTURES = {".jpg", ".jpeg", ".jpe", ".png", ".webp", ".avif", ".tif", ".tiff", ".heic", ".heif", ".gif", ".bmp"}
MAX_NAMED = 8
CONTROL = re.compile(r"[\x00-\x1f\x7f]")
# The lengths of the database columns.
MAX_NAME, MAX_ISSUE_NUMBER = 40, 20


class SourceRefused(Exception):
    """A folder or file cannot be imported; the message names it and says in one sentence what to do."""

    def __init__(self, message: str, path: Path, **params: object) -> None:
        super().__init__(message.format(path=path, **params).strip())


@dataclass(frozen=True, slots=True)
class PageSource:
    number: str  # as printed: "2", "A04"
    name: str
    file_name: str
    text: str  # of the PDF, if that is all there is
    pictures: tuple[Path, ...] = ()
    pdf: PagePdf | None = None

    @property
    def order(self) -> int:
        """The page's position in an issue: 1, 2, … come before A01, A02, … and B01."""
        digits = self.number.lstrip(ascii_uppercase)
        letter = self.number.removesuffix(digits)
        return int(digits) + (1000 * (ord(letter) - ord("A") + 1) if letter else 0)

    @property
    def digest(self) -> str:
        return sha256(self.text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class IssueSource:
    date: datetime.date
    number: str
    pages: tuple[PageSource, ...]
    left_out: tuple[str, ...] = ()  # sentences


def find_issue_folders(path: Path) -> list[Path]:
    """The issue folders at or below `path`, sorted by name. Raises SourceRefused if there are none."""
    if not path.is_dir():
        raise SourceRefused(_("{path} is not a folder. Give the folder of an issue."), path)
    if folders := list(_issue_folders(path)):
        return folders
    message = _("{path} contains no issue. An issue is a folder with an {manifest}, or one named after its date.")
    raise SourceRefused(f"{message} {{left_out}}", path, manifest=MANIFEST, left_out=" ".join(left_out_below(path)))


def left_out_below(path: Path) -> list[str]:
    """Sentences that name the folders and files at or below `path` that belong to no issue."""
    if _is_issue(path):
        return []
    files, folders = [], []
    for each in _visible(path):
        if each.is_dir() and not any(_issue_folders(each)):
            folders += [each.name] if any(_visible(each)) else []
        elif not each.is_dir():
            files.append(each.name)
    sentences = {
        _("{path}: these folders are named after no date, or hold no page: {names}. They were left out."): folders,
        _("{path}: these files are in no issue's folder: {names}. They were left out."): files,
    }
    found = [_named(sentence, names, path) for sentence, names in sentences.items() if names]
    inner = [each for each in _visible(path) if each.is_dir() and each.name not in folders]
    return [*found, *(sentence for each in inner for sentence in left_out_below(each))]


def read_issue(folder: Path) -> IssueSource:
    if (folder / MANIFEST).is_file():
        return _read_manifest(folder / MANIFEST)
    if (date := date_of_folder(folder)) and _has_pages(folder, date):
        return _read_dated_folder(folder, date)
    message = _("{path} is missing. Write the date and the pages of the issue in it; seeds/README.md shows how.")
    raise SourceRefused(message, folder / MANIFEST)


def _issue_folders(path):
    if _is_issue(path):
        yield path
        return
    for child in sorted(path.iterdir()):
        if child.is_dir() and not child.name.startswith("."):
            yield from _issue_folders(child)


def _is_issue(path):
    if (path / MANIFEST).is_file():
        return True
    date = date_of_folder(path)
    return date is not None and _has_pages(path, date)


def _read_manifest(manifest):
    facts = _load_toml(manifest)
    if "date" not in facts:
        raise SourceRefused(_("{path} has no date. Add a line such as: date = 2023-07-20"), manifest)
    date = _read_date(manifest, facts["date"])
    tables = facts.get("pages")
    if not isinstance(tables, list) or not tables or not all(isinstance(table, dict) for table in tables):
        raise SourceRefused(_("{path} lists no pages. Add a [[pages]] table for each page."), manifest)
    pages = [_page_of_table(manifest, table, order) for order, table in enumerate(tables, start=1)]
    if not any("pictures" in table for table in tables):
        pages = _with_pictures(manifest.parent, date, pages)
    left_out = _not_in_manifest(manifest.parent, pages)
    return _checked_issue(manifest, date, str(facts.get("number", "")), pages, left_out)


def _not_in_manifest(folder, pages):
    """Sentences about pages that the manifest does not name, and pictures that belong to no page."""
    named = {page.file_name for page in pages} | {path.name for page in pages for path in page.pictures}
    named |= {page.pdf.path.name for page in pages if page.pdf}
    others = [file for file in _visible(folder) if file.name not in named]
    sentences = {
        _("Text files that the manifest does not name were left out: {names}."): {TEXT},
        _("PDFs that the manifest does not name were left out: {names}."): {PDF},
        _("Pictures of no page were left out: {names}. Name them like 1-2.jpg, or in the manifest."): PICTURES,
    }
    found = {text: [file.name for file in others if file.suffix.lower() in kinds] for text, kinds in sentences.items()}
    return tuple(_named(sentence, names, folder) for sentence, names in found.items() if names)


def _load_toml(manifest):
    try:
        text = manifest.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise SourceRefused(_("{path} is not UTF-8 text. Save it as UTF-8."), manifest) from None
    except OSError as error:
        raise _unreadable(manifest, error) from None
    try:
        return tomllib.loads(text)
    except ValueError as error:
        # tomllib calls 2023-02-31 bad syntax
        if line := re.search(r"^\s*date\s*=\s*([0-9][^\s#]*)", text, re.MULTILINE):
            _read_date(manifest, line[1])
        message = _("{path} cannot be understood: {error}. Compare it with seeds/issue.toml.")
        raise SourceRefused(message, manifest, error=error) from None


def _read_date(manifest, value):
    if date := _as_date(value):
        return date
    message = _("{path}: “{value}” is not the date of a newspaper. Write it as 2023-07-20.")
    raise SourceRefused(message, manifest, value=value)


def _as_date(value):
    try:
        date = datetime.date.fromisoformat(str(value))
    except ValueError:
        return None
    return date if date.year in YEARS else None


def _page_of_table(manifest, table, order):
    number, name, file, pdf = (str(table.get(key, "")).strip() for key in ("number", "name", "file", "pdf"))
    if not file and not pdf:
        message = _('{path}: page {order} has no file. Add a line such as: file = "page.txt"')
        raise SourceRefused(message, manifest, order=order)
    pictures = table.get("pictures", [])
    if not isinstance(pictures, list) or not all(isinstance(each, str) and each for each in pictures):
        message = _('{path}: the pictures of page {order} must be written like this: pictures = ["1.jpg", "2.jpg"]')
        raise SourceRefused(message, manifest, order=order)
    paths = tuple(_inside(manifest, each) for each in pictures)
    page, sheet = PageSource(number.upper() or str(order), name, file, "", paths), _sheet(manifest, table, order)
    if not file or _is_named_pdf(file):
        return _with_pdf(page, _read_pdf(_inside(manifest, pdf or file), sheet))
    page = replace(page, text=read_page_text(_inside(manifest, file)))
    return replace(page, pdf=_read_pdf(_inside(manifest, pdf), sheet, has_text=True)) if pdf else page


def _sheet(manifest, table, order):
    sheet = table.get("sheet")
    if sheet is None or (type(sheet) is int and sheet > 0):
        return sheet
    message = _("{path}: the page of the PDF for page {order} must be written like this: sheet = 3")
    raise SourceRefused(message, manifest, order=order)


def _inside(manifest, file):
    path = (manifest.parent / file).resolve()
    if not path.is_relative_to(manifest.parent.resolve()):
        raise SourceRefused(_("{path}: {file} is outside the issue's folder."), manifest, file=file)
    return path


def _read_dated_folder(folder, date):
    files = _page_files(folder, date)
    texts = {file: named for file, named in files.items() if not _is_named_pdf(file)}
    pages = [PageSource(number, name, file.name, read_page_text(file)) for file, (number, name) in texts.items()]
    for file, (number, name) in files.items():
        if file not in texts:
            has_text = any(name_same_page(page.number, number) for page in pages)
            pages = _with_page_pdf(pages, number, name, _read_pdf(file, has_text=has_text))
    whole, notes = _whole_pdf(folder, date), ()
    if whole:
        pages, notes = _with_whole_pdf(pages, whole)
    pages.sort(key=lambda page: page.order)
    pages = _with_pictures(folder, date, pages)
    taken = {*files, whole, *(path for page in pages for path in page.pictures)}
    return _checked_issue(folder, date, "", pages, (*notes, *_left_out(folder, date, taken)))


def _with_page_pdf(pages, number, name, pdf):
    """The pages with the PDF, at the text of that page or as a page of its own."""
    for at, page in enumerate(pages):
        if page.pdf is None and name_same_page(page.number, number):
            return [*pages[:at], replace(page, name=page.name or name, pdf=pdf), *pages[at + 1 :]]
    return [*pages, _with_pdf(PageSource(number, name, "", ""), pdf)]


def _with_pdf(page, pdf):
    """The page as the PDF has it."""
    return replace(page, file_name=pdf.name, text=pdf.printed.text, pdf=pdf)


def _with_whole_pdf(pages, path):
    """The pages with those of the PDF, and a sentence about its pages without text."""
    pdfs, blank = _refused_with_path(path, read_whole_pdf)
    for number, pdf in _numbered(pdfs):
        pages = _with_page_pdf(pages, number, "", pdf)
    if not blank:
        return pages, ()
    sentence = _("{name}: pages without text, such as advertisements, were left out: {pages}.")
    return pages, (sentence.format(name=path.name, pages="、".join(map(str, blank))),)


def _numbered(pdfs):
    """(page number, PDF): as printed on the pages, if each has one of its own, or else in their order. Of a sheet with
    the last and the first page the last one stands on the left."""
    printed = [printed_number(pdf.printed.parsed) for pdf in pdfs.values()]
    if "" in printed or len(set(printed)) < len(printed):
        printed = [str(number) for number in pdfs]
    return zip(printed, pdfs.values(), strict=True)


def _whole_pdf(folder, date):
    """The one PDF of a whole issue, unless single pages have PDFs."""
    pdfs = [file for file in _visible(folder) if _is_named_pdf(file) and file.is_file()]
    whole = [file for file in pdfs if is_whole_issue(file.stem, date)]
    pages = [file for file in _page_files(folder, date) if _is_named_pdf(file)]
    return whole[0] if len(whole) == 1 and not pages else None


def _has_pages(folder, date):
    return bool(_page_files(folder, date)) or _whole_pdf(folder, date) is not None


def _with_pictures(folder: Path, date: datetime.date, pages: list[PageSource]) -> list[PageSource]:
    """The pages with the pictures that lie beside them, ordered by their numbers; of two with the same number only the
    first is taken."""
    found: dict[tuple[str, int], Path] = {}
    for file in _visible(folder):
        named = picture_of_file(file.stem, date) if file.suffix.lower() in PICTURES and file.is_file() else None
        page = named and next((page for page in pages if name_same_page(page.number, named[0])), None)
        if named and page:
            found.setdefault((page.number, named[1]), file)
    numbers = sorted(found, key=lambda key: key[1])
    return [replace(page, pictures=tuple(found[n] for n in numbers if n[0] == page.number)) for page in pages]


def _left_out(folder, date, taken):
    """Sentences about the files of a dated folder that were not taken in."""
    others: dict[str, list[str]] = {}
    for each in _visible(folder):
        if each not in taken:
            others.setdefault(_why_left_out(each, date), []).append(each.name)
    return tuple(_named(sentence, names, folder) for sentence, names in others.items())


def _why_left_out(path, date):
    if path.is_dir():
        return _("Folders inside an issue's folder were left out: {names}.")
    if path.suffix.lower() in PICTURES:
        return _why_no_picture(path, date)
    if path.suffix.lower() not in (TEXT, PDF):
        return _("Files that are neither .txt nor .pdf were left out: {names}.")
    if is_whole_issue(path.stem, date):
        return _("PDFs of a whole issue were left out: {names}. Give one of them, or a PDF for each page.")
    if page_of_file(path.stem, date):
        return _("Copies were left out: {names}. Give each page one file, named after its number.")
    return _("Files not named after a page of this day were left out: {names}. Name them like 2.txt or A04.pdf.")


def _why_no_picture(path, date):
    if picture_of_file(path.stem, date):
        return _("Pictures whose page has no text here, or whose number another picture has, were left out: {names}.")
    return _(
        "Pictures not named after a page of this day were left out: {names}. "
        "Name them like 1-2.jpg, the second picture of page 1."
    )


def _named(sentence, names, path):
    more = len(names) - MAX_NAMED
    shown = "、".join(names[:MAX_NAMED]) + (" " + _("and {number} more").format(number=more) if more > 0 else "")
    return sentence.format(path=path, names=shown)


def _visible(folder):
    return [each for each in sorted(folder.iterdir()) if not each.name.startswith(HIDDEN)]


def read_page_text(path: Path) -> str:
    return _refused_with_path(path, lambda path: decode_page(path.read_bytes()))


def _read_pdf(path: Path, sheet: int | None = None, has_text: bool = False) -> PagePdf:
    return _refused_with_path(path, lambda path: read_page_pdf(path, sheet, has_text=has_text))


def _refused_with_path(path, read):
    """What `read` returns for the file; its refusals name the file."""
    try:
        return read(path)
    except UnreadablePage as refusal:
        raise SourceRefused(_("{path}: {reason}"), path, reason=refusal.message(_)) from None
    except OSError as error:
        raise _unreadable(path, error) from None


def _is_named_pdf(file):
    return Path(file).suffix.lower() == PDF


def _unreadable(path, error):
    reasons = {
        FileNotFoundError: _("there is no such file"),
        IsADirectoryError: _("it is a folder"),
        PermissionError: _("it may not be opened"),
    }
    reason = reasons.get(type(error), error.strerror)
    return SourceRefused(_("{path} cannot be read: {reason}."), path, reason=reason)


def _checked_issue(origin, date, number, pages, left_out=()):
    seen: list[str] = []
    for page in pages:
        if not PAGE_NUMBER.fullmatch(page.number):
            message = _("{path}: “{number}” is not a page number. Write it as 2 or A04.")
            raise SourceRefused(message, origin, number=page.number)
        if any(name_same_page(page.number, other) for other in seen):
            raise SourceRefused(_("{path} has page {number} twice."), origin, number=page.number)
        seen.append(page.number)
        _check_name(origin, page.name, MAX_NAME)
    _check_name(origin, number, MAX_ISSUE_NUMBER)
    return IssueSource(date, number, tuple(pages), left_out)


def _check_name(origin, text, max_length):
    if len(text) > max_length or CONTROL.search(text):
        message = _("{path}: “{text}” is longer than {longest} characters, or has some that cannot be printed.")
        raise SourceRefused(message, origin, text=CONTROL.sub("?", text), longest=max_length)


def _page_files(folder, date):
    """{file: (number, name)} of the texts and PDFs that are named after a page."""
    files = [file for file in _visible(folder) if file.suffix.lower() in (TEXT, PDF) and file.is_file()]
    pages = {file: page_of_file(file.stem, date) for file in files}
    return {file: page for file, page in pages.items() if page and not looks_like_a_copy(page[1])}
