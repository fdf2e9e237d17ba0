"""Pending versions at the desk: proposed, compared, signed or discarded."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles import editing
from articles.editing import Actor
from articles.models import Article, Author

from .conftest import account
from .forms import as_rendered

OLD, NEW = "水利局开展河湖保护", "水利局开展湖泊保护"


def address(story, what="change"):
    return reverse(f"admin:articles_article_{what}", args=[story.pk])


def save(client, story, **typed):
    return client.post(address(story), as_rendered(client.get(address(story))) | typed, follow=True)


def page(client, story):
    return client.get(address(story)).content.decode()


def of(role, name):
    client = Client()
    client.force_login(account(name, name, role))
    return client


@pytest.fixture
def another(db):
    return of("编辑", "周编辑")


def readers_see(story):
    return Client().get(f"/articles/{story.pk}/").content.decode()


def test_editors_change_waits_and_readers_see_the_old_text(colleague, story):
    assert "您的改动先送审" in page(colleague, story)
    html = save(colleague, story, headline=NEW, why="错字").content.decode()
    assert "修改已送审；签发之前，读者看到的仍是原来的文字。" in html
    assert OLD in readers_see(story)
    assert NEW not in readers_see(story)
    html = page(colleague, story)
    assert "读者看到的是第 1 稿；您的修改待审。" in html
    assert "错字" in html
    assert as_rendered(colleague.get(address(story)))["headline"] == NEW


def test_saving_the_pending_text_unchanged_makes_no_version(colleague, story):
    save(colleague, story, headline=NEW)
    for _twice in range(2):
        save(colleague, story)
    assert [each.version for each in story.revisions.all()] == [1, 2]
    assert Article.objects.get().pending.snapshot["byline"][0][3] == "曹璐 余波"


def test_seconds_of_the_publication_time_survive_a_save(colleague, story):
    Article.objects.update(publish_at=timezone.now() - timedelta(days=1))
    save(colleague, story)
    assert Article.objects.get().pending is None


def test_byline_of_a_pending_version_is_changed_twice(colleague, another, story):
    third = Author.objects.create(name="芮珊")
    added = {"contributions-TOTAL_FORMS": "3", "contributions-2-author": third.pk, "contributions-2-role": "通讯员"}
    added |= {"contributions-2-article": story.pk, "contributions-2-id": "", "contributions-2-order": "3"}
    save(colleague, story, **added)
    assert [str(each) for each in story.contributions.all()] == ["记者 曹璐", "记者 余波"]
    form = as_rendered(another.get(address(story)))
    assert form["contributions-2-author"] == str(third.pk)
    save(another, story, **{"contributions-0-author": "", "contributions-0-role": "", "contributions-2-role": "摄影"})
    said = [(name, role) for _pk, name, role, _printed in Article.objects.get().pending.snapshot["byline"]]
    assert said == [("余波", "记者"), ("芮珊", "摄影")]


def test_duplicate_name_in_a_pending_byline_is_refused(colleague, story):
    save(colleague, story, headline=NEW)
    form = as_rendered(colleague.get(address(story)))
    html = save(colleague, story, **{"contributions-1-author": form["contributions-0-author"]}).content.decode()
    assert "errornote" in html


def test_change_is_public_after_three_people_sign_it(colleague, another, story):
    save(colleague, story, headline=NEW)
    assert "初审须由他人签发" in page(colleague, story)
    for client in (another, of("值班主任", "钱主任"), of("总编辑", "孙总编")):
        assert OLD in readers_see(story)
        form = as_rendered(client.get(address(story)))
        client.post(address(story, "sign"), form)
    assert NEW in readers_see(story)
    assert Article.objects.get().pending is None


def test_chief_edits_the_public_text_and_sees_the_pending_one(colleague, desk, story):
    save(colleague, story, headline=NEW)
    html = page(desk, story)
    assert as_rendered(desk.get(address(story)))["headline"] == OLD
    assert "另有修改待审" in html
    assert "下面表单里是读者看到的文字" in html
    save(desk, story, deck="——总编加的副题")
    assert "——总编加的副题" in readers_see(story)
    html = page(colleague, story)
    assert "改以现在的版本为底稿" in html
    colleague.post(address(story, "rebase"), as_rendered(colleague.get(address(story))))
    pending = Article.objects.get().pending
    assert (pending.snapshot["headline"], pending.snapshot["deck"]) == (NEW, "——总编加的副题")


def test_pending_change_is_compared_with_the_public_text(colleague, story):
    save(colleague, story, headline=NEW)
    html = colleague.get(address(story, "differences") + "?from=1&to=2").content.decode()
    assert "<del>河湖</del>" in html.replace(" ", "") or "<del" in html
    assert "<ins" in html


def test_discarded_change_stays_in_the_history(colleague, story):
    save(colleague, story, headline=NEW)
    form = as_rendered(colleague.get(address(story)))
    html = colleague.post(address(story, "discard"), form, follow=True).content.decode()
    assert "修改已放弃" in html
    assert Article.objects.get().pending is None
    history = colleague.get(address(story, "history")).content.decode()
    assert "放弃修改" in history
    assert "修改送审" in history


def test_two_editors_of_a_public_story_see_both_texts(colleague, another, story):
    opened = as_rendered(another.get(address(story)))
    save(colleague, story, headline=NEW)
    html = another.post(address(story), opened | {"headline": "另一个题"}).content.decode()
    assert NEW in html
    assert "另一个题" in html
    data = as_rendered(another.post(address(story), opened | {"headline": "另一个题"}))
    assert another.post(address(story), data | {"overwrite": "2"}).status_code == 302
    assert Article.objects.get().pending.snapshot["headline"] == "另一个题"
    assert OLD in readers_see(story)


def test_form_of_a_discarded_change_can_still_be_saved(colleague, another, story):
    save(colleague, story, headline=NEW)
    opened = as_rendered(colleague.get(address(story)))
    editing.discard(story.pk, Actor.at_desk(account("fourth", "四", "编辑")))
    data = as_rendered(colleague.post(address(story), opened | {"deck": "——副题"}))
    assert colleague.post(address(story), data | {"overwrite": "1"}).status_code == 302
    assert Article.objects.get().pending.snapshot["deck"] == "——副题"


def test_typed_text_and_turned_paragraph_wait_together(colleague, story):
    form = as_rendered(colleague.get(address(story))) | {"headline": NEW}
    colleague.post(reverse("admin:articles_article_block", args=[story.pk, 1, "paragraph"]), form)
    said = Article.objects.get().pending.snapshot
    assert said["headline"] == NEW
    assert "## " not in said["body"]


def test_future_time_is_refused_and_the_form_keeps_its_text(colleague, story):
    day = (timezone.now() + timedelta(days=2)).strftime("%Y-%m-%d")
    html = save(colleague, story, headline=NEW, publish_at_0=day).content.decode()
    assert "等于撤稿" in html
    assert NEW in html
    assert OLD in readers_see(story)


def test_future_time_set_by_the_chief_hides_the_story(desk, story):
    day = (timezone.now() + timedelta(days=2)).strftime("%Y-%m-%d")
    assert "刊发时间若改到以后" in page(desk, story)
    save(desk, story, publish_at_0=day)
    answer = Client().get(f"/articles/{story.pk}/")
    assert (answer.status_code, "这篇稿件暂不公开。" in answer.content.decode()) == (410, True)


def test_pending_change_appears_in_the_signers_lists_and_counts(colleague, another, story):
    save(colleague, story, headline=NEW)
    stories = reverse("admin:articles_article_changelist")
    for state in ("pending", "first"):
        html = another.get(stories, {"state": state}).content.decode()
        assert "修改待审" in html
        assert OLD in html
    assert OLD not in another.get(stories, {"state": "second"}).content.decode()
    front = another.get("/admin/").content.decode()
    assert "state=pending" in front
    assert "待初审" in front
    assert str(story.pk) in another.get("/admin/").content.decode()


def test_next_story_skips_ones_own_changes(colleague, another, story, doubtful):
    save(colleague, story, headline=NEW)
    doubtful.problems.all().delete()
    # Newer, so it comes first in the queue.
    Article.objects.filter(pk=doubtful.pk).update(date=story.date + timedelta(days=1))
    assert colleague.post(address(doubtful), as_rendered(colleague.get(address(doubtful))) | {"_next": "1"}).url == (
        reverse("admin:articles_article_changelist")
    )
    assert another.post(address(doubtful), as_rendered(another.get(address(doubtful))) | {"_next": "1"}).url == (
        address(story)
    )


def test_placements_of_a_public_story_need_amend_permission(colleague, desk, story):
    assert "placements-0-DELETE" not in page(colleague, story)
    assert "placements-0-DELETE" in page(desk, story)


def test_story_ever_public_cannot_be_deleted_even_by_superuser(desk, story):
    place = story.placements.get()
    answers = [
        desk.post(address(story, "delete"), {"post": "yes"}),
        desk.post(reverse("admin:articles_page_delete", args=[place.page_id]), {"post": "yes"}),
        desk.post(reverse("admin:articles_issue_delete", args=[place.page.issue_id]), {"post": "yes"}),
    ]
    assert [answer.status_code for answer in answers] == [403, 403, 403]
    for model, row in (("article", story), ("page", place.page), ("issue", place.page.issue)):
        data = {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"}
        desk.post(reverse(f"admin:articles_{model}_changelist"), data)
    assert OLD in readers_see(story)
    assert story.placements.exists()


def test_superuser_deletes_a_draft_that_was_never_public(desk, story):
    Article.objects.update(status="draft")
    desk.post(address(story, "delete"), {"post": "yes"})
    assert not Article.objects.exists()


# Steps over several stories


def press(client, story, name, *args):
    where = reverse(f"admin:articles_article_{name}", args=[story.pk, *args])
    return client.post(where, as_rendered(client.get(address(story))), follow=True).content.decode()


def comparison(client, story):
    saved = Article.objects.get(pk=story.pk)
    where = f"{address(story, 'differences')}?from={saved.version}&to={saved.pending.version}"
    return client.get(where).content.decode()


def test_both_stories_of_a_pending_merge_name_the_other(colleague, story, doubtful):
    html = press(colleague, story, "merge")
    assert "签发之前，读者看到的仍是原来的文字。" in html
    assert f'终审签发后同时改动： <a href="{address(doubtful)}">' in html
    html = page(colleague, doubtful)
    assert f'有一项涉及本篇的修改正在待审，请到这篇稿件审签： <a href="{address(story)}">' in html
    press(colleague, story, "discard")
    assert "有一项涉及本篇的修改" not in page(colleague, doubtful)


def test_signer_of_a_split_sees_both_resulting_stories(colleague, story):
    html = press(colleague, story, "block", 1, "split")
    assert "终审签发后同时公开新稿件：“河道”。" in html
    html = comparison(colleague, story)
    assert "拆出的新稿件" in html
    assert "水清了。" in html


def test_signer_of_a_moved_paragraph_sees_the_other_story(colleague, story, doubtful):
    press(colleague, story, "block", 0, "after")
    html = comparison(colleague, story)
    assert html.index("党员志愿者走进社区。") < len(html)
    assert str(doubtful) in html


def test_stale_step_can_only_be_discarded(colleague, story, doubtful, chief):
    press(colleague, story, "merge")
    with editing.changing(doubtful.pk, Actor.at_desk(chief)) as change:
        change.article.deck = "——副题"
        change.article.save()
    html = page(colleague, story)
    assert "请放弃本次修改，重新操作。" in html
    assert "rebase" not in html
    assert address(story, "discard") in html
