"""Warn when a page is imported with another number or date than its folio has."""

import datetime
import re
import unicodedata

from django.utils.translation import gettext as _

from articles.parsing import ParsedPage
from articles.parsing.jumps import page_label
from articles.text.dates import split_days
from articles.text.page_labels import name_same_page

# "2版 综合新闻", "A04 要闻", "2023年7月20日 星期四 第2版"
NUMBER = re.compile(
    r"(?<!今日)(?<!今日 )第?(?:[A-Z] ?)?(?:[0-9]{1,3}|[一二三四五六七八九十]{1,3}) ?版|^[A-Z][0-9]{1,3}(?=\W|$)"
)


def printed_number(parsed: ParsedPage) -> str:
    """The page number in the folios; "" if there is none, or more than one."""
    numbers = set(_numbers(_folios(parsed)))
    return numbers.pop() if len(numbers) == 1 else ""


def _folios(parsed: ParsedPage) -> list[str]:
    return [unicodedata.normalize("NFKC", piece.text) for piece in parsed.residue if piece.kind == "folio"]


def _numbers(folios: list[str]) -> list[str]:
    return [page_label(printed) for folio in folios for printed in NUMBER.findall(folio)]


def warnings(number: str, date: datetime.date, parsed: ParsedPage) -> list[str]:
    folios = _folios(parsed)
    numbers = _numbers(folios)
    days = [day for folio in folios for day in split_days(folio)[0]]
    sentences = []
    if numbers and not any(name_same_page(number, printed) for printed in numbers):
        sentence = _("The text says page %(printed)s, but you are importing it as page %(typed)s.")
        sentences.append(sentence % {"printed": numbers[0], "typed": number})
    if days and date not in days:
        sentence = _("The text says %(printed)s, but you are importing it as of %(typed)s.")
        sentences.append(sentence % {"printed": days[0], "typed": date})
    return sentences
