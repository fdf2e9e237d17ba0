"""The plain text of an article's body."""

import pytest

from articles.text.body import Block, as_text, blocks

TEXT = "东桥镇今年种植小麦三万亩。\n\n## 机械上阵\n\n图：收割机在田间作业。\n\n预计本周收完。"
BLOCKS = [
    Block("paragraph", "东桥镇今年种植小麦三万亩。"),
    Block("subhead", "机械上阵"),
    Block("caption", "收割机在田间作业。"),
    Block("paragraph", "预计本周收完。"),
]


def test_mark_alone_is_an_empty_block():
    assert blocks("##\n\n图：\n\n##井号") == [("subhead", ""), ("caption", ""), ("paragraph", "##井号")]


def test_blocks_are_separated_by_blank_lines_and_identified_by_marks():
    assert blocks(TEXT) == BLOCKS


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
