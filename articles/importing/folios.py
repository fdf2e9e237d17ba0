"""The date, number and name in a page's folios, and warnings when the page is imported with others."""

import datetime
import re
import unicodedata
from itertools import pairwise

from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from articles.parsing import ParsedPage
from articles.parsing.jumps import page_label
from articles.text.dates import split_days
from articles.text.page_labels import name_same_page

from .file_names import YEARS

DIGITS = "(?:[0-9]{1,3}|[一二三四五六七八九十]{1,3})"
# "2版 综合新闻", "A04 要闻", "2023年7月20日 星期四 第2版"
NUMBER = re.compile(rf"(?<!今日)(?<!今日 )第?(?:[A-Z] ?)?{DIGITS} ?版|(?<![A-Za-z0-9])[A-Z][0-9]{{1,3}}(?![A-Za-z0-9])")
# The first number of a sheet with two pages: 第2、3版, 第02—03版
FIRST_OF_TWO = re.compile(rf"({DIGITS}) ?[、,—–\-~至和] ?(?=第?{DIGITS} ?版)")
# A number alone: "02", "·2·"
BARE_NUMBER = re.compile(r"[·•—\-~ ]*([A-Z]?[0-9]{1,2})[·•—\-~ ]*")
NO_NAME = "星期|[周拜][一二三四五六日天]|农历|今日|编辑|校对|[责美]编|报(?![一-龥])"
# "第3版:民生", "A04 要闻", "星期五 第3版 综合新闻"; "综合新闻 第2版", "星期五 综合新闻 第2版"
NAME = re.compile(
    rf"(?:{NUMBER.pattern}) ?[:·|—\- ] ?(?P<after>[一-龥·]{{2,8}})(?![一-龥])"
    rf"|^(?:星期[一二三四五六日天] )?(?![^ |]*(?:{NO_NAME}))(?P<before>[一-龥]{{2,6}})[ |]+(?:{NUMBER.pattern})"
)
# Not 每星期二出版, 星期二至星期五.
WEEKDAY = re.compile("(?<![每至到、—-])星期([一二三四五六日天])(?! *[至到、—-])")
# A page is imported before it is printed, but not long before.
AHEAD = datetime.timedelta(days=31)
# Of older papers few are set in the horizontal lines that the parser reads.
FIRST_YEAR = 1949


def printed_days(parsed: ParsedPage) -> set[datetime.date]:
    """The dates in the folios."""
    return {day for day in _days(_folios(parsed)) if day.year in YEARS}


def printed_name(parsed: ParsedPage) -> str:
    """The page's name beside its number in the folios; "" if there is none, or more than one."""
    folios = [" ".join(split_days(_with_unit(folio))[1].split()) for folio in _folios(parsed)]
    # In a PDF the number and the name are often lines of their own.
    folios += [f"{folio} {below}" for folio, below in pairwise(folios)]
    names = {match["after"] or match["before"] for folio in folios for match in NAME.finditer(folio)}
    names = {name for name in names if not re.search(NO_NAME, name)}
    return names.pop() if len(names) == 1 else ""


def likely_numbers(parsed: ParsedPage) -> set[str]:
    """The printed numbers, else the folios that are nothing but a number."""
    folios = _folios(parsed)
    return set(_numbers(folios) or _numbers([_with_unit(folio) for folio in folios]))


def _with_unit(folio: str) -> str:
    """02 and ·2· as 02版 and 2版"""
    bare = BARE_NUMBER.fullmatch(folio)
    return f"{bare[1]}版" if bare else folio


def printed_number(parsed: ParsedPage) -> str:
    """The page number in the folios; "" if there is none, or more than one."""
    numbers = set(_numbers(_folios(parsed)))
    return numbers.pop() if len(numbers) == 1 else ""


def _folios(parsed: ParsedPage) -> list[str]:
    return [unicodedata.normalize("NFKC", piece.text) for piece in parsed.residue if piece.kind == "folio"]


def _numbers(folios: list[str]) -> list[str]:
    folios = [FIRST_OF_TWO.sub(r"\1版、", folio) for folio in folios]
    return [page_label(printed) for folio in folios for printed in NUMBER.findall(folio)]


def _days(folios: list[str]) -> list[datetime.date]:
    return [day for folio in folios for day in split_days(folio)[0]]


def warnings(number: str, date: datetime.date, parsed: ParsedPage) -> list[str]:
    folios = _folios(parsed)
    numbers = _numbers(folios)
    days = _days(folios)
    sentences = []
    # Different numbers are mostly those of the contents: 省运会闭幕 3版.
    if len(set(numbers)) == 1 and not name_same_page(number, numbers[0]):
        sentence = _("The text says page %(printed)s, but you are importing it as page %(typed)s.")
        sentences.append(sentence % {"printed": numbers[0], "typed": number})
    if days and date not in days:
        sentence = _("The text says %(printed)s, but you are importing it as of %(typed)s.")
        sentences.append(sentence % {"printed": days[0], "typed": date})
    weekdays = _weekdays(folios)
    day = days[0] if days and date not in days else date
    if len(weekdays) == 1 and day.weekday() not in weekdays:
        sentence = _("The page says %(printed)s, but %(date)s is a %(weekday)s. Please check the date.")
        names = {"printed": WEEKDAYS[weekdays.pop()], "weekday": WEEKDAYS[day.weekday()]}
        sentences.append(sentence % (names | {"date": date_format(day)}))
    return sentences


def _weekdays(folios: list[str]) -> set[int]:
    """Monday is 0."""
    return {"一二三四五六日".index(day.replace("天", "日")) for folio in folios for day in WEEKDAY.findall(folio)}


def date_warnings(date: datetime.date) -> list[str]:
    """About a date on which this paper can hardly have come out."""
    if date > timezone.localdate() + AHEAD:
        return [_("%(date)s is more than a month ahead. Please check the date.") % {"date": date_format(date)}]
    if date.year < FIRST_YEAR:
        return [_("%(date)s is very long ago. Please check the date.") % {"date": date_format(date)}]
    return []
