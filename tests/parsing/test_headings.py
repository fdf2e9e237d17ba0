"""Headlines, kickers, decks and subheads, and unfinished sentences that look like them."""

import pytest

from articles.parsing import parse_page
from articles.parsing.evidence import looks_cut, similarity
from articles.parsing.headings import is_tagged, may_be_heading

LEAD = "近日，柳溪镇组织志愿者对三条主要河道开展清淤整治，共清理淤泥六百多立方米。"


def read(text):
    (story,) = parse_page(text).articles
    return story


@pytest.mark.parametrize(
    "text",
    [
        "河水清了。",
        "据介绍，",
        "他表示：",
        "组织志愿者开展“清河",
        "就《关于加强基层治理",
        "字" * 47,
        "一条河。两座桥",
        "本报柳溪3月18日电　（记者何川）全县公交",
    ],
)
def test_sentence_or_part_of_one_is_not_a_heading(text):
    assert not may_be_heading(text)


@pytest.mark.parametrize(
    "text",
    [
        "水利局开展河湖保护整治行动",
        "“学汉语为生活增添色彩”",
        "路在何方？",
        "应聘",
        "本报电子版今起改版",
        "新华社通讯：山乡新事",
    ],
)
def test_short_line_may_be_a_heading(text):
    assert may_be_heading(text)


@pytest.mark.parametrize(
    ("text", "tagged"),
    [("云中凉都（新时代之光）", True), ("（本报基辅2月12日电）", False), ("宋海存摄（影像中国）", False)],
)
def test_column_name_marks_a_headline(text, tagged):
    assert is_tagged(text) is tagged


def test_headline_broken_over_two_lines_is_joined_with_a_space():
    story = read(f"柳溪镇组织志愿者\n开展河道清淤\n\n{LEAD}\n\n河水清了。\n\n何川")

    assert (story.kicker, story.headline) == ("", "柳溪镇组织志愿者 开展河道清淤")


def test_dashes_mark_kicker_and_deck():
    story = read(f"守护一河清水——\n\n柳溪镇开展河道清淤\n\n——全县河长制工作侧记\n\n{LEAD}\n\n何川")

    assert (story.kicker, story.headline, story.deck) == (
        "守护一河清水——",
        "柳溪镇开展河道清淤",
        "——全县河长制工作侧记",
    )
    assert story.problems == ()


def test_two_lines_without_a_dash_are_kicker_and_headline_with_a_doubt():
    story = read(f"守护一河清水\n\n柳溪镇开展河道清淤\n\n{LEAD}\n\n何川")

    assert (story.kicker, story.headline) == ("守护一河清水", "柳溪镇开展河道清淤")
    assert [p.code for p in story.problems] == ["unsure_stack"]


def test_summary_below_the_headline_is_the_first_paragraph():
    summary = "全县今年清淤河道四十条，受益群众超过三万人"
    story = read(f"柳溪镇开展河道清淤\n\n{summary}\n\n{LEAD}\n\n何川")

    assert story.headline == "柳溪镇开展河道清淤"
    assert [p.text for p in story.paragraphs] == [summary, LEAD]


def test_short_line_in_a_story_without_its_byline_is_a_subhead():
    story = read(f"柳溪镇开展河道清淤\n\n{LEAD}\n\n干群齐心 河道变样\n\n{LEAD}\n\n何川 石小满")

    assert [p.kind for p in story.paragraphs] == ["paragraph", "subhead", "paragraph"]


@pytest.mark.parametrize(("line", "kind"), [("（有删节）", "paragraph"), ("（一）干群齐心", "subhead")])
def test_bracketed_note_is_text_and_numbered_line_is_a_subhead(line, kind):
    story = read(f"柳溪镇开展河道清淤\n\n{LEAD}\n\n{line}\n\n{LEAD}\n\n何川 石小满")

    assert [(p.kind, p.text) for p in story.paragraphs][1] == (kind, line)


def test_headline_without_text_is_a_doubt():
    story = read("柳溪镇开展河道清淤")

    assert (story.headline, [p.code for p in story.problems]) == ("柳溪镇开展河道清淤", ["no_text"])


def test_text_without_a_headline_is_a_doubt():
    story = read(LEAD)

    assert (story.headline, [p.code for p in story.problems]) == ("", ["no_headline"])


def test_unfinished_paragraph_is_a_doubt_with_its_last_words():
    story = read(f"清淤\n\n{LEAD}\n\n据柳溪镇负责人介绍，这次清淤一共出动了机械")

    assert [(p.code, p.line, p.params["text"]) for p in story.problems] == [
        ("unfinished", 5, "，这次清淤一共出动了机械")
    ]


def test_wording_distinguishes_a_cut_sentence_from_a_headline():
    assert looks_cut("柳溪镇负责人表示，今年将继续加大河道的", "整治力度。") > 5
    assert looks_cut("守护一河清水 柳溪镇清淤", "近日，柳溪镇开展清淤。") < -5


def test_parts_of_one_story_are_similar_and_neighbours_are_not():
    assert similarity("西街社区启动西街保护工程，修缮老屋", "西街保护工程启动后，西街社区修缮老屋") > 0.3
    assert similarity("西街社区启动西街保护工程，修缮老屋", "县城公交车全部换成电动车") == 0


def test_numbers_and_punctuation_at_a_cut_continue_the_sentence():
    assert looks_cut("全镇清淤河道30", "0余米") > 0 > looks_cut("全镇清淤河道见成效", "30余人参加")
    assert (
        looks_cut("“我们不走，河就不脏”", "数十名队员表示，") < 0 < looks_cut("队员说，“我们不走”的", "队伍越来越大。")
    )
    assert looks_cut("“四个引领”为学校定方向", "党建引领、示范引领，") < looks_cut(
        "今年“四个引领”为学校定方向", "党建引领、示范引领，"
    )
    assert looks_cut("柳溪镇清淤", "，两岸植树") > 0 > looks_cut("柳溪镇清淤", "近日，柳溪镇清淤河道")


def test_line_whose_words_are_repeated_below_is_a_heading():
    heading = "柳溪镇河道清淤见成效"

    assert looks_cut(heading, "在柳溪镇，河道清淤以后水质好转。") < looks_cut(heading, "在县城，公交车换成了电车。")


LONG = "青河县第十六届人民代表大会第三次会议隆重开幕 何川代表县人民政府作工作报告 石小满主持开幕式并讲话"


def test_long_headline_of_several_parts():
    assert len(LONG) > 46
    page = parse_page(f"清淤\n\n{LEAD}\n\n何川\n\n{LONG}\n\n{LEAD}\n\n施南")

    assert [story.headline for story in page.articles] == ["清淤", LONG]


def test_long_unfinished_text_in_a_story_is_not_a_headline():
    cut = "柳溪镇今年投入资金三百余万元，组织干部群众和志愿者对辖区内的三条主要河道进行了集中清淤和岸坡整"
    (story,) = parse_page(f"清淤\n\n{LEAD}\n\n{cut}\n\n治，两岸植树。\n\n何川").articles

    assert [p.text for p in story.paragraphs] == [LEAD, f"{cut}治，两岸植树。"]


def test_column_name_in_front_starts_a_new_story():
    first = "县城公交换新\n\n本报青河3月18日电　（记者何川）县城公交车全部换成电动车。\n\n"
    page = parse_page(first + "【走基层】县城公交上的一天\n\n县城公交车全部换成电动车，司机老石起得早。")

    assert [story.headline for story in page.articles] == ["县城公交换新", "【走基层】县城公交上的一天"]


def test_bracketed_line_in_a_story_without_its_byline_is_a_subhead():
    page = parse_page(f"清淤\n\n{LEAD}\n\n【干群齐心】河道变样\n\n{LEAD}\n\n何川\n\n植树\n\n山坡绿了。\n\n施南")

    assert [story.headline for story in page.articles] == ["清淤", "植树"]
    assert [p.kind for p in page.articles[0].paragraphs] == ["paragraph", "subhead", "paragraph"]


def test_too_many_lines_above_a_text_are_not_all_headline():
    decks = [f"——记{'清淤队' * 13}之{number}" for number in "一二三四五六"]
    story = read("\n\n".join(["清淤", *decks, LEAD, "何川"]))

    assert len(story.headline + story.deck) <= 200
    assert story.deck.split() + [p.text for p in story.paragraphs] == [*decks, LEAD]


@pytest.mark.parametrize("byline", ["（{}）", "{}", " {}"])
def test_briefs_below_one_title_are_stories_with_their_own_bylines(byline):
    texts = [
        "柳溪镇清淤河道三条，河水变清，鱼也多了。",
        "县城开通新公交线三条，票价不变，都说好。",
        "西街老茶馆里讲防诈骗，老人听得入了神。",
    ]
    briefs = [text + byline.format(name) for text, name in zip(texts, ["何川", "施南", "任梅"], strict=True)]
    stories = parse_page("\n\n".join(["要闻简报", *briefs])).articles

    assert [[p.text for p in story.paragraphs] for story in stories] == [[text] for text in texts]
    assert [[a.name for a in story.authors] for story in stories] == [["何川"], ["施南"], ["任梅"]]
