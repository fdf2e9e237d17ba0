"""Split off jump marks: 上接 (continued from) and 下转 (continued on), in every spelling."""

import re
import unicodedata
from dataclasses import replace

from .lines import Block
from .patterns import PATTERNS

OPENING, CLOSING = "（([【〔［「『〈《〖<＜{｛﹙", "）)]】〕］」』〉》〗>＞}｝﹚"
DIGITS = {c: int(unicodedata.numeric(c)) for c in "零〇一二三四五六七八九壹贰叁肆伍陆柒捌玖拾"} | {"○": 0}
MAX_PAGES = 2


def split_jumps(blocks: list[Block]) -> list[Block]:
    return [part for block in blocks for part in (_split(block) if block.kind == "text" else [block])]


def _split(block: Block) -> list[Block]:
    found: list[Block] = []
    text = block.text
    if (match := PATTERNS["jump_from"].match(text)) and _is_mark(match):
        found.append(block.become("from", text=match.group().strip(), label=page_label(match["page"] or "")))
        text = text[match.end() :].strip()
    on = []
    if (match := PATTERNS["jump_on"].search(text, max(0, len(text) - 40))) and _is_mark(match):
        on.append(block.become("on", text=match.group().strip(), label=_labels(match["page"] or "")))
        text = text[: match.start()].rstrip()
    elif not found and (match := PATTERNS["headline_jump"].match(text)):
        mark = block.become("from", text=match["printed"], label=page_label(match["page"]))
        return [replace(block, text=match["headline"]), mark]
    return [*found, *([replace(block, text=text)] if text else []), *on]


def _is_mark(match: re.Match[str]) -> bool:
    """上接 and 下转 are also ordinary words (上接云天): a mark names a page, or is all there is in brackets."""
    printed = match.group().strip().rstrip("。…")
    return bool(match["page"]) or (printed[:1] in OPENING and printed[-1:] in CLOSING)


def _labels(printed: str) -> str:
    """第2、3版 -> "2、3": the story goes on on both pages."""
    labels = dict.fromkeys(_label(match) for match in PATTERNS["page_label"].finditer(_plain(printed)))
    return "、".join(list(labels)[:MAX_PAGES]) or page_label(printed)


def page_label(printed: str) -> str:
    """第一版, 1版, ０１, ①, 头版 -> "1"; Ａ04版 -> "A04"; empty if there is no number."""
    text = _plain(printed)
    if match := PATTERNS["page_label"].search(text):
        return _label(match)
    return "1" if PATTERNS["front_page"].match(text) else ""


def _plain(printed: str) -> str:
    return "".join(_as_digits(char) for char in printed if not char.isspace())


def _as_digits(char: str) -> str:
    """② and Ⅱ as 2; 二 stays, as it may be part of 十二."""
    if unicodedata.category(char) in ("No", "Nl") and char not in DIGITS:
        return f"{unicodedata.numeric(char):.0f}"
    return unicodedata.normalize("NFKC", char)


def _label(match: re.Match[str]) -> str:
    number = match["number"]
    if match["letter"]:
        return match["letter"].upper() + number
    return str(int(number) if number.isdigit() else _chinese_number(number))


def _chinese_number(text: str) -> int:
    """一 to 九十九: no newspaper has more pages."""
    text = text.replace("百", "")
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return int("".join(str(DIGITS[c]) for c in text) or 0)
    return (DIGITS.get(tens, 1) if tens else 1) * 10 + (DIGITS.get(ones, 0) if ones else 0)
