"""Lines of a page's date: 二○二三年七月二十日（星期四）, 第3215期 ２０２３年７月２０日, 农历癸卯年六月初三."""

from .patterns import PATTERNS

MAX_LENGTH = 70
# Every part of a date has one of these, except the names of solar terms.
DATE_MARKS = "年月期周礼.．·-－—/／版第总oO"
# Beside a date: the name of the paper or the page, the weather.
MAX_OTHER_WORDS, MAX_WORD = 3, 8
MAX_PAGE_NAME = 4
SURE = {"day", "lunar"}


def is_date_line(text: str, *, below_another: bool = False) -> bool:
    """Whether the line has a date, or two parts of one (7月20日 星期四), and nearly nothing else; one part is enough
    `below_another` line of this kind."""
    if len(text) > MAX_LENGTH or "。" in text or not any(mark in text for mark in DATE_MARKS):
        return False
    kinds = {match.lastgroup for match in PATTERNS["date_part"].finditer(text)}
    if not kinds & SURE:
        kinds -= {"page"}
    words = [word for word in PATTERNS["date_gap"].split(PATTERNS["date_part"].sub("\0", text)) if word.strip("\0")]
    if any("\0" in word or len(word) > MAX_WORD for word in words):
        return False
    if (
        words and "，" in text
    ):  # 2019年6月26日，习近平总 / 书记作出重要指示: a sentence cut at the end of a printed line
        return False
    if below_another and kinds and not words:
        return True
    if len(kinds) > 1:
        return bool(kinds & SURE or len(kinds - {"term"}) > 1) and len(words) <= MAX_OTHER_WORDS
    return bool(kinds & SURE) and len(words) <= 1 and all(_is_name(word, text) for word in words)


def _is_name(word: str, line: str) -> bool:
    """青河日报 2024年3月12日, 2024年3月12日 要闻; 何川 2024年3月12日 signs a letter."""
    return word.endswith("报") or (len(word) <= MAX_PAGE_NAME and line.endswith(word))
