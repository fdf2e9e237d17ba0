"""Combining the pages of an issue: jumps, reprints and doubts."""

import pytest

from articles.importing.composing import PageText, compose
from articles.parsing import parse_page

from .pages import BUS, FLOOD_OPENING, FLOOD_REST, REEDS


def composed(pages):
    return compose(PageText(label, order, parse_page(text)) for order, (label, text) in enumerate(pages.items()))


def doubts(story):
    return [(doubt.page, doubt.problem.code) for doubt in story.doubts]


def test_jump_is_joined_with_the_cut_sentence():
    (story, reeds) = composed({"1": FLOOD_OPENING, "3": FLOOD_REST + "\n" + REEDS})
    assert story.opening.headline == "水库除险加固工程提前完工"
    assert [(part.page, part.order) for part in story.parts] == [("1", 1), ("3", 1)]
    assert "每天投入机械四十余台和工人二百余名，确保在汛期到来之前" in story.body
    assert [credit.name for credit in story.credits] == ["顾长风"]
    assert doubts(story) == []
    assert reeds.opening.headline == "芦苇荡里建起观鸟步道"


def test_continuation_without_its_opening_is_a_doubt():
    (story,) = composed({"3": FLOOD_REST})
    assert doubts(story) == [("3", "no_headline"), ("3", "opening_not_held")]


def test_opening_without_its_continuation_is_a_doubt():
    (story,) = composed({"1": FLOOD_OPENING})
    assert ("1", "continuation_not_held") in doubts(story)


def test_continuation_is_not_joined_to_an_unrelated_story():
    bus, rest = composed({"1": BUS, "3": FLOOD_REST})
    assert bus.opening.headline == "城乡公交新增三条线路"
    assert doubts(rest) == [("3", "no_headline"), ("3", "opening_not_found")]


def test_story_over_three_pages_follows_its_jumps():
    middle = "（上接1版）在坝顶，监理人员逐段检查路面平整度。\n\n他们吃住在工地已有三个月（下转5版）\n"
    end = "（上接3版），从未请过一天假。\n\n青石镇的群众把绿豆汤送到了工地上。 顾长风\n"
    (story,) = composed({"1": FLOOD_OPENING, "3": middle, "5": end})
    assert [part.page for part in story.parts] == ["1", "3", "5"]
    assert "他们吃住在工地已有三个月，从未请过一天假。" in story.body


def test_two_jumps_to_one_page_are_paired_in_order_with_doubts():
    school = "新校区迎来首批学生\n\n3月1日，育才小学新校区正式启用，首批一千二百名学生走进新教室（下转3版）\n"
    school_rest = "（上接1版）开始了新学期的学习生活。\n\n据了解，新校区占地五十亩，总投资一点八亿元。 江照月\n"
    flood, school_story = composed({"1": FLOOD_OPENING + "\n" + school, "3": FLOOD_REST + "\n" + school_rest})
    assert flood.credits[0].name == "顾长风"
    assert school_story.credits[0].name == "江照月"
    assert ("3", "joined_by_order") in doubts(flood)
    assert ("3", "joined_by_order") in doubts(school_story)


def test_same_story_on_two_pages_has_two_placements():
    (story,) = composed({"1": BUS, "4": BUS})
    assert [part.page for part in (*story.parts, *story.reprints)] == ["1", "4"]


def test_reprint_with_another_headline_is_a_doubt():
    (story,) = composed({"1": BUS, "4": BUS.replace("城乡公交新增三条线路", "三条新线路方便群众出行", 1)})
    assert story.opening.headline == "城乡公交新增三条线路"
    assert ("1", "reprinted_otherwise") in doubts(story)


def test_stories_with_a_generic_title_are_not_merged():
    picture = "图片新闻\n\n{} 农技人员在田间指导春耕备耕，查看小麦返青拔节情况。 {} \n"
    stories = composed({"1": picture.format("3日，东桥镇", "沈知秋"), "2": picture.format("4日，西塘镇", "陆望舒")})
    assert len(stories) == 2


@pytest.mark.parametrize(
    ("first", "second", "on", "back"),
    [
        ("A01", "A03", "A3版", "A1版"),
        ("A1", "A3", "A03版", "01版"),
        ("1", "3", "P3", "P1"),
        ("1", "3", "A03版", "A01版"),
        ("01", "03", "第③版", "头版"),
        ("1", "3", "第2、3版", "1版"),
    ],
)
def test_page_is_found_under_any_of_its_labels(first, second, on, back):
    opening = FLOOD_OPENING.replace("下转3版", f"下转{on}")
    rest = FLOOD_REST.replace("上接1版", f"上接{back}")
    (story,) = composed({first: opening, second: rest})
    assert [part.page for part in story.parts] == [first, second]
    assert doubts(story) == []


def test_a_story_may_go_on_on_two_pages():
    opening = FLOOD_OPENING.replace("下转3版", "下转第2、3版")
    middle = "（上接1版）在坝顶，监理人员逐段检查路面平整度。\n"
    (story,) = composed({"1": opening, "2": middle, "3": FLOOD_REST})
    assert [part.page for part in story.parts] == ["1", "2", "3"]


def test_a_page_of_another_sheet_is_another_page():
    opening, rest = composed({"A01": FLOOD_OPENING.replace("下转3版", "下转B3版"), "A03": FLOOD_REST})
    assert ("A01", "continuation_not_held") in doubts(opening)
    assert ("A03", "opening_not_found") in doubts(rest)
