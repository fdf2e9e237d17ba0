"""What a page says of itself, against what was typed: a page imported under the wrong number or day."""

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
    """Sentences for the importer; none where the folio agrees or the page has none."""
    folios = [unicodedata.normalize("NFKC", piece.text) for piece in parsed.residue if piece.kind == "folio"]
    numbers = [page_label(found) for folio in folios for found in NUMBER.findall(folio)]
    days = [_day(*found) for folio in folios for found in DAY.findall(folio)]
    sentences = []
    if numbers and page_label(number) not in numbers:
        sentences.append(
            _("The text says page %(printed)s, but you are importing it as page %(typed)s.")
            % {"printed": numbers[0], "typed": number}
        )
    if any(days) and date not in days:
        sentences.append(
            _("The text says %(printed)s, but you are importing it as of %(typed)s.")
            % {"printed": next(day for day in days if day), "typed": date}
        )
    return sentences


def _day(year, month, day):
    try:
        return datetime.date(int(year), int(month), int(day))
    except ValueError:
        return None
