"""Lines as paragraphs: text pasted from Word, WPS, WeChat or a mail has one line a paragraph and no blank lines, while
text from a printed page or a PDF breaks its paragraphs into lines."""

import re
from collections.abc import Iterable
from itertools import pairwise

from .characters import is_blank

INDENT = re.compile(r"[ \u00a0]{2}|\t|\u3000")
ENDS_SENTENCE = tuple("。！？…”’』」）：；)!?:;")
ENDS_VERSE = (*ENDS_SENTENCE, "，", "、")
SENTENCE_MARK = re.compile("[，。；！？,;!?]")
# 一、加强领导, （二）落实责任, 3.严格考核, ■ 链接, ## 小标题, 图2：说明
STARTS_PARAGRAPH = re.compile(
    r"(?: [一二三四五六七八九十]{1,3} [、.．] | [（(] [一二三四五六七八九十\d]{1,2} [）)] | \d{1,2} [、.．] (?!\d)"
    r"  | [■●▲★◆□○•※►▶] | \#\#\s | 图[0-9]{0,3}： )",
    re.VERBOSE,
)
LONGEST_SUBHEAD = 30
FIRST_WORD = re.compile(
    r"[a-z0-9.'’-]+[，。、；：！？”’）》,.;:!?)]*|.[，。、；：！？”’）》]*", re.IGNORECASE | re.DOTALL
)


def paragraphs(lines: Iterable[str]) -> list[str]:
    """The lines, with those joined that one paragraph was broken into."""
    lines = [line for line in lines if not is_blank(line)]
    if len(lines) < 2:
        return [line.strip() for line in lines]
    broken = _are_broken([line.strip() for line in lines])
    found: list[str] = []
    for above, line in pairwise(["", *lines]):
        if above and _continues(above.strip(), line, broken):
            found[-1] = join((found[-1], line.strip()))
        else:
            found.append(line.strip())
    return found


def join(parts: Iterable[str]) -> str:
    """Join the parts of a cut text: only Latin words need a space between them."""
    text = ""
    for part in parts:
        text += " " + part if _is_between_words(text[-1:], part[:1]) else part
    return text


def _are_broken(lines: list[str]) -> bool:
    """Whether most lines end in mid-sentence, and the text is no list or verse."""
    ends = lines[:-1]
    finished = sum(line.endswith(ENDS_SENTENCE) for line in ends)
    in_sentences = any(SENTENCE_MARK.search(line) for line in lines)
    return in_sentences and finished * 2 <= len(ends) and not all(line.endswith(ENDS_VERSE) for line in ends)


def _continues(above: str, line: str, broken: bool) -> bool:
    """Whether the line's first word did not fit on the line above."""
    text = line.strip()
    if above.endswith(ENDS_SENTENCE) or INDENT.match(line) or STARTS_PARAGRAPH.match(text) or _is_subhead(above):
        return False
    if not broken:
        return _is_latin(above[-1:]) and text[:1].islower()
    if above[-1:].isascii() and text[:1].isascii():
        return True
    word = FIRST_WORD.match(text)
    return word is not None and _width(above) + _width(word[0]) + 1 >= _width(text)


def _is_subhead(text: str) -> bool:
    return bool(STARTS_PARAGRAPH.match(text)) and len(text) <= LONGEST_SUBHEAD and not SENTENCE_MARK.search(text)


def _width(text: str) -> float:
    """In Chinese characters; an ASCII character is half as wide."""
    return len(text) - len(text.encode("ascii", "ignore")) / 2


def _is_between_words(left: str, right: str) -> bool:
    """hello | world, COVID | 19, years, | and; not 20 | 24, 3, | 000"""
    if _is_latin(left):
        return _is_latin(right) or right.isdecimal()
    return _is_latin(right) and left != "" and (left.isdecimal() or left in ",.;:!?)")


def _is_latin(char: str) -> bool:
    return char.isalpha() and char < "\u2e80"
