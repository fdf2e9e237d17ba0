"""Read folders of page texts, and check them completely before the database is changed.

An issue is a folder with a manifest (`issue.toml`), or a folder named after its date (2023-07-20, 20230720) whose page
files are named after their pages (01.txt, A04.txt, 02 综合新闻.txt).
"""

import datetime
import re
import tomllib
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from string import ascii_uppercase

from django.utils.translation import gettext as _

from articles.parsing import UnreadablePage, decode_page

MANIFEST = "issue.toml"
PAGE_NUMBER = re.compile(r"([A-Z]?)([0-9]{1,3})")
DATED_FOLDER = re.compile(r"([0-9]{4})[-_.]?([0-9]{2})[-_.]?([0-9]{2})")
PAGE_FILE = re.compile(r"第?([A-Za-z]?)([0-9]{1,3})版?(?:[\s_\-－：:.]+(.*))?")
CONTROL = re.compile(r"[\x00-\x1f\x7f]")
YEARS = range(1900, 2101)
# The lengths of the database columns.
MAX_NAME, MAX_ISSUE_NUMBER = 40, 20


class SourceRefused(Exception):
    """A folder or file cannot be imported; the message names it and says in one sentence what to do."""

    def __init__(self, message: str, path: Path, **params: object) -> None:
        super().__init__(message.format(path=path, **params))


@dataclass(frozen=True, slots=True)
class PageSource:
    number: str  # as printed: "2", "A04"
    name: str
    file_name: str
    text: str

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


def find_issue_folders(path: Path) -> list[Path]:
    """The issue folders at or below `path`, sorted by name. Raises SourceRefused if there are none."""
    if not path.is_dir():
        raise SourceRefused(_("{path} is not a folder. Give the folder of an issue."), path)
    if folders := list(_issue_folders(path)):
        return folders
    message = _("{path} contains no issue. An issue is a folder with an {manifest}, or one named after its date.")
    raise SourceRefused(message, path, manifest=MANIFEST)


def read_issue(folder: Path) -> IssueSource:
    if (folder / MANIFEST).is_file():
        return _read_manifest(folder / MANIFEST)
    if (date := _date_of_folder(folder)) and (files := _page_files(folder)):
        return _read_dated_folder(folder, date, files)
    message = _("{path} is missing. Write the date and the pages of the issue in it; seeds/README.md shows how.")
    raise SourceRefused(message, folder / MANIFEST)


def _issue_folders(path):
    if (path / MANIFEST).is_file() or (_date_of_folder(path) and _page_files(path)):
        yield path
        return
    for child in sorted(path.iterdir()):
        if child.is_dir() and not child.name.startswith("."):
            yield from _issue_folders(child)


def _read_manifest(manifest):
    facts = _load_toml(manifest)
    if "date" not in facts:
        raise SourceRefused(_("{path} has no date. Add a line such as: date = 2023-07-20"), manifest)
    date = _read_date(manifest, facts["date"])
    tables = facts.get("pages")
    if not isinstance(tables, list) or not tables or not all(isinstance(table, dict) for table in tables):
        raise SourceRefused(_("{path} lists no pages. Add a [[pages]] table for each page."), manifest)
    pages = [_page_of_table(manifest, table, order) for order, table in enumerate(tables, start=1)]
    return _checked_issue(manifest, date, str(facts.get("number", "")), pages)


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
    number, name, file = (str(table.get(key, "")).strip() for key in ("number", "name", "file"))
    if not file:
        message = _('{path}: page {order} has no file. Add a line such as: file = "page.txt"')
        raise SourceRefused(message, manifest, order=order)
    path = (manifest.parent / file).resolve()
    if not path.is_relative_to(manifest.parent.resolve()):
        raise SourceRefused(_("{path}: {file} is outside the issue's folder."), manifest, file=file)
    return PageSource(number.upper() or str(order), name, file, read_page_text(path))


def _read_dated_folder(folder, date, files):
    pages = [
        PageSource(_page_number(match[1], match[2]), match[3] or "", file.name, read_page_text(file))
        for match, file in sorted(files, key=lambda found: (found[0][1].upper(), int(found[0][2])))
    ]
    return _checked_issue(folder, date, "", pages)


def _page_number(letter, digits):
    """01 and 1 are the same page; A04 keeps its zero, as it is printed."""
    return letter.upper() + digits if letter else str(int(digits))


def read_page_text(path: Path) -> str:
    try:
        return decode_page(path.read_bytes())
    except UnreadablePage as refusal:
        raise SourceRefused("{path}: {reason}", path, reason=refusal.message(_)) from None
    except OSError as error:
        raise _unreadable(path, error) from None


def _unreadable(path, error):
    reasons = {
        FileNotFoundError: _("there is no such file"),
        IsADirectoryError: _("it is a folder"),
        PermissionError: _("it may not be opened"),
    }
    reason = reasons.get(type(error), error.strerror)
    return SourceRefused(_("{path} cannot be read: {reason}."), path, reason=reason)


def _checked_issue(origin, date, number, pages):
    seen = set()
    for page in pages:
        if not PAGE_NUMBER.fullmatch(page.number):
            message = _("{path}: “{number}” is not a page number. Write it as 2 or A04.")
            raise SourceRefused(message, origin, number=page.number)
        if page.number in seen:
            raise SourceRefused(_("{path} has page {number} twice."), origin, number=page.number)
        seen.add(page.number)
        _check_name(origin, page.name, MAX_NAME)
    _check_name(origin, number, MAX_ISSUE_NUMBER)
    return IssueSource(date, number, tuple(pages))


def _check_name(origin, text, max_length):
    if len(text) > max_length or CONTROL.search(text):
        message = _("{path}: “{text}” is longer than {longest} characters, or has some that cannot be printed.")
        raise SourceRefused(message, origin, text=CONTROL.sub("?", text), longest=max_length)


def _date_of_folder(folder):
    match = DATED_FOLDER.fullmatch(folder.name)
    return _as_date("-".join(match.groups())) if match else None


def _page_files(folder):
    files = [(PAGE_FILE.fullmatch(file.stem), file) for file in sorted(folder.glob("*.txt")) if file.is_file()]
    return [(match, file) for match, file in files if match]
