"""Steps that rearrange stories, and undoing them."""

import pytest

from articles import editing
from articles.editing import Refused
from articles.importing import import_issue, read_issue
from articles.models import Article, Author, Issue, Page, Placement

from .conftest import make_story

TWO_PAGES = {
    "1": (
        "今年大旱之年粮食获丰收\n\n今年入夏以来，我县遭遇多年不遇的旱情，各镇村组织抽水抗旱，确保灌溉用水，\n\n(下转2版)\n"
    ),
    "2": "村里办起了小饭桌让老人吃上热乎饭\n\n每到中午，村里的老人们就来到小饭桌吃饭，说说笑笑。\n\n陈小禾\n\n"
    "党员志愿者还上门服务，帮助老人解决生活困难。\n\n王大力\n",
}


@pytest.fixture
def trio(page):
    """Three stories on page 2; the second begins with a paragraph that belongs to the first."""
    bodies = ["甲一。\n\n甲二。", "甲三。\n\n## 乙题\n\n乙一。\n\n乙二。", "丙一。\n\n图：清理河道。"]
    heads = ["甲", "乙", "丙"]
    return [
        make_story(page, head, order, body=body, status="draft")
        for order, (head, body) in enumerate(zip(heads, bodies, strict=True), start=1)
    ]


def texts(articles):
    return [Article.objects.get(pk=article.pk).body for article in articles]


def rows():
    """Everything a step may change, except the columns that every save changes."""
    return [row(article) for article in Article.objects.exclude(status="merged").order_by("pk")]


def row(article):
    return {
        "story": (article.pk, article.headline, article.body, article.status, article.merged_into_id),
        "byline": list(article.contributions.order_by("order").values_list("author__name", "role")),
        "places": list(article.placements.values_list("page", "order", "first_line")),
        "problems": list(article.problems.values("code", "settled_at")),
    }


def test_split_at_a_subhead_makes_it_the_headline(trio, first, page):
    before = rows()
    step = editing.split(trio[1].pk, first, 1)
    made = Article.objects.get(origin="rearranged")
    assert (made.headline, made.body, made.status) == ("乙题", "乙一。\n\n乙二。", "draft")
    assert texts(trio)[1] == "甲三。"
    on_page = [placement.article.headline for placement in Placement.objects.filter(page=page).as_printed()]
    assert on_page == ["甲", "乙", "乙题", "丙"]
    editing.undo(step.pk, first)
    assert rows() == before


def test_merge_takes_headline_authors_and_problems_along(trio, first):
    person = Author.objects.create(name="芮珊")
    trio[2].contributions.create(author=person, role="通讯员")
    trio[2].problems.create(code="unfinished", line=3)
    before = rows()
    step = editing.merge_with_next(trio[1].pk, first)
    merged = Article.objects.get(pk=trio[1].pk)
    assert merged.body.endswith("乙二。\n\n## 丙\n\n丙一。\n\n图：清理河道。")
    assert [str(contribution) for contribution in merged.contributions.all()] == ["通讯员 芮珊"]
    assert [problem.code for problem in merged.problems.all()] == ["unfinished"]
    other = Article.objects.get(pk=trio[2].pk)
    assert (other.status, other.merged_into) == ("merged", merged)
    editing.undo(step.pk, first)
    assert rows() == before


def test_paragraph_moves_to_the_previous_or_next_story(trio, first):
    before = rows()
    step = editing.move_block(trio[1].pk, first, 0, -1)
    assert texts(trio)[:2] == ["甲一。\n\n甲二。\n\n甲三。", "## 乙题\n\n乙一。\n\n乙二。"]
    editing.undo(step.pk, first)
    assert rows() == before
    editing.move_block(trio[1].pk, first, 3, +1)
    assert texts(trio)[2] == "乙二。\n\n丙一。\n\n图：清理河道。"


def test_first_and_last_story_have_no_neighbour_beyond(trio, first):
    with pytest.raises(Refused, match="这个方向上本版没有别的稿件了"):
        editing.move_block(trio[0].pk, first, 0, -1)
    with pytest.raises(Refused, match="这个方向上本版没有别的稿件了"):
        editing.merge_with_next(trio[2].pk, first)


def test_a_paragraph_becomes_a_subhead_and_a_caption_a_paragraph(trio, first):
    step = editing.turn_block(trio[0].pk, first, 0, "subhead")
    editing.turn_block(trio[2].pk, first, 1, "paragraph")
    assert texts(trio)[0] == "## 甲一。\n\n甲二。"
    assert texts(trio)[2] == "丙一。\n\n清理河道。"
    editing.undo(step.pk, first)
    assert texts(trio)[0] == "甲一。\n\n甲二。"


def test_paragraph_becomes_the_byline(trio, first):
    step = editing.turn_into_byline(trio[0].pk, first, 1, [("曹璐", "记者"), ("余波", "通讯员")])
    article = Article.objects.get(pk=trio[0].pk)
    assert article.body == "甲一。"
    assert [str(contribution) for contribution in article.contributions.all()] == ["记者 曹璐", "通讯员 余波"]
    editing.undo(step.pk, first)
    assert texts(trio)[0] == "甲一。\n\n甲二。"
    assert not article.contributions.exists()


def test_paragraph_without_a_name_cannot_become_the_byline(trio, first):
    with pytest.raises(Refused, match="没有认出姓名"):
        editing.turn_into_byline(trio[0].pk, first, 1, [])
    assert texts(trio)[0] == "甲一。\n\n甲二。"


def test_joining_by_hand_continues_the_cut_sentence(trio, first, page):
    other_page = Page.objects.create(issue=page.issue, number="1", order=1)
    opening = make_story(other_page, "开头", body="话说到一半，", status="draft")
    opening.problems.create(code="continuation_not_found", page=other_page, line=1)
    trio[2].problems.create(code="opening_not_found", page=page, line=9)
    before = rows()
    step = editing.join(trio[2].pk, first, opening.pk)
    joined = Article.objects.get(pk=opening.pk)
    assert joined.body == "话说到一半，丙一。\n\n图：清理河道。"
    assert [placement.page.number for placement in joined.placements.all()] == ["1", "2"]
    assert not joined.problems.open().exists()
    editing.undo(step.pk, first)
    assert rows() == before
    assert Article.objects.get(pk=opening.pk).problems.open().count() == 1


def test_step_cannot_be_undone_after_its_story_changed(trio, first):
    step = editing.split(trio[1].pk, first, 1)
    with editing.changing(trio[1].pk, first) as change:
        change.article.headline = "改题"
        change.article.save()
    with pytest.raises(Refused, match="“改题”此后又有改动"):
        editing.undo(step.pk, first)
    assert Article.objects.get(pk=trio[1].pk).headline == "改题"


def test_steps_are_undone_in_reverse_order(trio, first):
    before = rows()
    split = editing.split(trio[1].pk, first, 1)
    merge = editing.merge_with_next(trio[0].pk, first)
    turn = editing.turn_block(trio[0].pk, first, 0, "subhead")
    with pytest.raises(Refused, match="此后又有改动"):
        editing.undo(merge.pk, first)
    for step in (turn, merge, split):
        editing.undo(step.pk, first)
    assert rows() == before


def test_edit_between_two_steps_prevents_undoing_the_first(trio, first):
    step = editing.split(trio[1].pk, first, 1)
    with editing.changing(trio[1].pk, first) as change:
        change.article.headline = "改题"
        change.article.save()
    editing.undo(editing.turn_block(trio[1].pk, first, 0, "subhead").pk, first)
    with pytest.raises(Refused, match="“改题”此后又有改动"):
        editing.undo(step.pk, first)


def test_step_is_undone_only_once(trio, first):
    step = editing.split(trio[1].pk, first, 1)
    editing.undo(step.pk, first)
    with pytest.raises(Refused, match="已经撤销过"):
        editing.undo(step.pk, first)


def test_moving_needs_permission_for_the_neighbour(trio, reporter):
    Article.objects.filter(pk=trio[0].pk).update(created_by=reporter.user)
    with pytest.raises(Refused, match="您的岗位只能修改自己的稿件"):
        editing.merge_with_next(trio[0].pk, reporter)
    assert texts(trio)[0] == "甲一。\n\n甲二。"


def test_step_voids_sign_offs(trio, first, second):
    editing.sign_off(trio[0].pk, first)
    editing.merge_with_next(trio[0].pk, second)
    assert not trio[0].signoffs.standing().exists()


def test_reimport_leaves_joined_and_split_stories_alone(db, issue_folder, final):
    folder = issue_folder("2024-03-05", TWO_PAGES)
    import_issue(read_issue(folder))
    dinner = Article.objects.get(headline__startswith="村里办起")
    drought = Article.objects.get(headline__startswith="今年大旱")
    editing.join(dinner.pk, final, drought.pk)
    joined = rows()
    report = import_issue(read_issue(folder))
    assert {story.outcome.value for story in report.stories} <= {"unchanged", "kept"}
    assert rows() == joined
    assert Issue.objects.count() == 1
