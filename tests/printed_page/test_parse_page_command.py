"""`manage.py parse_page` with PDFs: the page as JSON, or one sentence and exit status 1."""

import json
import zlib
from io import BytesIO, StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from .conftest import GOLDEN
from .typesetter import HEIGHT, WIDTH, Box, MadePage

canvas = pytest.importorskip("reportlab.pdfgen.canvas")


def parse(path, *options):
    out = StringIO()
    with translation.override("en"):
        call_command("parse_page", str(path), *options, stdout=out)
    return out.getvalue()


def refusal(path, *options):
    with pytest.raises(CommandError) as caught:
        parse(path, *options)
    assert caught.value.returncode == 1
    return str(caught.value)


def written(path, pages=1, text="", **options):
    """A PDF with so many pages that all hold the same words."""
    made = canvas.Canvas(str(path), pagesize=(300, 400), **options)
    for _ in range(pages):
        made.drawString(50, 350, text)
        made.showPage()
    made.save()
    return path


def test_json_has_stories_zones_and_pictures():
    page = json.loads(parse(GOLDEN / "cut_out.pdf", "--json"))
    story = page["articles"][0]
    assert story["headline"] == "老渡口来了年轻的摆渡人"
    assert story["authors"] == [{"name": "何川", "role": "记者"}, {"name": "石小满", "role": "摄影"}]
    (picture,) = story["pictures"]
    assert (picture["caption"], picture["credit"]) == ("图为清晨的河口渡口。", ["石小满"])
    assert [round(n, 2) for n in picture["box"]] == [0.29, 0.24, 0.46, 0.38]
    assert [[round(n, 1) for n in area] for area in story["zone"]] == [[0.1, 0.1, 0.9, 0.5]]
    last = page["residue"][-1]
    assert (last["kind"], last["text"]) == ("page_credit", "责任编辑：何川　校对：石小满")


def test_without_json_the_stories_are_printed_as_those_of_a_text():
    shown = parse(GOLDEN / "cut_out.pdf").splitlines()
    assert [line.split()[-1] for line in shown if "Headline" in line] == [
        "老渡口来了年轻的摆渡人",
        "东山林场开出第一趟班车",
    ]


def test_one_page_of_several_must_be_named(tmp_path):
    pdf = written(tmp_path / "issue.pdf", pages=3, text="The river is clear again.")
    assert refusal(pdf) == "This PDF has 3 pages; give a PDF of one page, or say which of them is to be read."
    assert "The river is clear again." in parse(pdf, "--page", "2")
    assert refusal(pdf, "--page", "4") == "This PDF has 3 pages; there is no page 4."


@pytest.mark.parametrize("number", ["0", "-1"])
def test_pages_count_from_one(tmp_path, number):
    pdf = written(tmp_path / "page.pdf", text="words")
    assert "there is no page" in refusal(pdf, "--page", number)


def test_an_encrypted_file(tmp_path):
    pdf = written(tmp_path / "page.pdf", text="secret", encrypt="password")
    assert refusal(pdf) == "This PDF is protected by a password. Save it without one, and try again."


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_file_cut_off(tmp_path, share):
    data = (GOLDEN / "cut_out.pdf").read_bytes()
    pdf = tmp_path / "page.pdf"
    pdf.write_bytes(data[: int(share * len(data))])
    assert refusal(pdf) == "This PDF is damaged or cut off and cannot be read. Export the page again."


def test_a_file_of_200_megabytes(tmp_path):
    pdf = tmp_path / "page.pdf"
    with pdf.open("wb") as file:
        file.write(b"%PDF-1.7\n")
        file.truncate(200_000_000)
    assert refusal(pdf).startswith("This PDF has 200 MB; at most 100 MB are read.")


@pytest.mark.slow
def test_a_book_of_a_thousand_pages(tmp_path):
    pdf = written(tmp_path / "book.pdf", pages=1000, text="words")
    assert refusal(pdf, "--page", "1").startswith("This PDF has 1000 pages; at most 80 are read.")


def test_a_page_without_text(tmp_path):
    page = MadePage()
    page.pictures.append(Box(0, 0, WIDTH, HEIGHT))
    page.reportlab(tmp_path / "scan.pdf")
    assert refusal(tmp_path / "scan.pdf").startswith("This page has no text, only pictures: it may be a scan.")


def test_a_text_named_as_a_pdf(tmp_path):
    pdf = tmp_path / "page.pdf"
    pdf.write_text("柳溪镇清理河道", encoding="utf-8")
    assert refusal(pdf) == "This file is named as a PDF but is not one. Export the page again as PDF."
    pdf.write_bytes(b"")
    assert "The file is empty." in refusal(pdf)


def test_a_pdf_without_the_name_of_one_is_read(tmp_path):
    page = tmp_path / "page"
    page.write_bytes((GOLDEN / "table.pdf").read_bytes())
    assert "今年的粮食这样收购" in parse(page)


@pytest.mark.slow
def test_a_file_that_takes_too_much_memory(tmp_path):
    """A stream that swells to a gigabyte."""
    packer = zlib.compressobj(9)
    packed = b"".join([packer.compress(b"0 0 m 1 1 l " * 100_000) for _ in range(900)] + [packer.flush()])
    pdf = BytesIO()
    offsets = []
    for n, body in enumerate(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 300] /Contents 4 0 R >>",
            b"<< /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (len(packed), packed),
        ],
        start=1,
    ):
        offsets.append(pdf.tell())
        pdf.write(b"%d 0 obj\n%s\nendobj\n" % (n, body))
    (tmp_path / "bomb.pdf").write_bytes(b"%PDF-1.4\n" + pdf.getvalue() + b"trailer << /Root 1 0 R /Size 5 >>\n%%EOF\n")
    assert refusal(tmp_path / "bomb.pdf").startswith("Reading this PDF takes too")
