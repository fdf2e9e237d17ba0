"""PDFs written object by object, for files that no library writes."""

from pathlib import Path

from .typesetter import HEIGHT, WIDTH, MadePage

FONTS = Path(__file__).with_name("fonts")
CHARACTERS = (FONTS / "characters.txt").read_text(encoding="utf-8").strip()


class RawPdf:
    """Objects 1 and 2 are the catalog and the list of pages."""

    def __init__(self):
        self.objects = [b"", b""]
        self.pages = []
        self.catalog = ""

    def add(self, body: str | bytes) -> str:
        """A reference to the new object."""
        self.objects.append(body.encode() if isinstance(body, str) else body)
        return f"{len(self.objects)} 0 R"

    def stream(self, data: bytes, entries="") -> str:
        return self.add(f"<< {entries} /Length {len(data)} >>\nstream\n".encode() + data + b"\nendstream")

    def page(self, content: bytes, font="", entries=f"/MediaBox [0 0 {WIDTH} {HEIGHT}]"):
        resources = f"<< /Font << /F1 {font} >> >>" if font else "<< >>"
        self.pages.append(
            self.add(
                f"<< /Type /Page /Parent 2 0 R {entries} /Resources {resources} /Contents {self.stream(content)} >>"
            )
        )

    def save(self, path: Path) -> Path:
        self.objects[0] = f"<< /Type /Catalog /Pages 2 0 R {self.catalog} >>".encode()
        self.objects[1] = f"<< /Type /Pages /Kids [{' '.join(self.pages)}] /Count {len(self.pages)} >>".encode()
        data = bytearray(b"%PDF-1.7\n")
        places = []
        for number, body in enumerate(self.objects, start=1):
            places.append(len(data))
            data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
        table = "".join(f"{place:010} 00000 n \n" for place in places)
        size = len(places) + 1
        data += f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer << /Root 1 0 R /Size {size} >>\n".encode()
        data += b"startxref\n%d\n%%%%EOF\n" % data.rindex(b"xref\n0")
        path.write_bytes(data)
        return path

    # Fonts

    def named_font(self, cmap: str) -> str:
        """A font of China's character set that is named and not embedded, as 方正 writes it."""
        return self._font(cmap, "/FZSSK--GBK1-0", "/CIDFontType0", "(GB1) /Supplement 2", "")

    def font_without_unicode(self, kind: str) -> str:
        """An embedded font whose codes are the numbers of its shapes, without a table that says which characters."""
        if kind == "TrueType":
            file = self.stream((FONTS / "test.ttf").read_bytes())
            return self._font(
                "Identity-H", "/AAAAAA+Test", "/CIDFontType2", "(Identity) /Supplement 0", f"/FontFile2 {file}"
            )
        file = self.stream((FONTS / "test.otf").read_bytes(), "/Subtype /OpenType")
        return self._font(
            "Identity-H", "/AAAAAA+Test", "/CIDFontType0", "(Identity) /Supplement 0", f"/FontFile3 {file}"
        )

    def _font(self, encoding, name, subtype, ordering, file):
        metrics = "/Flags 4 /FontBBox [0 -120 1000 880] /ItalicAngle 0 /Ascent 880 /Descent -120 /StemV 80"
        descriptor = self.add(f"<< /Type /FontDescriptor /FontName {name} {metrics} {file} >>")
        system = f"<< /Registry (Adobe) /Ordering {ordering} >>"
        child = self.add(
            f"<< /Type /Font /Subtype {subtype} /BaseFont {name} /CIDSystemInfo {system} /FontDescriptor {descriptor}"
            " /DW 1000 >>"
        )
        return self.add(
            f"<< /Type /Font /Subtype /Type0 /BaseFont {name} /Encoding /{encoding} /DescendantFonts [{child}] >>"
        )


def shown(page: MadePage, encode) -> bytes:
    """The page's texts as the content of a PDF's page, in font F1."""
    return "".join(
        f"BT /F1 {size} Tf {x} {HEIGHT - base} Td <{encode(text).hex()}> Tj ET\n"
        for x, base, size, _face, _bold, text in page.texts
    ).encode()


def shape_numbers(text: str) -> bytes:
    """Codes in the test fonts; a character that they do not have is the first one."""
    return b"".join((CHARACTERS.find(char) + 1 or 1).to_bytes(2, "big") for char in text)
