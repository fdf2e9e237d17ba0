"""Pages whose text was damaged before it came here: columns side by side, character recognition, a wrong encoding."""

import re
from collections.abc import Callable

from articles.text.characters import lines

from .decoding import COMMON, HAN_CHARACTER, LATIN_GARBLE
from .model import Problem

GAP = re.compile(r"[ \u00a0]{2,}|\t+|\u3000{2,}")
# Parts with as many characters are parts of columns; names in a list are shorter.
MIN_COLUMN = 6
# Measured: of the lines of 44 pages from "pdftotext -layout" 0.24 to 0.95, of other pages at most one line.
MIN_COLUMN_LINES, COLUMN_LINES_SHARE = 4, 0.15

# What recognition makes of column rules, dashes and specks: 国|家, 国l家, 目 ~ 和; 势，”移; 〈本报记者 何川)
SIGN = re.compile(r"[a-zJ|¦°~^_\\`«»§¤¢£©®™¬µ¶{}](?![\x21-\x7e\u00df-\u01dc])")
MISPLACED = re.compile(r"[\s，、；][”’》）][\u3400-\u9fff]|[“‘《（][\s，。、；]")
BRACKETED = re.compile(r"([（(〈《【〔「『])[^（）()〈〉《》【】〔〕「」『』\n]{1,40}([）)〉》】〕」』])")
CLOSING = {"（": "）)", "(": "）)", "〈": "〉", "《": "》", "【": "】", "〔": "〕", "「": "」", "『": "』"}
UNPAIRED = (("《", "》"), ("〈", "〉"), ("【", "】"))
SPACED = re.compile(r"[\u3400-\u9fff](?: [\u3400-\u9fff]){4,}")
# Measured: recognised pages 5 to 40 for 1,000 characters, others at most 2.
MIN_SPECKS, SPECKS_IN_1000 = 6, 4
# Different characters outside the 3,755 common ones: other pages at most 7 for 1,000; traditional pages have many.
MIN_RARE, RARE_IN_1000, TRADITIONAL_IN_1000 = 8, 15, 150
SPACED_SHARE = 0.3

# 锟斤拷, 烫烫烫; UTF-8 read as Latin letters (å…¬å) or as GBK (锛, 銆 for ， and 。); GBK read as Latin letters
GARBLED = re.compile(rf"锟斤|斤拷|烫烫|屯屯屯|{LATIN_GARBLE.pattern}|[\u00a1-\u00ff]{{4}}|[锛銆鈥\ufffd]|[?？]{{6}}")
# Cheaper to look for.
SIGN_OF_GARBLE = re.compile("[锟拷烫屯锛銆鈥\ufffd?？\u00c0-\u00ff]")
MIN_GARBLED = 3


def page_doubts(text: str) -> tuple[Problem, ...]:
    """At most one doubt about the whole page, which says how to get a better text."""
    with_lf = "\n".join(lines(text))
    found = next((Problem(code, line) for code, look in LOOKS if (line := look(with_lf))), None)
    return (found,) if found else ()


def _garbled(text: str) -> int:
    """The first line with signs of a wrong encoding if there are several, else 0."""
    if not SIGN_OF_GARBLE.search(text):
        return 0
    places = [match.start() for match in GARBLED.finditer(text)]
    return _line_of(text, places[0]) if len(places) >= MIN_GARBLED or "锟斤拷" in text else 0


def _recognised(text: str) -> int:
    """The first line with a speck, or the first one, if this is the output of character recognition."""
    size = len(text) - text.count(" ")
    specks = [at for match in SIGN.finditer(text) if not _is_latin(text[(at := match.start()) - 1 : at])]
    specks += [match.start() for match in MISPLACED.finditer(text)]
    mixed = [match.start() for match in BRACKETED.finditer(text) if match[2] not in CLOSING[match[1]]]
    unpaired = sum(abs(text.count(opening) - text.count(closing)) for opening, closing in UNPAIRED)
    if _are_many(len(specks) + 2 * (len(mixed) + unpaired), MIN_SPECKS, SPECKS_IN_1000, size):
        return _line_of(text, min([*specks, *mixed, len(text)]))
    rare = [char for char in set(text) - COMMON if "\u4e00" <= char <= "\u9fff"]
    is_traditional = sum(map(text.count, rare)) * 1000 > TRADITIONAL_IN_1000 * size
    strange = not is_traditional and _are_many(len(rare), MIN_RARE, RARE_IN_1000, size)
    return int(strange or (text.count(" ") > SPACED_SHARE * size and _spaced(text) > SPACED_SHARE * size))


def _is_latin(char: str) -> bool:
    """Letters and signs, with the letters of pinyin: fù"""
    return "!" <= char <= "~" or "\u00df" <= char <= "\u01dc"


def _spaced(text: str) -> int:
    """How many characters are set with a space after each: 连 日 来"""
    return sum(len(match[0]) // 2 for match in SPACED.finditer(text))


def _are_many(count: int, least: int, in_1000: int, size: int) -> bool:
    return count >= least and count * 1000 >= in_1000 * size


def _side_by_side(text: str) -> int:
    """The first line with two columns if many lines have them, else 0."""
    filled = [(number, line) for number, line in enumerate(text.split("\n"), start=1) if line.strip()]
    wide = [number for number, line in filled if _has_columns(line.strip())]
    return wide[0] if len(wide) >= max(MIN_COLUMN_LINES, COLUMN_LINES_SHARE * len(filled)) else 0


def _has_columns(line: str) -> bool:
    if "  " not in line and "\t" not in line and "\u3000\u3000" not in line and "\u00a0" not in line:
        return False
    return sum(len(HAN_CHARACTER.findall(part)) >= MIN_COLUMN for part in GAP.split(line)) > 1


def _line_of(text: str, place: int) -> int:
    return text.count("\n", 0, place) + 1


LOOKS: tuple[tuple[str, Callable[[str], int]], ...] = (
    ("looks_garbled", _garbled),
    ("looks_recognised", _recognised),
    ("looks_side_by_side", _side_by_side),
)
PAGE_DOUBTS = frozenset(code for code, _look in LOOKS)
