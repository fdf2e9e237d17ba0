"""Headline or subhead: the evidence that a heading begins a story, and the doubt if it is weak."""

import pytest

from articles.parsing import parse_page

LEAD = "近日，柳溪镇组织志愿者对三条主要河道开展清淤整治，共清理淤泥六百多立方米，河水清了，鱼也多了起来。"
PARTS = "清淤队每天六点下河，一干就是一整天，晚上到家浑身泥水。", "岸边栽下垂柳三百棵，铺了步道，晚饭后散步的人多了。"
OTHER = "昨日，县城新开两条公交线路，串起三所学校和县医院，首末班车时间比原来各延长一小时。"


def read(*lines):
    return parse_page("\n\n".join(lines)).articles


def headlines(*lines):
    return [story.headline for story in read(*lines)]


def test_headings_of_the_same_form_divide_a_story():
    page = ["河水是怎样变清的", LEAD, "党员带头 淤泥上岸", PARTS[0], "村民出力 垂柳成行", PARTS[1]]
    (story,) = read(*page)

    assert [p.text for p in story.paragraphs if p.kind == "subhead"] == ["党员带头 淤泥上岸", "村民出力 垂柳成行"]


def test_event_with_a_fresh_opening_begins_a_story():
    stories = read("柳溪镇清理河道", LEAD, "县城新开两条公交线路", OTHER)

    assert [story.headline for story in stories] == ["柳溪镇清理河道", "县城新开两条公交线路"]
    assert [story.problems for story in stories] == [(), ()]


def test_heading_that_repeats_the_story_divides_it():
    about_the_same = "清淤队在柳溪镇清理河道时，先清淤泥，再清垃圾，河道整治完一条再整治下一条。"

    assert headlines("柳溪镇清理河道", LEAD, "清淤整治一条是一条", about_the_same) == ["柳溪镇清理河道"]


def test_uncertain_beginning_is_a_doubt_on_both_stories():
    other = "志愿者回到家里，老街的豆腐坊亮起了灯，磨盘吱呀作响，豆香飘满小巷，第一锅豆腐出锅，巷口已排起了队。"
    stories = read("柳溪镇清理河道", LEAD, PARTS[0], "老街豆腐坊的一天", other)

    assert [story.headline for story in stories] == ["柳溪镇清理河道", "老街豆腐坊的一天"]
    assert [[p.code for p in story.problems] for story in stories] == [["unsure_headline"], ["unsure_headline"]]


def test_dateline_below_a_summary_begins_a_story():
    summary = "今年新开公交线路八条，县城公交出行的人次比去年多了两成"
    dated = "本报讯（记者 何川）县城新开两条公交线路，串起学校和医院。"

    assert headlines("柳溪镇清理河道", LEAD, "公交跑起来", summary, dated) == ["柳溪镇清理河道", "公交跑起来"]


def test_letter_to_the_editor_begins_a_story():
    letters = ["路灯坏了", "编辑同志：", LEAD, "长椅坏了", "编辑同志：", PARTS[0]]

    assert headlines(*letters) == ["路灯坏了", "长椅坏了"]


def test_opening_note_of_a_series_is_no_part_of_the_story_above():
    stories = read("柳溪镇清理河道", LEAD, "开栏的话", "今天起本报开设“走村看变化”专栏。", "深山里的直播间", PARTS[0])

    assert [story.headline for story in stories] == ["柳溪镇清理河道", "开栏的话", "深山里的直播间"]


@pytest.mark.parametrize("label", ["回音", "县交通局答复", "【回复】"])
def test_answer_to_a_letter_is_part_of_it(label):
    (story,) = read("路灯坏了", "编辑同志：", LEAD, "读者　吴方舟", label, "路灯已经修好。")

    assert [p.text for p in story.paragraphs if p.kind == "subhead"] == [label]
    assert [author.name for author in story.authors] == ["吴方舟"]


def test_answer_that_begins_with_a_colon_is_part_of_the_letter():
    (story,) = read("编辑同志：", LEAD, "读者　吴方舟", "县城管局答复：", "路灯已经修好。")

    assert [p.text for p in story.paragraphs] == ["编辑同志：", LEAD, "县城管局答复：", "路灯已经修好。"]


def test_note_about_the_author_is_not_below_a_headline():
    greeting = "值此新春佳节，谨祝全县父老乡亲身体健康、阖家幸福！"
    (story,) = read("春天的祝福", LEAD, greeting, "（作者系青河县作家协会会员）")

    assert [p.text for p in story.paragraphs] == [LEAD, greeting]


INDENTED = [f"　　{text}" for text in (LEAD, PARTS[0], PARTS[1])]


def test_indented_line_without_a_stop_is_a_paragraph_of_its_own():
    lines = [
        "柳溪镇清理河道",
        *INDENTED,
        "　　清淤队还要再干一个月",
        "县城新开两条公交线路",
        f"　　本报讯（记者 何川）{OTHER}",
    ]
    first, second = read(*lines)

    assert [p.text for p in first.paragraphs] == [LEAD, *PARTS, "清淤队还要再干一个月"]
    assert second.headline == "县城新开两条公交线路"


def test_subject_with_the_same_rare_words_belongs_to_the_story():
    dredging = "清淤队长何川说，淤泥晒干以后，可以用作苗圃的肥料。"
    common = "县里的工作人员说，这项工作完成以后，可以方便附近的群众。"
    story = ["柳溪镇清理河道", f"{LEAD}清淤队长何川已干了十年，他说淤泥也是肥料。", PARTS[0]]

    assert headlines(*story, "变废为宝又一年", dredging * 3) == ["柳溪镇清理河道"]
    assert headlines(*story, "为民办事又一年", common * 3) == ["柳溪镇清理河道", "为民办事又一年"]


def test_briefs_with_a_headline_each_are_stories():
    page = [
        "上半年新开公交线路八条",
        "据县交通局统计，上半年县城新开公交线路八条，乘客比去年同期多两成。",
        "芋头网上销售额翻一番",
        "农户段玉在直播间里卖芋头，一天卖出三千斤，全村今年的销售额翻了一番。",
    ]

    assert headlines(*page) == [page[0], page[2]]


def test_headings_that_quote_people_divide_a_story():
    page = ["修路的人", LEAD, "“再苦再累，路也要修通”", PARTS[0], "“有任何问题，马上就解决”", PARTS[1]]
    (story,) = read(*page)

    assert [p.text for p in story.paragraphs if p.kind == "subhead"] == [page[2], page[4]]


def test_question_begins_a_story_of_which_nothing_is_in_the_story_above():
    long = (
        OTHER
        + "乘客可以用手机查看车辆的位置，老人凭证件免费乘车，学生半价，早晚高峰每十分钟一班车，节假日照常运行。" * 4
    )
    _, second = read("柳溪镇清理河道", LEAD, PARTS[0], "新开的公交线路为何串起三所学校和县医院？", long)

    assert second.headline == "新开的公交线路为何串起三所学校和县医院？"
    assert [p.code for p in second.problems] == ["unsure_headline"]


def test_question_with_a_column_name_begins_a_story():
    stories = read("柳溪镇清理河道", LEAD, PARTS[0], "【民生调查】新路灯为什么不亮？", OTHER)

    assert [story.headline for story in stories] == ["柳溪镇清理河道", "【民生调查】新路灯为什么不亮？"]
    assert [p.code for p in stories[1].problems] == ["unsure_headline"]


def test_question_in_a_text_is_a_paragraph():
    question = "淤泥清走以后，河水还会不会再变浑？"
    (story,) = read("柳溪镇清理河道", LEAD, question, PARTS[0], PARTS[1])

    assert [p.text for p in story.paragraphs] == [LEAD, question, *PARTS]


def test_feedback_of_an_inspection_is_no_answer_to_a_letter():
    assert headlines("柳溪镇清理河道", LEAD, "县委第四轮巡察完成反馈", OTHER) == [
        "柳溪镇清理河道",
        "县委第四轮巡察完成反馈",
    ]
