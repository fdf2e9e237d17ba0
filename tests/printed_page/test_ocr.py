"""With the extra `ocr`: words are read from their shapes, and marked as such. Without it these tests are skipped."""

import pypdfium2 as pdfium
import pytest
from PIL import Image, ImageDraw

from articles.parsing import UnreadablePage
from articles.printed_page import read_pdf
from articles.printed_page.extra import is_installed

from .pages import columns
from .raw_pdf import FONTS, RawPdf, shape_numbers, shown
from .typesetter import HEIGHT, WIDTH, MadePage, rows

pytestmark = pytest.mark.skipif(not is_installed(), reason="the extra “ocr” is not installed")

HEADLINE = "老街换上新路灯"
# Of the characters that the test fonts have.
PARAGRAPHS = [
    "青石桥村的老街换上新路灯，过冬的棉被送来社区，大家说今年的路这样踏实。",
    "柳溪镇的粮食收购站今年换上新样，本村人说这样的粮食收购，大家踏实。",
    "县水务站的人说，今年冬水过老街，石桥区的大家送来棉被。这样的区，人人说踏实。",
]
PACE = 13.5


def made_page():
    page = MadePage()
    page.headline(30, 530, 84, HEADLINE)
    places = [(column, 104 + PACE * n) for column in columns(30, 530, 2, 104, 170) for n in range(5)]
    for text in PARAGRAPHS:
        for n, row in enumerate(rows("\u3000\u3000" + text, 27)):
            column, y = places.pop(0)
            page.line(column.x0 + 18 * (n == 0), y, row.strip("\u3000"), 9)
    return page


def in_test_font(path, page):
    pdf = RawPdf()
    pdf.page(shown(page, shape_numbers), pdf.font_without_unicode("CFF"))
    return pdf.save(path)


def assert_reads(page, doubt):
    (story,) = page.parsed.articles
    assert (story.headline, [p.text for p in story.paragraphs]) == (HEADLINE, PARAGRAPHS)
    assert [problem.code for problem in story.problems] == [doubt]


def test_a_page_whose_font_does_not_say_its_characters(tmp_path):
    assert_reads(read_pdf(in_test_font(tmp_path / "page.pdf", made_page())), "read_by_ocr")


def test_a_scan(tmp_path):
    """Its columns, lines and headline are found in the pixels; every story says that it comes from a scan."""
    with pdfium.PdfDocument(in_test_font(tmp_path / "page.pdf", made_page())) as document:
        scan = document[0].render(scale=300 / 72).to_pil().convert("L")
    scan.save(tmp_path / "scan.pdf", resolution=300)
    page = read_pdf(tmp_path / "scan.pdf")
    assert_reads(page, "read_from_scan")
    assert page.size == pytest.approx((WIDTH, HEIGHT), abs=1)
    assert page.places[0].zone[0] == pytest.approx((0.05, 0.08, 0.72, 0.20), abs=0.02)


def test_a_headline_drawn_as_shapes(tmp_path):
    """Only its line is recognised; the text is read from the file."""
    page = made_page()
    text = MadePage(texts=page.texts[1:])
    pdf = RawPdf()
    content = shown(text, lambda words: words.encode("gbk")) + as_shapes(page.texts[0])
    pdf.page(content, pdf.named_font("GBK-EUC-H"))
    page = read_pdf(pdf.save(tmp_path / "page.pdf"))
    assert_reads(page, "read_by_ocr")
    assert page.parsed.articles[0].problems[0].params == {"text": HEADLINE}


def as_shapes(line):
    """The headline's characters as outlines, as layout programs write them (转曲)."""
    x, base, size, _face, _bold, _text = line
    paths = (FONTS / "headline.paths").read_text(encoding="ascii").splitlines()
    scale = size / 1000
    return "".join(
        f"q {scale} 0 0 {scale} {x + n * size} {HEIGHT - base} cm {path} Q\n" for n, path in enumerate(paths)
    ).encode()


def test_a_scan_with_nothing_to_read(tmp_path):
    image = Image.new("L", (1000, 1400), 255)
    ImageDraw.Draw(image).ellipse((200, 300, 800, 900), fill=120)
    image.save(tmp_path / "scan.pdf", resolution=150)
    with pytest.raises(UnreadablePage, match="This page has no text"):
        read_pdf(tmp_path / "scan.pdf")
