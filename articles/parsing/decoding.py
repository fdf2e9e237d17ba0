"""Decode page files in the encodings Chinese newsrooms use, and refuse everything else with a reason."""

import codecs
import re
from collections.abc import Callable

from articles.text.characters import HAN, lines

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
HAN_CHARACTER = re.compile(f"[{HAN}]")
KANA = re.compile(r"[\u3041-\u30ff]")
PRIVATE = re.compile(r"[\ue000-\uf8ff\U000f0000-\U0010ffff]")
# UTF-8 bytes shown as Latin letters: æˆ‘ä»¬
LATIN_GARBLE = re.compile(r"[\u00c0-\u00ff][\u0080-\u00bf\u0152-\u0178\u2018-\u2122]")
CONTROL = re.compile(r"[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f]")
CONTROL_SHARE = 0.01


class UnreadablePage(ValueError):
    """The file is not a page's text. `code` and `params` select the sentence in `problems.SENTENCES`."""

    def __init__(self, code: str, **params: str) -> None:
        self.code = code
        self.params = params
        super().__init__(sentence(code, params))

    def message(self, translate: Callable[[str], str] = str) -> str:
        return sentence(self.code, self.params, translate)


def decode_page(data: bytes) -> str:
    """Decode UTF-8, GB18030 (GBK) or UTF-16 with a byte order mark; line ends become "\\n". Raises UnreadablePage."""
    _refuse_other_files(data)
    text = "\n".join(lines(_decode(data).removeprefix("\ufeff")))
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
        _refuse_damaged(data, error)
    return _as_gb18030(data)


def _as_utf16(data: bytes) -> str:
    try:
        text = data.decode("utf-16")
    except UnicodeDecodeError as error:
        raise _broken(data, error) from None
    if "\x00" in text:
        raise UnreadablePage("binary")
    return _checked(text)


def _broken(data: bytes, error: UnicodeDecodeError) -> UnreadablePage:
    return UnreadablePage("broken", line=str(data.count(b"\n", 0, error.start) + 1))


def _looks_like_bare_utf16(data: bytes) -> bool:
    """Whether at least half of the characters are Han, nearly all of them common, in either byte order."""
    sample = data[:4000]
    for encoding in ("utf-16-le", "utf-16-be"):
        text = sample[: len(sample) // 2 * 2].decode(encoding, errors="replace")
        han = HAN_CHARACTER.findall(text)
        if len(han) * 2 >= len(text) and _common_share(han) >= COMMON_SHARE:
            return True
    return False


def _refuse_damaged(data: bytes, error: UnicodeDecodeError) -> None:
    """If the text before the error is good Chinese, the encoding is right and the file is damaged."""
    han = HAN_CHARACTER.findall(data[: error.start].decode(error.encoding, errors="ignore"))
    if len(han) >= MIN_SAMPLE and _common_share(han) >= COMMON_SHARE:
        raise _broken(data, error) from None


def _as_gb18030(data: bytes) -> str:
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError as error:
        _refuse_damaged(data, error)
        raise UnreadablePage(_other_encoding(data)) from None
    han = HAN_CHARACTER.findall(text)
    if not han or PRIVATE.search(text) or _common_share(han) < COMMON_SHARE or _has_controls(text):
        raise UnreadablePage(_other_encoding(data))
    return text


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
    return sum(char in COMMON for char in han) / len(han) if han else 0.0
