"""The plain text an article's body is kept in."""

import pytest

from articles.text.body import Block, as_text, blocks

TEXT = "东桥镇今年种植小麦三万亩。\n\n## 机械上阵\n\n图：收割机在田间作业。\n\n预计本周收完。"
BLOCKS = [
    Block("paragraph", "东桥镇今年种植小麦三万亩。"),
    Block("subhead", "机械上阵"),
    Block("caption", "收割机在田间作业。"),
    Block("paragraph", "预计本周收完。"),
]


def test_blocks_are_parted_by_blank_lines_and_told_by_their_marks():
    assert blocks(TEXT) == BLOCKS


def test_text_and_blocks_are_each_others_inverse():
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
def test_what_a_form_or_a_keyboard_adds_does_not_matter(typed):
    assert blocks(typed) == [Block("paragraph", "甲。"), Block("paragraph", "乙。")]


def test_a_single_line_end_inside_a_paragraph_is_no_cut():
    assert blocks("全市统战工\n作会议召开。") == [Block("paragraph", "全市统战工作会议召开。")]
