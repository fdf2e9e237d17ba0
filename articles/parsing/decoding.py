"""Bytes to text: the encodings Chinese newsrooms use, and a clear refusal of everything else."""

from __future__ import annotations

import codecs
from collections.abc import Callable

from .problems import sentence

# The longest page measured has about 15,000 characters; a file beyond this is not one page.
LARGEST = 2_000_000
SIGNATURES: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF-", "pdf", "PDF"),
    (b"\x89PNG\r\n\x1a\n", "image", "PNG"),
    (b"\xff\xd8\xff", "image", "JPEG"),
    (b"GIF8", "image", "GIF"),
    (b"II*\x00", "image", "TIFF"),
    (b"MM\x00*", "image", "TIFF"),
    (b"BM", "image", "BMP"),
    (b"8BPS", "image", "Photoshop"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "office", "DOC"),
    (b"{\\rtf", "office", "RTF"),
    (b"PK\x03\x04", "office", "DOCX"),
    (b"Rar!", "archive", "RAR"),
    (b"\x1f\x8b", "archive", "GZIP"),
    (b"7z\xbc\xaf\x27\x1c", "archive", "7Z"),
)
# Share of the Han characters that are among the 3,755 of GB2312 level 1: true text 0.997, Big5 taken for GBK 0.495,
# Shift-JIS taken for GBK and text once saved in the wrong encoding near 0.
COMMON_SHARE = 0.90


class UnreadablePage(ValueError):
    """A file that is no text of a page. `code` and `params` name the sentence in `problems.SENTENCES`."""

    def __init__(self, code: str, **params: str) -> None:
        self.code = code
        self.params = params
        super().__init__(sentence(code, params))

    def message(self, translate: Callable[[str], str] = str) -> str:
        return sentence(self.code, self.params, translate)


def decode_page(data: bytes) -> str:
    """The text of a page file, its line ends as "\\n". Raises UnreadablePage with one sentence on what it is instead."""
    _refuse_other_files(data)
    text = _decode(data)
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise UnreadablePage("blank")
    return text


def _refuse_other_files(data: bytes) -> None:
    if not data:
        raise UnreadablePage("empty")
    for signature, code, name in SIGNATURES:
        if data.startswith(signature):
            raise UnreadablePage(code, format=name)
    if len(data) > LARGEST:
        raise UnreadablePage("too_large", size=f"{len(data):,}", limit=f"{LARGEST:,}")


def _decode(data: bytes) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030")
