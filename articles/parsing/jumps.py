"""上接 and 下转: where a story comes from and where it goes on, in every spelling."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace

from .lines import Block
from .patterns import PATTERNS

OPENING, CLOSING = "（([【〔［", "）)]】〕］"
DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")}


def jump_blocks(blocks: list[Block]) -> list[Block]:
    """Cut the jump marks off the texts they stand in; each becomes a block of its own."""
    out: list[Block] = []
    for block in blocks:
        out.extend(_marks_in(block) if block.kind == "text" else [block])
    return out


def _marks_in(block: Block) -> list[Block]:
    found: list[Block] = []
    text = block.text
    if (match := PATTERNS["jump_from"].match(text)) and _is_mark(match):
        found.append(replace(block, text=match.group().strip(), kind="from", label=_label(match)))
        text = text[match.end() :].strip()
    on = []
    start = max(0, len(text) - 40)
    if (match := PATTERNS["jump_on"].search(text, start)) and _is_mark(match):
        on.append(replace(block, text=match.group().strip(), kind="on", label=_label(match)))
        text = text[: match.start()].rstrip()
    elif not found and (match := PATTERNS["headline_jump"].match(text)):
        mark = replace(block, text=match["printed"], kind="from", label=_label(match))
        return [replace(block, text=match["headline"]), mark]
    return [*found, *([replace(block, text=text)] if text else []), *on]


def _is_mark(match: re.Match[str]) -> bool:
    """上接 and 下转 are also plain words (上接云天): a mark names a page, or stands alone in brackets."""
    printed = match.group().strip()
    return bool(match["page"]) or (printed[:1] in OPENING and printed[-1:] in CLOSING)


def _label(match: re.Match[str]) -> str:
    return page_label(match["page"] or "")


def page_label(printed: str) -> str:
    """第一版, 1版, ０１ -> "1"; Ａ04版 -> "A04"; empty where no number is printed."""
    text = unicodedata.normalize("NFKC", "".join(printed.split()))
    match = PATTERNS["page_label"].search(text)
    if not match:
        return ""
    number = match["number"]
    if match["letter"]:
        return match["letter"].upper() + number
    return str(int(number) if number.isdigit() else _chinese_number(number))


def _chinese_number(text: str) -> int:
    """一 to 九十九, the most pages a newspaper has."""
    text = text.replace("百", "")
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return int("".join(str(DIGITS[c]) for c in text) or 0)
    return (DIGITS.get(tens, 1) if tens else 1) * 10 + (DIGITS.get(ones, 0) if ones else 0)
