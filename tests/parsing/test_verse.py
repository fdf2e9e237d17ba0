"""Lines of verse and of lists are paragraphs of their own, prose is not."""

import pytest

from articles.parsing import parse_page

POEM = ["渡口的灯亮了", "像一粒不肯睡的星", "撑船的老人", "把一天的风声", "慢慢收进船舱"]
NEXT = ["县城新开两条公交线路", "昨日，县城新开两条公交线路，串起三所学校和县医院，首末班车各延长一小时。"]


def read(text):
    return parse_page(text).articles


@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_poem_keeps_its_lines_and_its_author(between):
    poem, other = read("\n\n".join(["青河的夜", "施南", between.join(POEM), *NEXT]))

    assert (poem.headline, [author.name for author in poem.authors]) == ("青河的夜", ["施南"])
    assert [p.text for p in poem.paragraphs] == POEM
    assert other.headline == NEXT[0]


def test_author_on_the_line_above_the_verse():
    (poem,) = read("\n".join(["青河的夜", "施南", *POEM]))

    assert [p.text for p in poem.paragraphs] == POEM
    assert [author.name for author in poem.authors] == ["施南"]


def test_author_below_the_verse():
    poem, other = read("\n\n".join(["青河的夜", *POEM, "施南", *NEXT]))

    assert [p.text for p in poem.paragraphs] == POEM
    assert [author.name for author in poem.authors] == ["施南"]
    assert other.headline == NEXT[0]


def test_classical_verse():
    lines = ["溪头杨柳绿如烟，", "两岸人家种稻田。", "最是春风来得早，", "先吹桃李到门前。"]
    poem, _ = read("\n\n".join(["七绝·访柳溪", "石小满", *lines, *NEXT]))

    assert (poem.headline, [p.text for p in poem.paragraphs]) == ("七绝·访柳溪", lines)


@pytest.mark.parametrize(
    "items",
    [
        ["土豆　2.1元/斤", "菠菜　3.4元/斤"],
        ["木工类：郑满仓 袁立", "电工类：任梅 吴方舟"],
        ["一等奖：何川", "二等奖：石小满、汤牧之"],
    ],
)
def test_list_keeps_its_lines(items):
    story, other = read("\n\n".join(["本周榜单", *items, *NEXT]))

    assert (story.headline, [p.text for p in story.paragraphs]) == ("本周榜单", items)
    assert (story.authors, other.headline) == ((), NEXT[0])


def test_short_sentences_are_not_verse():
    lines = ["清淤", "河水清了，鱼也多了。", "何川", "植树", "山坡绿了，鸟也多了。", "石小满"]

    assert [story.headline for story in read("\n\n".join(lines))] == ["清淤", "植树"]


def test_credits_are_not_a_list():
    (story,) = read("清淤\n\n近日，柳溪镇清理河道三条，河水变清。\n\n文字：何川\n\n摄影：石小满")

    assert [p.text for p in story.paragraphs] == ["近日，柳溪镇清理河道三条，河水变清。"]


ROLL = ["秦牧远 陶一鸣 段玉 何川", "周明轩 何欣 石小满 潘桂洋", "丁彤 邵若"]
LONG_ROLL = ["秦牧远 陶一鸣 段玉 何川 周明轩 何欣 石小满 潘桂洋", "丁彤 邵若"]


def test_story_begins_below_a_roll_on_a_page_with_bylines_below_stories():
    page = ["柳溪镇植树", "昨日，柳溪镇植树三百棵。", "段玉", "好人榜", *ROLL, *NEXT, "何川"]

    assert [story.headline for story in parse_page("\n\n".join(page)).articles] == ["柳溪镇植树", "好人榜", NEXT[0]]


@pytest.mark.parametrize(("head", "names"), [("第六届“青河工匠”名单", ROLL), ("年度人物揭晓", LONG_ROLL)])
def test_names_of_a_roll_of_honour_are_no_authors(head, names):
    first, second = parse_page(
        "\n\n".join([head, *names, "县城开通公交线", "昨日，县城开通公交线一条。", "何川"])
    ).articles

    assert (first.headline, first.authors) == (head, ())
    assert [p.text for p in first.paragraphs] == names
    assert [author.name for author in second.authors] == ["何川"]


def test_names_between_such_a_heading_and_a_text_are_its_authors():
    (story,) = parse_page("柳溪镇公布先进个人名单\n\n段玉 何川\n\n近日，柳溪镇公布名单，二十人上榜。").articles

    assert [author.name for author in story.authors] == ["段玉", "何川"]
