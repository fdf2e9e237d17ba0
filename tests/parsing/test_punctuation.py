"""Only half-width punctuation beside Chinese becomes full-width."""

import pytest

from articles.parsing.punctuation import widen


@pytest.mark.parametrize(
    "text",
    [
        "人均3,200元",
        "比分为3:2",
        "AI,5G and more",
        "见 http://a.cn/b?c=1,2",
        "写信到 a.b@c.cn",
        "版本 f(x, y)",
        "WiFi (2.4G)",
    ],
)
def test_numbers_addresses_and_latin_text_are_unchanged(text):
    assert widen(text) == text


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("19日,会议召开", "19日，会议召开"),
        ("支部(社)交流", "支部（社）交流"),
        ("处理(NLP)技术", "处理（NLP）技术"),
        ("共识;围绕大局", "共识；围绕大局"),
        ("他问:好不好?好!", "他问：好不好？好！"),
        ("“借力”,提升", "“借力”，提升"),
        ("(上接1版)", "（上接1版）"),
    ],
)
def test_punctuation_beside_chinese_becomes_full_width(printed, read):
    assert widen(printed) == read


def test_punctuation_at_a_cut_depends_on_the_next_line():
    assert widen("单日接诊2,", after="0") == "单日接诊2,"
    assert widen("单日接诊2,", after="同") == "单日接诊2，"
