"""The same page in unusual files: read as ever, or with a doubt."""

import pypdfium2 as pdfium
import pytest

from articles.printed_page import read_pdf

from .conftest import GOLDEN, read
from .typesetter import HEIGHT, WIDTH, Box, MadePage, image_of_squares

pytest.importorskip("reportlab")

from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

HEADLINES = ["今年的粮食这样收购", "城东社区送来过冬棉被"]


def headlines(path):
    return [story.headline for story in read(path).parsed.articles]


def test_a_page_with_a_crop_box(tmp_path):
    """Crop marks and what stands outside are not shown, and not read; places count from the shown corner."""
    whole = read(GOLDEN / "table.pdf")
    with pdfium.PdfDocument(GOLDEN / "table.pdf") as document:
        document[0].set_cropbox(10, 20, WIDTH - 10, HEIGHT - 5)
        document.save(str(tmp_path / "page.pdf"))
    page = read(tmp_path / "page.pdf")
    assert page.size == pytest.approx((WIDTH - 20, HEIGHT - 25))
    assert [story.paragraphs for story in page.parsed.articles] == [story.paragraphs for story in whole.parsed.articles]
    before, after = whole.places[0].zone[0], page.places[0].zone[0]
    assert after[0] * page.size[0] == pytest.approx(before[0] * WIDTH - 10, abs=0.1)
    assert after[1] * page.size[1] == pytest.approx(before[1] * HEIGHT - 5, abs=0.1)


def test_a_page_inside_a_form(tmp_path):
    """As imposition programs write it: the page is one object, moved and made smaller."""
    with pdfium.PdfDocument(GOLDEN / "cut_out.pdf") as document, pdfium.PdfDocument.new() as sheet:
        form = document.page_as_xobject(0, sheet).as_pageobject()
        form.set_matrix(pdfium.PdfMatrix().scale(0.8, 0.8).translate(30, 40))
        page = sheet.new_page(WIDTH, HEIGHT)
        page.insert_obj(form)
        page.gen_content()
        sheet.save(str(tmp_path / "page.pdf"))
    page, straight = read(tmp_path / "page.pdf"), read(GOLDEN / "cut_out.pdf")
    assert [story.paragraphs for story in page.parsed.articles] == [
        story.paragraphs for story in straight.parsed.articles
    ]
    (picture,), (as_before,) = page.places[0].pictures, straight.places[0].pictures
    assert picture.caption == as_before.caption
    assert picture.box[0] * WIDTH == pytest.approx(as_before.box[0] * WIDTH * 0.8 + 30, abs=0.5)


def test_a_file_that_only_its_owner_may_change(tmp_path):
    """It opens without a password, though copying is not allowed."""
    path = tmp_path / "page.pdf"
    encryption = StandardEncryption("", ownerPassword="owner", canCopy=0, canModify=0)
    canvas = Canvas(str(path), pagesize=(300, 300), encrypt=encryption)
    canvas.setFont(font(), 20)
    canvas.drawString(40, 250, "老街换上新路灯")
    canvas.save()
    assert read_pdf(path).text.strip() == "老街换上新路灯"


def test_invisible_words_over_a_scan_are_read(tmp_path):
    """The scan itself is no photograph of a story."""
    path = tmp_path / "page.pdf"
    made = MadePage()
    made.headline(30, 530, 84, "老街换上新路灯")
    expected = made.flow([Box(30, 104, 270, 400), Box(290, 104, 530, 400)], 1)
    canvas = Canvas(str(path), pagesize=(WIDTH, HEIGHT))
    canvas.drawImage(ImageReader(image_of_squares(1)), 0, 0, WIDTH, HEIGHT)
    for x, base, size, _face, _bold, text in made.texts:
        words = canvas.beginText(x, HEIGHT - base)
        words.setFont(font(), size)
        words.setTextRenderMode(3)
        words.textLine(text)
        canvas.drawText(words)
    canvas.save()
    page = read(path)
    (story,) = page.parsed.articles
    assert (story.headline, [p.text for p in story.paragraphs]) == ("老街换上新路灯", expected)
    assert page.places[0].pictures == ()


def test_scripts_and_attached_files_do_no_harm(tmp_path):
    data = (GOLDEN / "table.pdf").read_bytes()
    path = tmp_path / "page.pdf"
    path.write_bytes(
        data.replace(b"/Type /Catalog", b"/Type /Catalog /OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>")
    )
    assert headlines(path) == HEADLINES


def test_a_file_with_words_before_its_beginning(tmp_path):
    """As mail programs and old servers leave it."""
    path = tmp_path / "page.pdf"
    path.write_bytes(b"\r\n\r\n" + (GOLDEN / "table.pdf").read_bytes())
    assert [story.headline for story in read_pdf(path).parsed.articles] == HEADLINES


def font():
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    return "STSong-Light"
