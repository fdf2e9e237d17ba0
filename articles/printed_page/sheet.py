"""What PDFium finds on a page: characters, rules, frames, pictures and letters drawn as shapes."""

import ctypes
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pypdfium2 as pdfium
import pypdfium2.raw as c

from articles.parsing.decoding import GBK_CHARACTERS

from .boxes import Box, around
from .model import Area

# 〓 is set for a character whose shape is on the page but whose code is not in the file.
UNKNOWN = "〓"
TAB, LINE_ENDS = 9, (10, 13)
HYPHEN = 2  # PDFium's code for one at the end of a line
# Of a Chinese character's square this part is above the baseline.
ASCENT, DESCENT = 0.88, 0.12
MAX_RULE, MIN_RULE = 2.5, 20
MIN_FRAME = (30, 12)
MIN_PICTURE, MAX_PICTURE = (12, 4), 0.85
# A path with more segments is no rectangle; a letter's outline is as high as this, a mark or the character 一 as low.
MAX_FRAME_SEGMENTS = 12
SHAPE_HEIGHTS = (9, 90)
MIN_STROKE = 2.5
MAX_DEPTH = 6  # of forms inside forms
# A page with more rules, frames or outlines than this has drawings, which would only take time.
MAX_PATHS = 1000

Place = Callable[[float, float], tuple[float, float]]
Matrix = tuple[float, float, float, float, float, float]


@dataclass(slots=True, eq=False)
class Glyph(Box):
    char: str
    size: float
    base: float
    face: str
    number: int  # its place in the file


@dataclass(slots=True, eq=False)
class Frame(Box):
    """A closed outline or a tint."""

    fill: tuple[int, int, int] | None = None

    @property
    def is_dark(self) -> bool:
        return self.fill is not None and sum(self.fill) < 500


@dataclass(slots=True, eq=False)
class Picture(Box):
    resolution: float = 150  # pixels an inch


@dataclass(slots=True)
class Sheet:
    width: float
    height: float
    glyphs: list[Glyph] = field(default_factory=list)
    rules: list[Box] = field(default_factory=list)
    frames: list[Frame] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    shapes: list[Box] = field(default_factory=list)  # letters drawn as outlines
    strokes: list[Box] = field(default_factory=list)  # smaller ones, which may be marks beside them
    part: Area = (0.0, 0.0, 1.0, 1.0)  # of the file's page, if it is half of a spread


def read_sheet(page: pdfium.PdfPage) -> Sheet:
    sheet, place = _empty_sheet(page)
    shown = Box(-2, -2, sheet.width + 2, sheet.height + 2)
    sheet.glyphs = [glyph for glyph in once(list(_glyphs(page, place))) if shown.holds(glyph, 0)]
    for kind, thing, drawn in _drawn(page.raw, place):
        if kind == c.FPDF_PAGEOBJ_IMAGE:
            _add_picture(sheet, thing, drawn, place)
        else:
            _add_path(sheet, thing, drawn)
    sheet.pictures = join_strips(sheet.pictures)
    return sheet


def _empty_sheet(page: pdfium.PdfPage) -> tuple[Sheet, Place]:
    """The page's size as shown, and the function from the file's coordinates to ours: /CropBox, /Rotate."""
    left, bottom, right, top = page.get_cropbox()
    places: dict[int, Place] = {
        0: lambda x, y: (x - left, top - y),
        90: lambda x, y: (y - bottom, x - left),
        180: lambda x, y: (right - x, y - bottom),
        270: lambda x, y: (top - y, right - x),
    }
    turned = page.get_rotation()
    width, height = (right - left, top - bottom) if turned in (0, 180) else (top - bottom, right - left)
    return Sheet(width, height), places[turned]


def _placed(place: Place, x0: float, y0: float, x1: float, y1: float) -> Box:
    (ax, ay), (bx, by) = place(x0, y0), place(x1, y1)
    return Box(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))


# Characters


def _glyphs(page: pdfium.PdfPage, place: Place) -> Iterator[Glyph]:
    """Every character, without the spaces and line ends that PDFium makes up."""
    text = page.get_textpage()
    raw, fonts = text.raw, _Fonts()
    x, y, rect = ctypes.c_double(), ctypes.c_double(), c.FS_RECTF()
    for number in range(text.count_chars()):
        code = c.FPDFText_GetUnicode(raw, number)
        if code in LINE_ENDS or c.FPDFText_IsGenerated(raw, number) == 1:
            continue
        size, face = fonts.size_and_face(raw, number)
        c.FPDFText_GetCharOrigin(raw, number, x, y)
        c.FPDFText_GetLooseCharBox(raw, number, rect)
        base = place(x.value, y.value)[1]
        ends = place(rect.left, rect.bottom)[0], place(rect.right, rect.top)[0]
        char = UNKNOWN if code == 0 or c.FPDFText_HasUnicodeMapError(raw, number) == 1 else _character(code)
        yield Glyph(min(ends), base - ASCENT * size, max(ends), base + DESCENT * size, char, size, base, face, number)
    text.close()


def _character(code: int) -> str:
    """The character of a code. Chinese fonts have some at private codes, as GBK had."""
    if code == HYPHEN:
        return "-"
    if (code < 0x20 and code != TAB) or 0x7F <= code < 0xA0 or 0xD800 <= code <= 0xDFFF:
        return UNKNOWN  # by a wrong table in the file: none of these can be printed or stored
    if 0xE000 <= code <= 0xF8FF:
        return chr(code).translate(GBK_CHARACTERS) if code in GBK_CHARACTERS else UNKNOWN
    return chr(code)


class _Fonts:
    """Size and face of each text object, asked once."""

    def __init__(self) -> None:
        self.known: dict[int, tuple[float, str]] = {}
        self.names: dict[int, str] = {}
        self.matrix = c.FS_MATRIX()
        self.buffer = ctypes.create_string_buffer(128)

    def size_and_face(self, raw: object, number: int) -> tuple[float, str]:
        thing = c.FPDFText_GetTextObject(raw, number)
        key = ctypes.addressof(thing.contents) if thing else 0
        if key not in self.known or not key:
            c.FPDFText_GetMatrix(raw, number, self.matrix)
            # The size of the font is without the scale of the text.
            scale = math.hypot(self.matrix.c, self.matrix.d)
            font = c.FPDFTextObj_GetFont(thing) if thing else None
            self.known[key] = (c.FPDFText_GetFontSize(raw, number) * scale, self._name(font) if font else "")
        return self.known[key]

    def _name(self, font: "ctypes._Pointer[ctypes.Structure]") -> str:
        """ABCDEF+FZSSK -> FZSSK; a font without a name (Type 3) gets one of its own."""
        key = ctypes.addressof(font.contents)
        if key not in self.names:
            length = c.FPDFFont_GetBaseFontName(font, self.buffer, 128)
            name = self.buffer.raw[: max(0, length - 1)].decode("utf-8", "replace").rpartition("+")[2]
            self.names[key] = name or f"#{len(self.names)}"
        return self.names[key]


def once(glyphs: list[Glyph]) -> list[Glyph]:
    """A headline printed twice for a shadow or a fat face is one headline. —— is two characters at one place."""
    seen: dict[tuple[str, int], list[Glyph]] = {}
    kept: list[Glyph] = []
    for glyph in glyphs:
        row = round(glyph.base / 3)
        near = [other for n in (row - 1, row, row + 1) for other in seen.get((glyph.char, n), ())]
        if any(_prints_again(glyph, other) for other in near):
            continue
        seen.setdefault((glyph.char, row), []).append(glyph)
        kept.append(glyph)
    return kept


def _prints_again(glyph: Glyph, other: Glyph) -> bool:
    if glyph.char in "—…" and glyph.number - other.number == 1:
        return False
    near = 0.12 * glyph.size
    same_place = abs(other.x0 - glyph.x0) < near and abs(other.base - glyph.base) < near
    return same_place and abs(other.size - glyph.size) < near


# Pictures and paths


def _drawn(page: object, place: Place) -> Iterator[tuple[int, object, Box]]:
    """The kind, handle and box of all pictures and paths, also of those inside forms."""
    things = [c.FPDFPage_GetObject(page, n) for n in range(c.FPDFPage_CountObjects(page))]
    yield from _in_forms(things, place, [])


def _in_forms(things: list[object], place: Place, forms: list[Matrix]) -> Iterator[tuple[int, object, Box]]:
    """`forms`: the matrices of the forms around the things, from the outside to the inside."""
    for thing in things:
        kind = c.FPDFPageObj_GetType(thing)
        if kind in (c.FPDF_PAGEOBJ_IMAGE, c.FPDF_PAGEOBJ_PATH):
            yield kind, thing, _bounds(thing, place, forms)
        elif kind == c.FPDF_PAGEOBJ_FORM and len(forms) < MAX_DEPTH:
            inner = [c.FPDFFormObj_GetObject(thing, n) for n in range(c.FPDFFormObj_CountObjects(thing))]
            matrix = c.FS_MATRIX()
            c.FPDFPageObj_GetMatrix(thing, matrix)
            own: Matrix = (matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)
            yield from _in_forms(inner, place, [*forms, own])


def _bounds(thing: object, place: Place, forms: list[Matrix]) -> Box:
    edges = [ctypes.c_float() for _ in range(4)]
    c.FPDFPageObj_GetBounds(thing, *edges)
    left, bottom, right, top = (edge.value for edge in edges)
    for matrix in reversed(forms):
        corners = [_transformed(matrix, x, y) for x in (left, right) for y in (bottom, top)]
        left, right = min(x for x, _ in corners), max(x for x, _ in corners)
        bottom, top = min(y for _, y in corners), max(y for _, y in corners)
    return _placed(place, left, bottom, right, top)


def _add_picture(sheet: Sheet, thing: object, drawn: Box, place: Place) -> None:
    width, height = ctypes.c_uint(), ctypes.c_uint()
    c.FPDFImageObj_GetImagePixelSize(thing, width, height)
    picture = Picture(drawn.x0, drawn.y0, drawn.x1, drawn.y1, 72 * width.value / max(1.0, drawn.width))
    clip = _clip(thing, place)
    if clip and clip.common_area(picture) > 0:
        picture.cut_to(clip)
    picture.cut_to(Box(0, 0, sheet.width, sheet.height))
    is_ground = picture.area > MAX_PICTURE * sheet.width * sheet.height  # a scan below its text
    if picture.width > MIN_PICTURE[0] and picture.height > MIN_PICTURE[1] and not is_ground:
        sheet.pictures.append(picture)


def _transformed(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    return matrix[0] * x + matrix[2] * y + matrix[4], matrix[1] * x + matrix[3] * y + matrix[5]


def _clip(thing: object, place: Place) -> Box | None:
    """The box to which the thing is cut."""
    path = c.FPDFPageObj_GetClipPath(thing)
    boxes = [around(points) for n in range(c.FPDFClipPath_CountPaths(path)) if (points := _points(path, n, place))]
    if not boxes:
        return None
    clip = boxes[0]
    for box in boxes[1:]:
        clip.cut_to(box)
    return clip


def _points(path: object, number: int, place: Place) -> list[Box]:
    x, y = ctypes.c_float(), ctypes.c_float()
    found: list[Box] = []
    for n in range(c.FPDFClipPath_CountPathSegments(path, number)):
        segment = c.FPDFClipPath_GetPathSegment(path, number, n)
        if c.FPDFPathSegment_GetPoint(segment, x, y):
            found.append(_placed(place, x.value, y.value, x.value, y.value))
    return found


def _add_path(sheet: Sheet, thing: object, box: Box) -> None:
    fill, stroked = _paint(thing)
    long, thick = max(box.width, box.height), min(box.width, box.height)
    is_drawing = c.FPDFPath_CountSegments(thing) >= MAX_FRAME_SEGMENTS
    found: list[Box] | None = None
    if thick <= MAX_RULE:
        found = sheet.rules if long > MIN_RULE else None
    elif not is_drawing and _is_frame(sheet, box, fill, stroked):
        if len(sheet.frames) < MAX_PATHS:
            sheet.frames.append(Frame(box.x0, box.y0, box.x1, box.y1, fill))
    elif fill and is_drawing and SHAPE_HEIGHTS[0] < box.height < SHAPE_HEIGHTS[1]:
        found = sheet.shapes
    elif fill and MIN_STROKE < box.height < SHAPE_HEIGHTS[0]:
        found = sheet.strokes
    if found is not None and len(found) < MAX_PATHS:
        found.append(box)


def _is_frame(sheet: Sheet, box: Box, fill: tuple[int, int, int] | None, stroked: bool) -> bool:
    """Not the ground of the whole page, nor white on white."""
    if box.width <= MIN_FRAME[0] or box.height <= MIN_FRAME[1]:
        return False
    whole = box.width > 0.97 * sheet.width and box.height > 0.97 * sheet.height
    return not whole and (fill is None or stroked or min(fill) <= 250)


def _paint(thing: object) -> tuple[tuple[int, int, int] | None, bool]:
    """The colour inside a path, if it has one, and whether its outline is drawn."""
    mode, stroke = ctypes.c_int(), ctypes.c_int()
    c.FPDFPath_GetDrawMode(thing, mode, stroke)
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if mode.value and c.FPDFPageObj_GetFillColor(thing, red, green, blue, alpha):
        return (red.value, green.value, blue.value), bool(stroke.value)
    return None, bool(stroke.value)


def join_strips(pictures: list[Picture]) -> list[Picture]:
    """A picture cut into strips by a flattener is one picture."""
    whole: list[Picture] = []
    for picture in sorted(pictures, key=lambda picture: (picture.y0, picture.x0)):
        while strip := next((each for each in whole if _are_strips(each, picture)), None):
            whole.remove(strip)
            box = around([strip, picture])
            picture = Picture(box.x0, box.y0, box.x1, box.y1, max(strip.resolution, picture.resolution))
        whole.append(picture)
    return whole


def _are_strips(one: Box, other: Box) -> bool:
    same_x = abs(one.x0 - other.x0) < 1.5 and abs(one.x1 - other.x1) < 1.5
    same_y = abs(one.y0 - other.y0) < 1.5 and abs(one.y1 - other.y1) < 1.5
    return (same_x and abs(one.overlap_y(other)) < 1.5) or (same_y and abs(one.overlap_x(other)) < 1.5)
