"""Dates and page numbers in the names of folders and files: 2024年3月5日, 20240305; A04 要闻.TXT, 第二版.txt; and of
pictures: 1-2.jpg, 第1版 图2.jpg."""

import datetime
import re
import unicodedata
from pathlib import Path

from articles.parsing.jumps import page_label
from articles.text.dates import split_days

YEARS = range(1900, 2101)
_DIGITS = r"(?: [A-Z] [\s_-]? 叠? [\s_-]? )? [0-9]{1,3}"
_NUMERALS = r"[〇○零一二三四五六七八九十]{1,3}"
# 02, A04, P2, 第2版, 第二版, 二版, 二, 头版, page 2
_NUMBER = re.compile(
    rf"""
    (?: 第 \s* | page [\s_-]* )? {_DIGITS} (?: \s* [版页] )? | 第? {_NUMERALS} (?: \s* [版页] | $ ) | [头首]版
    """,
    re.VERBOSE | re.IGNORECASE,
)
# After the number: " 综合新闻", "（副刊）", "综合新闻"; not 2月计划, 2稿
_NAME = re.compile(
    r"""
    [\s_\-:.·(【\[《]+ (?P<name> .*? ) [)\]】》]*
    | (?P<glued> (?! [年月日号时点天周期个次稿校] ) [一-龥]{2,12} )
    |
    """,
    re.VERBOSE,
)
# 要闻2版, 综合新闻第2版; 通知2 is no page
_NAME_FIRST = re.compile(rf"([一-龥]{{2,8}}?) [\s_-]* ( 第? (?: {_DIGITS} | {_NUMERALS} ) [版页] )", re.VERBOSE)
# 1-2, A04_1, 第1版-1 新桥通车, 二版图3, 02 综合新闻-1: the number of a picture, after that of its page
_PICTURE = re.compile(
    r"(?: [\s_\-.·]+ | [\s_\-.·]* (?: 图片? | 照片 | 第 ) \s* ) (?P<number> [0-9]{1,2} ) (?: [张幅图] )?"
    r" (?P<rest> (?: [\s_(（【一-龥] .* )? ) $",
    re.VERBOSE,
)
_PAPER = re.compile(r"[\s_-]* (?: [一-龥]{1,10}报 )? [\s_-]*", re.VERBOSE)
_BESIDE_A_DATE = re.compile(
    r"""
    [\s()\[\]_-]* (?: [一-龥]{1,10}报 )?
    (?: (?: 星期 | 周 ) [一二三四五六日天] | 总?第?[0-9]+期 | [\s()\[\]_-] )*
    """,
    re.VERBOSE,
)
_COPY = re.compile(r"副本 | 备份 | 复件 | 拷贝 | \b (?: copy | backup | bak | old ) \b | ^ [0-9]{1,2} $", re.X | re.I)
# Of a file, not the name of a page: 二版定稿, 1版_v2
_VERSION = re.compile(r"[初终定改清大小]?[稿样] | 最终版? | 付印 | v[0-9]+", re.X | re.I)
_PAGE = re.compile("^p(?:age)?(?![a-z])", re.IGNORECASE)
_PART_OF_A_DATE = re.compile("[0-9]{1,2}[日号]?|[0-9]{4}")


def page_number(typed: str) -> str:
    """２, 02, 第二版 and P2 are page 2; A04 keeps its zero, as printed; "" if it is no page number."""
    text = unicodedata.normalize("NFKC", typed).strip()
    return page_label(_PAGE.sub("", text)) if _NUMBER.fullmatch(text) else ""


def page_of_file(stem: str, day: datetime.date) -> tuple[str, str] | None:
    """The number and name of a page from its file's name; None if it has no number, or another date than `day`."""
    days, text = split_days(stem)
    if days not in ([], [day]):
        return None
    text = _PAPER.sub("", unicodedata.normalize("NFKC", text), count=1) if days else unicodedata.normalize("NFKC", text)
    text = text.strip(" _-")
    if (first := _NUMBER.match(text)) and (rest := _NAME.fullmatch(text, first.end())):
        name = (rest["name"] or rest["glued"] or "").strip()
        return page_number(first[0]), "" if _VERSION.fullmatch(name) else name
    if last := _NAME_FIRST.fullmatch(text):
        return page_number(last[2]), last[1]
    return None


def is_whole_issue(stem: str, day: datetime.date) -> bool:
    """issue, 20240305, 本县日报2024年3月5日"""
    days, text = split_days(stem)
    if not days:
        return stem.casefold() == "issue"
    text = _PAPER.sub("", unicodedata.normalize("NFKC", text), count=1)
    return days == [day] and bool(_BESIDE_A_DATE.fullmatch(text))


def picture_of_file(stem: str, day: datetime.date) -> tuple[str, int] | None:
    """The number of its page and its own number, from the name of a picture's file; None if it has none, or another
    date than `day`."""
    days, text = split_days(stem)
    if days not in ([], [day]):
        return None
    text = unicodedata.normalize("NFKC", _PAPER.sub("", text, count=1) if days else text).strip(" _-")
    for start in range(1, len(text)):
        if (found := _PICTURE.match(text, start)) and not looks_like_a_copy(found["rest"].strip(" _()")):
            page = page_of_file(text[:start], day)
            if page and not looks_like_a_copy(page[1]):
                return page[0], int(found["number"])
    return None


def looks_like_a_copy(name: str) -> bool:
    """2 - 副本, 2 (1)"""
    return bool(_COPY.search(name))


def date_of_folder(folder: Path) -> datetime.date | None:
    """The date in a folder's name, or in its last two or three: 2024/3月/5日"""
    names = folder.absolute().parts
    written = [names[-1].replace("_", "-")]
    if _PART_OF_A_DATE.fullmatch(unicodedata.normalize("NFKC", names[-1])):
        written += [mark.join(names[-parts:]) for parts in (2, 3) for mark in ("", "-")]
    for name in written:
        days, rest = split_days(name)
        if len(days) == 1 and days[0].year in YEARS and _BESIDE_A_DATE.fullmatch(rest):
            return days[0]
    return None
