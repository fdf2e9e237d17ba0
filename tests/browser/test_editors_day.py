"""A day at the desk: a pasted page is imported, repaired, signed, published, corrected, withdrawn and restored."""

import datetime

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from articles.models import Article

from .chromium import follow

pytestmark = pytest.mark.browser
PASTED = """水利局整治河道

本报讯（记者 曹璐）连日来，水利局组织力量清理河道。

工作人员驾船打捞水草，六十余人参加。

全市防汛工作会议召开，各镇街道主要负责人到会。

防汛进入关键期

本报讯（记者 余波）全市防汛工作进入关键时期，各地加强巡查，备足物资。

（上接1版）志愿者走进社区，为居民讲解安全知识，发放手册三百余份。

责任编辑 王芳
"""


def story(headline):
    return Article.objects.get(headline=headline)


def change(article):
    return f"/admin/articles/article/{article.pk}/change/"


def messages(page):
    return page.inner_text(".messagelist")


def test_pasted_page_is_published_corrected_withdrawn_and_restored(log_in, visit):
    operator, first = log_in("operator", "周运维", "运维"), log_in("first", "李编辑", "编辑")
    second, final = log_in("second", "钱主任", "值班主任"), log_in("final", "孙总编", "总编辑")
    import_page(operator("/admin/"))
    editor = first("/admin/")
    settle_problems(editor)
    repair(editor)
    people = [editor, second("/admin/"), final("/admin/")]
    tomorrow = timezone.localtime() + datetime.timedelta(days=1)
    river = story("水利局整治河道")
    reader = visit("/")
    sign_for(tomorrow, people, river, reader)
    Article.objects.filter(pk=river.pk).update(publish_at=timezone.now())
    assert reader.goto(river.get_absolute_url()).status == 200
    chief = people[-1]
    correct(chief, river, reader)
    withdraw_and_restore(chief, river, reader)
    check_log(chief)


def import_page(page):
    page.click("text=导入版面")
    page.fill("[name=date]", "2024-03-05")
    page.fill("[name=number]", "2版")
    page.fill("[name=name]", "综合新闻")
    page.fill("[name=text]", PASTED)
    follow(page, "text=预览识别结果")
    assert "水利局整治河道" in page.inner_text(".import")
    assert not Article.objects.filter(date=datetime.date(2024, 3, 5)).exists()
    follow(page, "text=确认导入")
    assert "已导入 2024-03-05 一期。" in page.inner_text(".import-sum")
    assert {article.status for article in Article.objects.filter(date=datetime.date(2024, 3, 5))} == {"draft"}


def settle_problems(page):
    page.goto("/admin/")
    page.click(".front-doubts >> text=2024-03-05 第2版")
    page.click("#result_list .field-story a >> nth=0")
    page.fill("[name=headline]", "志愿者讲解安全知识")
    for button in page.locator(".desk-settle:has-text('已核对')").all():
        button.click()
    expect(page.locator(".desk-doubts li:not(.desk-settled)")).to_have_count(0)
    follow(page, ".submit-row >> text=保存并继续编辑")
    assert not story("志愿者讲解安全知识").problems.open().exists()


def repair(page):
    river = story("水利局整治河道")
    parts = len(river.blocks)
    page.goto(change(river))
    page.click(".desk-blocks li:nth-child(2) summary")
    follow(page, "text=从此处拆成新稿件")
    assert "已完成：拆分。" in messages(page)
    assert len(story("水利局整治河道").blocks) == 1
    follow(page, "text=并入下一篇")
    assert "已完成：合并。" in messages(page)
    assert len(story("水利局整治河道").blocks) == parts


def sign_for(hour, people, river, reader):
    editor, duty, chief = people
    editor.goto(change(river))
    editor.fill("[name=publish_at_0]", hour.strftime("%Y-%m-%d"))
    editor.fill("[name=publish_at_1]", hour.strftime("%H:%M:%S"))
    editor.click(".desk-review >> text=签发初审")
    editor.click(".desk-tool >> text=预览链接")
    link = editor.input_value("#preview-link")
    for page, stage in ((duty, "复审"), (chief, "终审")):
        page.goto("/admin/")
        page.click(f".front-tasks >> text={river.title}")
        assert f"签发{stage}" in page.inner_text(".desk-review")
        assert reader.goto(river.get_absolute_url()).status == 404
        follow(page, f".desk-review >> text=签发{stage}")
    assert "待发" in chief.inner_text(".desk-review")
    assert reader.goto(link).status == 200
    assert "未刊发预览" in reader.inner_text("main")


def correct(page, river, reader):
    page.goto(change(river))
    page.click("text=刊登更正")
    page.fill("[name=text]", "“六十余人”应为“十六人”。")
    page.click("[name=_save]")
    # The browser caches a page for a minute; reloading requests it again.
    reader.reload()
    assert "“六十余人”应为“十六人”。" in reader.inner_text("main")


def withdraw_and_restore(page, river, reader):
    page.goto(change(river))
    page.click(".desk-review >> text=撤稿…")
    page.fill("#notice", "内容有误，已撤下。")
    follow(page, ".desk-review button:has-text('撤稿')")
    assert reader.reload().status == 410
    assert "内容有误，已撤下。" in reader.inner_text("main")
    follow(page, ".desk-review >> text=恢复")
    assert reader.reload().status == 200


def check_log(page):
    page.goto("/admin/articles/auditentry/")
    log = page.inner_text("#result_list")
    for done in ("导入", "处理疑点", "生成预览链接", "签发", "刊发更正", "撤稿", "恢复刊发"):
        assert done in log, done
