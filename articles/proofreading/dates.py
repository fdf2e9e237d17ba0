"""Days and times that do not exist, and weekdays that are not those of their dates."""

import re
from collections.abc import Iterator
from datetime import date

from .model import Found, Text
from .numerals import value_of

_MOST_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_day = re.compile(r"(?<![\d.])(?:(\d{4})年)?(?<!\d)(\d{1,2})月(\d{1,2})[日号]")
_month = re.compile(
    r"(?<![\d.个第])(0|1[3-9]|[2-9]\d)月(?!龄|份额|租|薪|嫂|卡|息|供)(?=[\d份初底中上下，。、至的起以开竣完交投启动建入毕出举召就]|$)"
)
_spoken_day = re.compile(r"(?<!农历)(?<![正腊冬十])([一二三四五六七八九十]{1,2})月(三十一|三十二|三十)[日号]")
_range_of_days = re.compile(r"(?<!\d)(\d{1,2})月\d{1,2}[日号]?[至—～到-]{1,2}(\d{1,2})[日号]")
_words_for_clock = re.compile(
    "(?<![一二三四五六七八九第])十[三四五六七八九]月(?![龄亮饼份]|[\u4e00-\u9fff]?[岁个])|[一二三四五六七八九十]{1,3}[点时](?:六十|七十|八十|九十)[一二三四五六七八九]?分|(?:二十[五六七八九]|三十[一二三四五六七八九]?)点(?=[开整半，。]|钟(?:开|集|出))"
)
_in_digits = re.compile(r"(?<![\d./-])(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?![\d./-])")
_in_characters = re.compile(
    "([一二][〇零一二三四五六七八九]{3})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日"
)
_clock = re.compile(
    r"(?<![\d:：.])(\d{1,2})(?:时|点(?!钟以)|[:：])(\d{2})(?:分(?!之)|(?![\d:：.]))|(?<![\d.])(\d{2})时(?![\d代间空期任差速])(?=[开举起止至到许，。、左在前]|$)"
)
_STARTS_OR_ENDS = re.compile(
    "分|从|准时|开船|开往|发往|发车|开车|到站|起飞|出发|开始|集合|抵达|到达|结束|开门|关门|开播|起床|开饭|上课|下课|开场|入场"
)
# A month of the old calendar has 30 days at most, and 初 goes up to ten.
_lunar = re.compile(
    "(?:[正腊冬]月|(?:农历|阴历|旧历)[闰一二三四五六七八九十]{1,3}月)三十[一二三](?![岁年里])"
    "|(?<=月)初(?:十[一二三四五六七八九]|[二三]十)"
    "|上午(?:十[三四五六七八九]|二十[一二三四]?)[点时]|下午(?:二十[五六七八九]|三十)[点时]|晚上?(?:二十[五六七八九])[点时]"
)
_quarter = re.compile("第[五六七八九](?:个)?季度(?!末)")
_forenoon = re.compile(
    r"(上午|凌晨|早晨|早上|清晨)(1[3-9]|2[0-4])(?:时|点|[:：])|(下午|晚上|傍晚)(2[5-9])(?:时|点|[:：])"
    r"|凌晨(?:[89]|1[01])(?:时|点(?!多?钟?的))|中午[4-9](?:时|点)|傍晚(?:[1-3]|1[0-2]|2[0-4])(?:时|点)|清晨(?:[12]|1[0-2])(?:时|点)|(?:星期|礼拜|周)[七八九](?![\u4e00-\u9fff]?[岁年旬十])(?=[上下晚早，。、（]|至|到|将|举|开)"
)


def is_a_day(year: int, month: int, day: int) -> bool:
    if not (1 <= month <= 12 and 1 <= day <= _MOST_DAYS[month - 1]):
        return False
    return not (year and (month, day) == (2, 29)) or (year % 4 == 0 and (year % 100 != 0 or year % 400 == 0))


def impossible(text: Text) -> Found:
    """4月31日, 29 February of a common year, 25时, 9:75."""
    for m in text.at_numbers(_day):
        if not is_a_day(int(m[1] or 0), int(m[2]), int(m[3])):
            yield text.find("date_impossible", m.start(), m.end(), None)
    for m in text.at_numbers(_range_of_days):
        if not is_a_day(0, int(m[1]), int(m[2])):
            yield text.find("date_impossible", m.start(2), m.end(), None)
    for m in text.at_numbers(_in_digits):
        if 1900 < int(m[1]) < 2100 and not is_a_day(int(m[1]), int(m[3]), int(m[4])):
            yield text.find("date_impossible", m.start(), m.end(), None)
    for m in _in_characters.finditer(text.value):
        if not is_a_day(int(value_of(m[1])), int(value_of(m[2])), int(value_of(m[3]))):
            yield text.find("date_impossible", m.start(), m.end(), None)
    for m in _spoken_day.finditer(text.value):
        if not is_a_day(0, int(value_of(m[1])), int(value_of(m[2]))):
            yield text.find("date_impossible", m.start(), m.end(), None)
    for m in (
        *_lunar.finditer(text.value),
        *text.at_numbers(_month),
        *_quarter.finditer(text.value),
        *_forenoon.finditer(text.value),
        *_words_for_clock.finditer(text.value),
    ):
        yield text.find("date_impossible", m.start(), m.end(), None)
    for m in text.at_numbers(_clock):
        hour, minute = int(m[1] or m[3]), int(m[2] or 0)
        colon = m[1] and not re.search("[时点]", m[0])
        if (
            colon
            and not ((minute > 59 or hour > 24) and _STARTS_OR_ENDS.match(text.value, m.end()))
            and not re.search(
                r"[时间日午晨晚于自从至到—～\-午上]\s?$|[—～-]\d{1,2}[:：]\d\d$",
                text.value[max(0, m.start() - 8) : m.start()],
            )
        ):
            continue
        if hour > 24 or minute > 59 or (hour == 24 and minute):
            yield text.find("date_impossible", m.start(), m.end(), None)


_WEEK = "一二三四五六日"
_dated = re.compile(r"(?<!\d)(?=\d)(?:(\d{4})年)?(?:(\d{1,2})月)?(?:(\d{1,2})[日号])?")
_behind = re.compile(
    r"(?:[上下]午|晚上?|[当这]天)?[（(，,、 ]{0,2}"
    r"(?:正?[是为逢]|[当这]天是|恰逢|正值|[正恰刚]好是|适逢|[又也就]是)?[（( ]?"
    r"(星期|周|礼拜)([一二三四五六日天])(?![\u4e00-\u9fff]?[岁年]|边|围|末|到|至|、)"
)
_before = re.compile(r"(星期|周|礼拜)([一二三四五六日天])[（(，,、 ]{0,2}[即是]?$")


_said_in_characters = re.compile(
    "(?:([一二][〇零○一二三四五六七八九]{3})年)?(?<![一二三四五六七八九十腊冬正])"
    "([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})[日号](?=[（(，、 ]?[（(是为]?(?:星期|周|礼拜))"
)


def weekdays(text: Text) -> Found:
    """A weekday beside a date of another weekday; year and month may stand before in the text."""
    for place, end, year, month, day in sorted(_days(text)):
        if not is_a_day(year, month, day):
            continue
        named = _behind.match(text.value, end) or _before.search(text.value, max(0, place - 8), place)
        right = _WEEK[date(year, month, day).weekday()]
        if named and named[2].replace("天", "日") != right:
            spoken = named[1] + ("天" if named[1] == "礼拜" and right == "日" else right)
            yield text.find("weekday", named.start(1), named.end(2), spoken, date=text.value[place:end])


def _days(text: Text) -> Iterator[tuple[int, int, int, int, int]]:
    """(place, end, year, month, day) of each day whose year and month are known."""
    year = month = 0
    for m in text.at_numbers(_dated):
        if m[1]:
            year = int(m[1])
        month = int(m[2]) if m[2] else month
        if m[3] and year and month:
            yield *m.span(), year, month, int(m[3])
    for m in text.at_numbers(_in_digits):
        if 1900 < int(m[1]) < 2100:
            yield *m.span(), int(m[1]), int(m[3]), int(m[4])
    spoken_year = year
    for m in _said_in_characters.finditer(text.value):
        spoken_year = int(value_of(m[1].replace("○", "〇"))) if m[1] else spoken_year
        if spoken_year:
            yield *m.span(), spoken_year, int(value_of(m[2])), int(value_of(m[3]))
