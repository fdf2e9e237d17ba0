"""Warn when a page is imported with another number or date than its folio has."""

import datetime
import re
import unicodedata

from django.utils.translation import gettext as _

from articles.parsing import ParsedPage
from articles.parsing.jumps import page_label

# "2版 综合新闻", "A04 要闻", "2023年7月20日 星期四 第2版"
NUMBER = re.compile(r"第?(?:[A-Z] ?)?(?:[0-9]{1,3}|[一二三四五六七八九十]{1,3}) ?版|^[A-Z][0-9]{1,3}(?=\W|$)")
DAY = re.compile(r"([0-9]{4}) ?[年./-] ?([0-9]{1,2}) ?[月./-] ?([0-9]{1,2})")


def warnings(number: str, date: datetime.date, parsed: ParsedPage) -> list[str]:
    folios = [unicodedata.normalize("NFKC", piece.text) for piece in parsed.residue if piece.kind == "folio"]
    numbers = [page_label(printed) for folio in folios for printed in NUMBER.findall(folio)]
    days = [day for folio in folios for printed in DAY.findall(folio) if (day := _day(*printed))]
    sentences = []
    if numbers and page_label(number) not in numbers:
        sentence = _("The text says page %(printed)s, but you are importing it as page %(typed)s.")
        sentences.append(sentence % {"printed": numbers[0], "typed": number})
    if days and date not in days:
        sentence = _("The text says %(printed)s, but you are importing it as of %(typed)s.")
        sentences.append(sentence % {"printed": days[0], "typed": date})
    return sentences


def _day(year, month, day):
    try:
        return datetime.date(int(year), int(month), int(day))
    except ValueError:
        return None
