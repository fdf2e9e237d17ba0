"""Clean the characters of pages and of fields of the desk, with spaces and dots in names; cut text without splitting
visible characters (grapheme clusters)."""

import re
import unicodedata
from itertools import pairwise

from .forms import DOTS, FORMS, unified

# Except NUL, which forms refuse.
_CONTROLS = r"\x01-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"
# Format characters (zero-width, bidirectional, interlinear) and fillers without a glyph, except joiners (ZWNJ, ZWJ) and
# variation selectors, which change the characters beside them.
INVISIBLE = (
    r"\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0"
    r"\ufdd0-\ufdef\ufff0-\ufffb\ufffe\uffff\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e001f\U000e0080-\U000e00ff\U000e01f0-\U000e0fff"
)
JOINERS = r"\u200c\u200d"
SELECTORS = r"\u034f\u180b-\u180d\u180f\ufe00-\ufe0f\U000e0020-\U000e007f\U000e0100-\U000e01ef"
# Characters that joiners do not affect: spaces, Latin, CJK.
_UNJOINED = r"\s\x00-\u024f\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
# Every Han character, for character classes: with 々, 〇 and all extensions, assigned or not.
HAN = r"々〇\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"

ELLIPSIS = "……"
# Punctuation at which a text may be cut.
MARKS = "，。；！？：、,;…—"

# A form feed stands between two lines or at the beginning of one.
LINE_END = re.compile("\r\n?\f?|\n\f?|[\v\f\x85\u2028\u2029]")
# The dots that are also full stops: no dot of a name in 一.加强领导
NAME_DOTS = ".．"

_controls = re.compile(f"[{_CONTROLS}]")
_invisible = re.compile(f"[{INVISIBLE}]")
_idle_joiner = re.compile(f"(?:^|(?<=[{_UNJOINED}]))[{JOINERS}]+|[{JOINERS}]+(?=[{_UNJOINED}{JOINERS}]|$)")
# Nearly all texts have none of these, which takes a tenth of the time to find out.
_unclean = re.compile(f"[{INVISIBLE}{JOINERS}{FORMS}{DOTS}\u2800]")
_selector = re.compile(f"[{SELECTORS}]")
_idle_selector = re.compile(f"(?:^|(?<=[{HAN}\\s]))[{SELECTORS}]+")
_dot = re.compile(f"(?<=[{HAN}])[{DOTS}](?=[{HAN}])")
_name_dot = re.compile(f"(?<=[{HAN}])[{NAME_DOTS}](?=[{HAN}])")
_blank = re.compile(rf"[\s\0\u2800{_CONTROLS}{INVISIBLE}{JOINERS}{SELECTORS}]*")
_line_ends = re.compile(r"[\t\n\v\f\r\x85\u2028\u2029]+")
_spaces = re.compile(r"\s+")
_han_name = re.compile(f"[{HAN}]+(?: [{HAN}]+)+")

_ZWJ = "\u200d"
_SKIN_TONES = range(0x1F3FB, 0x1F400)
_FLAG_LETTERS = range(0x1F1E6, 0x1F200)


def is_blank(text: str) -> bool:
    return bool(_blank.fullmatch(text))


def squeezed(text: str) -> str:
    """For comparing two versions of a text: without spaces and line ends, and full-width letters as plain ones."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def clean(text: str) -> str:
    """The gate: without invisible characters (emoji and scripts keep their joiners), other forms of a character as the
    character, and one dot in names. Spaces, line ends and control characters stay."""
    if not _unclean.search(text):
        return text
    seen = unified(_invisible.sub("", text)).replace("\u2800", " ")
    return _dot.sub("·", _idle_joiner.sub("", seen))


def lines(text: str) -> list[str]:
    """The lines of a text, with every kind of line end."""
    return LINE_END.split(text)


def as_lines(text: str) -> str:
    """A text of several lines as stored, with LF between them."""
    return "\n".join(lines(clean(_controls.sub("", text))))


def as_line(text: str) -> str:
    """The text as one line."""
    line = clean(_line_ends.sub(" ", _controls.sub("", text))).strip()
    return "" if is_blank(line) else line


def without_selectors(text: str) -> str:
    """The text without variants of Han characters: 葛󠄀明 is the person 葛明."""
    return _idle_selector.sub("", text) if _selector.search(text) else text


def with_dots(name: str) -> str:
    """阿依古丽．买买提 becomes 阿依古丽·买买提."""
    return _name_dot.sub("·", name)


def as_name(text: str) -> str:
    """A person's name as stored: 何　川 becomes 何川, while John Smith and 张三 李四 keep their space."""
    name = with_dots(_spaces.sub(" ", without_selectors(as_line(text))))
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
