"""A chief's day in a browser: a whole issue taken in, one page taken back, one signed in one go; a draft not used."""

import datetime

import pytest
from playwright.sync_api import expect

from articles.models import Article, Page

from .chromium import follow

pytestmark = pytest.mark.browser
DAY = datetime.date(2024, 3, 5)
RIVER = """水利局整治河道

本报讯（记者 曹璐）连日来，水利局组织力量清理河道，水面恢复洁净。

防汛进入关键期

本报讯（记者 余波）全市防汛工作进入关键时期，各地加强巡查，备足物资。
"""
BUS = "城乡公交新增三条线路\n\n本报讯（记者 余波）城乡公交新增三条线路，二十个村的群众受益。\n"


@pytest.fixture
def issue_files(tmp_path):
    (tmp_path / "01 要闻.txt").write_text(RIVER, "utf-8")
    (tmp_path / "02 综合新闻.txt").write_text(BUS, "utf-8")
    return sorted(tmp_path.iterdir())


def import_issue(page, files):
    """Two pages that were printed already."""
    page.click("text=整期导入")
    page.fill("[name=date]", DAY.isoformat())
    page.set_input_files("[name=files]", files)
    page.click("text=已见报")
    page.click("text=预览识别结果")
    expect(page.locator(".import")).to_contain_text("城乡公交新增三条线路")
    page.click("text=确认导入")
    expect(page.locator(".import-sum")).to_contain_text("已导入 2024-03-05 一期。")


def test_a_page_is_signed_in_one_go_and_another_import_is_taken_back(log_in, visit, picture_folders, issue_files):
    operator, chief = log_in("operator", "周运维", "运维")("/admin/"), log_in("final", "孙总编", "总编辑")
    import_issue(operator, issue_files)
    river = Article.objects.get(headline="水利局整治河道")
    reader = visit("/")
    assert reader.goto(river.get_absolute_url()).status == 404

    page = chief("/admin/")
    page.click(".front-tasks >> text=第1版：要闻")
    page.click("text=签发并刊发 2 篇")
    expect(page.locator(".messagelist")).to_contain_text("第1版：要闻")
    assert reader.goto(river.get_absolute_url()).status == 200
    assert "防汛进入关键期" in reader.goto(f"/{DAY}/1/").text()

    second = Page.objects.get(issue__date=DAY, number="2")
    operator.goto(f"/admin/articles/page/{second.pk}/change/")
    operator.click(".object-tools >> text=撤回导入")
    operator.click(".submit-row >> text=撤回导入")
    expect(operator.locator(".messagelist")).to_contain_text("版上 1 篇稿件已删除，可以重新导入。")
    assert not Article.objects.filter(headline="城乡公交新增三条线路").exists()

    # What readers have seen is not taken back.
    first = Page.objects.get(issue__date=DAY, number="1")
    operator.goto(f"/admin/articles/page/{first.pk}/undo-import/")
    expect(operator.locator(".import-warning")).to_contain_text("读者已经看过")
    expect(operator.locator(".submit-row [type=submit]")).to_have_count(0)


def test_a_draft_is_spiked_and_brought_back(log_in, seed):
    editor = log_in("li", "李编辑", "编辑")
    draft = Article.objects.create(headline="这篇先不用", body="正文。", status="draft", origin="imported")
    page = editor(f"/admin/articles/article/{draft.pk}/change/")
    page.click(".desk-review >> text=不用")
    expect(page.locator(".desk-review")).to_contain_text("不用")
    page.goto("/admin/")
    expect(page.locator(".front-tasks")).not_to_contain_text("这篇先不用")
    page.goto("/admin/articles/article/?state=spiked")
    page.click("text=这篇先不用")
    follow(page, ".desk-review >> text=恢复")
    page.goto("/admin/")
    expect(page.locator(".front-tasks")).to_contain_text("这篇先不用")


def test_a_keyword_is_struck_and_another_added(log_in, seed):
    draft = Article.objects.create(headline="草坪产业富了后白镇", body="正文。", status="draft")
    page = log_in("li", "李编辑", "编辑")(f"/admin/articles/article/{draft.pk}/change/")
    words = page.input_value("[name=own_keywords]").split()
    assert "草坪" in words
    page.fill("[name=own_keywords]", "草坪 乡村振兴")
    page.click(".submit-row >> text=保存并继续编辑")
    expect(page.locator("[name=own_keywords]")).to_have_value("草坪 乡村振兴")
    draft.refresh_from_db()
    assert draft.keywords == ["草坪", "乡村振兴"]
