"""The doubts of the proofreading in a browser: mended with one click, left as they are, without and with a script."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from articles.models import Article, ListEntry

pytestmark = pytest.mark.browser
FAULTY = "连日来，水利局布署开展整治行动。\n\n水清了，，岸绿了。\n\n村里的瞎子老周也来了，截止6月底共有3、4百人参加。"


@pytest.fixture
def draft(seed):
    Article.objects.filter(headline="水利局开展河湖保护整治行动").update(status="draft", body=FAULTY)
    return Article.objects.get(status="draft")


def change(article):
    return f"/admin/articles/article/{article.pk}/change/"


def test_editor_mends_one_doubt_and_leaves_another(log_in, draft):
    page = log_in("chief", "王主编")(change(draft))
    doubts = page.locator(".desk-proofreading li")
    first = doubts.filter(has_text="布署")
    first.get_by_role("button", name="改为“部署”").click()
    assert "水利局部署开展" in page.input_value("[name=body]")
    assert "尚未保存" in first.inner_text()
    doubts.filter(has=page.locator("mark", has_text="瞎子")).get_by_role("button", name="不改").click()
    page.wait_for_selector(".desk-proofreading li.desk-settled")
    page.click("[name=_continue]:not(.desk-default)")
    page.wait_for_selector(".messagelist")
    assert "水利局部署开展" in Article.objects.get(pk=draft.pk).body
    assert page.locator(".desk-proofreading li.desk-settled").count() == 1
    assert doubts.filter(has_text="布署").count() == 0


def test_length_is_counted_while_typing(log_in, draft):
    page = log_in("chief", "王主编")(change(draft))
    page.fill("[name=body]", "水清了。\n\n## 河道\n\n2023年，GDP增长5.2%。")
    assert page.inner_text("#desk-length") == "正文 14 字"
    page.fill("[name=body]", "水清了\u200b。\n\n## 河道\n\n图2：“𠮷野家”——WeChat Pay，３D……")
    typed = page.inner_text("#desk-length")
    page.click("[name=_continue]:not(.desk-default)")
    page.wait_for_selector(".messagelist")
    assert page.inner_text("#desk-length") == typed == "正文 20 字"


def test_without_script_the_button_saves_and_mends(log_in, draft):
    page = log_in("chief", "王主编")(change(draft), java_script_enabled=False)
    page.fill("[name=deck]", "新副题")
    with page.expect_navigation():
        page.locator(".desk-proofreading li").filter(has_text="布署").locator(".desk-mend").click()
    saved = Article.objects.get(pk=draft.pk)
    assert (saved.deck, "水利局部署开展" in saved.body) == ("新副题", True)
    assert "已改：布署 → 部署" in page.inner_text(".messagelist")


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("where", ["story", "page", "waiting", "lists", "entry", "defaults"])
def test_pages_of_the_proofreading_are_accessible(log_in, draft, width, where):
    entry = ListEntry.objects.create(kind="leader", text="方同舟", replacement="县长")
    addresses = {
        "story": change(draft),
        "page": f"/admin/articles/page/{draft.placements.first().page_id}/proofread/",
        "waiting": "/admin/articles/article/proofread/",
        "lists": "/admin/articles/listentry/",
        "entry": f"/admin/articles/listentry/{entry.pk}/change/",
        "defaults": "/admin/articles/listentry/defaults/",
    }
    page = log_in("chief", "王主编")(addresses[where], width=width, bypass_csp=True)  # axe adds inline styles
    found = [
        each
        for each in Axe().run(page, context={"exclude": [[".select2"]]}).response["violations"]
        if each["impact"] in {"serious", "critical"}
    ]
    assert [(each["id"], each["nodes"][0]["html"]) for each in found] == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
