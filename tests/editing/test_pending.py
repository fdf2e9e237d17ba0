"""Pending versions: changes of public stories by users who may not amend them wait for sign-off."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles import editing
from articles.editing import Forbidden, Refused, Stale
from articles.importing import import_issue, read_issue
from articles.models import Article, AuditEntry, Author, SignOff

from .conftest import account

OLD = "水利局开展河湖保护"


def edit(story, by, version=None, **fields):
    with editing.changing(story.pk, by, version=version, why="改错字") as change:
        for name, value in (fields or {"headline": "水利局开展湖泊保护"}).items():
            setattr(change.article, name, value)
        change.article.save()
    return change


def row(story):
    """Everything readers see, with the versions and times that announce changes."""
    article = Article.objects.values().get(pk=story.pk)
    beside = {"pending_id", "pending_version"}
    return {name: value for name, value in article.items() if name not in beside}


def reread(story):
    return Article.objects.get(pk=story.pk)


@pytest.fixture
def another(db):
    return editing.Actor.at_desk(account("another", "周编辑", "编辑"))


def test_readers_see_the_signed_text_until_the_last_stage_is_signed(story, first, another, second, final):
    before = row(story)
    edit(story, first)
    for person in (another, second):
        editing.sign_off(story.pk, person)
        assert row(story) == before
    assert not Article.objects.search("湖泊").exists()
    editing.sign_off(story.pk, final)
    article = Article.objects.public().get()
    assert (article.headline, article.pending) == ("水利局开展湖泊保护", None)
    assert article.version > before["version"]
    assert article.updated_at > before["updated_at"]
    assert list(Article.objects.search("湖泊")) == [article]
    assert [str(each) for each in article.contributions.all()] == ["记者 曹璐", "记者 余波"]
    assert [signoff.user.username for signoff in article.signoffs.standing()] == ["another", "duty", "final"]


def test_pending_byline_leaves_the_public_rows_untouched(story, first, another, second, final):
    byline = list(story.contributions.values())
    with editing.changing(story.pk, first) as change:
        editing.write_byline(change.article, [[None, "芮珊", "记者", ""]])
    assert list(story.contributions.values()) == byline
    for person in (another, second, final):
        editing.sign_off(story.pk, person)
    assert [str(each) for each in story.contributions.all()] == ["记者 芮珊"]
    assert "芮珊" in reread(story).byline


def test_section_date_and_past_time_wait_too(story, first):
    before = row(story)
    change = edit(story, first, section=None, publish_at=story.publish_at - timedelta(days=1))
    assert row(story) == before
    assert change.waiting.snapshot["section"] is None


def test_future_date_needs_withdraw_permission(story, first):
    before = row(story)
    with pytest.raises(Forbidden, match="撤稿"):
        edit(story, first, publish_at=timezone.now() + timedelta(days=1))
    assert row(story) == before
    assert reread(story).pending is None


def test_author_signs_first_only_where_the_setting_allows_it(story, first, settings):
    edit(story, first)
    with pytest.raises(Refused, match="初审须由他人"):
        editing.sign_off(story.pk, first)
    settings.AUTHOR_MAY_SIGN = True
    editing.sign_off(story.pk, first)


def test_the_author_of_a_draft_does_not_sign_it_first(draft, first, another):
    Article.objects.filter(pk=draft.pk).update(created_by=first.user)
    with pytest.raises(Refused, match="初审须由他人"):
        editing.sign_off(draft.pk, first)
    editing.sign_off(draft.pk, another)


def test_second_edit_extends_the_pending_text_and_voids_sign_offs(story, first, another, second):
    version = edit(story, first).waiting.version
    editing.sign_off(story.pk, another)
    later = edit(story, second, version=version, deck="——副题").waiting
    assert (later.snapshot["headline"], later.snapshot["deck"]) == ("水利局开展湖泊保护", "——副题")
    assert not SignOff.objects.standing().filter(article=story).exists()
    assert editing.next_stage(reread(story)) == "first"
    assert [each.version for each in story.revisions.all()] == [1, 2, 3]


def test_second_editor_of_a_pending_version_gets_a_conflict(story, first, another):
    seen = story.version
    edit(story, first, version=seen)
    with pytest.raises(Stale) as stale:
        edit(story, another, version=seen, headline="另一个题")
    assert stale.value.version == 2


def test_public_texts_sign_offs_stay_valid_while_a_change_waits(draft, first, another, second, final):
    for person in (first, second, final):
        editing.sign_off(draft.pk, person)
    edit(draft, another, headline="新题")
    editing.sign_off(draft.pk, first)
    assert draft.signoffs.standing().count() == 4
    editing.discard(draft.pk, another)
    assert [signoff.stage for signoff in draft.signoffs.standing()] == ["first", "second", "final"]
    assert Article.objects.public().get().headline == "防汛进入关键期"
    assert AuditEntry.objects.filter(action="discarded").count() == 1


def test_immediate_amendment_makes_the_pending_version_stale(story, first, another, final):
    edit(story, first)
    edit(story, final, deck="——总编加的副题")
    assert reread(story).deck == "——总编加的副题"
    with pytest.raises(Refused, match="公开的版本"):
        editing.sign_off(story.pk, another)
    editing.rebase(story.pk, another)
    pending = reread(story).pending
    assert (pending.snapshot["headline"], pending.snapshot["deck"]) == ("水利局开展湖泊保护", "——总编加的副题")
    editing.sign_off(story.pk, first)


def test_change_reverted_by_its_author_no_longer_waits(story, first):
    edit(story, first)
    edit(story, first, headline=OLD)
    assert reread(story).pending is None


def test_only_author_or_editor_discards_a_change(story, first, reporter):
    edit(story, first)
    with pytest.raises(Forbidden):
        editing.discard(story.pk, reporter)
    editing.discard(story.pk, first)
    with pytest.raises(Refused, match="没有待审的修改"):
        editing.discard(story.pk, first)


def test_earlier_version_is_restored_as_a_pending_one(story, first, final):
    edit(story, final)
    before = row(story)
    change = editing.restore_revision(story.revisions.get(version=1), first)
    assert row(story) == before
    assert change.waiting.snapshot["headline"] == OLD


def test_a_paragraph_is_turned_in_the_pending_text(story, first):
    before = row(story)
    assert editing.turn_block(story.pk, first, 1, "paragraph") is None
    assert editing.turn_block(story.pk, first, 0, "subhead") is None
    assert row(story) == before
    assert reread(story).pending.snapshot["body"].startswith("## 连日来，水利局开展整治行动。\n\n河道")


# Steps over several stories

STEPS = {
    "split": lambda story, by: editing.split(story.pk, by, 1),
    "merge": lambda story, by: editing.merge_with_next(story.pk, by),
    "move": lambda story, by: editing.move_block(story.pk, by, 0, +1),
}
steps = pytest.mark.parametrize("step", STEPS.values(), ids=STEPS)


def readers_find():
    """Everything readers see of every story, with bylines and placements."""
    articles = Article.objects.order_by("pk")
    return [(row(each), each.byline, list(each.placements.values()), list(each.problems.values())) for each in articles]


def answer(client, story):
    return client.get(f"/articles/{story.pk}/").status_code


@steps
def test_step_changes_nothing_public_until_the_last_stage(story, doubtful, first, another, second, final, step):
    before = readers_find()
    assert step(story, first) is None
    for person in (another, second):
        editing.sign_off(story.pk, person)
        assert readers_find() == before
    editing.sign_off(story.pk, final)
    assert readers_find() != before
    assert reread(story).pending is None


def test_public_story_is_split_with_the_last_sign_off(story, first, another, second, final, client):
    editing.split(story.pk, first, 1)
    for person in (another, second, final):
        assert Article.objects.count() == 1
        editing.sign_off(story.pk, person)
    shortened, part = Article.objects.public().order_by("pk")
    assert shortened.body == "连日来，水利局开展整治行动。"
    assert (part.headline, part.body) == ("河道", "水清了。")
    assert answer(client, part) == 200
    assert [signoff.user.username for signoff in part.signoffs.standing()] == ["another", "duty", "final"]
    editing.undo(part.steps.get().pk, final)
    assert answer(client, part) == 301


def test_merged_stories_keep_their_addresses_until_the_last_sign_off(
    story, doubtful, first, another, second, final, client
):
    editing.merge_with_next(story.pk, first)
    for person in (another, second, final):
        assert (answer(client, story), answer(client, doubtful)) == (200, 200)
        editing.sign_off(story.pk, person)
    assert (answer(client, story), answer(client, doubtful)) == (200, 301)
    assert reread(story).body.endswith("党员志愿者走进社区。")
    assert {problem.article for problem in doubtful.problems.model.objects.all()} == {story}


def test_continuation_is_joined_with_the_openings_last_sign_off(story, doubtful, first, another, second, final, client):
    editing.join(doubtful.pk, first, story.pk)
    for person in (another, second, final):
        assert answer(client, doubtful) == 200
        editing.sign_off(story.pk, person)
    assert answer(client, doubtful) == 301
    assert reread(story).body.endswith("党员志愿者走进社区。")


def test_paragraph_moves_between_public_stories_at_once(story, doubtful, first, another, second, final):
    words = "连日来，水利局开展整治行动。"
    editing.move_block(story.pk, first, 0, +1)
    for person in (another, second, final):
        assert (words in reread(story).body, words in reread(doubtful).body) == (True, False)
        editing.sign_off(story.pk, person)
    assert (words in reread(story).body, words in reread(doubtful).body) == (False, True)
    assert [signoff.stage for signoff in doubtful.signoffs.standing()] == ["first", "second", "final"]


@steps
def test_a_discarded_step_leaves_everything_as_it_was(story, doubtful, first, another, step):
    before = readers_find()
    step(story, first)
    editing.sign_off(story.pk, another)
    editing.discard(story.pk, first)
    assert readers_find() == before
    assert not Article.objects.with_pending().exists()


@pytest.mark.parametrize("changed", ["story", "doubtful"])
def test_step_is_stale_when_one_of_its_stories_changes(request, story, doubtful, first, another, final, changed):
    editing.merge_with_next(story.pk, first)
    edit(request.getfixturevalue(changed), final, deck="——总编加的副题")
    before = readers_find()
    with pytest.raises(Refused, match="重新操作"):
        editing.sign_off(story.pk, another)
    with pytest.raises(Refused, match="重新操作"):
        editing.rebase(story.pk, another)
    assert readers_find() == before


def test_step_waits_for_the_other_storys_pending_change(story, doubtful, first, another):
    editing.merge_with_next(story.pk, first)
    edit(doubtful, another, headline="走进社区")
    with pytest.raises(Refused, match="重新操作"):
        editing.sign_off(story.pk, another)
    editing.discard(doubtful.pk, another)
    editing.sign_off(story.pk, another)


def test_step_over_a_story_with_a_pending_change_is_refused(story, doubtful, first, another):
    edit(doubtful, another, headline="走进社区")
    before = readers_find()
    with pytest.raises(Refused, match="已有修改待审"):
        editing.merge_with_next(story.pk, first)
    assert readers_find() == before
    assert reread(story).pending is None


def test_step_extends_a_pending_text_but_a_second_step_is_refused(story, first, another, second, final):
    edit(story, first)
    editing.split(story.pk, first, 2)
    edit(story, first, deck="——副题")
    with pytest.raises(Refused, match="已有修改待审"):
        editing.split(story.pk, first, 1)
    for person in (another, second, final):
        editing.sign_off(story.pk, person)
    shortened, _part = Article.objects.public().order_by("pk")
    assert (shortened.headline, shortened.deck) == ("水利局开展湖泊保护", "——副题")


def test_version_of_a_pending_step_is_not_restored_alone(story, first, final):
    editing.split(story.pk, first, 1)
    revision = reread(story).pending
    editing.discard(story.pk, first)
    with pytest.raises(Refused, match="涉及几篇稿件"):
        editing.restore_revision(revision, final)


def test_withdrawing_discards_the_pending_version_but_keeps_history(story, first, final):
    edit(story, first)
    editing.withdraw(story.pk, final, "内容有误。")
    assert reread(story).pending is None
    assert story.revisions.filter(snapshot__headline="水利局开展湖泊保护").exists()


def test_future_date_by_the_chief_leaves_a_notice_and_is_logged(story, final):
    edit(story, final, publish_at=timezone.now() + timedelta(days=1))
    assert not Article.objects.public().exists()
    assert Article.objects.withdrawn().get().withdrawal_notice == "这篇稿件暂不公开。"
    assert " → " in AuditEntry.objects.get(article=story, action="withdrawn").detail
    Article.objects.update(publish_at=timezone.now())
    assert list(Article.objects.public()) == [story]
    assert not Article.objects.withdrawn().exists()


def test_scheduled_story_is_not_published_early_by_its_date(draft, first, another, second, final):
    Article.objects.update(publish_at=timezone.now() + timedelta(days=2))
    for person in (first, second, final):
        editing.sign_off(draft.pk, person)
    for earlier in (timezone.now() - timedelta(days=1), timezone.now() + timedelta(days=1)):
        with pytest.raises(Forbidden, match="提前"):
            edit(draft, another, publish_at=earlier)
    edit(draft, another, publish_at=timezone.now() + timedelta(days=3))
    edit(draft, final, publish_at=timezone.now() - timedelta(days=1))
    assert list(Article.objects.public()) == [draft]


def test_public_story_cannot_be_merged_into_an_unpublished_one(story, doubtful, final):
    Article.objects.filter(pk=story.pk).update(status="draft")
    with pytest.raises(Refused, match="已公开"):
        editing.merge_with_next(story.pk, final)
    assert list(Article.objects.public()) == [doubtful]


def test_author_deleted_from_a_pending_byline_is_recreated(story, first, another, second, final):
    with editing.changing(story.pk, first) as change:
        editing.write_byline(change.article, [[None, "芮珊", "记者", ""]])
    Author.objects.filter(name="芮珊").delete()
    for person in (another, second, final):
        editing.sign_off(story.pk, person)
    assert story.contributions.get().author.name == "芮珊"


def test_reimport_by_a_user_becomes_a_pending_version(db, issue_folder, first):
    page = "水利局开展河湖保护\n\n连日来，水利局组织六十余人次，在县城各河道开展集中清理行动，取得良好成效。\n\n曹璐\n"
    folder = issue_folder("2023-07-20", {"2": page})
    import_issue(read_issue(folder))
    before = row(Article.objects.get())
    (folder / "2.txt").write_text(page.replace("六十余", "七十余"), encoding="utf-8")
    for _twice in range(2):
        import_issue(read_issue(folder), actor=first)
        article = Article.objects.get()
        assert row(article) == before
        assert "七十余" in article.pending.snapshot["body"]
    assert article.pending.version == 2
