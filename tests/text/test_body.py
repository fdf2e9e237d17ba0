"""The plain text of an article's body."""

import pytest

from articles.text.body import Block, as_text, blocks, joined

TEXT = "东桥镇今年种植小麦三万亩。\n\n## 机械上阵\n\n图：收割机在田间作业。\n\n预计本周收完。"
BLOCKS = [
    Block("paragraph", "东桥镇今年种植小麦三万亩。"),
    Block("subhead", "机械上阵"),
    Block("caption", "收割机在田间作业。"),
    Block("paragraph", "预计本周收完。"),
]


def test_mark_alone_is_an_empty_block():
    assert blocks("##\n\n图：\n\n##井号") == [Block("subhead", ""), Block("caption", ""), Block("paragraph", "##井号")]


def test_blocks_are_separated_by_blank_lines_and_identified_by_marks():
    assert blocks(TEXT) == BLOCKS


def test_a_caption_may_name_its_picture():
    body = "图2：收割机在田间作业。\n\n图：麦田。\n\n图2023年新增一行"
    assert blocks(body) == [
        Block("caption", "收割机在田间作业。", 2),
        Block("caption", "麦田。"),
        Block("paragraph", "图2023年新增一行"),
    ]
    assert as_text(blocks(body)) == body


def test_as_text_is_the_inverse_of_blocks():
    assert as_text(BLOCKS) == TEXT


@pytest.mark.parametrize(
    "typed",
    [
        "甲。\n\n\n\n乙。",
        "甲。\r\n\r\n乙。",
        "甲。\r\r乙。",
        "甲。\u2029\u2029\v乙。\f",
        "甲。\n　　\n　　乙。\n",
        "\n甲。\n \t\n乙。",
    ],
)
def test_blocks_ignore_line_ends_and_extra_space(typed):
    assert blocks(typed) == [Block("paragraph", "甲。"), Block("paragraph", "乙。")]


def test_single_line_end_does_not_split_a_paragraph():
    assert blocks("全市统战工\n作会议召开。") == [Block("paragraph", "全市统战工作会议召开。")]


def texts(typed):
    return [block.text for block in blocks(typed)]


@pytest.mark.parametrize(
    "typed",
    [
        "今夜有雨。\r\n明天转晴。\r\n后天降温。",
        "今夜有雨。\u2028明天转晴。\v后天降温。",
        "　　今夜有雨\n　　明天转晴\n　　后天降温",
        "  今夜有雨。\n  明天转晴，\n  后天降温。",
        "今夜有雨，\n明天转晴，\n后天降温。",
        "今夜有雨\n明天转晴\n后天降温",
    ],
)
def test_pasted_lines_are_paragraphs(typed):
    assert [text.rstrip("，。") for text in texts(typed)] == ["今夜有雨", "明天转晴", "后天降温"]


def test_lines_of_a_column_are_one_paragraph():
    typed = "近日，东桥镇组织农技人员下田指导\n春耕，共为一百二十户种粮大户送去\n资料。\n　　下一步，镇里将继续服务。"
    assert texts(typed) == [
        "近日，东桥镇组织农技人员下田指导春耕，共为一百二十户种粮大户送去资料。",
        "下一步，镇里将继续服务。",
    ]


def test_subheads_and_lists_keep_their_lines():
    typed = (
        "会议提出三点要求。\n一、加强组织领导\n各镇要成立专班，倒排工期。\n（二）严格考核\n考核结果公布。\n"
        "## 机械上阵\n麦收开始。\n图：收割机在田间作业\n预计本周收完。"
    )
    assert [(block.kind, block.text) for block in blocks(typed)] == [
        ("paragraph", "会议提出三点要求。"),
        ("paragraph", "一、加强组织领导"),
        ("paragraph", "各镇要成立专班，倒排工期。"),
        ("paragraph", "（二）严格考核"),
        ("paragraph", "考核结果公布。"),
        ("subhead", "机械上阵"),
        ("paragraph", "麦收开始。"),
        ("caption", "收割机在田间作业"),
        ("paragraph", "预计本周收完。"),
    ]


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("他说 hello\r\nworld 这个词。", "他说 hello world 这个词。"),
        ("歌名是 Auld Lang\nSyne，全场合唱。", "歌名是 Auld Lang Syne，全场合唱。"),
        ("全县接种 COVID\n19 疫苗，共三万剂。", "全县接种 COVID 19 疫苗，共三万剂。"),
        ("这批大米每吨价格为3,\n000元，比去年高。", "这批大米每吨价格为3,000元，比去年高。"),
        ("项目建成于20\n24年，总投资一亿元。", "项目建成于2024年，总投资一亿元。"),
        ("He came to Dongqiao ten years ago,\nand stayed.", "He came to Dongqiao ten years ago, and stayed."),
    ],
)
def test_latin_words_at_a_seam_are_not_glued(typed, text):
    assert texts(typed) == [text]


def test_parts_of_a_story_are_joined_with_a_space_between_latin_words():
    cut = [Block("paragraph", "合唱 Auld Lang")]
    assert joined(cut, [Block("paragraph", "Syne 结束。")]) == [Block("paragraph", "合唱 Auld Lang Syne 结束。")]
