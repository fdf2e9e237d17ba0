"""The kind of page decides what a lone name and a short line mean."""

from articles.parsing import parse_page

FIRST = "县城公交换新\n\n本报青河3月18日电　（记者何川）县城公交车全部换成电动车。\n\n"
SECOND = "柳溪大桥通车\n\n本报柳溪3月18日电　（记者施南）柳溪大桥建成通车，双向四车道。\n\n"


def test_on_a_page_without_bylines_below_a_word_like_a_name_is_a_headline():
    page = parse_page(FIRST + SECOND + "凌晨\n\n凌晨四点，老街的豆腐坊亮起灯，磨盘吱呀作响，豆香飘满小巷。\n\n")

    assert [story.headline for story in page.articles] == ["县城公交换新", "柳溪大桥通车", "凌晨"]
    assert [[author.name for author in story.authors] for story in page.articles] == [["何川"], ["施南"], []]


def test_on_a_page_with_bylines_below_a_lone_name_ends_the_story():
    page = parse_page("清淤\n\n河水清了。\n\n何川\n\n植树\n\n山坡绿了。\n\n凌晨\n\n义诊\n\n村民笑了。\n\n石小满")

    assert [(story.headline, [a.name for a in story.authors]) for story in page.articles] == [
        ("清淤", ["何川"]),
        ("植树", ["凌晨"]),
        ("义诊", ["石小满"]),
    ]


def test_the_parts_of_a_package_under_one_headline_stay_one_story():
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
