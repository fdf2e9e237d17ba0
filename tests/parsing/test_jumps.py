"""Jump marks (上接, 下转) in every spelling."""

import pytest

from articles.parsing import parse_page
from articles.parsing.jumps import page_label
from articles.text.page_labels import name_same_page

TEXT = "会议强调，要把项目建设摆在突出位置，全力以赴推动县域经济发展。"


@pytest.mark.parametrize(
    "text", ["上接云天，下临深渊，青河大桥雄伟壮观。", "（上接云天的大桥）今天通车。", "这趟列车下转三次才到县城。"]
)
def test_ordinary_words_are_not_a_jump(text):
    (story,) = parse_page("大桥通车\n\n" + text).articles

    assert (story.continued_from, story.continued_on) == (None, None)
    assert story.paragraphs[0].text == text


@pytest.mark.parametrize(
    ("mark", "page"),
    [
        ("（上接1版）", "1"),
        ("(上接第一版)", "1"),
        ("【上接A04版】", "A04"),
        ("上接第12版", "12"),
        ("（上接 第 二 版 ）", "2"),
        ("（紧接０３版）", "3"),
        ("（上接1版《春到柳溪》）", "1"),
        ("▲（上接1版）", "1"),
        ("（上接第一版头条）", "1"),
        ("（上接第1版《春到柳溪》一文）", "1"),
        ("（上接1、3版）", "1"),
        ("（接1版）", "1"),
        ("上接第1版：", "1"),
        ("（上接）", ""),
        ("（上接头版）", "1"),
        ("「上接第①版」", "1"),
        ("〔承接要闻②版〕", "2"),
        ("（上 接 第 二 版）：", "2"),
        ("（续三农3版）", "3"),
        ("（上接P1）", "P1"),
        ("（◀上接第叁版）", "3"),
        ("＜＜上接第1版", "1"),
        ("（文接第1面）", "1"),
        ("（上接封面）", ""),
    ],
)
def test_mark_before_the_text_is_continued_from(mark, page):
    (story,) = parse_page(mark + TEXT).articles

    assert story.continued_from == page
    assert [p.text for p in story.paragraphs] == [TEXT]
    assert "unclear_jump" in [p.code for p in story.problems] or page


@pytest.mark.parametrize(
    ("mark", "page"),
    [
        ("（下转4版）", "4"),
        ("(下转第四版)", "4"),
        ("下转A04版", "A04"),
        ("【下转 十二 版】", "12"),
        ("▶下转3版", "3"),
        ("\n下转2版", "2"),
        ("（下转A04版·要闻）", "A04"),
        ("（紧转3版）", "3"),
        ("（转第三版）", "3"),
        ("（下转第②版）", "2"),
        ("「下转第2版」", "2"),
        ("〈下接Ⅲ版〉", "3"),
        ("（下转要闻❷版）", "2"),
        ("（下转今日2版）", "2"),
        ("（未完，下转A叠2版）", "A2"),
        ("（下转p2）", "P2"),
        ("（下转第2、3版）", "2、3"),
        ("（下转二至三版）", "2、3"),
        ("（转二〇版）。", "20"),
        ("（下转2版▶）", "2"),
        ("》》下转第2面", "2"),
        ("（文转第贰版）", "2"),
        ("\n下转 第2版", "2"),
    ],
)
def test_mark_after_the_text_is_continued_on(mark, page):
    (story,) = parse_page("会议召开\n\n会议强调，要把项目建设摆在突出位" + mark).articles

    assert story.continued_on == page
    assert [p.text for p in story.paragraphs] == ["会议强调，要把项目建设摆在突出位"]
    assert story.problems == ()


@pytest.mark.parametrize(("printed", "label"), [("第十版", "10"), ("二十一版", "21"), ("Ｂ２版", "B2"), ("版", "")])
def test_page_labels_are_normalized(printed, label):
    assert page_label(printed) == label


@pytest.mark.parametrize(
    "text",
    [
        "水库加固提前完工\n\n（上接1版）" + TEXT,
        "（上接1版）\n\n水库加固提前完工\n\n" + TEXT,
        "水库加固提前完工（上接1版）\n\n" + TEXT,
    ],
)
def test_continuation_has_headline_above_below_or_beside_its_mark(text):
    (story,) = parse_page(text).articles

    assert (story.headline, story.continued_from) == ("水库加固提前完工", "1")
    assert [p.text for p in story.paragraphs] == [TEXT]


@pytest.mark.parametrize(
    "text",
    [
        "（接受采访）何川说，河水清了。",
        "上接12个村的管网已经接通。",
        "她把船票（转2次）卖了。",
        "紧接着在第二版里，报纸登出了名单。",
        "承接A4纸打印的店铺有三家。",
        "承接12%的订单。",
    ],
)
def test_words_like_a_jump_mark_stay_in_the_text(text):
    (story,) = parse_page("清淤\n\n" + text).articles

    assert [p.text for p in story.paragraphs] == [text]
    assert (story.continued_from, story.continued_on) == (None, None)


def test_short_text_beside_the_mark_continues_a_sentence():
    (story,) = parse_page("（上接1版）受益人数上升至三千人\n\n河水清了，鱼也多了。\n\n何川").articles

    assert story.headline == ""
    assert story.paragraphs[0].text == "受益人数上升至三千人河水清了，鱼也多了。"


def test_jump_to_a_page_without_a_number_is_a_doubt():
    (story,) = parse_page("会议召开\n\n会议强调，要把项目建设摆在突出位（下转中缝）").articles

    assert story.continued_on == ""
    assert [p.text for p in story.paragraphs] == ["会议强调，要把项目建设摆在突出位"]
    assert [p.code for p in story.problems] == ["unclear_jump"]


@pytest.mark.parametrize(
    ("label", "other", "same"),
    [("2", "02", True), ("A2", "A02", True), ("A2", "B2", False), ("2", "A2", False), ("20", "2", False)],
)
def test_a_page_has_several_labels(label, other, same):
    assert name_same_page(label, other) == same
