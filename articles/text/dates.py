"""Dates and times as typed in China: 2026年11月29日, 2026.11.29, 20261129, 11：27, 下午3点半."""

import re
import unicodedata
from contextlib import suppress
from datetime import date, time

_DAY = re.compile(
    r"(?<!\d)(?:(\d{4}) ?年 ?(\d{1,2}) ?月 ?(\d{1,2}) ?[日号]?"  # 2026年11月29日
    r"|(\d{4})(?: ?([-/.]) ?)(\d{1,2}) ?\5 ?(\d{1,2})"  # 2026-11-29, 2026/11/29, 2026.11.29
    r"|(\d{4})(\d{2})(\d{2}))"  # 20261129
)
_DAY_OF_A_YEAR = re.compile(r"(\d{1,2}) ?月 ?(\d{1,2}) ?[日号]")
_MONTH = re.compile(r"(\d{4}) ?年 ?(\d{1,2}) ?月(?: ?份)?")
_TIME = re.compile(
    r"(凌晨|清晨|早晨|早上|上午|中午|下午|傍晚|晚上|夜里)? ?"
    r"(\d{1,2}) ?(?:: ?(\d{1,2})(?: ?: ?(\d{1,2}))?|[点时](?: ?(半)| ?(\d{1,2}) ?分?)?)"
)
# For each part of the day: its hours as spoken, and on a 24-hour clock.
_BEFORE_NOON = {hour: hour for hour in range(13)}
_AFTER_NOON = {hour: hour % 12 + 12 for hour in (*range(1, 13), *range(13, 24))}
_EVENING = {hour: hour % 12 + 12 for hour in (*range(5, 12), *range(17, 24))}
_HOURS: dict[str | None, dict[int, int]] = {
    None: {hour: hour for hour in range(24)},
    "凌晨": {hour: hour % 12 for hour in (*range(7), 12)},
    **dict.fromkeys(("清晨", "早晨", "早上", "上午"), _BEFORE_NOON),
    "中午": {11: 11, 12: 12, 1: 13, 2: 14},
    **dict.fromkeys(("下午", "傍晚"), _AFTER_NOON),
    **dict.fromkeys(("晚上", "夜里"), _EVENING),
}
_MARKS = str.maketrans("—–−。∶", "---.:")
_DIGITS = "〇一二三四五六七八九"
# ○ and O are typed for 〇.
_ZEROS = str.maketrans("零○OＯ", "〇〇〇〇")
_numeral = re.compile("[〇零○一二三四五六七八九十](?:[〇零○OＯ一二三四五六七八九十]*[〇零○一二三四五六七八九十])?")
_WEEKDAY = re.compile(r"[ (]*(?:星期|礼拜|周)[一二三四五六日天]\)?$")


def day_text(day: date) -> str:
    """2023年7月20日"""
    return f"{day.year}年{day.month}月{day.day}日"


def read_day(typed: str) -> date:
    """Raises ValueError if this is not a date, such as 2026年2月30日; a weekday after it is ignored."""
    return _as_date(_whole(_DAY, typed))


def read_day_of_a_year(typed: str) -> tuple[int, int]:
    """Month and day of 3月8日. Raises ValueError if this is something else."""
    month, day = _whole(_DAY_OF_A_YEAR, typed).groups()
    return int(month), int(day)


def read_month(typed: str) -> date:
    """The first day of 2024年3月. Raises ValueError if this is not a month."""
    year, month = _whole(_MONTH, typed).groups()
    return date(int(year), int(month), 1)


def _whole(pattern: re.Pattern[str], typed: str) -> re.Match[str]:
    match = pattern.fullmatch(_folded(_WEEKDAY.sub("", unicodedata.normalize("NFKC", typed).strip())))
    if not match:
        raise ValueError(typed)
    return match


def split_days(text: str) -> tuple[list[date], str]:
    """The dates in a text, and the rest of it: 青河日报2026年11月29日 第2版"""
    as_digits, folded = _plain(text), _folded(text)
    days, other = _days(as_digits), _days(folded)
    if len(other) > len(days):
        return other, _DAY.sub(" ", folded)
    return days, _DAY.sub(" ", as_digits) if days else text


def _days(plain: str) -> list[date]:
    days: list[date] = []
    for match in _DAY.finditer(plain):
        with suppress(ValueError):
            days.append(_as_date(match))
    return days


def _as_date(match: re.Match[str]) -> date:
    return date(*(int(part) for part in match.groups() if part and part.isdecimal()))


def read_time(typed: str) -> time:
    """Raises ValueError if this is not a time; 24:00 is not, as it is 0:00 of the next day."""
    match = _TIME.fullmatch(_folded(typed))
    if not match:
        raise ValueError(typed)
    part_of_day, hour, minute, second, half, minutes = match.groups()
    if int(hour) not in _HOURS[part_of_day]:
        raise ValueError(typed)
    return time(_HOURS[part_of_day][int(hour)], 30 if half else int(minute or minutes or 0), int(second or 0))


def _folded(typed: str) -> str:
    """With full-width digits, colons and spaces as ASCII, and 二〇二六 as 2026."""
    return _plain(_numeral.sub(_number, typed))


def _plain(typed: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", typed).translate(_MARKS).split())


def _number(match: re.Match[str]) -> str:
    """十一, 二十 and 二十九 by value, others digit by digit."""
    written = match[0].translate(_ZEROS)
    tens, ten, ones = written.partition("十")
    if ten and len(tens) < 2 and len(ones) < 2 and "十" not in ones:
        return str(10 * (_DIGITS.index(tens) if tens else 1) + (_DIGITS.index(ones) if ones else 0))
    return "".join(str(_DIGITS.index(digit)) if digit in _DIGITS else digit for digit in written)
