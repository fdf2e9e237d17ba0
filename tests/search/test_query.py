import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.search import folding, sqlite
from articles.search.query import Query, Term, parse


def parsed(text):
    query = parse(text)
    return [term.text for term in query.terms], [term.text for term in query.excluded]


def test_spaces_of_any_width_separate_terms():
    assert parsed(" 后白镇　糜林 G20 ") == (["后白镇", "糜林", "G20"], [])


def test_quotes_around_a_whole_term_make_it_exact():
    assert parse('"三审 三校"').terms == (Term("三审 三校", exact=True),)
    assert parse("「三审三校」 “乡村振兴”").terms == (Term("三审三校", exact=True), Term("乡村振兴", exact=True))


def test_quotes_inside_a_term_are_punctuation():
    assert parse("在“一带一路”论坛上").terms == (Term("在“一带一路”论坛上"),)


def test_minus_excludes_a_term_but_not_a_number():
    assert parsed("足球 -女足") == (["足球"], ["女足"])
    assert parsed("气温 -5℃") == (["气温", "-5℃"], [])
    assert parsed('年会 -"2020"') == (["年会"], ["2020"])


def test_full_width_signs_are_read():
    assert parse("＂三审三校＂ －女足") == parse('"三审三校" -女足')


def test_thin_spaces_in_numbers_separate_no_terms():
    assert parsed("补贴 3\u2009000元 5\u00a0000") == (["补贴", "3,000元", "5,000"], [])
    assert parsed("2023\u00a01000") == (["2023", "1000"], [])


@pytest.mark.parametrize(
    ("typed", "spellings"),
    [
        ("3,000元", [("3", "000", "元"), ("3000", "元")]),
        ("从1000到234", [("从", "1000", "到", "234"), ("从", "1", "000", "到", "234")]),
        ("0012", [("0012",), ("0", "012")]),
        ("100元", [("100", "元")]),
        ("1,2,3", [("1", "2", "3")]),
        ("1 0 0 0 1000 1000 1000 1000", [("1", "0", "0", "0", "1000", "1000", "1000", "1000")]),
    ],
)
def test_long_numbers_are_also_searched_for_grouped_otherwise(typed, spellings):
    assert sorted(spelling.runs for spelling in Term(typed).spellings) == sorted(spellings)


@pytest.mark.parametrize(
    "typed", ["2024年3月8日", "2024-03-08", "2024/3/8", "2024.3.8", "20240308", "二〇二四年三月八日"]
)
def test_a_day_is_searched_for_in_all_its_forms(typed):
    spellings = {spelling.runs for spelling in Term(typed).spellings}
    assert {("2024", "年", "3", "月", "8", "日"), ("2024", "3", "8"), ("2024", "03", "08")} <= spellings


@pytest.mark.parametrize(
    ("typed", "pieces", "words"),
    [
        ("第3版", ["3版"], ["3版"]),
        ("3月8日", ["3月8日"], ["3月8日"]),
        ("2024年3月8日", ["3月8日"], ["3月8日"]),
        ("5月1日放假", ["日放", "放假", "5月1日"], ["放假", "5月1日"]),
        ("补贴3000元", ["补贴", "3000"], ["补贴", "3000"]),
        ("3", ["3"], ["3"]),
    ],
)
def test_a_short_number_brings_no_text_near_without_its_unit(typed, pieces, words):
    query = parse(typed)
    assert ([term.text for term in query.pieces()], [term.text for term in query.words()]) == (pieces, words)


def test_minus_before_the_only_term_excludes_it():
    assert parsed("-女足") == ([], ["女足"])


def test_punctuation_alone_is_an_empty_query():
    assert parse('，。！ -- "" ***') == Query()


def test_repeated_terms_count_once():
    assert parsed("水稻 水稻") == (["水稻"], [])


def test_at_most_100_characters_and_12_terms_are_read():
    assert sum(len(term.text) for term in parse("水" * 60_000).terms) == 100
    assert len(parse(" ".join(map(str, range(10, 40)))).terms) == 12


def test_at_most_4_single_characters_are_searched_for():
    assert parsed("水 土 保 持 工 程 后白镇 -河") == (["水", "土", "保", "持", "后白镇"], [])


@pytest.mark.parametrize(("typed", "runs"), [
    ("Ｇ２０峰会", ["g", "20", "峰会"]),
    ("100㎡", ["100", "m", "2"]),
    ("Café", ["cafe"]),
    ("二〇二三年", ["二〇二三年"]),
    ("葛\U000e0100洲坝", ["葛洲坝"]),
    ("𬭎、ｶﾞ", ["𬭎", "カ"]),
])  # fmt: skip
def test_folding_removes_irrelevant_differences(typed, runs):
    assert folding.runs(typed) == runs


@given(st.text(), st.text())
def test_folding_in_parts_equals_folding_the_whole(left, right):
    assert sorted(folding.fold(left + right)) == sorted(folding.fold(left) + folding.fold(right))


@given(st.text())
def test_fts5_phrases_contain_only_tokens(typed):
    query = parse(typed)
    for term in query.terms + query.excluded:
        phrase = sqlite.phrase(term).removesuffix(" *")
        assert phrase[0] == phrase[-1] == '"'
        assert phrase[1:-1].split(" ") == [token for token in phrase[1:-1].split(" ") if folding.RUN.fullmatch(token)]
