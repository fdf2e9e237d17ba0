"""Pages that look like columns side by side, character recognition or a wrong encoding."""

import pytest

from articles.parsing import parse_page

PAGE = """东桥镇春耕全面展开

连日来，东桥镇组织农技人员下田指导春耕，共为一百二十户种粮大户送去技术资料，帮助解决育秧难题。

镇长何川表示，下一步将继续开展服务，确保不误农时。

本报记者 段玉
"""
COLUMNS = """东桥镇春耕全面展开

连日来，东桥镇组织农技人员下田      红旗村近日办起村晚，村民自编自演
指导春耕，共为一百二十户种粮大      十二个节目，台下坐满了从外地赶回
户送去技术资料，帮助解决育秧难      家乡过年的年轻人，掌声一阵接着一
题。镇长何川表示，下一步将继续      阵。演出持续两个小时，最后全场合
开展服务，确保不误农时。            唱。
"""
RECOGNISED = """东桥镇春耕全面展开

连日来，东桥镇组织农技人员”下田指导春耕，|共为一百二十户种粮大户送去
技术资料，” 帮助解决育秧难题。 〈本报记者 段玉)

JJ

镇长何川表示，”下一步将继续开l展服务，确保不误农时。 《何川)
"""


def codes(text):
    return [
        [problem.code for problem in story.problems if problem.code.startswith("looks")]
        for story in parse_page(text).articles
    ]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (COLUMNS, "looks_side_by_side"),
        (COLUMNS.replace("      ", "\t"), "looks_side_by_side"),
        (RECOGNISED, "looks_recognised"),
        (" ".join(PAGE.replace("\n", "\n\n")), "looks_recognised"),
        (PAGE.replace("，", "锟斤拷"), "looks_garbled"),
        (PAGE.replace("，", "锛�").replace("。", "銆�"), "looks_garbled"),
        (PAGE + PAGE[:20].encode().decode("cp1252", errors="replace"), "looks_garbled"),
    ],
)
def test_every_story_of_a_damaged_page_carries_one_doubt(text, code):
    found = codes(text)
    assert found
    assert found == [[code]] * len(found)


@pytest.mark.parametrize(
    "text",
    [
        PAGE,
        PAGE.replace("段玉", "段　玉"),
        "先进个人名单\n\n" + "王一　李二明　张三强　赵四海　钱五六　孙七八\n" * 8,
        "农贸市场价格\n\n" + "土豆    2.2元/斤    白菜    1.1元/斤\n" * 8,
        "全县秋收工作推进会召开　　周明轩出席并讲话\n\n" + PAGE,
        "東橋鎮春耕全面展開\n\n連日來，東橋鎮組織農技人員下田指導春耕，幫助解決育秧難題。\n\n鎮長表示，將繼續開展服務，確保不誤農時。\n",
        "AI课堂\n\n" + "学校用AI教学，让AI走进A股课，老师用X光片讲课，学生在T台上展示。\n" * 8,
        "拼音课\n\n" + "老师在黑板上写下fù、lǜ、jī三个音节，学生跟着读。\n" * 8,
        "歌名是 Café Müller，全场合唱。价格3元|斤。",
    ],
)
def test_ordinary_pages_carry_none(text):
    assert [code for found in codes(text) for code in found] == []


def test_the_doubt_is_at_the_first_line_that_shows_it():
    problems = parse_page(COLUMNS).articles[0].problems
    assert [problem.line for problem in problems if problem.code == "looks_side_by_side"] == [3]
