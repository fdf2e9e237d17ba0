"""Invisible characters, spaces in names, and cuts that split no visible character."""

import pytest

from articles.text.characters import (
    as_line,
    as_lines,
    as_name,
    beginning,
    clean,
    ending,
    is_blank,
    lines,
    whole_characters,
)

FAMILY = "👨\u200d👩\u200d👧"
INVISIBLE = [
    "\u200b", "\u200c", "\u200d", "\ufeff", "\u2060", "\u00ad", "\u3000", "\u00a0", "\u202e", "\u2066", "\u2069",
    "\u200e", "\u200f", "\u180e", "\u3164", "\u115f", "\u2800", "\ufe0f", "\u0008", "\u0000", "\u2028",
    "\u200b \u3000\ufeff",
]  # fmt: skip


@pytest.mark.parametrize("text", ["", " \t\n", *INVISIBLE], ids=ascii)
def test_invisible_text_is_blank(text):
    assert is_blank(text)
    assert as_line(text) == ""


@pytest.mark.parametrize("text", ["水", "0", "。", FAMILY, "\u200b水", "é"])
def test_visible_text_is_not_blank(text):
    assert not is_blank(text)


def test_as_line_removes_invisible_characters():
    assert as_line("\u202e水利局\u200b开展\u0008\ufeff整治 \u200d") == "水利局开展整治"
    assert as_line("第一行\r\n第二行\u2028第三行") == "第一行 第二行 第三行"


@pytest.mark.parametrize(
    "text", [FAMILY, "❤\ufe0f\u200d🔥", "葛\U000e0100城", "نمی\u200cخواهم", "水利　治河", "1\ufe0f\u20e3"]
)
def test_as_line_keeps_joiners_and_selectors(text):
    assert as_line(text) == text


@pytest.mark.parametrize(
    "typed", ["何川", "何川\u200b", "何\u3000川", "何 川", "何\u00a0川", "\ufeff何\u2006川 ", "何\u200d川"]
)
def test_as_name_removes_spaces_in_chinese_names(typed):
    assert as_name(typed) == "何川"


def test_as_name_keeps_spaces_in_other_names():
    assert as_name(" John  Smith ") == "John Smith"
    assert as_name("张三　李四") == "张三 李四"
    assert as_name("王 小 明") == "王小明"
    assert as_name("阿依古丽·买买提") == "阿依古丽·买买提"


def test_as_name_has_one_spelling_for_dots_and_variants():
    for dot in "·•‧・･．.⋅∙":
        assert as_name(f"阿依古丽{dot}买买提") == "阿依古丽·买买提"
    assert as_name("葛\U000e0100明") == "葛明"
    assert as_name("J. Smith") == "J. Smith"


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("本报\u200b记者\ufeff ⻢超", "本报记者 马超"),
        ("⼈⺠⽂化 ⻓桥", "人民文化 长桥"),
        ("\uf9f7\u3000\U0002f800", "立\u3000丽"),
        ("︵全文︶︒﹐ｏｋ｡ ﬁn", "（全文）。，ｏｋ。 fin"),
        ("二十四节气•立秋", "二十四节气·立秋"),
        ("一.加强领导 3.5公里 • 水利", "一.加强领导 3.5公里 • 水利"),
        ("第一行\u2028\t第二行\f", "第一行\u2028\t第二行\f"),
        (FAMILY + "①㎡Ⅳ", FAMILY + "①㎡Ⅳ"),
    ],
)
def test_clean_characters_look_the_same(text, cleaned):
    assert clean(text) == cleaned


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\v", "\f", "\n\f", "\r\n\f", "\x85", "\u2028", "\u2029"])
def test_lines_know_every_line_end(end):
    assert lines(f"甲{end}乙") == ["甲", "乙"]
    assert as_lines(f"\u200b甲{end}\x03乙") == "甲\n乙"


@pytest.mark.parametrize(
    "whole", [FAMILY, "🇨🇳", "👍🏽", "e\u0301", "葛\U000e0100", "1\ufe0f\u20e3", "க\u0bcd"], ids=ascii
)
def test_cuts_do_not_split_a_visible_character(whole):
    text = f"水{whole}水"
    for length in range(1, len(text) + 1):
        assert beginning(text, length) in ("水", f"水{whole}", text)
        assert ending(text, length) in ("水", f"{whole}水", text)
    assert whole_characters(text) == ["水", whole, "水"]


def test_cuts_do_not_split_consecutive_flags():
    assert whole_characters("🇨🇳🇨🇳中") == ["🇨🇳", "🇨🇳", "中"]
    assert beginning("🇨🇳🇨🇳", 3) == "🇨🇳"


def test_character_longer_than_the_limit_is_cut():
    assert len(beginning("e" + "\u0301" * 300, 200)) == 200
