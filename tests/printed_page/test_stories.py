"""What an editor sees of a page: the forms in which newspapers set stories, each caught, and its like left alone."""

import pytest

from articles.printed_page.boxes import Box as Area
from articles.printed_page.page import understand
from articles.printed_page.sheet import once

from .conftest import read
from .pages import LEFT, RIGHT, columns, head_of_page
from .typesetter import HEI, KAI, SIZE, Box, MadePage, sentences


def page_with_story(headline="老街换上新路灯", y0=104, y1=460, **flow):
    page = MadePage()
    head_of_page(page)
    page.headline(LEFT, RIGHT, 84, headline)
    return page, page.flow(columns(LEFT, RIGHT, 3, y0, y1), 1, **flow)


def stories(page):
    return understand(page.sheet()).parsed.articles


def texts(story):
    return [paragraph.text for paragraph in story.paragraphs if paragraph.kind != "caption"]


def codes(story):
    return [problem.code for problem in story.problems]


def test_an_ordinary_story_has_no_doubts():
    page, expected = page_with_story()
    (story,) = stories(page)
    assert (story.headline, texts(story), story.problems) == ("老街换上新路灯", expected, ())


def test_line_numbers_count_in_the_words_of_the_page():
    page, expected = page_with_story(subhead="石渠通水了")
    read_page = understand(page.sheet())
    (story,), lines = read_page.parsed.articles, read_page.text.split("\n")
    assert [lines[paragraph.lines[0] - 1] for paragraph in story.paragraphs] == expected
    assert lines[story.lines[0] - 1] == "老街换上新路灯"
    assert [lines[piece.line - 1] for piece in read_page.parsed.residue] == [r.text for r in read_page.parsed.residue]


# Characters


def test_a_headline_printed_twice_for_its_shadow_is_read_once():
    page, _ = page_with_story()
    page.headline(LEFT + 1, RIGHT + 1, 85, "老街换上新路灯")
    sheet = page.sheet()
    sheet.glyphs = once(sheet.glyphs)
    assert understand(sheet).parsed.articles[0].headline == "老街换上新路灯"


def test_the_same_word_twice_in_a_headline_stays():
    page, _ = page_with_story("天天向上")
    glyphs = page.sheet().glyphs
    assert once(glyphs) == glyphs


def test_a_headline_drawn_as_shapes_is_a_doubt():
    page, expected = page_with_story()
    sheet = page.sheet()
    letters = [glyph for glyph in sheet.glyphs if glyph.size == 22]
    sheet.glyphs = [glyph for glyph in sheet.glyphs if glyph.size != 22]
    sheet.shapes = [Area(glyph.x0 + 1, glyph.y0 + 1, glyph.x1 - 1, glyph.y1 - 1) for glyph in letters]
    (story,) = understand(sheet).parsed.articles
    assert (story.headline, texts(story), codes(story)) == ("〓〓〓〓〓〓〓", expected, ["outlined_headline"])


def test_characters_coded_as_radicals_are_read_as_characters():
    page, _ = page_with_story("⽇⽇新⽽⻋多")
    assert stories(page)[0].headline == "日日新而车多"


def test_characters_of_a_font_without_unicode_are_a_doubt():
    page, _ = page_with_story()
    sheet = page.sheet()
    for glyph in sheet.glyphs:
        glyph.char = "〓" if glyph.char == "路" and glyph.size == SIZE else glyph.char
    (story,) = understand(sheet).parsed.articles
    assert codes(story) == ["no_unicode"]
    assert "新的〓灯" in "".join(texts(story))


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_page_turned_in_its_file_is_read_upright(tmp_path, degrees):
    """The file's characters lie on their side; /Rotate sets them upright."""
    pytest.importorskip("reportlab")
    page, _ = page_with_story()
    page.reportlab(tmp_path / "straight.pdf")
    page.reportlab(tmp_path / "turned.pdf", turned=degrees)
    page, straight = read(tmp_path / "turned.pdf"), read(tmp_path / "straight.pdf")
    assert page.size == pytest.approx(straight.size)
    assert [s.headline for s in page.parsed.articles] == [s.headline for s in straight.parsed.articles]
    assert [texts(s) for s in page.parsed.articles] == [texts(s) for s in straight.parsed.articles]


# Headlines and bylines


def test_kicker_headline_and_deck_are_told_by_size():
    page = MadePage()
    page.headline(LEFT, RIGHT, 70, "全县水利工作会议强调", 13, KAI)
    page.headline(LEFT, RIGHT, 100, "把每一条石渠修到田头", 24)
    page.headline(LEFT, RIGHT, 122, "周明轩讲话", 14, KAI)
    page.flow(columns(LEFT, RIGHT, 3, 134, 400), 1)
    (story,) = stories(page)
    assert (story.kicker, story.headline, story.deck) == ("全县水利工作会议强调", "把每一条石渠修到田头", "周明轩讲话")


def test_a_byline_in_the_face_of_the_text_is_no_paragraph():
    page, expected = page_with_story(y0=122)
    page.line(240, 110, "本报记者　何　川")
    (story,) = stories(page)
    assert ([author.name for author in story.authors], texts(story)) == (["何川"], expected)


def test_a_subhead_that_could_be_a_name_is_no_author():
    page, expected = page_with_story(subhead="花饽饽")
    (story,) = stories(page)
    assert (story.authors, texts(story)) == ((), expected)
    assert [paragraph.text for paragraph in story.paragraphs if paragraph.kind == "subhead"] == ["花饽饽"]


def test_jump_marks_are_read():
    page, expected = page_with_story()
    page.line(RIGHT - 8 * SIZE, 452, "（下转第三版）")
    story = stories(page)[0]
    assert (story.continued_on, texts(story)) == ("3", expected)


def test_a_continuation_without_headline_is_a_story():
    page = MadePage()
    head_of_page(page)
    page.block(LEFT, 60, 160, "\u3000\u3000（上接第一版）" + sentences(4, 3))
    page.rule(LEFT, 200, RIGHT, 200)
    page.headline(LEFT, RIGHT, 232, "老街换上新路灯")
    page.flow(columns(LEFT, RIGHT, 3, 250, 460), 1)
    first, second = stories(page)
    assert (first.continued_from, texts(first), codes(first)) == ("1", [sentences(4, 3)], ["no_headline"])
    assert second.headline == "老街换上新路灯"


# Columns


def test_a_note_in_another_face_above_the_columns_is_the_first_paragraph():
    page, expected = page_with_story(y0=170)
    note = "编者按：" + sentences(30, 2)
    page.block(LEFT + 18, 100, RIGHT - LEFT - 40, note, face=KAI)
    assert texts(stories(page)[0]) == [note, *expected]


def test_two_wide_columns_above_four_narrow_ones_are_read_first():
    page = MadePage()
    page.headline(LEFT, RIGHT, 84, "老街换上新路灯")
    expected = page.flow([*columns(LEFT, RIGHT, 2, 104, 250), *columns(LEFT, RIGHT, 4, 262, 460)], 17)
    assert texts(stories(page)[0]) == expected


def test_a_leader_in_larger_type_is_text_and_no_headline():
    page = MadePage()
    page.headline(LEFT, RIGHT, 90, "守住乡亲们的一条河", 26)
    leader = page.flow(columns(LEFT, RIGHT, 2, 104, 300), 61, size=12, leading=19)
    page.rule(LEFT, 312, RIGHT, 312)
    page.headline(LEFT, RIGHT, 346, "老街换上新路灯", 22)
    expected = page.flow(columns(LEFT, RIGHT, 4, 360, 750), 1)
    found = {story.headline: texts(story) for story in stories(page)}
    assert found == {"守住乡亲们的一条河": leader, "老街换上新路灯": expected}


def test_a_headline_below_another_story_is_no_quotation():
    page = MadePage()
    left = columns(LEFT, RIGHT, 2, 104, 400)[0]
    page.headline(left.x0, left.x1, 84, "老渡口来了摆渡人", 18)
    one = page.flow([Box(left.x0, 104, left.x1, 220)], 1)
    page.headline(left.x0, left.x1, 256, "白石小学排演地方戏", 18)
    other = page.flow([Box(left.x0, 270, left.x1, 400)], 5)
    found = {story.headline: texts(story) for story in stories(page)}
    assert found == {"老渡口来了摆渡人": one, "白石小学排演地方戏": other}


@pytest.mark.parametrize("form", ["above", "upright", "picture"])
@pytest.mark.parametrize("first", [0, 1, 3], ids=["left", "middle", "right"])
def test_a_story_in_the_corner_of_another(first, form):
    """咬合: two of the main story's five columns end where the other story begins."""
    page = MadePage()
    page.headline(LEFT, RIGHT, 90, "三个村的年轻人回来了", 24)
    every = columns(LEFT, RIGHT, 5, 120, 750, 12)
    one, two = every[first : first + 2]
    main = page.flow([Box(c.x0, 120, c.x1, 570 if c in (one, two) else 750) for c in every], 35)
    if form == "upright":
        page.upright(one.x0 + 4, 592, "渡口修好了", 20)
        corner = page.flow([Box(one.x0 + 34, 590, one.x1, 750), Box(two.x0, 590, two.x1, 750)], 44)
    else:
        top = 590
        if form == "picture":
            page.pictures.append(Box(one.x0, 590, two.x1, 660))
            top = 668
        page.headline(one.x0, two.x1, top + 16, "渡口修好了", 18)
        corner = page.flow([Box(c.x0, top + 26, c.x1, 750) for c in (one, two)], 44)
    found = {story.headline: texts(story) for story in stories(page)}
    assert found == {"三个村的年轻人回来了": main, "渡口修好了": corner}


def test_a_subhead_in_large_type_begins_no_story():
    """The sentence below it goes on in the next column."""
    page = MadePage()
    page.headline(LEFT, RIGHT, 84, "老街换上新路灯", 24)
    left, middle, right = columns(LEFT, RIGHT, 3, 104, 400)
    gap = Box(left.x0, 250, left.x1, 290)
    expected = page.flow([left, middle, right], 1, avoid=[gap])
    page.headline(left.x0, left.x1, 276, "从东头到西头", 13)
    (story,) = stories(page)
    assert "".join(texts(story)).replace("从东头到西头", "") == "".join(expected)


def test_a_quotation_between_two_columns_is_left_out_of_the_text():
    left, middle, _ = columns(LEFT, RIGHT, 3, 104, 460)
    page, expected = page_with_story(avoid=[Box(middle.x0 - 60, 230, middle.x0 + 60, 290)])
    page.line(middle.x0 - 54, 250, "水通了，山坡", 13, HEI, True)
    page.line(middle.x0 - 54, 272, "上的人都笑了", 13, HEI, True)
    read_page = understand(page.sheet())
    (story,) = read_page.parsed.articles
    assert (texts(story), codes(story)) == (expected, ["unsure_quotation"])
    assert [r.text for r in read_page.parsed.residue if r.kind == "quotation"] == ["水通了，山坡", "上的人都笑了"]
    assert left.x1 < middle.x0


def test_an_initial_belongs_to_its_word():
    page = MadePage()
    page.headline(LEFT, RIGHT, 84, "老街换上新路灯")
    left, middle, right = columns(LEFT, RIGHT, 3, 104, 460)
    text = sentences(1, 4)
    page.line(left.x0, 126, text[0], 27)
    page.line(left.x0 + 28, 112, text[1:15])
    page.line(left.x0 + 28, 125.5, text[15:29])
    y = page.block(left.x0, 131, 153, text[29:])
    expected = page.flow([Box(left.x0, y, left.x1, 460), middle, right], 23)
    assert texts(stories(page)[0]) == [text, *expected]


def test_a_table_in_a_frame_is_left_out_of_the_text():
    page, expected = page_with_story(y1=330)
    page.boxes.append((Box(LEFT, 340, RIGHT, 440), "#ffffff", True))
    for n, row in enumerate(["品种 等级 价格 产地", "稻谷 一等 三元 柳溪镇", "小麦 二等 二元 白石乡"]):
        for k, cell in enumerate(row.split()):
            page.line(LEFT + 20 + 120 * k, 360 + 30 * n, cell)
        page.rule(LEFT, 340 + 30 * n, RIGHT, 340 + 30 * n)
    (story,) = stories(page)
    assert (texts(story), codes(story)) == (expected, ["table_left_out"])


# Boxes, labels, advertisements


def test_an_advertisement_is_set_aside_with_its_picture():
    page, expected = page_with_story()
    page.boxes.append((Box(LEFT, 500, RIGHT, 700), "#ffffff", True))
    page.headline(LEFT, RIGHT, 540, "招租公告", 24)
    page.line(LEFT + 20, 570, "老街东头门面房三间招租，有意者请来电。", 9, HEI)
    page.pictures.append(Box(200, 590, 300, 680))
    sheet = page.sheet()
    sheet.frames[0].fill = None
    read_page = understand(sheet)
    (story,) = read_page.parsed.articles
    assert texts(story) == expected
    assert [(r.kind, r.text[:4]) for r in read_page.parsed.residue if r.kind == "notice"] == [
        ("notice", "招租公告"),
        ("notice", "老街东头"),
    ]
    assert len(read_page.pictures) == 1


def test_a_boxed_story_about_a_statement_is_no_advertisement():
    page, _ = page_with_story()
    page.boxes.append((Box(LEFT, 500, RIGHT, 700), "#f4efe2", True))
    page.headline(LEFT, RIGHT, 530, "两县就河口渡口发表声明", 20)
    expected = page.flow(columns(LEFT + 8, RIGHT - 8, 3, 545, 690), 31)
    assert texts(stories(page)[1]) == expected


def test_briefs_below_their_label_are_stories_each():
    page = MadePage()
    page.boxes.append((Box(LEFT, 60, 200, 80), "#335599", False))
    page.line(90, 75, "简　讯", 14, HEI, True)
    y, expected = 92, {}
    for n, headline in enumerate(["县图书馆延长开放", "东山林场补种柳树", "河口渡口检修船只"]):
        page.line(LEFT, y + 11, headline, 11.5, HEI, True)
        expected[headline] = [sentences(n, 1)]
        y = page.block(LEFT, y + 16, 170, "\u3000\u3000" + sentences(n, 1)) + 14
    assert {story.headline: texts(story) for story in stories(page)} == expected


# Pictures


def test_a_picture_without_caption_is_a_doubt():
    page, _ = page_with_story(avoid=[Box(200, 150, 360, 250)])
    page.pictures.append(Box(205, 155, 352, 245))
    assert codes(stories(page)[0]) == ["picture_without_caption"]


def test_a_picture_story_has_its_caption_as_its_text():
    page, _ = page_with_story()
    page.headline(LEFT, 250, 500, "春到柳溪", 18)
    page.pictures.append(Box(LEFT, 510, 250, 650))
    page.block(LEFT, 656, 220, "春分时节，柳溪镇的孩子们在河堤上放风筝。任梅摄", 8.5, 12, KAI)
    read_page = understand(page.sheet())
    story = next(story for story in read_page.parsed.articles if story.headline == "春到柳溪")
    assert [(p.kind, p.text) for p in story.paragraphs] == [("paragraph", "春分时节，柳溪镇的孩子们在河堤上放风筝。")]
    assert [(author.name, author.role) for author in story.authors] == [("任梅", "摄影")]


def test_a_caption_in_the_type_of_the_text_is_known_by_its_words():
    page = MadePage()
    page.headline(LEFT, RIGHT, 84, "白石小学排演地方戏")
    left, middle, right = columns(LEFT, RIGHT, 3, 260, 460)
    page.pictures.append(Box(LEFT, 104, 250, 240))
    caption = "图为孩子们在新搭的戏台上排练，台下坐满了来看戏的乡亲。"
    page.block(258, 130, 90, caption + "任梅摄")
    expected = page.flow([left, middle, Box(right.x0, 104, right.x1, 460)], 11)
    read_page = understand(page.sheet())
    (story,), (place,) = read_page.parsed.articles, read_page.places
    assert texts(story) == expected
    assert [(picture.caption, picture.credit) for picture in place.pictures] == [(caption, ("任梅",))]


def test_pictures_side_by_side_share_a_caption():
    page, expected = page_with_story(y0=230)
    for n in range(3):
        page.pictures.append(Box(LEFT + 170 * n, 100, LEFT + 170 * n + 160, 200))
    caption = "孩子们画脸谱、搭戏台、排练地方戏，老师傅从头到尾都在旁边看着，乡亲们也来帮忙。"
    page.line(LEFT, 214, caption + "任梅摄", SIZE, KAI)
    read_page = understand(page.sheet())
    (story,), (place,) = read_page.parsed.articles, read_page.places
    assert texts(story) == expected
    assert [picture.caption for picture in place.pictures] == [caption] * 3
    assert [paragraph.text for paragraph in story.paragraphs if paragraph.kind == "caption"] == [caption]
