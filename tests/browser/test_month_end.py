"""A reporter signs stories with their own name; at the end of the month the chief counts and pays."""

import datetime

import pytest

from articles.models import Article, Contribution
from tests.site.rows import story

from .chromium import follow
from .test_desk import violations

pytestmark = pytest.mark.browser
ADD = "/admin/articles/article/add/"
WORKLOAD = "/admin/articles/article/workload/"


def write(page, headline):
    page.goto(ADD)
    page.fill("[name=headline]", headline)
    page.fill("[name=body]", "柳溪镇清理了三条河。")


def save(page):
    page.click("text=保存，还在写")
    page.wait_for_selector(".messagelist")


def byline(headline):
    return list(Contribution.objects.filter(article__headline=headline).values_list("author__name", "role"))


def test_a_reporter_signs_with_their_own_name(log_in):
    page = log_in("zhao", "赵一鸣", "记者")(ADD)
    write(page, "第一篇")
    page.check("text=用我的名字：记者 赵一鸣")
    save(page)
    assert byline("第一篇") == [("赵一鸣", "记者")]
    write(page, "第二篇")
    assert page.inner_text("#contributions-0 .select2-selection__rendered").strip() == "赵一鸣"
    save(page)
    assert byline("第二篇") == [("赵一鸣", "记者")]
    write(page, "第三篇")
    page.click("#contributions-0 .inline-deletelink")
    save(page)
    assert byline("第三篇") == []
    assert Article.objects.get(headline="第三篇").body == "柳溪镇清理了三条河。"


@pytest.mark.parametrize("width", [390, 1280])
def test_the_chief_sets_a_rate_and_takes_the_table_to_excel(log_in, width):
    story(byline=[("记者", "赵一鸣"), ("记者", "王芳")], body="晴。" * 500, date=datetime.date(2026, 11, 8))
    page = log_in("boss", "孙总编", "总编辑")("/admin/", width=width, bypass_csp=True)
    page.click("nav >> text=工作量")
    page.goto(f"{WORKLOAD}?month=2026-11")
    page.click(".workload-missing >> text=记者")
    page.fill("[name=per_thousand]", "80")
    follow(page, "[name=_save]")
    page.goto(f"{WORKLOAD}?month=2026-11")
    assert page.inner_text(".workload-table tfoot td") == "80.00"
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert violations(page) == []
    with page.expect_download() as download:
        page.click("text=下载 Excel 表格（CSV）")
    assert download.value.suggested_filename == "工作量-2026-11.csv"
    table = download.value.path().read_text("utf-8-sig").splitlines()
    assert table[1:] == ["王芳,记者,0.5,500,0,0,80,0,40.00", "赵一鸣,记者,0.5,500,0,0,80,0,40.00"]
