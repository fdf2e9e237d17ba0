"""Bylines: a wrong author is worse than none."""

import pytest

from articles.parsing import parse_page, roles
from articles.parsing.bylines import read_byline
from articles.parsing.datelines import split_dateline
from articles.parsing.names import is_name, read_names


@pytest.mark.parametrize("word", ["的人", "简讯", "青山村委会", "应聘", "张", "陈列馆长说", "ABC"])
def test_is_name_rejects_words(word):
    assert not is_name(word)


@pytest.mark.parametrize("name", ["芮珊", "巫彤", "阙长冕", "笪曦", "经琪", "欧阳晴", "诸葛玉洁", "上官云", "步凯璐"])
def test_is_name_knows_rare_and_compound_surnames(name):
    assert is_name(name)


@pytest.mark.parametrize(
    ("printed", "names"),
    [
        ("潘雪芹", ("潘雪芹",)),
        ("曹璐 余波", ("曹璐", "余波")),
        ("李　舸　欧阳晴", ("李舸", "欧阳晴")),
        ("朱　海　丁方东　马艳刚", ("朱海", "丁方东", "马艳刚")),
        ("李晓宏、杨俊", ("李晓宏", "杨俊")),
        ("王彬乔斌曹晓云周秉荣", ("王彬", "乔斌", "曹晓云", "周秉荣")),
    ],
)
def test_names_with_and_without_spaces(printed, names):
    assert read_names(printed) == names


@pytest.mark.parametrize(
    "line",
    [
        "水利局开展河湖保护整治行动",
        "记者从县交通运输局获悉",
        "近日 随着天气转暖",
        "甲乙丙丁",
        "习近平签署国家主席令",
        "图片 报道",
        "摄影 比赛",
        "二十四节气·立秋",
        "获奖名单 何川 石林 袁立 汤牧之 欧阳晴 施南 郑满",
    ],
)
def test_line_with_other_words_is_not_a_byline(line):
    assert read_byline(line) is None


@pytest.mark.parametrize(
    ("line", "people"),
    [
        ("本报记者 何川", [("何川", "记者")]),
        ("记者 崔一 通讯员 潘桂洋 任梅", [("崔一", "记者"), ("潘桂洋", "通讯员"), ("任梅", "通讯员")]),
        ("（通 讯 员 石小满）", [("石小满", "通讯员")]),
        ("■ 本报记者 何川 文/图", [("何川", "文/图")]),
        ("文/施南　图/汤牧之", [("施南", "文"), ("汤牧之", "摄影")]),
        ("何川 文 汤牧之 摄", [("何川", "文"), ("汤牧之", "摄影")]),
        ("何川/文 汤牧之/图", [("何川", "文"), ("汤牧之", "摄影")]),
        ("文/本报记者 何川 图/通讯员 石小满", [("何川", "记者"), ("石小满", "摄影")]),
        ("（本报记者何川参与采写）", [("何川", "采写")]),
        ("新华社记者 姜克红摄", [("姜克红", "摄影")]),
        ("（本报记者 侯琳良 张 璁整理）", [("侯琳良", "整理"), ("张璁", "整理")]),
        ("特约记者 何川 实习记者 石小满", [("何川", "特约记者"), ("石小满", "实习记者")]),
        ("本报评论员 袁立", [("袁立", "评论员")]),
        ("通讯员 阿依古丽·买买提", [("阿依古丽·买买提", "通讯员")]),
        ("本报驻京记者 何川 报道", [("何川", "记者")]),
        ("青河县融媒体中心记者 何川", [("何川", "记者")]),
        ("记者丨何川 摄影丨石小满", [("何川", "记者"), ("石小满", "摄影")]),
        ("口述：何川 整理：石小满", [("何川", "口述"), ("石小满", "整理")]),
        ("漫画 何川", [("何川", "漫画")]),
        ("阿依古丽·买买提 何川", [("阿依古丽·买买提", ""), ("何川", "")]),
    ],
)
def test_byline_names_and_roles(line, people):
    assert [(c.name, c.role) for c in read_byline(line).credits] == people


@pytest.mark.parametrize("role", sorted(roles.WORDS))
@pytest.mark.parametrize(
    "line",
    [
        "{} 李强",
        "丁彤 {}",
        "丁彤 {} 李强",
        "丁彤 {} 李强 摄影",
        "丁彤 {}报道",
        "本报记者 丁彤 {}",
        "本报记者 丁彤 {} 李强",
        "本报记者 丁彤 {} 李强 任梅",
        "通讯员 丁彤 {} 李强 整理",
    ],
)
def test_no_role_of_the_tables_is_a_persons_name(line, role):
    byline = read_byline(line.format(role))

    assert byline is None or role not in {credit.name for credit in byline.credits}


# Roles that are printed on one side of a name only; 文 and 图 after a name are patterns of their own.
AFTER_ONLY = {
    "摄影报道", "采访整理", "采写整理", "综合整理", "参与采写", "参加采写", "采访报道", "图文报道", "文并摄",
    "供稿", "供图", "报道", "绘",
}  # fmt: skip
BEFORE_ONLY = {"撰文", "讲述", "讲述人", "漫画", "绘图"}


@pytest.mark.parametrize("role", sorted({*roles.AFTER, *roles.MARKED}))
def test_a_role_is_read_on_both_sides_of_a_name(role):
    after, before = (read_byline(line) for line in (f"丁彤 {role}", f"{role}/丁彤"))

    assert role in BEFORE_ONLY or (after and [c.name for c in after.credits if c.role]) == ["丁彤"]
    assert role in AFTER_ONLY or (before and [c.name for c in before.credits if c.role]) == ["丁彤"]


@pytest.mark.parametrize("role", sorted(roles.MARKED))
def test_a_role_after_a_reporter_belongs_to_the_next_name(role):
    people = [(c.name, c.role) for c in read_byline(f"本报记者 丁彤 {role} 李强").credits]

    assert people == [("丁彤", "记者"), ("李强", roles.MARKED[role])]


@pytest.mark.parametrize("line", ["丁彤 整理 李强", "丁彤 文字 李强 摄影", "本报记者 丁彤 策划 李强"])
def test_a_role_that_may_be_of_either_name_is_left_to_the_editor(line):
    story = story_ending_with(line)[0]

    assert story.authors == ()
    assert [(p.code, p.params["text"]) for p in story.problems] == [("unsure_roles", line)]


def test_reporter_of_another_paper_is_a_doubt_not_an_author():
    byline = read_byline("《云州晚报》记者 郑西 本报记者 何川")

    assert [c.name for c in byline.credits] == ["何川"]
    assert byline.doubts == (("foreign_reporter", "《云州晚报》记者 郑西"),)


def test_ambiguous_names_without_spaces_are_a_doubt():
    (story,) = parse_page("全县植树活动启动\n\n3月12日，全县义务植树活动启动。\n\n张云李文林").articles

    assert story.authors == ()
    assert [(p.code, p.params["text"]) for p in story.problems] == [("unsure_names", "张云李文林")]


def test_unknown_surname_beside_a_role_is_credited_with_a_doubt():
    byline = read_byline("本报记者 祢子晴 何川")

    assert [c.name for c in byline.credits] == ["祢子晴", "何川"]
    assert byline.doubts == (("rare_surname", "祢子晴"),)


def story_ending_with(line):
    text = "清淤\n\n河水清了。\n\n{}\n\n植树\n\n山坡绿了。\n\n施南 石小满\n\n义诊\n\n村民笑了。\n\n汤牧之 任梅"
    return parse_page(text.format(line)).articles


@pytest.mark.parametrize(
    "line", ["县水利局 何川", "何川（县委宣传部）", "（柳溪镇 何川）", "新华社发（何川摄）", "何川 摄"]
)
def test_workplace_or_agency_beside_the_name(line):
    stories = story_ending_with(line)

    assert [[a.name for a in s.authors] for s in stories] == [["何川"], ["施南", "石小满"], ["汤牧之", "任梅"]]


def test_own_commentator_ends_a_story_and_is_not_a_person():
    stories = story_ending_with("本报评论员")

    assert [story.headline for story in stories] == ["清淤", "植树", "义诊"]
    assert stories[0].authors == ()


def test_subhead_with_an_office_name_is_not_a_byline():
    stories = story_ending_with("县水利局 出实招\n\n水利局买了两条船。\n\n何川 任梅")

    assert [p.kind for p in stories[0].paragraphs] == ["paragraph", "subhead", "paragraph"]


@pytest.mark.parametrize(
    "text", ["本报记者看到，田里一片繁忙。", "新华社的老同志回忆，那年冬天很冷。", "讯息传来，全村沸腾。"]
)
def test_sentence_is_not_a_dateline(text):
    assert split_dateline(text) == ("", text, None)


@pytest.mark.parametrize(
    ("text", "dateline", "names"),
    [
        ("本报讯（记者 何川 通讯员 石小满）19日，", "本报讯（记者 何川 通讯员 石小满）", ["何川", "石小满"]),
        ("本报海口7月8日讯 19日，", "本报海口7月8日讯", []),
        ("据新华社合肥2月13日电　（记者程士华）记者", "据新华社合肥2月13日电　（记者程士华）", ["程士华"]),
        (
            "本报西宁2月13日电 （原韬雄、马文、高峰）日前",
            "本报西宁2月13日电 （原韬雄、马文、高峰）",
            ["原韬雄", "马文", "高峰"],
        ),
    ],
)
def test_split_dateline_with_people(text, dateline, names):
    printed, rest, byline = split_dateline(text)

    assert printed == dateline
    assert rest == text.removeprefix(dateline).strip()
    assert [c.name for c in byline.credits] == names if names else byline is None


def test_words_after_a_quotation_in_a_headline_are_not_a_byline():
    (story,) = parse_page("两市领导会晤 推进“青河”项目\n\n3月12日，两市领导会晤。\n\n何川").articles

    assert story.headline == "两市领导会晤 推进“青河”项目"
    assert [author.name for author in story.authors] == ["何川"]


def test_byline_after_a_sentence_that_ends_with_a_quotation():
    (story,) = parse_page("清淤\n\n村民说：“河水清了，心情也好了。”何川 石小满").articles

    assert [author.name for author in story.authors] == ["何川", "石小满"]
