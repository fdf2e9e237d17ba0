"""Every version of a story is kept with who, when and why, and can be restored."""

import datetime

import pytest

from articles import editing
from articles.editing import Stale
from articles.importing import import_issue, read_issue
from articles.models import Article, Author, Revision

PAGE = "水利局开展河湖保护整治行动\n\n连日来，水利局开展整治行动，出动人员六十余人次，清理杂草。\n\n曹璐 余波\n"


def history(article):
    return [
        (each.version, each.user and each.user.first_name, each.origin, each.why, each.snapshot["headline"])
        for each in article.revisions.order_by("version")
    ]


def change_headline(article, by, headline, why=""):
    with editing.changing(article.pk, by, why=why) as change:
        change.article.headline = headline
        change.article.save()


def test_each_save_and_the_version_before_are_kept(story, first, second):
    change_headline(story, first, "河湖保护在行动", "标题太长")
    change_headline(story, second, "河湖保护行动")
    assert history(story) == [
        (1, None, "command", "", "水利局开展河湖保护"),
        (2, "李编辑", "desk", "标题太长", "河湖保护在行动"),
        (3, "钱主任", "desk", "", "河湖保护行动"),
    ]


def test_save_without_changes_creates_no_revision(story, first):
    with editing.changing(story.pk, first):
        pass
    assert len(history(story)) == 1


def test_restored_version_includes_its_byline(story, final):
    with editing.changing(story.pk, final) as change:
        change.article.headline, change.article.body = "错题", "错文"
        change.article.save()
        change.article.contributions.all().delete()
    editing.restore_revision(Revision.objects.get(article=story, version=1), final)
    story.refresh_from_db()
    assert (story.headline, story.body[:4]) == ("水利局开展河湖保护", "连日来，")
    assert [str(contribution) for contribution in story.contributions.all()] == ["记者 曹璐", "记者 余波"]
    assert history(story)[-1][3] == "恢复到第 1 稿。"


def test_deleted_author_is_recreated_by_name(story, final):
    with editing.changing(story.pk, final) as change:
        change.article.contributions.all().delete()
    Author.objects.all().delete()
    editing.restore_revision(Revision.objects.get(article=story, version=1), final)
    assert [contribution.author.name for contribution in story.contributions.all()] == ["曹璐", "余波"]


def test_restoring_over_a_newer_version_is_refused(story, final):
    seen = story.version
    change_headline(story, final, "李编辑的题")
    with pytest.raises(Stale):
        editing.restore_revision(Revision.objects.get(article=story, version=1), final, version=seen)
    assert Article.objects.get().headline == "李编辑的题"


def test_import_that_changes_a_story_creates_a_revision(db, issue_folder):
    folder = issue_folder("2023-07-20", {"2": PAGE})
    import_issue(read_issue(folder))
    assert not Revision.objects.exists()
    (folder / "2.txt").write_text(PAGE.replace("六十余人次", "七十余人次"), encoding="utf-8")
    import_issue(read_issue(folder))
    article = Article.objects.get()
    assert [(version, origin, why) for version, _, origin, why, _ in history(article)] == [
        (1, "command", ""),
        (2, "command", "版面重新导入。"),
    ]
    assert "六十余" in Revision.objects.get(version=1).snapshot["body"]
    assert article.is_public


def test_the_first_version_is_credited_to_the_one_who_imported_it(db, issue_folder, final, first):
    import_issue(read_issue(issue_folder("2023-07-20", {"2": PAGE})), actor=final, draft=True)
    other = PAGE.replace("水利局", "交通局").replace("河湖", "道路")
    import_issue(read_issue(issue_folder("2023-07-20", {"3": other})), actor=first, draft=True)
    article = Article.objects.get(headline__startswith="水利局")
    change_headline(article, first, "河湖保护在行动")
    assert [line[:3] for line in history(article)] == [(1, "孙总编", "desk"), (2, "李编辑", "desk")]


def test_reimport_after_sign_offs_voids_them_and_stays_public(db, issue_folder, first, second, final):
    folder = issue_folder("2023-07-20", {"2": PAGE})
    import_issue(read_issue(folder))
    Article.objects.update(status="draft")
    for person in (first, second, final):
        editing.sign_off(Article.objects.get().pk, person)
    (folder / "2.txt").write_text(PAGE.replace("六十余人次", "七十余人次"), encoding="utf-8")
    import_issue(read_issue(folder))
    article = Article.objects.public().get()
    assert "七十余人次" in article.body
    assert not article.signoffs.standing().exists()


def test_story_is_deleted_with_its_sign_offs(story, first):
    Article.objects.update(status="draft")
    editing.sign_off(story.pk, first)
    story.delete()
    assert not Revision.objects.exists()


def test_restored_dates_are_unchanged(story, final):
    before = (story.date, story.publish_at)
    with editing.changing(story.pk, final) as change:
        change.article.date = datetime.date(2024, 1, 1)
        change.article.save()
    editing.restore_revision(Revision.objects.get(article=story, version=1), final)
    story.refresh_from_db()
    assert (story.date, story.publish_at) == before
