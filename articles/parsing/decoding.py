"""Decode page files in the encodings Chinese newsrooms use, and refuse everything else with a reason."""

import codecs
import re
from collections.abc import Callable
from math import inf

from articles.text.characters import HAN, lines
from articles.text.traditional import simplified

from .problems import sentence

# A printed page has 3,000 to 15,000 characters.
MAX_BYTES = 2_000_000
SIGNATURES: tuple[tuple[re.Pattern[bytes], str, str], ...] = (
    (re.compile(rb"%PDF-"), "pdf", "PDF"),
    (re.compile(rb"\x89PNG\r\n\x1a\n"), "image", "PNG"),
    (re.compile(rb"\xff\xd8\xff"), "image", "JPEG"),
    (re.compile(rb"GIF8[79]a"), "image", "GIF"),
    (re.compile(rb"II\*\x00|MM\x00\*"), "image", "TIFF"),
    (re.compile(rb"BM....\x00\x00\x00\x00", re.DOTALL), "image", "BMP"),
    (re.compile(rb"8BPS\x00"), "image", "Photoshop"),
    (re.compile(rb"RIFF....WEBP", re.DOTALL), "image", "WebP"),
    (re.compile(rb"....ftyp(?:heic|heix|mif1|avif)", re.DOTALL), "image", "HEIC"),
    (re.compile(rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), "office", "DOC"),
    (re.compile(rb"\{\\rtf"), "office", "RTF"),
    (re.compile(rb"PK\x03\x04.{0,2000}?(?:word/|\[Content_Types\])", re.DOTALL), "office", "DOCX"),
    (re.compile(rb"PK\x03\x04"), "archive", "ZIP"),
    (re.compile(rb"Rar!\x1a"), "archive", "RAR"),
    (re.compile(rb"\x1f\x8b"), "archive", "GZIP"),
    (re.compile(rb"7z\xbc\xaf\x27\x1c"), "archive", "7Z"),
    (re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype\s+html|html|\?xml)", re.IGNORECASE), "html", "HTML"),
)
# The share of Han characters in GB2312 level 1 (3,755 characters). Measured: correct text 0.997, Big5 decoded as GBK
# 0.495, Shift-JIS decoded as GBK and mojibake 0.000.
COMMON_SHARE = 0.90
# Valid UTF-8 may contain traditional characters, so only a share this low proves mojibake.
GARBLED_SHARE = 0.20
MIN_SAMPLE = 20
COMMON: frozenset[str] = frozenset(
    bytes((row, cell)).decode("gb2312")
    for row in range(0xB0, 0xD8)
    for cell in range(0xA1, 0xFF if row < 0xD7 else 0xFA)
)
# Below this share, before stray bytes are removed, the text is not GB18030.
LIKELY_SHARE = 0.75
# Characters that cannot be known, per Han character, in a text that is otherwise good.
UNKNOWN_SHARE = 0.05
HAN_CHARACTER = re.compile(f"[{HAN}]")
KANA = re.compile(r"[\u3041-\u30ff]")
PRIVATE = re.compile(r"[\ue000-\uf8ff\U000f0000-\U0010ffff]")
UNKNOWN = re.compile(r"[\ufffd\ue000-\uf8ff\U000f0000-\U0010ffff]")
# UTF-8 bytes shown as Latin letters: æˆ‘ä»¬
LATIN_GARBLE = re.compile(r"[\u00c0-\u00ff][\u0080-\u00bf\u0152-\u0178\u2018-\u2122]")
CONTROL = re.compile(r"[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f]")
CONTROL_SHARE = 0.01
# Characters of GBK that Python's codec knows only by the private codes they had before GB 18030-2022, and GBK's second
# ideographic space.
GBK_CHARACTERS = str.maketrans(
    "\ue78d\ue78e\ue78f\ue790\ue791\ue792\ue793\ue794\ue795\ue796\ue7c7\ue816\ue817\ue818\ue81e"
    "\ue826\ue82b\ue82c\ue831\ue832\ue83b\ue843\ue854\ue855\ue864\ue5e5",
    "\ufe10\ufe12\ufe11\ufe13\ufe14\ufe15\ufe16\ufe17\ufe18\ufe19\u1e3f\U00020087\U00020089\U000200cc\u9fb4"
    "\u9fb5\u9fb6\u9fb7\U000215d7\u9fb8\U0002298f\u9fb9\u9fba\U000241fe\u9fbb\u3000",
)
# What a byte costs that is no character, and less likely characters.
STRAY, PRIVATE_USE, EURO, RARE = 4, 3, 2, 1
# Finding stray bytes in more bytes takes more than a second.
MAX_REPAIRED = 200_000


class UnreadablePage(ValueError):
    """The file is not a page's text. `code` and `params` select the sentence in `problems.SENTENCES`."""

    def __init__(self, code: str, **params: str) -> None:
        self.code = code
        self.params = params
        super().__init__(sentence(code, params))

    def message(self, translate: Callable[[str], str] = str) -> str:
        return sentence(self.code, self.params, translate)


def decode_page(data: bytes) -> str:
    """Decode UTF-8, GB18030 (GBK) or UTF-16 with a byte order mark; line ends become "\\n", single bytes that are no
    character "\\ufffd". Raises UnreadablePage."""
    _refuse_other_files(data)
    text = "\n".join(lines(_decode(data).removeprefix("\ufeff").translate(GBK_CHARACTERS)))
    if not text.strip():
        raise UnreadablePage("blank")
    return text


def _refuse_other_files(data: bytes) -> None:
    if not data:
        raise UnreadablePage("empty")
    for signature, code, name in SIGNATURES:
        if signature.match(data):
            raise UnreadablePage(code, format=name)
    if len(data) > MAX_BYTES:
        raise UnreadablePage("too_large", size=f"{len(data):,}", limit=f"{MAX_BYTES:,}")


def _decode(data: bytes) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _as_utf16(data)
    if _looks_like_bare_utf16(data):
        raise UnreadablePage("utf16_without_mark")
    if b"\x00" in data:
        raise UnreadablePage("binary")
    try:
        return _checked(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        text = data.decode("utf-8-sig", errors="replace")
        if _is_good(text) and not _has_controls(text):
            if _is_cut_off(data, error):
                raise _broken(data, error.start) from None
            return text
    return _as_gb18030(data)


def _as_utf16(data: bytes) -> str:
    try:
        text = data.decode("utf-16")
    except UnicodeDecodeError as error:
        raise _broken(data, error.start) from None
    if "\x00" in text:
        raise UnreadablePage("binary")
    return _checked(text)


def _broken(data: bytes, place: int) -> UnreadablePage:
    return UnreadablePage("broken", line=str(data.count(b"\n", 0, place) + 1), byte=f"{place + 1:,}")


def _looks_like_bare_utf16(data: bytes) -> bool:
    """Whether at least half of the characters are Han, nearly all of them common, in either byte order."""
    sample = data[:4000]
    for encoding in ("utf-16-le", "utf-16-be"):
        text = sample[: len(sample) // 2 * 2].decode(encoding, errors="replace")
        han = HAN_CHARACTER.findall(text)
        if len(han) * 2 >= len(text) and _common_share(han) >= COMMON_SHARE:
            return True
    return False


def _is_cut_off(data: bytes, error: UnicodeDecodeError) -> bool:
    return error.end == len(data) and error.reason in ("unexpected end of data", "incomplete multibyte sequence")


def _as_gb18030(data: bytes) -> str:
    try:
        text = _from_gb18030(data)
    except UnicodeDecodeError as error:
        text = _from_gb18030(data, errors="replace")
        # A stray byte shifts all characters up to the end; at the end of a good line a character is cut off.
        if _is_cut_off(data, error) and _is_good(text) and _is_good(text.rpartition("\n")[2].rstrip("\ufffd")):
            raise _broken(data, error.start) from None
    if UNKNOWN.search(text) and _common_share(HAN_CHARACTER.findall(text)) >= LIKELY_SHARE:
        text = _without_stray_bytes(data, text)
    han, unknown = HAN_CHARACTER.findall(text), UNKNOWN.search(text)
    if _common_share(han) < COMMON_SHARE or _has_controls(text):
        raise UnreadablePage(_other_encoding(data))
    if unknown and not _is_good(text):
        raise _broken(data, len(text[: unknown.start()].encode("gb18030")))
    return text


def _from_gb18030(data: bytes, errors: str = "strict") -> str:
    return data.decode("gb18030", errors).translate(GBK_CHARACTERS)


def _is_good(text: str) -> bool:
    """Whether nearly all Han characters are common ones, and few characters unknown."""
    han, unknown = HAN_CHARACTER.findall(text), len(UNKNOWN.findall(text))
    return _common_share(han) >= COMMON_SHARE and unknown <= UNKNOWN_SHARE * len(han)


def _without_stray_bytes(data: bytes, text: str) -> str:
    return "".join(map(_likeliest, data.splitlines(keepends=True))) if len(data) <= MAX_REPAIRED else text


def _likeliest(line: bytes) -> str:
    """A line of GB18030 in the characters that are most common: a stray byte shifts all others into rare ones."""
    text = _from_gb18030(line, errors="replace")
    if not UNKNOWN.search(text):
        return text
    # For each place: the least cost of the bytes before it, and the last character of that reading with its beginning.
    best: list[tuple[float, int, str]] = [(0, 0, "")]
    for end in range(1, len(line) + 1):
        readings = [(end - size, *_character(line[end - size : end])) for size in (1, 2, 4) if size <= end]
        best.append(min((best[start][0] + cost, start, character) for start, cost, character in readings))
    characters, end = [], len(line)
    while end:
        _, end, character = best[end]
        characters.append(character)
    return "".join(reversed(characters))


def _character(code: bytes) -> tuple[float, str]:
    """The character of these bytes and its cost."""
    if len(code) == 1:
        return (0, chr(code[0])) if code[0] < 0x80 else (EURO, "€") if code == b"\x80" else (STRAY, "\ufffd")
    character = _from_gb18030(code, errors="replace")
    if len(character) > 1 or character == "\ufffd":
        return inf, character
    if PRIVATE.match(character):
        return PRIVATE_USE, character
    return (RARE if HAN_CHARACTER.match(character) and character not in COMMON else 0), character


def _other_encoding(data: bytes) -> str:
    """Guess the encoding: Shift-JIS decodes to kana, Big5 to Han only."""
    for code, encoding, expected in (("shift_jis", "shift_jis", KANA), ("big5", "big5", HAN_CHARACTER)):
        text = data.decode(encoding, errors="replace")
        wide = sum(char > "\x7f" for char in text)
        if wide and text.count("\ufffd") * 20 < wide and len(expected.findall(text)) * 4 >= wide:
            return code
    return "not_chinese"


def _checked(text: str) -> str:
    if _has_controls(text):
        raise UnreadablePage("binary")
    han = HAN_CHARACTER.findall(text)
    if len(han) >= MIN_SAMPLE and _common_share(han) < GARBLED_SHARE:
        raise UnreadablePage("mojibake")
    if text.count("\ufffd") * 100 > len(text) or len(LATIN_GARBLE.findall(text)) > max(5, len(han)):
        raise UnreadablePage("mojibake")
    return text


def _has_controls(text: str) -> bool:
    return len(CONTROL.findall(text)) > CONTROL_SHARE * len(text)


def _common_share(han: list[str]) -> float:
    """Of traditional characters those count whose simplified ones are common."""
    return sum(char in COMMON for char in simplified("".join(han))) / len(han) if han else 0.0
