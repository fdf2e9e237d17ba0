"""What ends a paragraph, and what may follow it."""

import pytest

from articles.parsing import parse_page
from articles.parsing.evidence import is_finished

FIRST = "近日，柳溪镇清理河道三条，河水变清。"
SECOND = "昨日，县城开通公交线一条，票价一元。"


@pytest.mark.parametrize(
    "text",
    [
        "河水清了。",
        "河水清了.",
        "河水清了．",
        "河水清了｡",
        "“河水清了。”",
        '"河水清了。"',
        "'河水清了!'",
        "（河水清了。）",
        "河水清了。】",
        "河水清了……",
        "河水清了。（县公安局宣）",
        "河水清了。【未完待续】",
        "河水清了。②6",
        "河水清了。■",
        "河水清了。⑧3 何川摄",
        "河水清了。来源：青河发布公众号",
    ],
)
def test_sentence_ends(text):
    assert is_finished(text)


@pytest.mark.parametrize(
    "text", ["河水清了", "河水清了，", "清淤3.", "清淤（三条）", "河水清了。村民", "河水清了。据统计"]
)
def test_sentence_goes_on(text):
    assert not is_finished(text)


def two_stories(end):
    return parse_page(f"柳溪镇清理河道\n\n{FIRST}{end}\n\n县城开通公交线\n\n{SECOND}").articles


@pytest.mark.parametrize(
    "end",
    [
        "（县公安局宣）",
        "（据《青河县志》）",
        "（未完待续）",
        "（李）",
        "（图由县档案馆提供）",
        "②6",
        "■",
        "新华社发",
        "县公安局宣",
    ],
)
def test_note_after_the_last_full_stop_ends_the_story(end):
    stories = two_stories(end)

    assert [(s.headline, [p.text for p in s.paragraphs]) for s in stories] == [
        ("柳溪镇清理河道", [FIRST + end]),
        ("县城开通公交线", [SECOND]),
    ]
    assert [story.authors for story in stories] == [(), ()]


@pytest.mark.parametrize(
    ("end", "people"),
    [
        ("☉何川", [("何川", "")]),
        ("（柳溪镇 何川）", [("何川", "")]),
        ("【记者 何川】", [("何川", "记者")]),
        ("何川 文/摄", [("何川", "文/图")]),
    ],
)
def test_byline_after_the_last_full_stop(end, people):
    story, other = two_stories(end)

    assert [(author.name, author.role) for author in story.authors] == people
    assert [p.text for p in story.paragraphs] == [FIRST]
    assert (other.headline, other.authors) == ("县城开通公交线", ())


def test_editors_mark_before_a_photographer_stays_in_the_text():
    story, _ = two_stories("⑧3何川摄")

    assert [p.text for p in story.paragraphs] == [f"{FIRST}⑧3"]
    assert [(author.name, author.role) for author in story.authors] == [("何川", "摄影")]


def test_reporter_in_brackets_after_a_sentence_without_full_stop():
    text = "近日，柳溪镇组织志愿者清理河道三条，清运垃圾三十余吨，栽种垂柳三百余棵，铺设步道两千余米，河水变清"
    story, other = parse_page(f"柳溪镇清理河道\n\n{text}（记者 何川）\n\n县城开通公交线\n\n{SECOND}").articles

    assert [author.name for author in story.authors] == ["何川"]
    assert [p.text for p in story.paragraphs] == [text]
    assert other.headline == "县城开通公交线"


def test_remark_in_brackets_does_not_end_the_story():
    (story,) = parse_page(f"柳溪镇清理河道\n\n{FIRST}（见图）\n\n河道清淤以后，两岸栽柳三百棵。\n\n何川").articles

    assert [p.text for p in story.paragraphs] == [f"{FIRST}（见图）", "河道清淤以后，两岸栽柳三百棵。"]


def test_paragraph_without_full_stop_does_not_take_a_headline():
    stories = parse_page(f"柳溪镇清理河道\n\n{FIRST}镇上还栽了三百棵柳树\n\n县城开通公交线\n\n{SECOND}").articles

    assert [story.headline for story in stories] == ["柳溪镇清理河道", "县城开通公交线"]
    assert [problem.code for problem in stories[0].problems] == ["unfinished"]


def test_line_that_may_be_a_headline_is_joined_with_a_doubt():
    (story,) = parse_page(
        "柳溪镇清理河道\n\n近日，柳溪镇组织志愿者清理河道三条，群众都说\n\n河水清不清？\n\n比往年清多了。"
    ).articles

    assert story.paragraphs[0].text == "近日，柳溪镇组织志愿者清理河道三条，群众都说河水清不清？"
    assert [(p.code, p.params["text"]) for p in story.problems] == [("unsure_continuation", "河水清不清？")]


def test_indented_line_begins_a_paragraph_below_one_without_full_stop():
    story, other = parse_page(
        f"柳溪镇清理河道\n\n　　{FIRST}\n\n　　镇上还栽了三百棵柳树，修了步道两千米，装了路灯八十盏\n\n"
        f"　　村民晚饭后常来散步\n\n县城开通公交线\n\n　　本报讯（记者 何川）{SECOND}\n\n　　公交线全长八公里。"
    ).articles

    assert [p.text for p in story.paragraphs] == [
        FIRST,
        "镇上还栽了三百棵柳树，修了步道两千米，装了路灯八十盏",
        "村民晚饭后常来散步",
    ]
    assert [problem.code for problem in story.problems] == ["unfinished", "unfinished"]
    assert other.headline == "县城开通公交线"


def test_byline_after_the_last_sentence_ends_the_story_where_bylines_stand_elsewhere():
    stories = parse_page(
        "柳溪镇清理河道\n\n■ 何川\n\n近日，柳溪镇清理河道三条，河水变清。\n\n"
        "县城开通公交线\n\n■ 石小满\n\n昨日，县城开通公交线一条，票价一元。\n\n"
        "柳溪大桥通车\n\n柳溪大桥昨日通车，双向四车道。（任梅）\n\n"
        "柳溪大桥两岸栽柳\n\n柳溪大桥两岸昨日栽柳，双向三百棵。"
    ).articles

    assert [story.headline for story in stories][2:] == ["柳溪大桥通车", "柳溪大桥两岸栽柳"]


def test_short_line_joined_to_the_text_below_by_a_narrow_margin_is_a_doubt():
    cut = "河水清了以后，老渔民段玉的渔船又下水"
    story = parse_page(f"柳溪镇清理河道\n\n{FIRST}\n\n{cut}\n\n一回水，他说，一网下去能有三十斤。").articles[0]

    assert [p.text for p in story.paragraphs] == [FIRST, f"{cut}一回水，他说，一网下去能有三十斤。"]
    assert [(p.code, p.params["text"]) for p in story.problems] == [("unsure_cut", cut)]
