"""三审: three people sign in order, each for the version they read."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles import editing
from articles.editing import Refused, Stale
from articles.models import Article, AuditEntry, Stage


def states(article):
    return [state.signoff and str(state.signoff) for state in editing.approval(article)]


def approve(article, *people):
    for person in people:
        editing.sign_off(article.pk, person)
    article.refresh_from_db()


def test_story_is_public_only_after_three_sign_offs(draft, first, second, final):
    approve(draft, first, second)
    assert states(draft) == ["初审：editor", "复审：duty", None]
    assert not Article.objects.public().exists()
    approve(draft, final)
    assert list(Article.objects.public()) == [draft]
    assert editing.next_stage(draft) is None


def test_signed_story_is_published_at_its_time(draft, first, second, final):
    Article.objects.update(publish_at=timezone.now() + timedelta(hours=1))
    approve(draft, first, second, final)
    assert not Article.objects.public().exists()
    Article.objects.update(publish_at=timezone.now())
    assert list(Article.objects.public()) == [draft]


def test_signing_a_stage_needs_its_permission(draft, reporter, first, second, final):
    for person in (reporter, second, final):
        with pytest.raises(Refused, match="您的岗位不签初审"):
            editing.sign_off(draft.pk, person)
    assert states(draft) == [None, None, None]


def test_nobody_signs_twice_even_with_every_right(draft, chief, first):
    everything = editing.Actor.at_desk(chief)
    approve(draft, everything)
    with pytest.raises(Refused, match="下一审须由他人签发"):
        editing.sign_off(draft.pk, everything)
    assert states(draft) == ["初审：chief", None, None]


@pytest.mark.parametrize(
    ("stages", "asked"),
    [(1, [Stage.FINAL]), (2, [Stage.FIRST, Stage.FINAL]), (3, [Stage.FIRST, Stage.SECOND, Stage.FINAL])],
)
def test_a_small_newsroom_asks_for_fewer_stages(draft, settings, stages, asked):
    settings.REVIEW_STAGES = stages
    assert [state.stage for state in editing.approval(draft)] == asked


def test_edit_after_a_sign_off_voids_it(draft, first, second):
    approve(draft, first)
    with editing.changing(draft.pk, second, why="改错字") as change:
        change.article.headline = "防汛到了关键期"
        change.article.save()
    assert change.voided == 1
    assert states(draft) == [None, None, None]
    assert editing.next_stage(draft) == Stage.FIRST
    assert AuditEntry.objects.filter(action="voided", article=draft).count() == 1


def test_change_of_time_or_section_voids_nothing(draft, first, second):
    approve(draft, first)
    with editing.changing(draft.pk, second) as change:
        change.article.publish_at = timezone.now() + timedelta(days=1)
        change.article.section = None
        change.article.save()
    assert states(draft) == ["初审：editor", None, None]


def test_any_edit_of_a_scheduled_story_reopens_it(draft, first, second, final):
    Article.objects.update(publish_at=timezone.now() + timedelta(hours=1))
    approve(draft, first, second, final)
    with editing.changing(draft.pk, final) as change:
        change.article.body = "改过。"
        change.article.save()
    assert change.reopened
    assert Article.objects.get().status == "draft"


def test_public_story_changed_by_the_chief_is_signed_by_the_chief(draft, first, second, final):
    approve(draft, first, second, final)
    with editing.changing(draft.pk, final) as change:
        change.article.body = "改过。"
        change.article.save()
    assert change.amended
    assert list(Article.objects.public()) == [draft]
    assert states(draft) == [None, None, "终审：final"]


def test_editors_change_of_a_public_story_waits_for_sign_off(story, first):
    with editing.changing(story.pk, first) as change:
        change.article.body = "改过。"
        change.article.save()
    assert change.waiting
    assert Article.objects.public().get().body == story.body


def test_changed_byline_voids_sign_offs(draft, first, second):
    approve(draft, first)
    with editing.changing(draft.pk, second) as change:
        change.article.contributions.all().delete()
        editing.changes.snapshots.write_byline(change.article, [[None, "曹璐", "记者", ""]])
    assert change.voided == 1
    assert draft.revisions.latest("version").snapshot["byline"][0][1:] == ["曹璐", "记者", ""]


def test_sign_off_of_an_outdated_version_is_refused(draft, first, second):
    seen = draft.version
    with editing.changing(draft.pk, second) as change:
        change.article.body = "改过。"
        change.article.save()
    with pytest.raises(Stale):
        editing.sign_off(draft.pk, first, version=seen)


def test_scheduled_story_can_be_reopened_but_not_a_public_one(draft, story, first, second, final):
    Article.objects.filter(pk=draft.pk).update(publish_at=timezone.now() + timedelta(hours=1))
    approve(draft, first, second, final)
    editing.reopen(draft.pk, first, why="标题再推敲")
    assert states(draft) == [None, None, None]
    with pytest.raises(Refused, match="请改用撤稿"):
        editing.reopen(story.pk, first)


# Who may change what


def test_reporter_changes_own_draft_until_it_is_signed(draft, reporter, first):
    assert not editing.may_change(draft, reporter)
    draft.created_by = reporter.user
    draft.save()
    assert editing.may_change(draft, reporter)
    approve(draft, first)
    assert not editing.may_change(draft, reporter)
    with pytest.raises(Refused, match="请编辑退回后再改"), editing.changing(draft.pk, reporter):
        pass


# Off the site and back


def test_withdrawn_story_leaves_a_notice_and_can_be_restored(story, final):
    editing.withdraw(story.pk, final, "内容有误，已撤下。")
    assert not Article.objects.public().exists()
    assert Article.objects.withdrawn().get().withdrawal_notice == "内容有误，已撤下。"
    editing.restore(story.pk, final)
    assert list(Article.objects.public()) == [story]
    assert not Article.objects.withdrawn().exists()


def test_changed_withdrawn_story_is_reviewed_again(story, first, final):
    editing.withdraw(story.pk, final, "内容有误。")
    with editing.changing(story.pk, first) as change:
        change.article.body = "更正后的正文。"
        change.article.save()
    assert Article.objects.get().status == "draft"
    assert Article.objects.withdrawn().get() == story
    with pytest.raises(Refused, match="没有撤稿"):
        editing.restore(story.pk, final)


def test_withdrawing_needs_permission_and_a_notice(story, first, final):
    with pytest.raises(Refused, match="您的岗位没有此项权限"):
        editing.withdraw(story.pk, first, "说明")
    with pytest.raises(Refused, match="请写明读者在原处会看到的说明"):
        editing.withdraw(story.pk, final, "  ")
    assert list(Article.objects.public()) == [story]


def test_withdrawing_an_unpublished_story_leaves_no_notice(story, final):
    Article.objects.update(publish_at=timezone.now() + timedelta(hours=1))
    editing.withdraw(story.pk, final, "")
    assert not Article.objects.withdrawn().exists()
