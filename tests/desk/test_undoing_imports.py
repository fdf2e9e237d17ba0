"""The import of a page that nobody has worked on can be taken back; a text imported a second time is noticed."""

import datetime

import pytest
from django.contrib.messages import get_messages

from articles import editing
from articles.editing import Actor
from articles.importing import IssueSource, PageSource, import_issue
from articles.models import Article, Issue, Page

pytestmark = pytest.mark.django_db
PAGE = "草坪产业\n\n后白镇的草坪今年销往外省。\n\n张晓明\n\n水稻产业\n\n茅山镇的水稻今年丰收。\n\n李梅"


def imported(day="2024-03-07", text=PAGE, number="2", **options):
    source = PageSource(number, "要闻", f"{number}.txt", text)
    options.setdefault("draft", True)
    return import_issue(IssueSource(datetime.date.fromisoformat(day), "", (source,)), **options)


def address(page):
    return f"/admin/articles/page/{page.pk}/undo-import/"


def said(response):
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


def test_page_and_stories_are_gone_and_can_be_imported_again(desk):
    imported()
    page = Page.objects.get()
    asked = desk.get(address(page)).content.decode()
    assert "草坪产业" in asked
    assert "没有人处理过" in asked
    assert "2 篇稿件已删除" in said(desk.post(address(page)))
    assert (Article.objects.count(), Page.objects.count(), Issue.objects.count()) == (0, 0, 0)
    assert [story.outcome for story in imported().stories] == ["created", "created"]


def test_the_second_of_two_clicks_is_told_that_it_is_done(desk):
    imported()
    page = Page.objects.get()
    desk.post(address(page))
    again = desk.post(address(page), follow=True)
    assert again.status_code == 200
    assert "导入已撤回" in said(again)


def test_the_issue_stays_if_it_has_other_pages(desk):
    imported()
    imported(number="3", text="植树\n\n山坡绿了，树苗成活。\n\n石小满")
    desk.post(address(Page.objects.get(number="3")))
    assert [page.number for page in Issue.objects.get().pages.all()] == ["2"]
    assert Article.objects.count() == 2


def test_what_somebody_changed_stays(desk, editor):
    imported()
    story = Article.objects.get(headline="草坪产业")
    with editing.changing(story.pk, Actor.at_desk(editor)) as change:
        change.article.deck = "销往外省"
        change.article.save()
    page = Page.objects.get()
    assert "已有人处理，或读者已经看过：草坪产业" in desk.get(address(page)).content.decode()
    assert "草坪产业" in said(desk.post(address(page)))
    assert Article.objects.count() == 2


def test_what_readers_saw_stays(desk):
    imported(draft=False)
    assert "草坪产业、水稻产业" in desk.get(address(Page.objects.get())).content.decode()
    desk.post(address(Page.objects.get()))
    assert Article.objects.count() == 2


def test_the_same_page_on_another_day_is_noticed_before_it_is_imported():
    imported("2024-03-07")
    report = imported("2024-03-08", dry_run=True)
    assert "“草坪产业”已经导入过，在 2024-03-07 那一期。请核对这一版的日期。" in report.warnings
    assert not any("已经导入过" in note for note in imported("2024-03-07").warnings)


SENTENCE = "后白镇的草坪今年销往外省，镇里办起了合作社，村民在家门口上班，一年四季都有活干，收入比往年多了三成。"
LONG = f"草坪产业\n\n{SENTENCE * 2}"
SHORT = "水稻产业\n\n茅山镇的水稻今年丰收。\n\n李梅"
ON_PAGES_2_AND_3 = "“{}”同时在第 2、3 版，正文相同。如果只刊登一次，请核对版次。"


@pytest.mark.parametrize(("title", "text"), [("草坪产业", LONG), ("水稻产业", SHORT)])
def test_the_same_text_on_another_page_is_noticed_before_it_is_imported(title, text):
    imported(text=text)
    report = imported(text=text, number="3", dry_run=True)
    assert [note for note in report.warnings if "正文相同" in note] == [ON_PAGES_2_AND_3.format(title)]
    imported(text=text, number="3")
    again = imported(text=text, number="3")
    assert not any("正文相同" in note for note in again.warnings), "it was said before"


@pytest.mark.parametrize(("title", "text"), [("草坪产业", LONG), ("水稻产业", SHORT)])
def test_the_same_text_on_two_pages_of_a_whole_issue_is_noticed(title, text):
    pages = [PageSource(number, "", f"{number}.txt", text) for number in ("2", "3")]
    report = import_issue(IssueSource(datetime.date(2024, 3, 7), "", tuple(pages)), dry_run=True)
    assert report.warnings == [ON_PAGES_2_AND_3.format(title)]


def test_a_story_that_jumps_is_not_twice_in_the_issue():
    imported(text="草坪产业\n\n后白镇的草坪今年销往外省。（下转第3版）\n\n张晓明", number="2")
    report = imported(text="草坪产业\n\n（上接第2版）草坪铺到了后白镇村口，村民都说好。\n\n张晓明", number="3")
    assert report.warnings == []


def test_the_same_text_under_another_headline_is_a_doubt_and_no_warning_as_well():
    imported(text=LONG)
    report = imported(text=LONG.replace("草坪产业", "草坪铺出致富路", 1), number="3", dry_run=True)
    assert report.warnings == []
    assert ["reprinted_otherwise" in [doubt.code for doubt in story.doubts] for story in report.stories] == [True]


def test_a_page_with_a_story_that_was_written_at_the_desk_is_noticed():
    day = datetime.date(2024, 3, 7)
    Article.objects.create(headline="水稻产业", body="茅山镇的水稻今年丰收。", date=day)
    report = imported(text=SHORT, dry_run=True)
    assert report.warnings == ["“水稻产业”已在稿件中，正文相同；这次导入会再添一篇。"]


def test_one_of_several_stories_with_one_title_is_noticed_on_another_day():
    first, second = "图片新闻\n\n东桥镇的油菜花开了。\n\n李梅", "图片新闻\n\n西塘镇的樱花开了。\n\n李梅"
    imported("2024-03-07", text=f"{first}\n\n{second}")
    report = imported("2024-03-08", text=f"{first}\n\n{second}", dry_run=True)
    assert len([note for note in report.warnings if "图片新闻" in note]) == 2


def test_desk_shows_that_the_same_text_is_on_another_page(desk):
    imported(text=LONG)
    given = {"date": "2024-03-07", "number": "3", "text": LONG, "way": "draft"}
    assert ON_PAGES_2_AND_3.format("草坪产业") in desk.post("/admin/articles/page/import/", given).content.decode()
    assert not Page.objects.filter(number="3").exists()


def test_a_whole_issue_is_taken_back_with_stories_that_jump_between_its_pages(desk):
    imported(text="草坪产业\n\n后白镇的草坪今年销往外省。（下转第3版）\n\n张晓明", number="2")
    imported(text="草坪产业\n\n（上接第2版）草坪铺到了后白镇村口，村民都说好。\n\n张晓明", number="3")
    issue = Issue.objects.get()
    undo = f"/admin/articles/issue/{issue.pk}/undo-import/"
    assert f'href="{undo}"' in desk.get(f"/admin/articles/issue/{issue.pk}/change/").content.decode()
    assert "没有人处理过" in desk.get(undo).content.decode()
    desk.post(undo)
    assert (Article.objects.count(), Page.objects.count(), Issue.objects.count()) == (0, 0, 0)


def test_an_issue_with_a_story_somebody_changed_stays_whole(desk, editor):
    imported(number="2")
    imported(text="植树\n\n山坡绿了，树苗成活。\n\n石小满", number="3")
    with editing.changing(Article.objects.get(headline="植树").pk, Actor.at_desk(editor)) as change:
        change.article.deck = "山绿了"
        change.article.save()
    assert "植树" in said(desk.post(f"/admin/articles/issue/{Issue.objects.get().pk}/undo-import/"))
    assert (Article.objects.count(), Page.objects.count()) == (3, 2)
