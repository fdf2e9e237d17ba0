"""Folders of page texts, read and checked in full before anything touches the database.

An issue is a folder with a manifest (`issue.toml`), or a folder named after its day (2023-07-20, 20230720) that holds
page files named after their pages (01.txt, A04.txt, 02 综合新闻.txt).
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
# What the columns of the database hold.
LONGEST_NAME, LONGEST_ISSUE_NUMBER = 40, 20


class SourceRefused(Exception):
    """A folder or file that cannot be imported; the message is one sentence for the operator."""


@dataclass(frozen=True, slots=True)
class PageSource:
    """One page's text, and its number as printed ("2", "A04")."""

    number: str
    name: str
    file_name: str
    text: str

    @property
    def order(self) -> int:
        """The page's place among all pages an issue may have: 1, 2, … and behind them A01, A02, … B01."""
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
    """The issue folders at or below `path`, in order of name; refuses a path that holds none."""
    if not path.is_dir():
        raise SourceRefused(_("{path} is no folder. Give the folder of an issue.").format(path=path))
    found = list(_issue_folders(path))
    if not found:
        raise SourceRefused(
            _("{path} holds no issue. An issue is a folder with an {manifest}, or one named after its date.").format(
                path=path, manifest=MANIFEST
            )
        )
    return found


def read_issue(folder: Path) -> IssueSource:
    """The issue in `folder`, every page decoded; SourceRefused names the file and says what to do."""
    if (folder / MANIFEST).is_file():
        return _read_manifest(folder)
    if _date_of_folder(folder) and _page_files(folder):
        return _read_dated_folder(folder)
    raise SourceRefused(
        _("{path} is missing. Write there the date and the pages of the issue; seeds/README.md shows how.").format(
            path=folder / MANIFEST
        )
    )


def _issue_folders(path):
    if (path / MANIFEST).is_file() or (_date_of_folder(path) and _page_files(path)):
        yield path
        return
    for child in sorted(path.iterdir()):
        if child.is_dir() and not child.name.startswith("."):
            yield from _issue_folders(child)


def _read_manifest(folder):
    manifest = folder / MANIFEST
    facts = _load_toml(manifest)
    date = _date(manifest, facts.get("date"))
    tables = facts.get("pages")
    if not isinstance(tables, list) or not tables or not all(isinstance(table, dict) for table in tables):
        raise SourceRefused(_("{path} names no page. Add a [[pages]] table for each page.").format(path=manifest))
    pages = tuple(_page_of_table(manifest, table, order) for order, table in enumerate(tables, start=1))
    return _issue(manifest, date, str(facts.get("number", "")), pages)


def _load_toml(manifest):
    try:
        text = manifest.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise SourceRefused(_("{path} is not UTF-8 text. Save it as UTF-8.").format(path=manifest)) from None
    except OSError as error:
        raise _unreadable(manifest, error) from None
    try:
        return tomllib.loads(text)
    except ValueError as error:
        _refuse_bad_date(manifest, text)
        raise SourceRefused(
            _("{path} cannot be understood: {error}. Compare it with seeds/issue.toml.").format(
                path=manifest, error=error
            )
        ) from None


def _refuse_bad_date(manifest, text):
    """tomllib calls 2023-02-31 bad syntax; say what is wrong in the words of somebody who typed a date."""
    line = re.search(r"^\s*date\s*=\s*([0-9][^\s#]*)", text, re.MULTILINE)
    if line and not _as_date(line[1]):
        raise _no_date(manifest, line[1])


def _as_date(value):
    try:
        date = value if type(value) is datetime.date else datetime.date.fromisoformat(str(value))
    except ValueError:
        return None
    return date if date.year in YEARS else None


def _no_date(manifest, value):
    return SourceRefused(
        _("{path}: “{value}” is not a date of a newspaper. Write it as 2023-07-20.").format(path=manifest, value=value)
    )


def _date(manifest, value):
    if value is None:
        raise SourceRefused(_("{path} has no date. Add a line such as: date = 2023-07-20").format(path=manifest))
    date = _as_date(value)
    if date is None:
        raise _no_date(manifest, value)
    return date


def _page_of_table(manifest, table, order):
    number, name, file = (str(table.get(key, "")).strip() for key in ("number", "name", "file"))
    if not file:
        raise SourceRefused(
            _('{path}: page {order} has no file. Add a line such as: file = "page.txt"').format(
                path=manifest, order=order
            )
        )
    path = (manifest.parent / file).resolve()
    if not path.is_relative_to(manifest.parent.resolve()):
        raise SourceRefused(_("{path}: {file} lies outside the issue's folder.").format(path=manifest, file=file))
    return PageSource(number.upper() or str(order), name, file, read_page_text(path))


def _read_dated_folder(folder):
    pages = tuple(
        PageSource(_plain_number(match[1], match[2]), match[3] or "", file.name, read_page_text(file))
        for match, file in sorted(_page_files(folder), key=lambda found: (found[0][1].upper(), int(found[0][2])))
    )
    return _issue(folder, _date_of_folder(folder), "", pages)


def _plain_number(letter, digits):
    """01 and 1 are the same page; A04 keeps its zero, as it is printed."""
    return letter.upper() + digits if letter else str(int(digits))


def read_page_text(path: Path) -> str:
    """The text of one page file; SourceRefused says what the file looks like when it is no text."""
    try:
        return decode_page(path.read_bytes())
    except UnreadablePage as refusal:
        raise _refused(path, refusal) from None
    except OSError as error:
        raise _unreadable(path, error) from None


def _unreadable(path, error):
    reasons = {
        FileNotFoundError: _("there is no such file"),
        IsADirectoryError: _("it is a folder"),
        PermissionError: _("it may not be opened"),
    }
    return SourceRefused(
        _("{path} cannot be read: {reason}.").format(path=path, reason=reasons.get(type(error), error.strerror))
    )


def _refused(path, refusal):
    return SourceRefused(f"{path}: {refusal.message(_)}")


def _issue(origin, date, number, pages):
    for page in pages:
        if not PAGE_NUMBER.fullmatch(page.number):
            raise SourceRefused(
                _("{path}: “{number}” is no page number. Write it as 2 or A04.").format(path=origin, number=page.number)
            )
    numbers = [page.number for page in pages]
    if doubled := next((number for number in numbers if numbers.count(number) > 1), None):
        raise SourceRefused(_("{path} has page {number} twice.").format(path=origin, number=doubled))
    for page in pages:
        _refuse_unprintable(origin, page.name, LONGEST_NAME)
    _refuse_unprintable(origin, number, LONGEST_ISSUE_NUMBER)
    return IssueSource(date, number, pages)


def _refuse_unprintable(origin, text, longest):
    if len(text) > longest or CONTROL.search(text):
        raise SourceRefused(
            _("{path}: “{text}” is longer than {longest} characters, or holds some that cannot be printed.").format(
                path=origin, text=CONTROL.sub("?", text), longest=longest
            )
        )


def _date_of_folder(folder):
    match = DATED_FOLDER.fullmatch(folder.name)
    try:
        date = match and datetime.date(*map(int, match.groups()))
    except ValueError:
        return None
    return date if date and date.year in YEARS else None


def _page_files(folder):
    files = [(PAGE_FILE.fullmatch(file.stem), file) for file in sorted(folder.glob("*.txt")) if file.is_file()]
    return [(match, file) for match, file in files if match]
