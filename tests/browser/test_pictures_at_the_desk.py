"""A story's pictures in a browser: dropped, captioned, ordered by keyboard, put into the text, saved."""

import base64

import pytest
from playwright.sync_api import expect

from articles.models import Article
from articles.pictures.drawn import landscape

from .chromium import follow
from .test_desk import violations

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("picture_folders")]

DROP = """([place, files]) => {
  const transfer = new DataTransfer();
  for (const [name, data] of files) {
    const bytes = Uint8Array.from(atob(data), (character) => character.charCodeAt(0));
    transfer.items.add(new File([bytes], name, { type: "image/jpeg" }));
  }
  for (const kind of ["dragenter", "dragover", "drop"]) {
    place.dispatchEvent(new DragEvent(kind, { dataTransfer: transfer, bubbles: true, cancelable: true }));
  }
}"""


@pytest.fixture
def desk(log_in):
    return log_in("chief", "王主编")


@pytest.fixture
def draft(seed):
    Article.objects.filter(headline="水利局开展河湖保护整治行动").update(status="draft")
    return Article.objects.get(status="draft")


def open_story(desk, draft, **options):
    page = desk(f"/admin/articles/article/{draft.pk}/change/", **options)
    # Shown by the script; what is dropped before it runs is not noticed.
    page.wait_for_selector(".desk-drop-hint:not([hidden])", state="attached")
    return page


def drop(page, *names):
    files = [[name, base64.b64encode(landscape(at, 480, 320)).decode()] for at, name in enumerate(names, start=1)]
    page.locator(".desk-pictures").element_handle().evaluate("(place, files) => (" + DROP + ")([place, files])", files)


def rows(page):
    return page.locator(".desk-picture")


def shown(draft):
    uses = Article.objects.get(pk=draft.pk).picture_uses
    return list(uses.values_list("number", "picture__name", "caption"))


def test_two_files_are_dropped_captioned_ordered_and_saved(desk, draft):
    page = open_story(desk, draft)
    page.fill("[name=new_photographers]", "丁彤")
    drop(page, "河.jpg", "桥.jpg")
    expect(rows(page)).to_have_count(2, timeout=20_000)
    expect(page.locator(".desk-uploads li")).to_have_text(["河.jpg ✓ 已添加", "桥.jpg ✓ 已添加"])
    rows(page).nth(0).get_by_label("图片说明").fill("整治后的河道。")
    rows(page).nth(1).get_by_label("图片说明").fill("新桥通车。")
    rows(page).nth(0).get_by_role("button", name="下移").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".desk-said")).to_have_text("图1已移到第 2 位。")
    assert rows(page).nth(0).get_by_label("图片说明").input_value() == "新桥通车。"
    page.locator(".desk-focal img").nth(0).click(position={"x": 16, "y": 20})
    page.keyboard.press("Control+s")
    page.wait_for_selector(".messagelist .success")
    assert shown(draft) == [(2, "桥.jpg", "新桥通车。"), (1, "河.jpg", "整治后的河道。")]
    bridge = Article.objects.get(pk=draft.pk).picture_uses.first().picture
    assert bridge.focal_x < 20
    assert [str(credit) for credit in bridge.credits.all()] == ["摄影 丁彤"]


def test_picture_is_put_into_the_text_at_the_cursor(desk, draft):
    page = open_story(desk, draft)
    drop(page, "河.jpg")
    expect(rows(page)).to_have_count(1, timeout=20_000)
    page.fill("[name=body]", "第一段。\n\n第二段。")
    page.evaluate("document.getElementById('id_body').setSelectionRange(4, 4)")
    rows(page).nth(0).get_by_label("图片说明").fill("清清的河。")
    page.click("text=插入文中")
    assert page.input_value("[name=body]") == "第一段。\n\n图1：清清的河。\n\n第二段。"
    expect(page.locator(".desk-caption-in-text")).to_contain_text("清清的河。")
    follow(page, ".submit-row >> text=保存并继续编辑")
    assert shown(draft) == [(1, "河.jpg", "")]
    assert Article.objects.get(pk=draft.pk).body == "第一段。\n\n图1：清清的河。\n\n第二段。"


def test_saving_waits_for_the_files(desk, draft):
    page = open_story(desk, draft)
    drop(page, "河.jpg", "桥.jpg")
    page.click(".submit-row >> text=保存并继续编辑")
    page.wait_for_selector(".messagelist .success", timeout=20_000)
    assert [name for _number, name, _caption in shown(draft)] == ["河.jpg", "桥.jpg"]


def test_picture_of_the_library_is_chosen(desk, draft):
    page = open_story(desk, draft)
    drop(page, "河.jpg")
    expect(rows(page)).to_have_count(1, timeout=20_000)
    rows(page).nth(0).locator("[name$=DELETE]").check()
    page.click(".submit-row >> text=保存并继续编辑")
    page.fill("#picture-search", "河")
    page.click(".desk-found button")
    expect(rows(page)).to_have_count(1)
    follow(page, ".submit-row >> text=保存并继续编辑")
    assert [name for _number, name, _caption in shown(draft)] == ["河.jpg"]


@pytest.mark.parametrize("width", [390, 1280])
def test_rows_and_library_have_no_serious_axe_violations_and_fit(desk, draft, width):
    page = open_story(desk, draft, width=width, bypass_csp=True)  # axe adds inline styles
    drop(page, "河.jpg", "桥.jpg")
    expect(rows(page)).to_have_count(2, timeout=20_000)
    page.focus("#picture-search")
    page.wait_for_selector(".desk-found button")
    assert violations(page) == [], "rows, files and choices"
    follow(page, ".submit-row >> text=保存并继续编辑")
    picture = Article.objects.get(pk=draft.pk).picture_uses.first().picture_id
    for address in ("", "add/", f"{picture}/change/"):
        page.goto(f"/admin/articles/picture/{address}")
        assert violations(page) == [], address
        assert page.evaluate("document.documentElement.scrollWidth") == width
