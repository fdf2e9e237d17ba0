"""Sheets with two printed pages side by side, as printers get them: read as two pages; 跨版 is one."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from articles.parsing import UnreadablePage
from articles.printed_page import pages_in, read_pdf
from articles.printed_page.spreads import find_fold

from .pages import LEFT, RIGHT, cut_out, head_of_page, table
from .raw_pdf import RawPdf, shown
from .typesetter import HEIGHT, WIDTH, Box, MadePage

LEFT_PAGE = ["老渡口来了年轻的摆渡人", "东山林场开出第一趟班车"]
RIGHT_PAGE = ["今年的粮食这样收购", "城东社区送来过冬棉被"]


def side_by_side(left, right):
    """Both pages on one sheet."""
    page = MadePage(width=2 * WIDTH)
    for made, x in ((left, 0), (right, WIDTH)):
        page.texts += [(text[0] + x, *text[1:]) for text in made.texts]
        page.rules += [moved(rule, x) for rule in made.rules]
        page.pictures += [moved(picture, x) for picture in made.pictures]
    return page


def moved(box, x):
    return Box(box.x0 + x, box.y0, box.x1 + x, box.y1)


def numbered(page, old, new):
    page.texts = [(*text[:5], new) if text[5] == old else text for text in page.texts]
    return page


def spread():
    """Page 2 on the left, page 3 on the right."""
    return side_by_side(cut_out()[0], numbered(table()[0], "2", "3"))


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    pytest.importorskip("reportlab")
    path = tmp_path_factory.mktemp("spread") / "sheet.pdf"
    spread().reportlab(path)
    return path


def headlines(page):
    return [story.headline for story in page.parsed.articles]


def test_both_pages_are_read_each_for_itself(path):
    assert pages_in(path) == [(1, "left"), (1, "right")]
    left, right = read_pdf(path, 1, half="left"), read_pdf(path, 1, half="right")
    assert (headlines(left), headlines(right)) == (LEFT_PAGE, RIGHT_PAGE)


def test_places_count_in_their_page(path, tmp_path):
    alone = tmp_path / "page.pdf"
    cut_out()[0].reportlab(alone)
    page, half = read_pdf(alone), read_pdf(path, 1, half="left")
    assert (half.part, half.size) == (
        (0.0, 0.0, pytest.approx(0.5, abs=0.01), 1.0),
        (pytest.approx(WIDTH, abs=12), HEIGHT),
    )
    for place, own in zip(page.places, half.places, strict=True):
        assert in_points(own.zone[0], half) == pytest.approx(in_points(place.zone[0], page), abs=2)
        assert [p.caption for p in own.pictures] == [p.caption for p in place.pictures]
    right = read_pdf(path, 1, half="right")
    x0 = right.part[0] * 2 * WIDTH + in_points(right.places[0].zone[0], right)[0]
    assert x0 == pytest.approx(WIDTH + LEFT, abs=12)


def in_points(area, page):
    return [number * page.size[n % 2] for n, number in enumerate(area)]


def test_the_command_counts_printed_pages(path):
    out = StringIO()
    call_command("parse_page", str(path), "--page", "2", "--json", stdout=out)
    assert [story["headline"] for story in json.loads(out.getvalue())["articles"]] == RIGHT_PAGE


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ([], "This PDF has 2 pages; give a PDF of one page, or say which of them is to be read."),
        (["--page", "3"], "This PDF has 2 pages; there is no page 3."),
    ],
)
def test_the_command_asks_for_one_of_them(path, options, sentence):
    with translation.override("en"), pytest.raises(CommandError) as caught:
        call_command("parse_page", str(path), *options)
    assert str(caught.value) == sentence


def test_a_sheet_with_two_pages_is_not_read_as_one(path):
    with pytest.raises(UnreadablePage, match="Sheet 1 of this PDF has two printed pages side by side"):
        read_pdf(path, 1)


def test_a_page_has_no_halves(tmp_path):
    pdf, page = RawPdf(), cut_out()[0]
    for _ in range(2):
        pdf.page(shown(page, lambda text: text.encode("gbk")), pdf.named_font("GBK-EUC-H"))
    path = pdf.save(tmp_path / "issue.pdf")
    assert pages_in(path) == [(1, ""), (2, "")]
    with pytest.raises(UnreadablePage, match="Sheet 2 of this PDF is one printed page"):
        read_pdf(path, 2, half="left")


# What is two pages


def is_two_pages(page):
    """None for one page; whether it is sure that the sheet has two."""
    fold = find_fold(page.sheet())
    return fold and fold.sure


def test_the_outer_sheet_has_the_last_page_on_the_left():
    assert is_two_pages(side_by_side(numbered(cut_out()[0], "2", "8"), numbered(table()[0], "2", "1")))


def test_a_rule_at_the_fold_belongs_to_no_page():
    page = spread()
    page.rule(WIDTH, 30, WIDTH, 750)
    assert is_two_pages(page)


def test_a_headline_over_the_fold_makes_one_page_of_both():
    page = spread()
    page.headline(LEFT, WIDTH + RIGHT, 770, "十二个村的路一年修完并且都通了班车还装上了新的路灯", 40)
    assert is_two_pages(page) is None


def test_a_picture_over_the_fold_makes_one_page_of_both():
    page = spread()
    page.pictures.append(Box(400, 500, 700, 700))
    assert is_two_pages(page) is None


def test_one_head_across_the_sheet_is_one_page():
    """Its fold is empty, but there is one page number."""
    page = spread()
    page.texts = [text for text in page.texts if text[1] != 40]
    head_of_page(page)
    page.rule(LEFT, 48, WIDTH + RIGHT, 48)
    assert is_two_pages(page) is None


def test_two_pages_of_which_one_has_no_head_are_a_doubt(tmp_path):
    page = spread()
    page.texts = [text for text in page.texts if text[1] != 40 or text[0] < WIDTH]
    assert is_two_pages(page) is False
    page.reportlab(tmp_path / "sheet.pdf")
    assert pages_in(tmp_path / "sheet.pdf") == [(1, "")]
    for story in read_pdf(tmp_path / "sheet.pdf").parsed.articles:
        assert "unsure_spread" in [problem.code for problem in story.problems]


def test_a_headline_that_leaves_room_for_the_fold_is_a_doubt():
    page = spread()
    page.line(WIDTH - 20 - 40 * 8, 770, "十二个村的路一年", 40)
    page.line(WIDTH + 20, 770, "修完而且通了班车", 40)
    assert is_two_pages(page) is False


def test_an_ordinary_page_is_one():
    assert is_two_pages(cut_out()[0]) is None
