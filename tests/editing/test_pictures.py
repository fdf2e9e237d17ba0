"""Pictures belong to what is written, signed, rearranged, undone and restored."""

import pytest

from articles import editing
from articles.editing.pictures import numbered, pictures_of, with_new, write_pictures
from articles.models import Article, Author, Picture, PictureCredit

from .conftest import account, make_story

RIVER, BRIDGE, HALL = "a" * 64, "b" * 64, "c" * 64


@pytest.fixture
def pictures(db):
    return [
        Picture.objects.create(digest=digest, name=name, suffix="jpg", size=1, width=1600, height=1200)
        for digest, name in ((RIVER, "河.jpg"), (BRIDGE, "桥.jpg"), (HALL, "会场.jpg"))
    ]


@pytest.fixture
def another(db):
    return editing.Actor.at_desk(account("another", "周编辑", "编辑"))


@pytest.fixture
def pair(page, pictures):
    """Two drafts on a page: the first with a lead and picture 2 in its text, the second with a picture 1 there."""
    first = make_story(page, "清河", 1, body="甲一。\n\n图2：新桥通车。\n\n甲二。", status="draft")
    second = make_story(page, "开会", 2, body="图1：会场。\n\n乙一。\n\n乙二。", status="draft")
    write_pictures(first, [{**use(RIVER, 1), "caption": "河面", "alt": "船"}, use(BRIDGE, 2)])
    write_pictures(second, [use(HALL, 1)])
    return first, second


def use(digest, number):
    return {"digest": digest, "number": number, "caption": "", "alt": ""}


def shown(article):
    """(number, file name) of each picture, and the captions in the text."""
    article = Article.objects.get(pk=article.pk)
    uses = article.picture_uses.values_list("number", "picture__name")
    return list(uses), [(block.picture, block.text) for block in article.blocks if block.kind == "caption"]


def test_a_split_takes_along_the_pictures_that_the_parted_text_names(pair, first):
    before = shown(pair[0])
    step = editing.split(pair[0].pk, first, 1)
    made = Article.objects.get(origin="rearranged")
    assert shown(pair[0]) == ([(1, "河.jpg")], [])
    assert shown(made) == ([(2, "桥.jpg")], [(2, "新桥通车。")])
    editing.undo(step.pk, first)
    assert shown(pair[0]) == before


def test_merging_renumbers_pictures_and_their_captions(pair, first):
    before = [shown(story) for story in pair]
    step = editing.merge_with_next(pair[0].pk, first)
    assert shown(pair[0]) == (
        [(1, "河.jpg"), (2, "桥.jpg"), (3, "会场.jpg")],
        [(2, "新桥通车。"), (3, "会场。")],
    )
    editing.undo(step.pk, first)
    assert [shown(story) for story in pair] == before


def test_a_caption_moves_with_its_picture(pair, first):
    before = [shown(story) for story in pair]
    step = editing.move_block(pair[0].pk, first, 1, +1)
    assert shown(pair[0]) == ([(1, "河.jpg")], [])
    assert shown(pair[1]) == ([(1, "会场.jpg"), (2, "桥.jpg")], [(2, "新桥通车。"), (1, "会场。")])
    editing.undo(step.pk, first)
    assert [shown(story) for story in pair] == before


def test_a_number_is_never_given_to_another_picture(pair):
    write_pictures(pair[0], pictures_of(pair[0])[:1])
    added = with_new(pair[0], pictures_of(pair[0]), [{"digest": HALL}])
    assert [each["number"] for each in added] == [1, 3]


def test_missing_numbers_are_those_that_the_story_has_or_new_ones(pair):
    wanted = [{"digest": HALL}, {"digest": BRIDGE}, {"digest": RIVER}]
    assert [each["number"] for each in numbered(pair[0], wanted)] == [3, 2, 1]
    assert [each["number"] for each in numbered(pair[0], [{"digest": HALL, "number": 7}])] == [7]


@pytest.mark.parametrize(("digest", "number"), [(HALL, 2), (HALL, 1), (RIVER, 2), (RIVER, 9)])
def test_a_picture_gets_no_number_of_another(pair, digest, number):
    write_pictures(pair[0], pictures_of(pair[0])[:1])
    with pytest.raises(editing.Refused):
        numbered(pair[0], [{"digest": digest, "number": number}])


def test_a_printed_number_without_picture_stays_text(page, pictures):
    """图1： was printed; a picture added later is not captioned by it."""
    story = make_story(page, "清河", 1, body="图1：河面。\n\n甲。", status="draft")
    assert [each["number"] for each in with_new(story, [], [{"digest": RIVER}])] == [2]


def test_a_changed_picture_voids_sign_offs_and_is_restored_with_its_version(pair, first, second):
    story = pair[0]
    editing.sign_off(story.pk, first)
    with editing.changing(story.pk, second, why="换图") as change:
        write_pictures(change.article, [use(HALL, 3)])
    assert change.voided == 1
    assert shown(story)[0] == [(3, "会场.jpg")]
    earlier = story.revisions.order_by("version").first()
    editing.restore_revision(earlier, second)
    assert shown(story)[0] == [(1, "河.jpg"), (2, "桥.jpg")]
    assert story.picture_uses.get(number=1).alt == "船"


def test_readers_see_a_new_picture_only_when_it_is_signed(page, pictures, first, final):
    story = make_story(page, "清河", 1, body="甲。")
    with editing.changing(story.pk, first) as change:
        write_pictures(change.article, [use(RIVER, 1)])
    assert change.waiting
    assert not Picture.objects.public().exists()
    with editing.changing(story.pk, final) as change:
        write_pictures(change.article, [use(HALL, 1)])
    assert [picture.name for picture in Picture.objects.public()] == ["会场.jpg"]


def test_a_split_of_a_public_story_waits_with_its_pictures(page, pictures, first, another, second, final):
    story = make_story(page, "清河", 1, body="甲一。\n\n图2：新桥通车。")
    write_pictures(story, [use(RIVER, 1), use(BRIDGE, 2)])
    assert editing.split(story.pk, first, 1) is None
    assert shown(story)[0] == [(1, "河.jpg"), (2, "桥.jpg")]
    for person in (another, second, final):
        editing.sign_off(story.pk, person)
    assert shown(story)[0] == [(1, "河.jpg")]
    assert shown(Article.objects.get(origin="rearranged"))[0] == [(2, "桥.jpg")]


def test_versions_of_a_release_without_pictures_leave_them_alone(pair, first):
    story = pair[0]
    with editing.changing(story.pk, first) as change:
        change.article.headline = "清清的河"
        change.article.save()
    earlier = story.revisions.order_by("version").first()
    del earlier.snapshot["pictures"]
    earlier.save()
    editing.restore_revision(earlier, first)
    assert shown(story)[0] == [(1, "河.jpg"), (2, "桥.jpg")]


def test_photographers_merge_and_lead_to_the_stories_with_their_pictures(page, pictures):
    one, two = (Author.objects.create(name=name) for name in ("丁彤", "丁 彤"))
    for author in (one, two):
        PictureCredit.objects.create(picture=pictures[0], author=author)
    story = make_story(page, "清河", 1, body="甲。")
    write_pictures(story, [use(RIVER, 1)])
    assert set(Author.objects.public()) == {one, two}
    one.absorb(Author.objects.filter(pk=two.pk))
    assert [str(credit) for credit in pictures[0].credits.all()] == ["摄影 丁彤"]
    assert list(Article.objects.by(one)) == [story]
