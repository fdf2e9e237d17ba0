"""The same page in unusual files: read as ever, or with a doubt."""

import pypdfium2 as pdfium
import pytest

from articles.parsing import UnreadablePage, sentence
from articles.printed_page import read_pdf

from .conftest import GOLDEN, read
from .raw_pdf import RawPdf, shape_numbers, shown
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
    """They are neither run nor opened."""
    pdf, page = RawPdf(), made_page()
    pdf.page(shown(page, encoded_in_gbk), pdf.named_font("GBK-EUC-H"))
    file = pdf.stream(b"MZ not a newspaper", "/Type /EmbeddedFile")
    attached = pdf.add(f"<< /Type /Filespec /F (virus.exe) /EF << /F {file} >> >>")
    script = pdf.add("<< /S /JavaScript /JS (app.alert\\(1\\); while \\(true\\) {}) >>")
    pdf.catalog = (
        f"/OpenAction {script} /Names << /EmbeddedFiles << /Names [(virus.exe) {attached}] >>"
        f" /JavaScript << /Names [(a) {script}] >> >>"
    )
    assert_reads(read_pdf(pdf.save(tmp_path / "page.pdf")), page)


def test_a_file_with_words_before_its_beginning(tmp_path):
    """As mail programs and old servers leave it."""
    path = tmp_path / "page.pdf"
    path.write_bytes(b"\r\n\r\n" + (GOLDEN / "table.pdf").read_bytes())
    assert [story.headline for story in read_pdf(path).parsed.articles] == HEADLINES


# Fonts


def made_page():
    page = MadePage()
    page.headline(30, 530, 84, "老街换上新路灯")
    page.expected = page.flow([Box(30, 104, 270, 400), Box(290, 104, 530, 400)], 1)
    return page


def assert_reads(read_page, made):
    (story,) = read_page.parsed.articles
    assert (story.headline, [p.text for p in story.paragraphs]) == ("老街换上新路灯", made.expected)
    assert story.problems == ()


def encoded_in_gbk(text):
    return text.encode("gbk")


@pytest.mark.parametrize(
    ("cmap", "encode"),
    [
        ("GBK-EUC-H", encoded_in_gbk),
        ("GBKp-EUC-H", encoded_in_gbk),
        ("UniGB-UCS2-H", lambda text: text.encode("utf-16-be")),
    ],
)
def test_fonts_that_are_named_and_not_embedded(tmp_path, cmap, encode):
    """PDFium knows the tables of China's character sets."""
    pdf, page = RawPdf(), made_page()
    pdf.page(shown(page, encode), pdf.named_font(cmap))
    assert_reads(read_pdf(pdf.save(tmp_path / "page.pdf")), page)


@pytest.mark.parametrize("kind", ["TrueType", "CFF"])
def test_a_page_whose_font_does_not_say_its_characters(tmp_path, kind):
    pdf, page = RawPdf(), made_page()
    pdf.page(shown(page, shape_numbers), pdf.font_without_unicode(kind))
    with pytest.raises(UnreadablePage) as refusal:
        read_pdf(pdf.save(tmp_path / "page.pdf"))
    assert str(refusal.value) == (
        "The fonts of this page do not say which characters they show. Export it with its fonts' Unicode tables, or "
        "have the extra “ocr” installed, which reads the shapes."
    )


def test_a_headline_whose_font_does_not_say_its_characters(tmp_path):
    """The rest of the page is read; the doubt says what to install."""
    pdf, page = RawPdf(), made_page()
    headline, text = MadePage(texts=page.texts[:1]), MadePage(texts=page.texts[1:])
    content = shown(text, encoded_in_gbk) + shown(headline, shape_numbers).replace(b"/F1", b"/F2")
    fonts = pdf.named_font("GBK-EUC-H") + " /F2 " + pdf.font_without_unicode("TrueType")
    pdf.page(content, fonts)
    (story,) = read_pdf(pdf.save(tmp_path / "page.pdf")).parsed.articles
    assert (story.headline, [p.text for p in story.paragraphs]) == ("〓〓〓〓〓〓〓", page.expected)
    (problem,) = story.problems
    assert (problem.code, problem.line) == ("no_unicode", 1)
    assert sentence(problem.code, problem.params).endswith("have the extra “ocr” installed and read the page again.")


def test_private_codes_that_gbk_had_are_characters_and_others_a_doubt(tmp_path):
    """The codes of a paper's own characters are known to nobody else."""
    pdf, page = RawPdf(), made_page()
    x, base, size, face, bold, row = page.texts[1]
    page.texts[1] = (x, base, size, face, bold, row[:2] + "\ue831\uf123" + row[4:])
    pdf.page(shown(page, lambda text: text.encode("utf-16-be")), pdf.named_font("UniGB-UCS2-H"))
    (story,) = read_pdf(pdf.save(tmp_path / "page.pdf")).parsed.articles
    assert story.paragraphs[0].text[2:4] == "\U000215d7〓"
    assert [problem.code for problem in story.problems] == ["no_unicode"]


# Pages


@pytest.mark.parametrize("unit", [1, 2])
def test_a_page_measured_in_other_units(tmp_path, unit):
    """/UserUnit is for pages larger than five metres, and some programs always write it."""
    pdf, page = RawPdf(), made_page()
    box = f"/MediaBox [0 0 {WIDTH} {HEIGHT}] /UserUnit {unit}"
    pdf.page(shown(page, encoded_in_gbk), pdf.named_font("GBK-EUC-H"), box)
    found = read_pdf(pdf.save(tmp_path / "page.pdf"))
    assert_reads(found, page)
    assert [round(n, 2) for n in found.places[0].zone[0]] == [0.05, 0.08, 0.94, 0.51]


def test_photographs_without_a_word(tmp_path):
    path = tmp_path / "page.pdf"
    made = MadePage(pictures=[Box(30, 60, 270, 300), Box(290, 60, 530, 300)])
    made.reportlab(path)
    with pytest.raises(UnreadablePage, match="This page has no text, only pictures: it may be a scan"):
        read_pdf(path)


def test_an_empty_page(tmp_path):
    pdf = RawPdf()
    pdf.page(b"")
    with pytest.raises(UnreadablePage, match="This page has no text"):
        read_pdf(pdf.save(tmp_path / "page.pdf"))


def test_a_file_without_pages(tmp_path):
    with pytest.raises(UnreadablePage, match="This PDF is damaged or cut off"):
        read_pdf(RawPdf().save(tmp_path / "page.pdf"))


def font():
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    return "STSong-Light"
