"""The layout of a page decides what a lone name or a short line is."""

from articles.parsing import parse_page

FIRST = "县城公交换新\n\n本报青河3月18日电　（记者何川）县城公交车全部换成电动车。\n\n"
SECOND = "柳溪大桥通车\n\n本报柳溪3月18日电　（记者施南）柳溪大桥建成通车，双向四车道。\n\n"


def test_word_like_a_name_is_a_headline_if_bylines_are_not_below():
    page = parse_page(FIRST + SECOND + "凌晨\n\n凌晨四点，老街的豆腐坊亮起灯，磨盘吱呀作响，豆香飘满小巷。\n\n")

    assert [story.headline for story in page.articles] == ["县城公交换新", "柳溪大桥通车", "凌晨"]
    assert [[author.name for author in story.authors] for story in page.articles] == [["何川"], ["施南"], []]


def test_lone_name_ends_a_story_if_bylines_are_below():
    page = parse_page("清淤\n\n河水清了。\n\n何川\n\n植树\n\n山坡绿了。\n\n凌晨\n\n义诊\n\n村民笑了。\n\n石小满")

    assert [(story.headline, [a.name for a in story.authors]) for story in page.articles] == [
        ("清淤", ["何川"]),
        ("植树", ["凌晨"]),
        ("义诊", ["石小满"]),
    ]


def test_package_below_one_headline_is_one_story():
    page = parse_page(
        "春运一线\n\n送医治\n\n服务区对旅客施救\n\n本报云州3月1日电　（记者何川）日前，候车室内一名旅客突发疾病。\n\n"
        "搭产房\n\n列车上为孕妇接生\n\n本报青河3月1日电　（记者石小满）日前，列车上一名孕妇即将临产。"
    )
    (story,) = page.articles

    assert story.headline == "春运一线"
    assert [p.text for p in story.paragraphs if p.kind == "subhead"] == [
        "送医治",
        "服务区对旅客施救",
        "搭产房",
        "列车上为孕妇接生",
    ]
    assert [author.name for author in story.authors] == ["何川", "石小满"]


INDENTED = (
    "柳溪镇开展河道清淤\n\n"
    "　　近日，柳溪镇组织志愿者二十余人，对辖区内三条主要河道开展清淤整治，"
    "共清理淤泥六百多立方米，两岸群众纷纷点赞叫好，直夸河水清了。\n\n"
    "　　清淤以后，柳溪镇在河道两岸栽种垂柳三百余棵，铺设步道两千余米，"
    "安装路灯八十余盏，沿河村民晚饭以后又有了散步聊天的好去处了。\n\n"
    "{}"
    "　　下一步，柳溪镇将继续加大河道整治力度，聘请二十名河道管护员，"
    "建立长效管护机制，确保河道整治一处、见效一处、长久保持一处干净。\n\n"
    "何川 石小满"
)


def indented_page(lines):
    (story,) = parse_page(INDENTED.format(lines)).articles
    return [(p.kind, p.text) for p in story.paragraphs]


def test_indented_page_short_indented_line_begins_a_paragraph():
    lines = "　　清淤队长老施\n\n说起这条河来话很多。\n\n"

    assert indented_page(lines)[2] == ("paragraph", "清淤队长老施说起这条河来话很多。")


def test_indented_page_short_line_without_indent_is_a_subhead():
    assert indented_page("清淤队长老施\n\n　　老施说起这条河来话很多。\n\n")[2:4] == [
        ("subhead", "清淤队长老施"),
        ("paragraph", "老施说起这条河来话很多。"),
    ]


REST = "老施每天早上六点到河边，带着十二名队员下水，一干就是一整天，晚上到家浑身泥水，连妻子都认不出他来了。"


def test_indented_page_text_without_indent_continues_a_paragraph():
    assert indented_page(f"　　老施是队长。\n\n{REST}\n\n")[2] == ("paragraph", f"老施是队长。{REST}")


def test_page_without_indents_full_stop_ends_a_paragraph():
    (story,) = parse_page(f"清淤\n\n老施是队长。\n\n{REST}\n\n何川").articles

    assert [p.text for p in story.paragraphs] == ["老施是队长。", REST]


def test_photographer_does_not_end_a_story_without_its_byline():
    page = parse_page(
        "清淤\n\n河水清了。\n\n图为清淤现场。 施南 摄\n\n据了解，全镇清淤河道四条，受益群众三千余\n\n人。\n\n何川\n\n"
        "植树\n\n山坡绿了。\n\n石小满\n\n义诊\n\n村民笑了。\n\n汤牧之"
    )

    assert [story.headline for story in page.articles] == ["清淤", "植树", "义诊"]
    assert page.articles[0].paragraphs[-1].text == "据了解，全镇清淤河道四条，受益群众三千余人。"


def test_lone_name_between_a_story_and_a_headline_is_a_byline():
    page = parse_page(FIRST + "桥头开了一家新店，天天排队。\n\n施南\n\n" + SECOND)

    assert [(story.headline, [a.name for a in story.authors]) for story in page.articles] == [
        ("县城公交换新", ["何川", "施南"]),
        ("柳溪大桥通车", ["施南"]),
    ]


def test_dateline_names_the_author_on_a_page_with_bylines():
    page = parse_page(
        "清淤\n\n河水清了。\n\n何川\n\n植树\n\n山坡绿了。\n\n石小满\n\n义诊\n\n村民笑了。\n\n汤牧之\n\n"
        "县城公交换新\n\n本报讯（记者 施南）县城公交车全部换成电动车，起步价一元。\n\n"
        "小学食堂添新菜\n\n红烧豆腐最受欢迎，孩子们排起长队。\n\n丁彤"
    )

    assert [story.headline for story in page.articles] == ["清淤", "植树", "义诊", "县城公交换新", "小学食堂添新菜"]


def test_photo_story_ends_with_its_photographer():
    page = parse_page(
        "清淤\n\n河水清了。\n\n何川\n\n图片新闻\n\n图为柳溪花田。 施南 摄\n\n"
        "植树\n\n山坡绿了。\n\n石小满\n\n义诊\n\n村民笑了。\n\n汤牧之"
    )

    assert [story.headline for story in page.articles] == ["清淤", "图片新闻", "植树", "义诊"]
