"""Invisible characters, spaces in names, and cutting text without splitting visible characters (grapheme clusters)."""

import re
import unicodedata
from itertools import pairwise

# Control characters, format characters (zero-width, bidirectional, interlinear) and fillers without a glyph, except
# NUL, which forms refuse, and joiners (ZWNJ, ZWJ) and variation selectors, which change the characters beside them.
_INVISIBLE = (
    r"\x01-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f"
    r"\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0001"
)
_JOINERS = r"\u200c\u200d"
_SELECTORS = r"\u034f\u180b-\u180d\u180f\ufe00-\ufe0f\U000e0020-\U000e007f\U000e0100-\U000e01ef"
# Characters that joiners do not affect: spaces, Latin, CJK.
_UNJOINED = r"\s\x00-\u024f\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
# Every Han character, for character classes: with 々, 〇 and all extensions, assigned or not.
HAN = r"々〇\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"

ELLIPSIS = "……"
# Punctuation at which a text may be cut.
MARKS = "，。；！？：、,;…—"

_invisible = re.compile(f"[{_INVISIBLE}]")
_idle_joiner = re.compile(f"(?:^|(?<=[{_UNJOINED}]))[{_JOINERS}]+|[{_JOINERS}]+(?=[{_UNJOINED}{_JOINERS}]|$)")
_blank = re.compile(rf"[\s\0\u2800{_INVISIBLE}{_JOINERS}{_SELECTORS}]*")
_line_ends = re.compile(r"[\t\n\v\f\r\x85\u2028\u2029]+")
_spaces = re.compile(r"\s+")
_han_name = re.compile(f"[{HAN}]+(?: [{HAN}]+)+")

_ZWJ = "\u200d"
_SKIN_TONES = range(0x1F3FB, 0x1F400)
_FLAG_LETTERS = range(0x1F1E6, 0x1F200)


def is_blank(text: str) -> bool:
    return bool(_blank.fullmatch(text))


def as_line(text: str) -> str:
    """The text as one line without invisible characters; emoji and scripts keep their joiners."""
    line = _idle_joiner.sub("", _line_ends.sub(" ", _invisible.sub("", text))).strip()
    return "" if is_blank(line) else line


def as_name(text: str) -> str:
    """A person's name as stored: 何　川 becomes 何川, while John Smith and 张三 李四 keep their space."""
    name = _spaces.sub(" ", as_line(text))
    parts = name.split(" ")
    if _han_name.fullmatch(name) and min(map(len, parts)) == 1:
        return "".join(parts)
    return name


def beginning(text: str, length: int) -> str:
    """The first `length` code points, or fewer so as not to split a visible character."""
    return text[: whole_until(text, length)]


def clipped(text: str, length: int) -> str:
    """At most `length` characters, cut at a punctuation mark in the second half if possible, and an ellipsis."""
    if len(text) <= length:
        return text
    head = beginning(text, length)
    cut = max(head.rfind(mark) for mark in MARKS)
    return (head[:cut] if cut >= length // 2 else head).rstrip(MARKS) + ELLIPSIS


def ending(text: str, length: int) -> str:
    start = len(text) - length
    while 0 < start < len(text) and divides(text, start):
        start += 1
    return text[max(start, 0) :]


def whole_characters(text: str) -> list[str]:
    """The visible characters of the text, each of one or more code points."""
    cuts = [place for place in range(1, len(text)) if not divides(text, place)]
    return [text[start:end] for start, end in pairwise([0, *cuts, len(text)])] if text else []


def whole_until(text: str, place: int) -> int:
    """The last place up to `place` where a cut splits no visible character; `place` if the first one is longer."""
    whole = min(place, len(text))
    while 0 < whole < len(text) and divides(text, whole):
        whole -= 1
    return whole or place


def divides(text: str, place: int) -> bool:
    """Whether a cut at `place`, which is not 0, would split a visible character."""
    before, after = text[place - 1], text[place]
    if after.isascii():
        return False
    if before == _ZWJ or after in _JOINING or ord(after) in _SKIN_TONES or unicodedata.category(after)[0] == "M":
        return True
    # A flag is two regional indicators.
    return ord(after) in _FLAG_LETTERS and _flag_letters_before(text, place) % 2 == 1


def _flag_letters_before(text: str, place: int) -> int:
    start = place
    while start and ord(text[start - 1]) in _FLAG_LETTERS:
        start -= 1
    return place - start


_JOINING = frozenset([_ZWJ, "\u200c", *map(chr, range(0xE0020, 0xE0080))])


# https://www.w3.org/TR/xml/#charsets
NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def fit_for_xml(value: object) -> object:
    """A string or list of strings without the characters that XML forbids; other values unchanged."""
    if isinstance(value, str):
        return NO_XML.sub("", value)
    return [fit_for_xml(each) for each in value] if isinstance(value, list) else value
