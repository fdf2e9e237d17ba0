"""Differences between two texts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.editing import differences

MARKS = {"same": "{}", "removed": "[-{}]", "added": "[+{}]"}
TEXTS = st.text(alphabet="甲乙丙。！\n”a1 ", max_size=60)


def marked(old, new):
    """Both texts as passages, with removed and added pieces in brackets."""
    return [
        "".join(MARKS[piece.kind].format(piece.text) for piece in passage.pieces) for passage in differences(old, new)
    ]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("水利局开展河湖保护", "水利局开展河道保护行动", ["水利局开展河[-湖][+道]保护[+行动]"]),
        ("出动人员六十余人次。", "出动人员七十余人次。", ["出动人员[-六][+七]十余人次。"]),
        ("清理8.5公里河道", "清理12公里河道", ["清理[-8.5][+12]公里河道"]),
        ("WTO成员", "WHO成员", ["[-WTO][+WHO]成员"]),
        ("", "新的题", ["[+新的题]"]),
        ("旧的题", "", ["[-旧的题]"]),
        ("一样", "一样", ["一样"]),
    ],
)
def test_changes_are_marked_with_numbers_and_latin_words_whole(old, new, expected):
    assert marked(old, new) == expected


def test_unchanged_paragraphs_are_passages_of_their_own():
    old, new = "甲段。\n\n乙段。\n\n丙段说到河。", "甲段。\n\n乙段。\n\n丙段说到湖。"
    assert marked(old, new) == ["甲段。\n\n乙段。\n\n", "丙段说到[-河][+湖]。"]


def test_splitting_a_paragraph_adds_no_text():
    assert marked("第一句话。第二句话。", "第一句话。\n\n第二句话。") == ["第一句话。[+\n\n]第二句话。"]


def test_rewritten_sentence_is_not_split_into_characters():
    assert marked("天气很好。", "今天好冷。") == ["[-天气很好][+今天好冷]。"]


def test_long_unchanged_run_is_folded():
    head = "同" * 200
    (passage,) = differences(head + "旧。", head + "新。")
    assert passage.pieces[0].folded == ("同" * 40, 120, "同" * 40)
    assert [piece.folded[0] for piece in passage.pieces[1:]] == ["旧", "新", "。"]


def test_changed_paragraph_ends_have_a_visible_sign():
    (passage,) = differences("甲。乙。", "甲。\n\n乙。")
    assert [piece.shown for piece in passage.pieces] == ["甲。", "¶\n\n", "乙。"]


@given(TEXTS, TEXTS)
def test_pieces_reproduce_both_texts(old, new):
    pieces = [piece for passage in differences(old, new) for piece in passage.pieces]
    assert "".join(piece.text for piece in pieces if piece.kind != "added") == old
    assert "".join(piece.text for piece in pieces if piece.kind != "removed") == new


def test_overlong_stretches_are_replaced_as_a_whole():
    old, new = "甲乙" * 1000, "丙乙" * 1000
    assert marked(old, new) == [f"[-{old[:-1]}][+{new[:-1]}]乙"]
