import pytest

from articles.text.line_breaking import broken, pieces, width


def test_headline_breaks_at_spaces_into_even_lines():
    assert broken("第二季度 全市统战工作专题协商会议召开", 8) == ["第二季度", "全市统战工作专题", "协商会议召开"]
    assert broken("边城凝聚人大代表力量推进人居环境再提升", 10) == ["边城凝聚人大代表力量", "推进人居环境再提升"]


def test_punctuation_and_counted_nouns_stay_with_their_words():
    assert pieces("7月推进“党建+好商量”常态长效") == ("7月", "推进", "“党建+好", "商量”", "常态", "长效")
    assert pieces("同比增长11.3%——海关总署") == ("同比", "增长", "11.3%", "——海关总署")


@pytest.mark.parametrize("ems", range(4, 12))
def test_lines_fit_and_do_not_begin_or_end_with_wrong_marks(ems):
    headline = "宝华“党建+好商量”助力人居环境，整治——《常态》长效"
    lines = broken(headline, ems)
    assert "".join(lines) == headline
    for line in lines:
        assert width(line) <= ems
        assert line[0] not in "”，》"
        assert line[-1] not in "“《"


def test_word_wider_than_the_line_is_broken():
    assert broken("中华人民共和国", 3) == ["中华人", "民共和", "国"]


def test_empty_headline_is_one_empty_line():
    assert broken("", 8) == [""]
