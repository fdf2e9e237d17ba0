"""Numbers as printed: 3,200 · 1.2亿 · 三十五 · 两千."""

import re

ONE_TO_NINE = "一二三四五六七八九"
_UNITS = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
_DIGITS = {**{char: value for value, char in enumerate("零一二三四五六七八九")}, "〇": 0, "两": 2, "壹": 1}
_digits = re.compile(r"([\d,]*\d(?:\.\d+)?)([十百千万亿]*)")
# A number in digits or characters, for patterns.
NUMBER = r"(?:\d[\d,]*(?:\.\d+)?[百千万亿]*|[〇零一二两三四五六七八九十百千万亿]+)"


def value_of(number: str) -> float:
    """1.2亿 is 120,000,000; 三十五 is 35; 二〇二三 is 2023."""
    if m := _digits.fullmatch(number):
        value = float(m[1].replace(",", ""))
        for unit in m[2]:
            value *= _UNITS[unit]
        return value
    if not any(char in _UNITS for char in number):
        return float("".join(str(_DIGITS[char]) for char in number))
    return _spoken(number)


def _spoken(number: str) -> float:
    total, section, digit = 0, 0, 0
    for char in number:
        if char in _DIGITS:
            digit = _DIGITS[char]
        elif _UNITS[char] >= 10_000:
            total = (
                (total + section + digit) * _UNITS[char] if char == "亿" else total + (section + digit or 1) * 10_000
            )
            section = digit = 0
        else:
            section += (digit or 1) * _UNITS[char]
            digit = 0
    return float(total + section + digit)


def shown(value: float) -> str:
    """3.0 as 3, 2.5 as 2.5."""
    return f"{value:.4f}".rstrip("0").rstrip(".")
