"""Bylines: a wrong author is worse than none."""

from time import process_time

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
        "王沪宁出席",
        "苗情好于上年",
        "记者探访县人民医院",
        "记者节感言",
        "县水利局 严把关",
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
        ("青河日报记者 何川", [("何川", "记者")]),
        ("县电视台记者何川", [("何川", "记者")]),
        ("特派记者 何川 发自成都", [("何川", "特派记者")]),
        ("见习记者何川广州报道", [("何川", "见习记者")]),
        ("记者 何川 石家庄报道", [("何川", "记者")]),
        ("记者 何川 石林报道", [("何川", "记者"), ("石林", "记者")]),
        ("【记者 何川】", [("何川", "记者")]),
        ("〔何川　石小满〕", [("何川", ""), ("石小满", "")]),
        ("「通讯员 何川」", [("何川", "通讯员")]),
        ("◇何川 文/摄", [("何川", "文/图")]),
        ("▌何川", [("何川", "")]),
        ("——何川", [("何川", "")]),
        ("☆何川☆", [("何川", "")]),
        ("图文：何川", [("何川", "文/图")]),
        ("文字整理/何川", [("何川", "整理")]),
        ("策划：何川 执笔：石小满 摄影：任梅", [("石小满", "执笔"), ("任梅", "摄影")]),
        ("供稿：何川", [("何川", "供稿")]),
        ("何川文 石小满图", [("何川", "文"), ("石小满", "摄影")]),
        ("何 川图 石小满文", [("何川", "摄影"), ("石小满", "文")]),
        ("何川 口述 石小满 整理", [("何川", "口述"), ("石小满", "整理")]),
        ("撰文·何川 摄影·石小满", [("何川", "文"), ("石小满", "摄影")]),
        ("记者 何川|通讯员 石小满", [("何川", "记者"), ("石小满", "通讯员")]),
        ("何川｜文", [("何川", "文")]),
        ("专题撰文 青河日报特派记者 何川", [("何川", "特派记者")]),
        ("采访：何川 石小满 执笔：何川", [("何川", "采写"), ("石小满", "采写")]),
        ("本报记者 何川 石小满 何川", [("何川", "记者"), ("石小满", "记者")]),
        ("记者 何川 图文", [("何川", "文/图")]),
        ("通讯员 柳溪镇 何川", [("何川", "通讯员")]),
        ("记者 扎西卓玛 通讯员 洛桑", [("扎西卓玛", "记者"), ("洛桑", "通讯员")]),
        ("通讯员 沙马石古", [("沙马石古", "通讯员")]),
        ("卓玛央金", [("卓玛央金", "")]),
        ("阿依古丽·吐尔逊", [("阿依古丽·吐尔逊", "")]),
    ],
)
def test_byline_names_and_roles(line, people):
    assert [(c.name, c.role) for c in read_byline(line).credits] == people


@pytest.mark.parametrize(
    "line",
    [
        "记者手记",
        "记者 观察",
        "记者 走基层",
        "记者 石家庄",
        "本报记者 柳溪镇",
        "通讯员 县水利局",
        "班长",
        "全文完",
        "柳溪镇",
        "记者 党校",
    ],
)
def test_word_beside_a_role_is_not_a_person(line):
    byline = read_byline(line)

    assert byline is None or byline.credits == ()


@pytest.mark.parametrize("line", ["策划：何川", "图/视觉中国", "供稿：县融媒体中心", "来源/新华社", "指导老师：何川"])
def test_credit_that_names_no_author_is_a_byline_without_people(line):
    assert read_byline(line).credits == ()


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


@pytest.mark.parametrize("line", ["丁彤 整理 李强", "丁彤 摄影 李强", "丁彤 文字 李强 摄影", "本报记者 丁彤 策划 李强"])
def test_a_role_that_may_be_of_either_name_is_left_to_the_editor(line):
    story = story_ending_with(line)[0]

    assert story.authors == ()
    assert [(p.code, p.params["text"]) for p in story.problems] == [("unsure_roles", line)]


def test_names_that_end_like_a_role_are_names():
    assert [(c.name, c.role) for c in read_byline("段小文 何志文").credits] == [("段小文", ""), ("何志文", "")]
    assert [(c.name, c.role) for c in read_byline("何川文 石小满图").credits] == [("何川", "文"), ("石小满", "摄影")]


@pytest.mark.parametrize(("people", "authors", "doubts"), [("何川", ["何川"], []), ("金华", [], ["unsure_byline"])])
def test_reporter_whose_name_is_a_place_is_a_doubt(people, authors, doubts):
    (story,) = parse_page(f"全县植树活动启动\n\n本报讯（记者 {people}）3月12日，全县义务植树活动启动。").articles

    assert [author.name for author in story.authors] == authors
    assert [p.code for p in story.problems] == doubts


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
    "line",
    [
        "县水利局 何川",
        "何川（县委宣传部）",
        "何川（作者单位：县委党校）",
        "（柳溪镇 何川）",
        "班长 何川",
        "县实验小学五（2）班 何川 指导老师：袁立",
        "新华社发（何川摄）",
        "何川 摄",
    ],
)
def test_workplace_or_agency_beside_the_name(line):
    stories = story_ending_with(line)

    assert [[a.name for a in s.authors] for s in stories] == [["何川"], ["施南", "石小满"], ["汤牧之", "任梅"]]


def test_own_commentator_ends_a_story_and_is_not_a_person():
    stories = story_ending_with("本报评论员")

    assert [story.headline for story in stories] == ["清淤", "植树", "义诊"]
    assert stories[0].authors == ()


@pytest.mark.parametrize(
    "line",
    [
        "策划：何川",
        "来源：县融媒体中心",
        "供稿：县融媒体中心",
        "图/视觉中国",
        "县委宣传部供稿",
        "据《青河县志》",
        "（全文完）",
        "青河县融媒体中心",
        "青河日报记者",
    ],
)
def test_credit_without_a_name_is_no_headline(line):
    stories = story_ending_with(line)

    assert [story.headline for story in stories] == ["清淤", "植树", "义诊"]
    assert stories[0].authors == ()


@pytest.mark.parametrize(
    "line", ["一审：何川 二审：袁立 三审：郑满", "一审/何川 二审/袁立", "监制：何川", "审核：何川"]
)
def test_those_who_passed_the_page_are_set_aside(line):
    page = parse_page(f"清淤\n\n河水清了。\n\n施南 石小满\n\n{line}")

    assert [(story.headline, [a.name for a in story.authors]) for story in page.articles] == [
        ("清淤", ["施南", "石小满"])
    ]
    assert [(piece.kind, piece.text) for piece in page.residue] == [("page_credit", line)]


def test_subhead_with_an_office_name_is_not_a_byline():
    stories = story_ending_with("县水利局 出实招\n\n水利局买了两条船。\n\n何川 任梅")

    assert [p.kind for p in stories[0].paragraphs] == ["paragraph", "subhead", "paragraph"]


@pytest.mark.parametrize(
    "text",
    [
        "本报记者看到，田里一片繁忙。",
        "新华社的老同志回忆，那年冬天很冷。",
        "讯息传来，全村沸腾。",
        "青河讯 19日，",
        "喜讯（见图）传来，全村沸腾。",
        "据青河日报记者了解，",
        "（二）田里一片繁忙，机器声响成一片。",
    ],
)
def test_sentence_is_not_a_dateline(text):
    assert split_dateline(text) == ("", text, None)


@pytest.mark.parametrize(
    ("text", "dateline", "names"),
    [
        ("本报讯（记者 何川 通讯员 石小满）19日，", "本报讯（记者 何川 通讯员 石小满）", ["何川", "石小满"]),
        ("本报海口7月8日讯 19日，", "本报海口7月8日讯", []),
        ("青河讯（记者 何川）19日，", "青河讯（记者 何川）", ["何川"]),
        ("青河日报讯（通讯员 何川）19日，", "青河日报讯（通讯员 何川）", ["何川"]),
        ("青河新闻网讯 19日，", "青河新闻网讯", []),
        ("青河融媒讯（记者 何川）19日，", "青河融媒讯（记者 何川）", ["何川"]),
        ("“青河发布”讯（记者 何川）19日，", "“青河发布”讯（记者 何川）", ["何川"]),
        ("【本报讯】（记者 何川）19日，", "【本报讯】（记者 何川）", ["何川"]),
        ("[本报讯] 19日，", "[本报讯]", []),
        ("本报讯〔记者 何川〕19日，", "本报讯〔记者 何川〕", ["何川"]),
        ("本报讯 记者何川、通讯员石小满报道：19日，", "本报讯 记者何川、通讯员石小满报道：", ["何川", "石小满"]),
        ("本报讯（柳溪镇 何川）19日，", "本报讯（柳溪镇 何川）", ["何川"]),
        ("（记者 何川 通讯员 石小满）19日上午，大会召开。", "（记者 何川 通讯员 石小满）", ["何川", "石小满"]),
        ("【记者 何川】19日上午，大会召开。", "【记者 何川】", ["何川"]),
        ("青河日报记者 何川报道：19日，", "青河日报记者 何川报道：", ["何川"]),
        (
            "□记者 何川 石小满 19日上午，全县三级干部大会在县城召开，会期一天。",
            "□记者 何川 石小满",
            ["何川", "石小满"],
        ),
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


FIRST, SECOND = "近日，柳溪镇清理河道三条，河水变清。", "昨日，县城开通公交线一条，票价一元。"


def page_of(line):
    """Two stories with the line below their headlines."""
    return parse_page(f"柳溪镇清理河道\n\n{line}\n\n{FIRST}\n\n县城开通公交线\n\n{line}\n\n{SECOND}").articles


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("■ 何川", ["何川"]),
        ("⊙何川", ["何川"]),
        ("何川", ["何川"]),
        ("何　川", ["何川"]),
        ("阿依古丽·吐尔逊", ["阿依古丽·吐尔逊"]),
        ("何川 石小满", ["何川", "石小满"]),
        ("县水利局 何川", ["何川"]),
        ("青河日报记者 何川", ["何川"]),
        ("□ 何川\n\n□ 石小满", ["何川", "石小满"]),
        ("本报记者\n\n何川", ["何川"]),
        ("策划/袁立\n\n执笔/何川", ["何川"]),
        ("本报评论员", []),
        ("青河县融媒体中心", []),
        ("■ 新华社记者", []),
    ],
)
def test_byline_below_the_headline(line, names):
    stories = page_of(line)

    assert [story.headline for story in stories] == ["柳溪镇清理河道", "县城开通公交线"]
    assert [[author.name for author in story.authors] for story in stories] == [names, names]
    assert [story.problems for story in stories] == [(), ()]


def test_only_lone_name_below_a_headline_is_an_author_to_check():
    story, other = parse_page(f"柳溪镇清理河道\n\n何川\n\n{FIRST}\n\n县城开通公交线\n\n{SECOND}").articles

    assert ([author.name for author in story.authors], other.authors) == (["何川"], ())
    assert [(p.code, p.params["text"]) for p in story.problems] == [("assumed_byline", "何川")]


@pytest.mark.parametrize(
    "caption",
    [
        "图为柳溪。（何川 摄）",
        "图为柳溪（何川 摄）",
        "图为柳溪 何川 摄",
        "图为柳溪。供图/何川",
        "图为柳溪。本报记者何川摄",
    ],
)
def test_photographer_of_a_caption(caption):
    (story,) = parse_page(f"柳溪镇清理河道\n\n{FIRST}\n\n{caption}\n\n石小满 任梅").articles

    assert {author.name for author in story.authors} == {"何川", "石小满", "任梅"}


def test_idiom_that_could_be_two_names_is_a_headline():
    story, _ = parse_page(f"何以解忧\n\n{FIRST}\n\n县城开通公交线\n\n{SECOND}").articles

    assert (story.headline, story.authors) == ("何以解忧", ())


def test_person_is_named_once_and_not_as_photographer():
    (story,) = parse_page(f"柳溪镇清理河道\n\n{FIRST}\n\n图为柳溪。 何川 摄\n\n{SECOND}\n\n本报记者 何川").articles

    assert [(author.name, author.role) for author in story.authors] == [("何川", "记者")]


def test_own_name_before_the_text_is_a_dateline():
    text = f"柳溪镇清理河道\n\n青河讯　{FIRST}\n\n何川 石小满"

    assert [story.dateline for story in parse_page(text).articles] == [""]
    assert [story.dateline for story in parse_page(text, "青河日报").articles] == ["青河讯"]


@pytest.mark.parametrize(
    "page",
    [
        "青河日报 2023年7月20日 星期四\n\n柳溪镇清理河道\n\n青河讯　{}",
        "柳溪镇清理河道\n\n青河讯　{}\n\n县城开通公交线\n\n青河讯　昨日，县城开通公交线一条。",
        "柳溪镇清理河道\n\n青河讯　{}\n\n县城开通公交线\n\n青河讯（何川）昨日，县城开通公交线一条。",
    ],
)
def test_own_name_is_learned_from_the_page(page):
    story, *_ = parse_page(page.format(FIRST)).articles

    assert (story.dateline, [p.text for p in story.paragraphs]) == ("青河讯", [FIRST])


def test_own_name_at_the_top_is_the_masthead():
    page = parse_page(f"青河新闻\n\n柳溪镇清理河道\n\n{FIRST}", "青河新闻")

    assert [(piece.kind, piece.text) for piece in page.residue] == [("masthead", "青河新闻")]
    assert [story.headline for story in page.articles] == ["柳溪镇清理河道"]


@pytest.mark.parametrize("char", ["报", "网", "驻", "讯", "（报", "记者", "本报 ", "何川 "])
def test_repeated_characters_take_no_time(char):
    line = char * 20
    start = process_time()
    parse_page(f"柳溪镇清理河道\n\n{line}\n\n■{line}\n\n近日，{line}。{line}\n\n")

    assert process_time() - start < 2
