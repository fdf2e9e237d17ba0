"""Cut lines are joined to paragraphs without a space; whole paragraphs are not."""

from articles.parsing import parse_page
from articles.parsing.columns import column_width, ends_line
from articles.parsing.lines import join, split_lines
from articles.parsing.wrapping import join_hard_lines


def paragraphs(text):
    return [paragraph.text for story in parse_page(text).articles for paragraph in story.paragraphs]


def test_one_paragraph_per_line_is_not_joined():
    blocks = split_lines(
        "柳溪镇开展河道清淤\n近日，柳溪镇组织志愿者开展清淤整治，共清理淤泥六百多立方米。\n河水清了。\n何川"
    )

    assert join_hard_lines(blocks) == blocks


def test_lines_of_equal_width_are_joined_into_paragraphs():
    blocks = split_lines(
        "　　近日柳溪镇组织志愿\n者开展河道清淤整治，共\n清理淤泥六百立方米。\n　　河水清了，心情也好\n了。"
    )

    assert [(b.text, b.line, b.last) for b in join_hard_lines(blocks)] == [
        ("近日柳溪镇组织志愿者开展河道清淤整治，共清理淤泥六百立方米。", 1, 3),
        ("河水清了，心情也好了。", 4, 5),
    ]


COLUMN = (
    "近日柳溪镇组织志愿者开\n展河道清淤整治，共清理\n淤泥六百多立方米。\n今年以来，柳溪镇栽种垂\n柳三百棵，河水清了。\n"
)


def test_headline_as_wide_as_the_column_is_not_joined():
    assert [b.text for b in join_hard_lines(split_lines("柳溪镇清淤河道见成效了\n" + COLUMN))] == [
        "柳溪镇清淤河道见成效了",
        "近日柳溪镇组织志愿者开展河道清淤整治，共清理淤泥六百多立方米。",
        "今年以来，柳溪镇栽种垂柳三百棵，河水清了。",
    ]


def test_short_line_below_a_full_last_line_is_joined_if_a_sentence():
    full = COLUMN + "河水清了鱼也多了好看。\n"

    assert [b.text for b in join_hard_lines(split_lines(full + "何川 石小满"))][-1] == "何川 石小满"
    assert join_hard_lines(split_lines(full + "两岸绿了。"))[-1].text.endswith("河水清了鱼也多了好看。两岸绿了。")


def test_hard_lines_with_blank_lines_between_are_joined():
    lines = COLUMN.replace("，河水清了", "").replace("\n", "\n\n")

    assert [b.text for b in join_hard_lines(split_lines(lines * 3))][:2] == [
        "近日柳溪镇组织志愿者开展河道清淤整治，共清理淤泥六百多立方米。",
        "今年以来，柳溪镇栽种垂柳三百棵。",
    ]


def test_listed_headlines_of_equal_length_are_not_hard_lines():
    blocks = split_lines(
        "\n\n".join(["柳溪镇清淤河道见成效", "县城公交车全部换新车", "西街老茶馆里话防诈骗", "织布机旁边过了四十年"])
    )

    assert join_hard_lines(blocks) == blocks


def test_byline_as_wide_as_the_column_is_not_joined():
    text = COLUMN + "本报记者 何川 石小满\n柳溪大桥今天建成通车\n" + COLUMN

    assert [b.text for b in join_hard_lines(split_lines(text))][2:4] == ["本报记者 何川 石小满", "柳溪大桥今天建成通车"]


def test_names_of_those_present_that_fill_a_line_are_text():
    text = COLUMN + "　　林舟、何川、石小满\n和段玉等参加会见。\n" + COLUMN

    assert "林舟、何川、石小满和段玉等参加会见。" in [b.text for b in join_hard_lines(split_lines(text))]


def test_names_in_a_list_that_goes_on_are_no_byline():
    text = COLUMN + "　　何川、段玉、王波、\n李明、林舟等出席了揭牌\n活动。\n" + COLUMN

    assert "何川、段玉、王波、李明、林舟等出席了揭牌活动。" in [b.text for b in join_hard_lines(split_lines(text))]


def test_full_stop_on_its_own_line_ends_the_paragraph():
    text = "　　近日柳溪镇组织志愿\n者开展河道清淤整治，共\n清理淤泥六百立方米好了\n。\n　　河水清了，心情也好\n了。"

    assert paragraphs(text)[0] == "近日柳溪镇组织志愿者开展河道清淤整治，共清理淤泥六百立方米好了。"


def test_finished_paragraph_is_not_joined_with_the_next():
    assert paragraphs("清淤\n\n河水清了。\n\n鱼也多了。\n\n何川") == ["河水清了。", "鱼也多了。"]


def test_paragraph_cut_by_blank_lines_is_joined_without_a_space():
    text = "清淤\n\n柳溪镇组织志愿者二十余人，对辖区内三条主要河道开展清淤整\n\n\n\n治。\n\n何川"

    assert paragraphs(text) == ["柳溪镇组织志愿者二十余人，对辖区内三条主要河道开展清淤整治。"]


def test_caption_inside_a_cut_paragraph_does_not_end_it():
    text = (
        "清淤\n\n柳溪镇组织志愿者二十余人，对辖区内三条主要河道开展清淤整治，清理水草、垃圾\n\n"
        "图为清淤现场。 石小满 摄\n\n和淤泥共六百多立方米。\n\n何川"
    )
    (story,) = parse_page(text).articles

    assert [(p.kind, p.text) for p in story.paragraphs] == [
        (
            "paragraph",
            "柳溪镇组织志愿者二十余人，对辖区内三条主要河道开展清淤整治，清理水草、垃圾和淤泥共六百多立方米。",
        ),
        ("caption", "图为清淤现场。"),
    ]
    assert [(a.name, a.role) for a in story.authors] == [("石小满", "摄影"), ("何川", "")]


def test_captions_below_one_another_are_captions():
    (story,) = parse_page("秋天的街道（组图）\n\n图①：清扫落叶。\n图②：疏导交通。\n石小满 摄\n").articles

    assert [(p.kind, p.text) for p in story.paragraphs] == [
        ("caption", "图①：清扫落叶。"),
        ("caption", "图②：疏导交通。"),
    ]


def test_join_with_a_space_only_between_latin_words():
    assert join(["发表在Nature", "Medicine上"]) == "发表在Nature Medicine上"
    assert join(["接诊2", "00余人次"]) == "接诊200余人次"


def test_irregular_cuts_have_no_column_width():
    assert column_width(["字" * n for n in (50, 57, 64, 71, 78, 90)]) is None


def test_column_width_from_cuts_at_line_ends():
    width = column_width(["字" * n for n in (61, 82, 103, 124)])

    assert width == 21
    assert [ends_line("字" * n, width) for n in (12, 19, 40, 30)] == [False, True, True, False]
