"""A reporter's day in a browser: a Word document, submitted, put back, mended; and a crash that costs no text."""

import pytest
from playwright.sync_api import expect

from articles.models import Article
from tests.word.documents import document, paragraph

from .chromium import until

pytestmark = pytest.mark.browser
ADD = "/admin/articles/article/add/"
KEPT = "Object.keys(localStorage).filter((key) => key.startsWith('newsroom-unsaved'))"


@pytest.fixture
def reporter(log_in):
    return log_in("zhao", "赵小河", "记者")


def test_from_a_word_document_to_the_second_review(log_in, reporter, picture_folders, tmp_path):
    editor = log_in("li", "李编辑", "编辑")
    (tmp_path / "河道.docx").write_bytes(
        document(paragraph("三条河变清了"), paragraph("记者 赵小河"), paragraph("柳溪镇清理了三条河。"))
    )
    page = reporter(ADD)
    page.click("text=从 Word 文档开始")
    page.set_input_files("[name=file]", tmp_path / "河道.docx")
    page.click("text=写成草稿")
    expect(page.locator("[name=headline]")).to_have_value("三条河变清了")
    page.click(".submit-row >> text=送审")
    expect(page.locator(".messagelist")).to_contain_text("已送审")

    story = Article.objects.get(headline="三条河变清了")
    desk = editor(f"/admin/articles/article/{story.pk}/change/")
    desk.click("text=退回作者")
    desk.fill("[name=reason]", "请补上时间。")
    desk.click(".desk-review >> text=退回 >> nth=-1")
    expect(desk.locator(".messagelist")).to_contain_text("已退回作者")

    page.goto(page.url.split("/admin/")[0] + "/admin/")
    expect(page.locator(".front-tasks")).to_contain_text("请补上时间。")
    page.click(".front-tasks >> text=三条河变清了")
    page.fill("[name=body]", "3月5日，柳溪镇清理了三条河。")
    page.click(".submit-row >> text=送审")
    expect(page.locator(".messagelist")).to_contain_text("已送审")
    desk.reload()
    desk.click(".desk-sign")
    expect(desk.locator(".messagelist")).to_contain_text("初审")


def test_after_a_crash_the_text_is_offered_again(reporter):
    page = reporter(ADD)
    page.fill("[name=headline]", "三条河变清了")
    page.fill("[name=body]", "柳溪镇清理了三条河。")
    until(page, f"{KEPT}.length === 1")
    # The page is gone without a word to the server.
    again = page.context.new_page()
    again.goto(page.url)
    page.close()
    expect(again.locator("#unsaved")).to_contain_text("没有保存的文字")
    again.click("text=放回表单")
    expect(again.locator("[name=headline]")).to_have_value("三条河变清了")
    expect(again.locator("[name=body]")).to_have_value("柳溪镇清理了三条河。")
    again.click("text=保存，还在写")
    expect(again.locator(".messagelist")).to_be_visible()
    assert again.evaluate(KEPT) == []
    assert Article.objects.get(headline="三条河变清了").status == "writing"


def test_a_double_click_adds_one_story(reporter):
    page = reporter(ADD)
    page.fill("[name=headline]", "三条河变清了")
    page.fill("[name=body]", "柳溪镇清理了三条河。")
    page.dblclick("text=保存，还在写")
    expect(page.locator(".messagelist")).to_have_text("已新增稿件“三条河变清了”。 可以在下面继续修改。")
    assert Article.objects.filter(headline="三条河变清了").count() == 1


def test_signing_out_leaves_no_text_on_the_device(reporter):
    page = reporter(ADD)
    page.fill("[name=body]", "柳溪镇清理了三条河。")
    until(page, f"{KEPT}.length === 1")
    page.on("dialog", lambda dialog: dialog.accept())
    page.click("#logout-form button")
    until(page, f"{KEPT}.length === 0")


def test_a_story_is_copied_with_its_formats(log_in, seed):
    chief = log_in("chief", "王主编")
    page = chief(f"/admin/articles/article/{Article.objects.public().first().pk}/elsewhere/")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.click("text=复制公众号排版")
    expect(page.locator("#copy-formatted")).to_contain_text("已复制")
    read = "navigator.clipboard.read().then((all) => all[0].getType('text/html')).then((blob) => blob.text())"
    assert "text-indent: 2em" in page.evaluate(read).replace("text-indent:2em", "text-indent: 2em")
