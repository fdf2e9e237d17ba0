"""Layouts in which two stories or two parts of one story are easily taken for something else: each caught, and its like
left alone."""

import pytest

from articles.printed_page.page import understand

from .pages import LEFT, RIGHT, columns, head_of_page
from .test_stories import codes, page_with_story, stories, texts
from .typesetter import HEI, KAI, SIZE, SONG, Box, MadePage


def found(page):
    return {story.headline: texts(story) for story in stories(page)}


def page_of_two(one, other, **flow):
    """Two stories side by side, the right one below a headline over its own columns."""
    page = MadePage()
    head_of_page(page)
    left = page.flow(one, 1, **flow)
    page.headline(other[0].x0, other[-1].x1, 84, "老街换上新路灯", 18)
    right = page.flow(other, 30)
    return page, left, right


# Two stories side by side


def test_columns_beside_a_headline_inset_on_the_left_are_its_own():
    """Their sentences begin in the columns below it; the neighbour's headline is no wider than its own columns."""
    one, two, three, four, five = columns(LEFT, RIGHT, 5, 62, 420, gutter=12)
    for below in (one, two):
        below.y0 = 110
    page, left, right = page_of_two([one, two, three], [four, five])
    four.y0 = five.y0 = 104
    page.texts = [
        text for text in page.texts if not (text[0] >= four.x0 and text[5] != "老街换上新路灯" and text[1] < 104)
    ]
    page.headline(one.x0, two.x1, 90, "石渠通水了", 20)
    assert found(page)["石渠通水了"] == left
    assert right[-1] in found(page)["老街换上新路灯"]


def test_columns_below_two_headlines_side_by_side_belong_to_each():
    one, two, three, four = columns(LEFT, RIGHT, 4, 104, 420)
    page, left, right = page_of_two([one, two], [three, four])
    page.headline(one.x0, two.x1, 84, "石渠通水了", 18)
    assert found(page) == {"石渠通水了": left, "老街换上新路灯": right}


def test_a_rule_across_the_columns_is_not_cut_through():
    """It parts the upper story from the lower one in both columns."""
    page = MadePage()
    head_of_page(page)
    page.headline(LEFT, 350, 84, "石渠通水了", 18)
    upper = page.flow(columns(LEFT, 350, 2, 104, 300), 1)
    page.rule(LEFT, 312, 350, 312)
    page.upright(320, 326, "渡口修好了", 22)
    lower = page.flow(columns(LEFT, 300, 2, 326, 560, gutter=12), 20)
    page.headline(370, RIGHT, 84, "老街换上新路灯", 18)
    right = page.flow([Box(370, 104, RIGHT, 560)], 40)
    assert found(page) == {"石渠通水了": upper, "渡口修好了": lower, "老街换上新路灯": right}


# One story above another


@pytest.mark.parametrize("shift", [-8, 0, 8])
def test_briefs_beside_two_stories_are_not_cut_where_the_upper_one_ends(shift):
    page = MadePage()
    head_of_page(page)
    briefs, y = {}, 62
    for n, headline in enumerate(["城东开了图书室", "河口修好渡船", "东山种下柳树", "白石请来老师"]):
        page.line(LEFT, y + 11, headline, 12, HEI, True)
        end = y + 16 + 13.5 * 8
        briefs[headline] = page.flow([Box(LEFT, y + 18, 150, end)], 50 + n)
        y = end + 14
    page.headline(170, RIGHT, 84, "石渠通水了", 20)
    middle = 62 + (16 + 13.5 * 8 + 14) * 2 + shift
    upper = page.flow(columns(170, RIGHT, 3, 104, middle - 14), 1)
    page.headline(170, RIGHT, middle + 20, "老街换上新路灯", 20)
    lower = page.flow(columns(170, RIGHT, 3, middle + 34, y - 14), 20)
    assert found(page) == {**briefs, "石渠通水了": upper, "老街换上新路灯": lower}


def test_a_headline_below_an_unfinished_sentence_and_a_rule_is_no_quotation():
    page = MadePage()
    head_of_page(page)
    page.headline(LEFT, RIGHT, 84, "石渠通水了")
    upper = page.flow(columns(LEFT, RIGHT, 3, 104, 300), 1)
    page.rule(LEFT, 312, RIGHT, 312)
    page.line(LEFT + 8, 334, "老街换上新", 16, HEI, True)
    page.line(LEFT + 8, 354, "路灯", 16, HEI, True)
    page.line(LEFT, 372, "□记者　何　川", SIZE, SONG)
    one, two, three = columns(LEFT, RIGHT, 3, 384, 560)
    lower = page.flow([one], 20)
    page.headline(two.x0, three.x1, 340, "渡口修好了", 18)
    two.y0 = three.y0 = 356
    right = page.flow([two, three], 40)
    read = found(page)
    assert read.pop("老街换上新 路灯") == lower
    assert read == {"石渠通水了": upper, "渡口修好了": right}


def test_a_sentence_wholly_in_quotation_marks_in_a_column_is_a_quotation():
    gap = Box(columns(LEFT, RIGHT, 3, 0, 0)[1].x0, 230, columns(LEFT, RIGHT, 3, 0, 0)[1].x1, 290)
    page, expected = page_with_story(avoid=[gap])
    page.line(gap.x0 + 8, 252, "“山坡上的人", 14, KAI)
    page.line(gap.x0 + 8, 272, "都笑了起来”", 14, KAI)
    (story,) = stories(page)
    assert (texts(story), codes(story)) == (expected, ["unsure_quotation"])


# Bylines


@pytest.mark.parametrize("face", [SONG, KAI])
def test_a_byline_after_a_square_in_the_face_of_the_text(face):
    page, expected = page_with_story(y0=124)
    page.line(LEFT + 1, 106, "□本报记者　何　川", SIZE, face)
    (story,) = stories(page)
    assert ([author.name for author in story.authors], texts(story)) == (["何川"], expected)


def test_a_byline_below_an_upright_headline():
    page = MadePage()
    head_of_page(page)
    page.upright(LEFT + 40, 62, "河堤上的柳树")
    page.line(LEFT + 4, 222, "本报记者　何　川", SIZE, KAI)
    expected = page.flow(columns(LEFT + 110, RIGHT, 3, 62, 400), 15)
    (story,) = stories(page)
    assert ([author.name for author in story.authors], texts(story)) == (["何川"], expected)


def test_a_name_spaced_to_three_characters_before_another():
    """本报记者　苏　文: 文 may also be the text's author (文/图)."""
    page, expected = page_with_story(y0=122)
    page.line(200, 110, "本报记者　苏　文　谢秀涛", SIZE, KAI)
    (story,) = stories(page)
    assert ([author.name for author in story.authors], texts(story)) == (["苏文", "谢秀涛"], expected)


# Above the text


def test_a_subhead_that_opens_a_column_is_no_deck():
    page, expected = page_with_story()
    last = columns(LEFT, RIGHT, 3, 104, 460)[2]
    page.texts = [
        (text[0], text[1] + 13.5, *text[2:]) if text[0] > last.x0 - 1 and text[1] > 90 else text for text in page.texts
    ]
    page.line((last.x0 + last.x1) / 2 - 22.5, 104 + 0.88 * SIZE, "石渠通水了", SIZE, HEI, True)
    (story,) = stories(page)
    assert (story.deck, [p.text for p in story.paragraphs if p.kind == "subhead"]) == ("", ["石渠通水了"])
    assert "".join(texts(story)).replace("石渠通水了", "") == "".join(expected)


def test_a_deck_in_the_size_of_the_text_is_one():
    page, expected = page_with_story(y0=118)
    page.headline(LEFT, RIGHT, 104, "一条街的三十年", SIZE, HEI)
    (story,) = stories(page)
    assert (story.deck, texts(story)) == ("一条街的三十年", expected)


def test_a_note_below_the_byline_is_the_first_paragraph():
    page, expected = page_with_story(y0=160)
    page.line(240, 106, "本报记者　何　川", SIZE, KAI)
    note = "编者按：老街的灯亮了，这是全县今年要办的十件实事之一，本报从今天起连续报道这些事是怎样办成的，请读者评说。"
    page.block(LEFT + 40, 118, 420, "\u3000\u3000" + note, SIZE, face=KAI)
    (story,) = stories(page)
    assert ([author.name for author in story.authors], texts(story)) == (["何川"], [note, *expected])


def test_a_deck_above_a_table_is_not_the_title_of_the_table():
    page = MadePage()
    head_of_page(page)
    page.headline(LEFT, RIGHT, 84, "今年的粮食这样收购")
    page.headline(LEFT, RIGHT, 102, "每斤比去年多一角", SIZE, KAI)
    one, two, three = columns(LEFT, RIGHT, 3, 122, 400)
    for n, row in enumerate(["品种　等级　价格", "稻谷　一等　三元", "小麦　二等　二元", "玉米　一等　两元"]):
        for k, cell in enumerate(row.split("　")):
            page.line(two.x0 + 8 + 50 * k, 130 + 20 * n, cell, 8, HEI)
    for n in range(5):
        page.rule(two.x0, 116 + 20 * n, two.x1, 116 + 20 * n)
    two.y0 = 210
    expected = page.flow([one, two, three], 13)
    (story,) = stories(page)
    assert (story.deck, texts(story), codes(story)) == ("每斤比去年多一角", expected, ["table_left_out"])


# Advertisements


def test_an_advertisement_at_the_foot_of_the_page_is_whole():
    """Its title is no folio, and its text not joined to the story above."""
    page, expected = page_with_story(y1=600)
    page.boxes.append((Box(LEFT, 620, RIGHT, 760), "#ffffff", True))
    page.headline(LEFT, RIGHT, 660, "招租公告", 18)
    page.block(LEFT + 20, 690, 460, "现有门面房五间对外出租，面积各三十平方米，水电齐全，有意者请与王先生联系。")
    read = understand(page.sheet())
    (story,) = read.parsed.articles
    assert (texts(story), codes(story)) == (expected, [])
    assert next(piece.text for piece in read.parsed.residue if piece.kind == "notice") == "招租公告"


def test_a_large_picture_without_words_beside_a_story_is_an_advertisement():
    page, expected = page_with_story()
    page.pictures.append(Box(LEFT, 474, RIGHT, 750))
    read = understand(page.sheet())
    (story,) = read.parsed.articles
    assert (texts(story), codes(story), read.places[0].pictures) == (expected, [], ())
    assert len(read.pictures) == 1


# The head of the page, and continuations


def test_a_date_in_the_text_is_not_the_head_of_the_page():
    """Stories above it would be lost with the folio."""
    page = MadePage()
    page.line(LEFT, 40, "2", 16, HEI, True)
    page.line(200, 40, "2026年3月12日　星期四", 8, HEI)
    page.headline(LEFT, RIGHT, 70, "老街换上新路灯", 20)
    expected = page.flow(columns(LEFT, RIGHT, 3, 82, 700), 1)
    page.texts = [
        (*text[:5], "1986年7月2日" + text[5][9:]) if text[1] < 100 and text[2] == SIZE else text for text in page.texts
    ]
    (story,) = stories(page)
    assert (story.headline, len(texts(story))) == ("老街换上新路灯", len(expected))


def test_a_continuation_below_a_picture_is_a_story():
    page = MadePage()
    head_of_page(page)
    one, two, three = columns(LEFT, RIGHT, 3, 104, 600)
    page.headline(one.x0, two.x1, 84, "石渠通水了", 18)
    left = page.flow([one, two], 1)
    page.pictures.append(Box(three.x0, 62, three.x1, 300))
    page.line(three.x0, 322, "（上接第一版）", SIZE, HEI)
    rest = page.flow([Box(three.x0, 330, three.x1, 600)], 60)
    assert found(page) == {"石渠通水了": left, "": rest}
    assert [story.continued_from for story in stories(page)] == [None, "1"]
