"""Sharing a story: copied with its title, shown to copy where nothing else works, and as a QR code."""

import os

import pytest
import segno
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from .test_comforts import story_of

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("paper")]

HEADLINE = "要闻第1条"
# The browser of an app: neither function exists, and copying is refused.
IN_APP = """
    Object.defineProperty(navigator, "share", { value: undefined });
    Object.defineProperty(navigator, "clipboard", { value: undefined });
    document.execCommand = () => false;
"""


def test_sharing_copies_title_and_canonical_address(visit, live_server):
    page = visit(story_of(HEADLINE) + "?utm_source=wechat", permissions=["clipboard-read", "clipboard-write"])
    page.click("[data-do=share]")
    expect(page.locator("[data-say]")).to_have_text("标题和链接已复制。")
    assert page.evaluate("navigator.clipboard.readText()") == f"{HEADLINE}\n{live_server.url}{story_of(HEADLINE)}"


def test_the_browser_of_an_app_shows_the_text_selected(visit, live_server):
    page = visit("/", width=390)
    page.add_init_script(IN_APP)
    page.goto(story_of(HEADLINE))
    page.click("[data-do=share]")
    text = f"{HEADLINE}\n{live_server.url}{story_of(HEADLINE)}"
    expect(page.locator("[data-say]")).to_have_text(text)
    assert page.evaluate("getSelection().toString()").split() == text.split()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    photograph(page, "share-in-app")
    assert Axe().run(page).response["violations"] == []


def test_older_browsers_copy_without_the_clipboard(visit):
    page = visit("/", permissions=["clipboard-read", "clipboard-write"])
    page.add_init_script("Object.defineProperty(Navigator.prototype, 'clipboard', { value: undefined })")
    page.goto(story_of(HEADLINE))
    page.click("[data-do=share]")
    expect(page.locator("[data-say]")).to_have_text("标题和链接已复制。")
    assert page.locator("textarea").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_click_shows_the_code_of_the_canonical_address(visit, live_server, scheme):
    page = visit(story_of(HEADLINE) + "?from=timeline", scheme=scheme)
    expect(page.locator(".qr")).not_to_be_visible()
    page.click("text=二维码")
    expect(page.locator(".qr")).to_be_visible()
    code = segno.make(live_server.url + story_of(HEADLINE), micro=False).svg_inline(omitsize=True)
    assert page.get_attribute(".qr path", "d") in code
    # Black on white at night, too.
    assert page.evaluate("getComputedStyle(document.querySelector('.qr')).backgroundColor") == "rgb(255, 255, 255)"
    photograph(page, f"qr-{scheme}")
    assert Axe().run(page).response["violations"] == []
    page.keyboard.press("Escape")
    expect(page.locator(".qr")).not_to_be_visible()


def test_phones_have_no_button_for_the_code(visit):
    assert not visit(story_of(HEADLINE), width=390).locator(".for-qr").is_visible()


@pytest.mark.parametrize("script", [True, False])
def test_the_code_is_printed_beside_the_papers_name(visit, script):
    page = visit(story_of(HEADLINE), width=720, java_script_enabled=script)
    page.emulate_media(media="print")
    code, head, title = (page.locator(each).bounding_box() for each in (".qr svg", ".head", "h1"))
    assert 70 < code["width"] < 80  # 2 cm
    assert code["y"] + code["height"] <= head["y"] + head["height"] < title["y"]
    photograph(page, "qr-print")


def photograph(page, name):
    if folder := os.environ.get("SCREENSHOTS"):
        page.screenshot(path=f"{folder}/{name}.png")
