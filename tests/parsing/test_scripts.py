"""Names, marks and lines in any characters: rare ones, traditional ones, other forms, unknown ones."""

import pytest

from articles.parsing import as_dict, parse_page
from articles.parsing.lines import split_lines

PAGE = """白石镇修好水渠
\u3000\u3000近日，白石镇组织村民修整水渠，清出淤泥二十余方。
\u3000\u3000村民说，今年浇地不用再排队。
{}
"""


@pytest.mark.parametrize(
    ("byline", "people"),
    [
        ("本报记者 赵\U0002cb4e", ["赵\U0002cb4e"]),
        ("通讯员 周鿍 孙㐂", ["周鿍", "孙㐂"]),
        ("本报记者 ⻢晓⻰", ["马晓龙"]),
        ("本报\u200b记者 \u202d沈\u2060怡\ufeff", ["沈怡"]),
        ("本报记者 葛\U000e0100明", ["葛明"]),
        ("本报记者 古丽．买买提", ["古丽·买买提"]),
        ("通讯员 古丽‧买买提 石小满", ["古丽·买买提", "石小满"]),
        ("本報記者 陳曉明 通訊員 張　偉", ["陳曉明", "張偉"]),
        ("（記者 劉大文）", ["劉大文"]),
        ("攝影/王麗", ["王麗"]),
        ("縣水利局 陳國強", ["陳國強"]),
    ],
)
def test_bylines_in_any_characters(byline, people):
    [story] = parse_page(PAGE.format(byline)).articles
    assert [credit.name for credit in story.authors] == people
    assert (story.headline, len(story.paragraphs)) == ("白石镇修好水渠", 2)


def test_traditional_page():
    page = as_dict(
        parse_page(
            "鎮上修好水渠\n　　本報訊（記者 陳川）近日，鎮上組織村民修渠，（下轉第2版）\n責任編輯：劉文 校對：張偉"
        )
    )
    [story] = page["articles"]
    assert (story["dateline"], story["continued_on_page"]) == ("本報訊（記者 陳川）", 2)
    assert story["authors"] == [{"name": "陳川", "role": "记者"}]
    assert [residue["kind"] for residue in page["residue"]] == ["page_credit"]


@pytest.mark.parametrize("mark", ["", "\u200b", "\u202a\u202c", "\ufeff", "\u2800"])
def test_lines_blank_to_the_eye_are_blank(mark):
    lines = ["白石镇修好水渠", mark, "\u3000\u3000近日，白石镇组织村民修整水渠。", mark, "何川"]
    [story] = parse_page("\n".join(lines)).articles
    assert (story.headline, [p.lines for p in story.paragraphs]) == ("白石镇修好水渠", [(3, 3)])


@pytest.mark.parametrize("end", ["\v", "\f", "\x85", "\u2028", "\u2029", "\r", "\n\f"])
def test_every_line_end_is_counted_once(end):
    assert [(block.line, block.text) for block in split_lines(f"甲{end}乙{end}{end}丙")] == [
        (1, "甲"),
        (2, "乙"),
        (4, "丙"),
    ]


@pytest.mark.parametrize("unknown", ["\ufffd", "\ue000", "\U000f0000", "\x03"])
def test_unknown_character_is_marked_at_its_line(unknown):
    text = "近日白石镇组织村民修\n整水渠，清出淤泥" + unknown + "二\n十余方，水到了田头。\n"
    [story] = parse_page("白石镇修好水渠\n" + text * 3).articles
    assert [problem.line for problem in story.problems if problem.code == "damaged_text"] == [3, 6, 9]
