"""A small typesetter for made newspaper pages: lines of full-width characters in columns, written as PDF by Chromium or
by ReportLab. All texts are invented."""

import base64
import html
import io
import subprocess
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image

from articles.printed_page import boxes as places
from articles.printed_page.sheet import Frame, Glyph, Picture, Sheet

WIDTH, HEIGHT = 560, 780  # points
SIZE, LEADING = 9.0, 13.5
SONG, HEI, KAI = "Noto Serif CJK SC", "Noto Sans CJK SC", "KaiTi"
FORBIDDEN_FIRST = "，。、；：！？”）》"


SUBJECTS = [
    "柳溪镇",
    "青石桥村",
    "县水务站",
    "城东社区",
    "白石小学",
    "县文化馆",
    "东山林场",
    "河口渡口",
    "茶叶合作社",
    "县图书馆",
]
ACTIONS = [
    "把闲置的仓库改成了村民读书的地方",
    "给老街的每一户换上了新的路灯",
    "沿着河堤种下了三百棵柳树",
    "请来老师傅教年轻人编竹篮",
    "为独居老人送去了过冬的棉被",
    "在山坡上修好了引水的石渠",
    "把祖辈的账本捐给了县档案室",
    "为孩子们排演了一出地方戏",
]
ENDS = [
    "来看热闹的人从早到晚没有断过",
    "大家说这样的日子过得踏实",
    "下个月还有两处要接着动工",
    "负责的人说明年还要再做一次",
    "附近几个村也派人来学",
    "路过的司机都停下车来问一问",
]


def sentences(seed: int, count: int) -> str:
    """Invented sentences; another seed gives others."""
    found = []
    for n in range(count):
        k = seed * 7 + n * 3
        found.append(
            f"{SUBJECTS[k % 10]}{ACTIONS[(k + n) % 8]}，{SUBJECTS[(k + 3 + n // 5) % 10]}也"
            f"{ACTIONS[(k + 2 * n + 3) % 8]}，{ENDS[(k + n) % 6]}。"
        )
    return "".join(found)


@dataclass
class Box:
    x0: float
    y0: float
    x1: float
    y1: float


@dataclass
class MadePage:
    texts: list[tuple[float, float, float, str, bool, str]] = field(default_factory=list)  # x, base, size, face, bold
    rules: list[Box] = field(default_factory=list)
    boxes: list[tuple[Box, str, bool]] = field(default_factory=list)  # fill, outline
    pictures: list[Box] = field(default_factory=list)
    width: float = WIDTH
    height: float = HEIGHT

    def line(self, x, base, text, size=SIZE, face=SONG, bold=False):
        self.texts.append((x, base, size, face, bold, text))

    def headline(self, x0, x1, base, text, size=22, face=HEI):
        self.line((x0 + x1 - size * len(text)) / 2, base, text, size, face, bold=True)

    def upright(self, x, y, text, size=22, face=HEI, bold=True):
        for n, char in enumerate(text):
            self.line(x, y + size * (0.88 + 1.05 * n), char, size, face, bold)

    def rule(self, x0, y0, x1, y1):
        self.rules.append(Box(x0, y0, x1, y1))

    def block(self, x0, y, width, text, size=SIZE, leading=LEADING, face=SONG, bold=False):
        """A text without columns, from y on; returns where it ends."""
        for row in rows(text, int(width / size)):
            self.line(x0, y + size * 0.88, row, size, face, bold)
            y += leading
        return y

    def flow(self, columns, seed, avoid=(), size=SIZE, leading=LEADING, face=SONG, subhead="", most=99):
        """Fill the columns (boxes) with invented paragraphs, around what must be avoided, and return them. A subhead
        stands above the third paragraph."""
        places = [place for column in columns for place in self._places(column, avoid, size, leading)]
        texts, at = [], 0
        while len(texts) < most:
            text = subhead if subhead and len(texts) == 2 else sentences(seed + len(texts), 3 - len(texts) % 2)
            lines, end = self._set(text, places, at, text == subhead)
            if lines is None:
                text = sentences(seed + len(texts), 1)
                lines, end = self._set(text, places, at, False)
            if lines is None:
                break
            texts.append(text)
            at = end
            for x, base, row in lines:
                self.line(x, base, row, size, HEI if text == subhead else face, text == subhead)
        return texts

    def _set(self, text, places, at, centred):
        """The lines of a paragraph from a place on, or None if there is no room."""
        lines, rest = [], text if centred else "\u3000\u3000" + text
        while rest:
            if at == len(places):
                return None, at
            x, base, room, size = places[at]
            row, rest = cut(rest, room)
            indent = (room - len(row)) / 2 if centred else len(row) - len(row.lstrip("\u3000"))
            lines.append((x + indent * size, base, row.lstrip("\u3000")))
            at += 1
        return lines, at

    def _places(self, column, avoid, size, leading):
        y = column.y0
        while y + size <= column.y1 + 0.1:
            x0, x1 = column.x0, column.x1
            for box in avoid:
                if box.y0 - 2 < y + size and y < box.y1 + 2 and box.x0 < x1 and box.x1 > x0:
                    if box.x0 <= x0 + size:
                        x0 = box.x1 + 4
                    else:
                        x1 = box.x0 - 4
            if x1 - x0 >= 4 * size:
                yield x0, y + 0.88 * size, int((x1 - x0) / size + 0.01), size
            y += leading

    # Writers

    def sheet(self) -> Sheet:
        """What PDFium would find, without a PDF."""
        sheet = Sheet(self.width, self.height)
        for x, base, size, face, bold, text in self.texts:
            for n, char in enumerate(text):
                x0, y0 = x + n * size, base - 0.88 * size
                name = face + " Bold" * bold
                sheet.glyphs.append(Glyph(x0, y0, x0 + size, y0 + size, char, size, base, name, len(sheet.glyphs)))
        sheet.rules = [places.Box(rule.x0, rule.y0, rule.x1, rule.y1) for rule in self.rules]
        sheet.frames = [Frame(box.x0, box.y0, box.x1, box.y1, _colour(fill)) for box, fill, _ in self.boxes]
        sheet.pictures = [Picture(box.x0, box.y0, box.x1, box.y1) for box in self.pictures]
        return sheet

    def chromium(self, path: Path, fonts: Path | None = None) -> None:
        """`fonts`: a folder with song.ttf, hei.ttf and kai.ttf, which make a smaller file than the system's fonts."""
        parts = [
            f"<style>{_font_faces(fonts)}@page{{size:{self.width}pt {self.height}pt;margin:0}}body{{margin:0}}"
            "div,img{position:absolute;white-space:pre;line-height:1}</style>"
        ]
        for box, fill, outline in self.boxes:
            edge = "border:.5pt solid #444;" if outline else ""
            parts.append(f"<div style='{_css(box)}{edge}background:{fill}'></div>")
        parts += [f"<div style='{_css(rule, least=0.6)}background:#000'></div>" for rule in self.rules]
        parts += [f"<img style='{_css(box)}' src='{_png(n)}'>" for n, box in enumerate(self.pictures)]
        for x, base, size, face, bold, text in self.texts:
            style = f'left:{x}pt;top:{base - 0.88 * size}pt;font:{"bold " if bold else ""}{size}pt "{face}"'
            parts.append(f"<div style='{style}'>{html.escape(text)}</div>")
        with tempfile.TemporaryDirectory() as folder:
            page = Path(folder, "page.html")
            page.write_text("<!doctype html><meta charset=utf-8>" + "".join(parts), encoding="utf-8")
            command = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder}/profile"]
            command += ["--no-pdf-header-footer", f"--print-to-pdf={path}", str(page)]
            subprocess.run(command, check=True, capture_output=True, timeout=60)

    def reportlab(self, path: Path, turned: int = 0) -> None:
        """With two fonts that are named and not embedded, as old systems write: one for the text, one for the rest.
        `turned`: the file has the page on its side, to be turned clockwise when shown."""
        from reportlab.lib.utils import ImageReader
        from reportlab.pdfbase import pdfmetrics
        from reportlab.pdfbase.cidfonts import UnicodeCIDFont
        from reportlab.pdfgen.canvas import Canvas

        for name in ("STSong-Light", "MSung-Light"):
            pdfmetrics.registerFont(UnicodeCIDFont(name))
        canvas = Canvas(str(path), pagesize=(self.width, self.height), invariant=1)
        canvas.setPageRotation(turned)
        canvas.translate(
            *{0: (0, 0), 90: (self.height, 0), 180: (self.width, self.height), 270: (0, self.width)}[turned]
        )
        canvas.rotate(turned)
        for box, fill, outline in self.boxes:
            canvas.setFillColor(fill)
            canvas.rect(box.x0, self.height - box.y1, box.x1 - box.x0, box.y1 - box.y0, stroke=outline, fill=1)
        canvas.setFillColor("#000000")
        for rule in self.rules:
            canvas.line(rule.x0, self.height - rule.y0, rule.x1, self.height - rule.y1)
        for n, box in enumerate(self.pictures):
            picture = ImageReader(image_of_squares(n))
            canvas.drawImage(picture, box.x0, self.height - box.y1, box.x1 - box.x0, box.y1 - box.y0)
        for x, base, size, face, _bold, text in self.texts:
            canvas.setFont("STSong-Light" if face == SONG else "MSung-Light", size)
            canvas.drawString(x, self.height - base, text)
        canvas.save()


def rows(text: str, room: int) -> list[str]:
    found = []
    while text:
        row, text = cut(text, room)
        found.append(row)
    return found


def cut(text: str, room: int) -> tuple[str, str]:
    """A line of at most so many characters, and the rest; no line begins with a comma."""
    end = room
    while end < len(text) and end > 2 and text[end] in FORBIDDEN_FIRST:
        end -= 1
    return text[:end], text[end:]


def _colour(fill: str) -> tuple[int, int, int]:
    red, green, blue = (int(fill[n : n + 2], 16) for n in (1, 3, 5))
    return red, green, blue


def _font_faces(folder: Path | None) -> str:
    names = {"song": SONG, "hei": HEI, "kai": KAI} if folder else {}
    return "".join(
        f"@font-face{{font-family:'{name}';font-weight:{weight};src:url('file://{folder}/{file}.ttf')}}"
        for file, name in names.items()
        for weight in ("normal", "bold")
    )


def _css(box: Box, least: float = 0) -> str:
    width, height = max(least, box.x1 - box.x0), max(least, box.y1 - box.y0)
    return f"left:{box.x0}pt;top:{box.y0}pt;width:{width}pt;height:{height}pt;"


def image_of_squares(seed: int) -> Image.Image:
    """A picture of coloured squares, small in the file."""
    image = Image.new("RGB", (24, 18))
    image.putdata([((x * 9 + seed * 50) % 256, (y * 13) % 256, (x * y) % 256) for y in range(18) for x in range(24)])
    return image


def _png(seed: int) -> str:
    data = io.BytesIO()
    image_of_squares(seed).resize((48, 36)).save(data, "PNG")
    return "data:image/png;base64," + base64.b64encode(data.getvalue()).decode()
