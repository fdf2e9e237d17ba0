"""Each rule catches its fault and says what should stand there, and leaves alone what only looks like it."""

import pytest

from articles.proofreading import (
    Abbreviation,
    Institution,
    Leader,
    Lists,
    Word,
    check,
    sentence,
)
from articles.proofreading.rules import RULES
from articles.proofreading.sentences import SENTENCES

from .sentences import CAUGHT, LEFT_ALONE

caught = [(code, *line) for code, lines in CAUGHT.items() for line in lines]
left_alone = [(code, text) for code, lines in LEFT_ALONE.items() for text in lines]


@pytest.mark.parametrize(("code", "text", "wrong", "right"), caught)
def test_fault_is_caught_with_what_should_stand_there(code, text, wrong, right):
    findings = {finding.code: finding for finding in check(text)}
    assert code in findings
    if wrong:
        assert findings[code].wrong == wrong
    if right is not None:
        assert findings[code].right == right


@pytest.mark.parametrize(("code", "text"), left_alone)
def test_right_text_is_left_alone(code, text):
    assert [(finding.code, finding.wrong) for finding in check(text)] == []


def test_places_are_code_points_of_the_text():
    text = "😀今年以来,全镇新修水渠三公里。"
    (finding,) = check(text)
    assert text[finding.start : finding.end] == finding.wrong == ","


def test_every_kind_of_finding_has_a_line_caught_and_one_left_alone():
    with_lists = {"leader", "institution", "own_rule", "headline_stop", "caption"}
    assert CAUGHT.keys() | with_lists == SENTENCES.keys()
    assert LEFT_ALONE.keys() | with_lists == SENTENCES.keys()


def test_every_sentence_can_be_filled():
    for code, text, *_ in caught:
        for finding in check(text):
            assert sentence(finding.code, finding.params), code


def test_every_rule_stands_once_in_the_table():
    assert len(set(RULES)) == len(RULES)


@pytest.mark.parametrize("text", ["", "\n", "　", "“", "）", "，", "1", "年", "\u200b", "“（《" * 2000, "12345" * 2000])
def test_no_text_breaks_a_rule(text):
    check(text)


# Forms


@pytest.mark.parametrize("headline", ["全县春耕全面展开。", "柳林镇修通产业路，"])
def test_headline_takes_no_stop(headline):
    (finding,) = check(headline, form="headline")
    assert (finding.code, finding.start, finding.right) == ("headline_stop", len(headline) - 1, "")


@pytest.mark.parametrize("headline", ["路在何方？", "丰收啦！", "一条路，三代人……", "寒潮来袭 农技员下田忙"])
def test_headline_may_end_with_other_marks_and_hold_spaces(headline):
    assert check(headline, form="headline") == []


@pytest.mark.parametrize("caption", ["图为村民在采摘蓝莓。", "志愿者在拍摄照片。", "医护人员为老人提供服务。"])
def test_caption_without_photographer_is_caught(caption):
    assert [finding.code for finding in check(caption, form="caption")] == ["caption"]


@pytest.mark.parametrize(
    "caption", ["村民在采摘蓝莓。记者 何川 摄", "大桥夜景。（李大有 摄）", "老街旧貌。资料图片", "县文化馆提供"]
)
def test_caption_with_credit_is_left_alone(caption):
    assert check(caption, form="caption") == []


# The newsroom's lists

LEADERS = Lists(
    leaders=(
        Leader("陆远山", ("县委书记",)),
        Leader("苏明川", ("县委副书记", "县长")),
        Leader("江若白", ("县政协主席",)),
        Leader("方立夏", ("县委常委", "常务副县长")),
    )
)


@pytest.mark.parametrize(
    ("text", "wrong", "right"),
    [
        ("县委书记陆远杉到柳林镇调研。", "陆远杉", "陆远山"),
        ("县长苏川明主持会议。", "苏川明", "苏明川"),
        ("副县长苏明川检查防汛。", "副县长", "县长"),
        ("县政协副主席江若白参加活动。", "县政协副主席", "县政协主席"),
        ("县领导苏明川、陆远山参加植树。", "苏明川、陆远山", "陆远山、苏明川"),
        ("苏明川县长和陆远山书记到会。", "苏明川县长和陆远山书记", "陆远山书记和苏明川县长"),
        ("县长苏明川，县委书记陆远山到会。", "县长苏明川，县委书记陆远山", "县委书记陆远山，县长苏明川"),
        ("县长苏明川、县委书记陆远山参加活动。", "县长苏明川、县委书记陆远山", "县委书记陆远山、县长苏明川"),
    ],
)
def test_leader_otherwise_than_on_the_list(text, wrong, right):
    (finding,) = check(text, lists=LEADERS)
    assert (finding.code, finding.wrong, finding.right) == ("leader", wrong, right)


@pytest.mark.parametrize(
    "text",
    [
        "县委书记陆远山、县长苏明川参加活动。",
        "常务副县长方立夏主持会议。",
        "种粮大户陆远河今年又添了一台收割机。",
        "县委副书记苏明川到村走访。",
    ],
)
def test_leader_as_on_the_list(text):
    assert check(text, lists=LEADERS) == []


BODIES = Lists(institutions=(Institution("县林业站", "县林业发展中心", "2021-07"),))


def test_old_name_of_a_body_in_a_text_about_today():
    (finding,) = check("2024年春，县林业站发放树苗两万株。", lists=BODIES)
    assert (finding.code, finding.right) == ("institution", "县林业发展中心")


@pytest.mark.parametrize(
    "text", ["2015年，县林业站开始推广油茶。", "原县林业站职工何川回到村里。", "县林业发展中心发放树苗。"]
)
def test_old_name_of_a_body_in_its_own_time(text):
    assert check(text, lists=BODIES) == []


def test_abbreviation_needs_its_full_name_first():
    lists = Lists(abbreviations=(Abbreviation("湿管委", "白鹭湖湿地管理委员会"),))
    (finding,) = check("湿管委修建了观鸟屋。", lists=lists)
    assert (finding.right, finding.level) == ("白鹭湖湿地管理委员会", "likely")
    assert check("白鹭湖湿地管理委员会（以下简称“湿管委”）成立。湿管委修建了观鸟屋。", lists=lists) == []


def test_own_rule_of_the_paper():
    lists = Lists(own=(Word("柳林河", "柳林溪", "县志写作“柳林溪”"),))
    (finding,) = check("柳林河涨水了。", lists=lists)
    assert (finding.code, finding.right) == ("own_rule", "柳林溪")
    assert sentence(finding.code, finding.params) == "The paper writes this differently: 县志写作“柳林溪”。"


def test_own_list_of_words_takes_the_place_of_ours():
    lists = Lists(words=(Word("老赖", "失信被执行人", "法律用语"),))
    assert [finding.right for finding in check("法院公布老赖名单。", lists=lists)] == ["失信被执行人"]
    assert check("观众直呼牛逼。", lists=lists) == []
