"""A reader without script and account reports an error; an editor finds it, and is done with it."""

import os

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.cache import cache
from playwright.sync_api import expect

from articles.models import Article, ReaderReport

from .chromium import set_type

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("paper")]

STORY = "水利局开展河湖保护整治行动"


@pytest.fixture(autouse=True)
def _new_hour():
    cache.clear()


def test_a_report_reaches_the_desk_and_is_done(visit, log_in):
    reader = visit("/2023-07-20/2/", width=390, java_script_enabled=False)
    reader.click(f".headline >> text={STORY}")
    reader.click("text=我要纠错")
    photograph(reader, "report")
    reader.fill("[name=text]", "第二段“20余吨”应为“30余吨”。")
    reader.fill("[name=contact]", "0559-1234567")
    reader.click("main button")
    expect(reader.locator("h1")).to_have_text("谢谢您指正")
    photograph(reader, "report-sent")
    assert reader.context.cookies() == []

    desk = log_in("li", "李编辑", "编辑")("/admin/")
    photograph(desk, "report-front")
    desk.click(f".front-reports >> text={STORY}")
    report = desk.locator("#reports li")
    expect(report).to_contain_text("“20余吨”应为“30余吨”")
    expect(report).to_contain_text("0559-1234567")
    photograph(desk, "report-story")
    report.locator("text=办结").click()
    expect(desk.locator(".messagelist")).to_contain_text("已办结")
    expect(desk.locator("#reports li")).to_have_class("desk-settled")
    desk.goto(desk.url.split("/admin/")[0] + "/admin/")
    expect(desk.locator(".front-reports")).to_have_count(0)


def test_a_report_written_without_a_network_is_kept_until_it_can_be_sent(visit, complaints):
    page = visit(f"/articles/{Article.objects.get(headline=STORY).pk}/report/", width=360)
    page.fill("[name=text]", "应为“30余吨”。")
    page.context.set_offline(True)
    page.click("main button")
    expect(page.get_by_role("alert")).to_have_text("没有网络，您写的还在，连上后再提交。")
    photograph(page, "report-unsent")
    expect(page.locator("[name=text]")).to_have_value("应为“30余吨”。")
    page.context.set_offline(False)
    page.click("main button")
    expect(page.locator("h1")).to_have_text("谢谢您指正")
    assert ReaderReport.objects.get().text == "应为“30余吨”。"
    complaints[:] = [each for each in complaints if "Failed to load resource" not in each]


@pytest.mark.parametrize("size", ["medium", "large"])
def test_nobody_sees_the_field_for_programs(visit, size):
    page = visit(f"/articles/{Article.objects.get(headline=STORY).pk}/report/", width=360)
    set_type(page, size)
    photograph(page, f"report-{size}")
    box = page.locator("p:has(> label > [name=website])").bounding_box()
    assert box["width"] <= 1
    assert box["height"] <= 1


@pytest.mark.parametrize(("scheme", "width"), [("light", 390), ("dark", 1280)])
def test_the_form_has_no_axe_violations(visit, scheme, width):
    page = visit("/2023-07-20/2/", width=width, scheme=scheme)
    page.click(f".headline >> text={STORY}")
    page.click("text=我要纠错")
    page.wait_for_load_state()
    assert Axe().run(page).response["violations"] == []
    page.click("main button")  # the browser asks for the text
    page.fill("[name=text]", " ")
    page.click("main button")
    expect(page.locator(".field .error")).to_be_visible()
    photograph(page, f"report-{scheme}")
    assert Axe().run(page).response["violations"] == []


def photograph(page, name):
    if folder := os.environ.get("SCREENSHOTS"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)
