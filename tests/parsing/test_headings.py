"""Headlines, kickers, decks, subheads; and the first half of a sentence that looks like one."""

import pytest

from articles.parsing import parse_page
from articles.parsing.evidence import kinship, looks_cut
from articles.parsing.headings import heads_a_text, is_tagged

LEAD = "近日，柳溪镇组织志愿者对三条主要河道开展清淤整治，共清理淤泥六百多立方米。"


def read(text):
    (story,) = parse_page(text).articles
    return story


@pytest.mark.parametrize(
    "text",
    ["河水清了。", "据介绍，", "他表示：", "组织志愿者开展“清河", "就《关于加强基层治理", "字" * 47, "一条河。两座桥"],
)
def test_a_sentence_or_the_half_of_one_heads_no_text(text):
    assert not heads_a_text(text)


@pytest.mark.parametrize("text", ["水利局开展河湖保护整治行动", "“学汉语为生活增添色彩”", "路在何方？", "应聘"])
def test_a_short_line_heads_a_text(text):
    assert heads_a_text(text)


@pytest.mark.parametrize(
    ("text", "tagged"),
    [("云中凉都（新时代之光）", True), ("（本报基辅2月12日电）", False), ("宋海存摄（影像中国）", False)],
)
def test_a_column_name_marks_a_headline(text, tagged):
    assert is_tagged(text) is tagged


def test_a_headline_broken_over_two_lines_gets_a_space():
    story = read(f"柳溪镇组织志愿者\n开展河道清淤\n\n{LEAD}\n\n河水清了。\n\n何川")

    assert (story.kicker, story.headline) == ("", "柳溪镇组织志愿者 开展河道清淤")


def test_dashes_tell_kicker_and_deck():
    story = read(f"守护一河清水——\n\n柳溪镇开展河道清淤\n\n——全县河长制工作侧记\n\n{LEAD}\n\n何川")

    assert (story.kicker, story.headline, story.deck) == (
        "守护一河清水——",
        "柳溪镇开展河道清淤",
        "——全县河长制工作侧记",
    )
    assert story.problems == ()


def test_two_lines_without_a_dash_are_kicker_and_headline_and_doubted():
    story = read(f"守护一河清水\n\n柳溪镇开展河道清淤\n\n{LEAD}\n\n何川")

    assert (story.kicker, story.headline) == ("守护一河清水", "柳溪镇开展河道清淤")
    assert [p.code for p in story.problems] == ["unsure_stack"]


def test_a_summary_below_the_headline_is_the_first_paragraph():
    summary = "全县今年清淤河道四十条，受益群众超过三万人"
    story = read(f"柳溪镇开展河道清淤\n\n{summary}\n\n{LEAD}\n\n何川")

    assert story.headline == "柳溪镇开展河道清淤"
    assert [p.text for p in story.paragraphs] == [summary, LEAD]


def test_a_short_line_in_a_story_is_a_subhead_when_the_byline_is_still_to_come():
    story = read(f"柳溪镇开展河道清淤\n\n{LEAD}\n\n干群齐心 河道变样\n\n{LEAD}\n\n何川 石小满")

    assert [p.kind for p in story.paragraphs] == ["paragraph", "subhead", "paragraph"]


@pytest.mark.parametrize(("line", "kind"), [("（有删节）", "paragraph"), ("（一）干群齐心", "subhead")])
def test_a_note_in_brackets_is_text_and_a_numbered_line_a_subhead(line, kind):
    story = read(f"柳溪镇开展河道清淤\n\n{LEAD}\n\n{line}\n\n{LEAD}\n\n何川 石小满")

    assert [(p.kind, p.text) for p in story.paragraphs][1] == (kind, line)


def test_a_headline_without_text_is_doubted():
    story = read("柳溪镇开展河道清淤")

    assert (story.headline, [p.code for p in story.problems]) == ("柳溪镇开展河道清淤", ["no_text"])


def test_text_without_a_headline_is_doubted():
    story = read(LEAD)

    assert (story.headline, [p.code for p in story.problems]) == ("", ["no_headline"])


def test_a_paragraph_that_breaks_off_is_doubted_with_its_last_words():
    story = read(f"清淤\n\n{LEAD}\n\n据柳溪镇负责人介绍，这次清淤一共出动了机械")

    assert [(p.code, p.line, p.params["text"]) for p in story.problems] == [
        ("unfinished", 5, "，这次清淤一共出动了机械")
    ]


def test_wording_tells_a_cut_sentence_from_a_headline():
    assert looks_cut("柳溪镇负责人表示，今年将继续加大河道的", "整治力度。") > 5
    assert looks_cut("守护一河清水 柳溪镇清淤", "近日，柳溪镇开展清淤。") < -5


def test_texts_of_one_story_share_words_and_neighbours_do_not():
    assert kinship("西街社区启动西街保护工程，修缮老屋", "西街保护工程启动后，西街社区修缮老屋") > 0.3
    assert kinship("西街社区启动西街保护工程，修缮老屋", "县城公交车全部换成电动车") == 0
