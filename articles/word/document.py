"""Read a .docx with mammoth. This module runs only in the child process for foreign files: see `reading`.

mammoth loses no words under track changes, in content controls or in text boxes. It does not look at what it opens, so
the parts of the file are checked before.
"""

import html.parser
import zipfile
from itertools import count
from pathlib import Path
from typing import Any

import mammoth

from articles.foreign_files import DAMAGED, Unreadable

# Reasons beside those of foreign_files.
OLD, NOT_WORD, MACROS, TOO_LARGE = "word_old", "word_other", "word_macros", "word_too_large"
_OLD_OFFICE = bytes.fromhex("d0cf11e0a1b11ae1")  # .doc, .wps, and .docx with a password
_ZIP = b"PK\x03\x04"
_TYPES = "[Content_Types].xml"
_DOCUMENT = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_MOST_PARTS, _MOST_BYTES, _MOST_TEXT, _MOST_TYPES = 2000, 200 << 20, 20 << 20, 1 << 20
# Word's Chinese names for what the English version calls Title.
_STYLES = "p[style-name='Title'] => h1:fresh\np[style-name='标题'] => h1:fresh"
_HEADINGS = {f"h{level}" for level in range(1, 7)}
_BLOCKS = {"p", "li", "tr", *_HEADINGS}


def read(path: str, folder: str) -> list[tuple[str, str]]:
    """The document's blocks in order: ("heading" or "paragraph", its text) or ("picture", the name of its file in the
    folder). Raises Unreadable."""
    with open(path, "rb") as file:
        _check(file)
        names = count(1)

        def save(image: Any) -> dict[str, str]:
            name = f"{next(names)}"
            with image.open() as source:
                Path(folder, name).write_bytes(source.read())
            return {"src": name}

        convert_image = mammoth.images.img_element(save)
        result = mammoth.convert_to_html(file, style_map=_STYLES, convert_image=convert_image)
    reader = _Reader()
    reader.feed(result.value)
    reader.close()
    return reader.blocks


def _check(file: Any) -> None:
    head = file.read(8)
    file.seek(0)
    if head == _OLD_OFFICE:
        raise Unreadable(OLD)
    if not head.startswith(_ZIP):
        raise Unreadable(NOT_WORD)
    try:
        archive = zipfile.ZipFile(file)
    except zipfile.BadZipFile as error:
        raise Unreadable(DAMAGED, str(error)) from None
    parts = {part.filename: part for part in archive.infolist()}
    if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts.values()) > _MOST_BYTES:
        raise Unreadable(TOO_LARGE)
    if any(name.lower().endswith("vbaproject.bin") for name in parts):
        raise Unreadable(MACROS)
    types = parts.get(_TYPES)
    if types is None or types.file_size > _MOST_TYPES or _DOCUMENT not in archive.read(types):
        raise Unreadable(NOT_WORD)
    for part in parts.values():
        if part.filename.endswith(".xml") and part.file_size > _MOST_TEXT:
            raise Unreadable(TOO_LARGE)
        # Word declares no entities; files that expand without end do.
        if part.filename.endswith((".xml", ".rels")) and b"<!DOCTYPE" in archive.open(part).read(4096):
            raise Unreadable(DAMAGED, "declares entities")
    file.seek(0)


class _Reader(html.parser.HTMLParser):
    """Blocks of mammoth's HTML. The cells of a table's row are one paragraph, parted by spaces."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[tuple[str, str]] = []
        self.kind, self.text, self.in_row = "paragraph", "", False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "img":
            self._end()
            self.blocks.append(("picture", dict(attrs).get("src") or ""))
        elif tag == "br":
            self._end()
        elif tag in ("td", "th"):
            self.text += "\u3000" if self.text else ""
        elif tag in _BLOCKS and not self.in_row:
            self._end()
            self.kind, self.in_row = "heading" if tag in _HEADINGS else "paragraph", tag == "tr"

    def handle_endtag(self, tag: str) -> None:
        if tag == "tr" or (tag in _BLOCKS and not self.in_row):
            self.in_row = False
            self._end()
            self.kind = "paragraph"

    def handle_data(self, data: str) -> None:
        self.text += data

    def close(self) -> None:
        super().close()
        self._end()

    def _end(self) -> None:
        if text := self.text.strip():
            self.blocks.append((self.kind, text))
        self.text = ""
