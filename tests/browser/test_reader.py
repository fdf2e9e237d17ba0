"""What a reader does, in a real browser without scripts, on a phone and on a desk."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("seed")]

PAGES = [
    "/",
    "/2023-07-20/",
    "/2023-07-20/2/",
    "story",
    "/sections/environment/",
    "author",
    "/archive/",
    "/archive/2023/",
    "/search/",
    "/search/?q=人居环境",
    "/search/?q=鸵鸟",
    "/corrections/",
    "/about/",
]
STORY = "水利局开展河湖保护整治行动"


def goto(page, name):
    """Open one of PAGES; a story and an author are reached as a reader reaches them."""
    if name.startswith("/"):
        page.goto(name)
        return
    page.goto("/2023-07-20/2/")
    page.get_by_role("main").get_by_role("heading").get_by_role("link", name=STORY).click()
    if name == "author":
        page.locator(".byline a").first.click()


def test_a_reader_opens_the_paper_turns_to_a_page_reads_a_story_and_comes_back(visit):
    page = visit("/", width=390, java_script_enabled=False)
    page.get_by_role("navigation").get_by_role("link", name="第2版：综合新闻").click()
    expect(page).to_have_url(re.compile("/2023-07-20/2/$"))
    page.get_by_role("heading").get_by_role("link", name=STORY).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(STORY)
    expect(page.get_by_text("肖杆河贯穿我市城区")).to_be_visible()
    page.locator(".printed").get_by_role("link", name="第2版：综合新闻").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("第2版：综合新闻")


def test_a_reader_searches_from_any_page_and_opens_a_hit(visit):
    page = visit("/archive/", java_script_enabled=False)
    page.get_by_role("searchbox").fill("肖杆河")
    page.get_by_role("searchbox").press("Enter")
    page.get_by_role("heading").get_by_role("link", name=STORY).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(STORY)


def test_a_reader_finds_a_day_in_the_calendar_of_its_year(visit):
    page = visit("/archive/", java_script_enabled=False)
    page.get_by_role("main").get_by_role("link", name="7月").click()
    page.get_by_role("table").get_by_role("link", name="20", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("2023年7月20日")


def test_the_zones_of_the_page_plan_open_their_stories(visit):
    page = visit("/2023-07-20/2/", java_script_enabled=False)
    page.locator("svg.plan a").nth(2).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(STORY)


def test_the_first_key_leads_past_the_navigation_and_focus_can_be_seen(visit):
    page = visit("/")
    page.keyboard.press("Tab")
    skip = page.locator(":focus")
    expect(skip).to_have_attribute("href", "#content")
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.locator(":focus").evaluate("element => document.querySelector('main').contains(element)")
    assert page.locator(":focus").evaluate("element => getComputedStyle(element).outlineWidth") == "3px"


@pytest.mark.parametrize("width", [320, 390, 640])
def test_nothing_is_cut_off_on_a_small_screen(visit, width):
    page = visit("/", width=width)
    for name in PAGES:
        goto(page, name)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_no_page_has_a_barrier_that_axe_knows_of(visit, scheme, width):
    page = visit("/", width=width, scheme=scheme)
    for name in PAGES:
        goto(page, name)
        found = Axe().run(page)
        assert found.violations_count == 0, f"{name}\n{found.generate_report()}"


def test_lines_of_a_story_are_no_longer_than_forty_characters(visit):
    page = visit("/", width=1280)
    goto(page, "story")
    text = page.locator(".text p").first
    size, width, indent = text.evaluate(
        "each => [getComputedStyle(each).fontSize, each.clientWidth, getComputedStyle(each).textIndent].map(parseFloat)"
    )
    assert 30 <= width / size <= 40
    assert indent / size == 2


def test_the_print_sheet_leaves_the_story_and_drops_what_only_a_screen_needs(visit):
    page = visit("/")
    goto(page, "story")
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator(".bar")).to_be_hidden()
    expect(page.locator(".same-page")).to_be_hidden()
