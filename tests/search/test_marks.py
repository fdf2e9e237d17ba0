import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.search import mark, parse, snippets


def marked(text, typed):
    return shown(mark(text, parse(typed).terms))


def shown(pieces):
    return "".join(f"[{piece.text}]" if piece.is_hit else piece.text for piece in pieces)


@pytest.mark.parametrize(("text", "typed", "expected"), [
    ("后白镇糜林村", "糜林", "后白镇[糜林]村"),
    ("水利局送水", "水", "[水]利局送[水]"),
    ("出席Ｇ２０峰会", "g20峰", "出席[Ｇ２０峰]会"),
    ("产业，助力", "产业 助力", "[产业]，[助力]"),
    ("产业，助力", "产业。助力", "[产业，助力]"),
    ("产业，助力", "业助", "产业，助力"),
    ("bigger is big", "big", "[big]ger is [big]"),
    ("bigger is big", '"big"', "bigger is [big]"),
    ("12023年与2023年", "2023", "12023年与[2023]年"),
    ("……面积100㎡", "100㎡", "……面积[100㎡]"),
    ("Café里", "cafe", "[Café]里"),
    ("<b>水稻</b>", "水稻", "<b>[水稻]</b>"),
    ("展出《蘭亭序》摹本", "兰亭序", "展出《[蘭亭序]》摹本"),
    ("展出《兰亭序》摹本", "蘭亭序", "展出《[兰亭序]》摹本"),
    ("㋿元年：蘭亭", "兰亭", "㋿元年：[蘭亭]"),
    ("代表王　斌、李 舸参加", "王斌 李舸参", "代表[王　斌]、[李 舸参]加"),
    ("村⺠葛\U000e0100明受益", "民葛明", "村[⺠葛\U000e0100明]受益"),
    ("投入1,000余元和1000元", "1000", "投入[1,000]余元和[1000]元"),
    ("投入１，０００余元", "1000余元", "投入[１，０００余元]"),
    ("补贴3000元整", "3,000元", "补贴[3000元]整"),
])  # fmt: skip
def test_hits_are_marked_where_the_index_matches(text, typed, expected):
    assert marked(text, typed) == expected


@given(st.text(), st.text())
def test_marking_loses_no_character(text, typed):
    assert "".join(piece.text for piece in mark(text, parse(typed).terms)) == text


def test_snippet_starts_with_the_sentence_of_the_hit():
    body = "开头的话说了很多很多很多很多很多很多。糜林村的草坪卖到了上海。" + "后面还有别的事情。" * 20
    [pieces] = snippets(body, parse("草坪").terms)
    assert shown(pieces).startswith("……糜林村的[草坪]卖到了上海。")
    assert shown(pieces).endswith("……")


def test_one_snippet_if_it_shows_all_terms():
    body = "水稻与草坪都好。\n\n" + "别的事情很多。" * 40 + "\n\n草坪又好。"
    assert [shown(pieces)[:12] for pieces in snippets(body, parse("水稻 草坪").terms)] == ["[水稻]与[草坪]都好。"]


def test_distant_terms_get_two_snippets_in_text_order():
    body = "草坪很好。\n\n" + "别的事情很多。" * 40 + "\n\n水稻也好。"
    first, second = snippets(body, parse("水稻 草坪").terms)
    assert "[草坪]" in shown(first)
    assert "[水稻]" in shown(second)


def test_no_snippet_for_a_term_only_in_the_headline():
    assert snippets("正文里没有。", parse("草坪").terms) == []
