"""On a small phone the news begins at the top: one row for the head, and what it opens works without script."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from articles.models import Article

from .chromium import set_type

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("paper")]

SCREENS = [(360, 640), (390, 844)]
HIGHEST = 250  # pixels


def addresses():
    story = Article.objects.get(headline="要闻第1条").get_absolute_url()
    return {
        "front": "/",
        "page": "/2023-07-20/2/",
        "story": story,
        "search": "/search/?q=水利",
        "issue": "/2022-07-20/",
    }


@pytest.mark.parametrize("screen", SCREENS, ids=str)
@pytest.mark.parametrize("size", ["medium", "large"])
def test_the_first_headline_stands_high_below_name_date_and_search(visit, screen, size):
    page = visit("/")
    page.set_viewport_size({"width": screen[0], "height": screen[1]})
    set_type(page, size)
    for name, address in addresses().items():
        page.goto(address)
        top = page.locator("main .headline").first.bounding_box()["y"]
        assert 0 < top < HIGHEST, f"{name}: {top}"
        for part in (".head .name", "input[name=q]" if name == "search" else ".for-find summary"):
            box = page.locator(part).bounding_box()
            assert 0 <= box["y"] < top, f"{name}: {part}"
        if name != "search":
            assert page.locator("time").first.bounding_box()["y"] < top, name


def test_the_head_of_a_phone_opens_search_and_sections_without_script(visit):
    page = visit("/2022-07-20/2/", width=360, java_script_enabled=False)
    expect(page.get_by_role("searchbox")).to_be_hidden()
    page.locator(".for-find summary").click()
    page.get_by_role("searchbox").fill("肖杆河")
    page.get_by_role("searchbox").press("Enter")
    expect(page.locator(".results .headline").first).to_be_visible()
    page.locator(".for-menu summary").click()
    page.get_by_role("navigation").get_by_role("link", name="往期报纸").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("往期报纸")
    # The comforts need the script.
    expect(page.locator(".for-comforts")).to_be_hidden()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_the_head_opens_passes_axe(visit, scheme):
    page = visit("/", width=360, scheme=scheme)
    for name in ("for-comforts", "for-find", "for-menu"):
        page.locator(f".{name} summary").click()
        assert Axe().run(page).violations_count == 0, Axe().run(page).generate_report()
    # One at a time.
    assert page.locator(".head details[open]").count() == 1


def test_pages_of_an_issue_are_one_row(visit):
    page = visit("/", width=360)
    tops = page.locator(".pages a").evaluate_all("links => links.map((each) => each.getBoundingClientRect().top)")
    assert len(set(tops)) == 1


def test_filters_of_a_search_open_on_a_phone_and_stand_beside_the_results_on_a_desktop(visit):
    page = visit("/search/?q=水利", width=390)
    expect(page.locator("select[name=section]")).to_be_hidden()
    page.locator(".search .toggle summary").click()
    expect(page.locator("select[name=section]")).to_be_visible()
    first, facets = page.locator(".results .headline").first, page.locator(".facets")
    assert first.bounding_box()["y"] < facets.bounding_box()["y"]
    page.set_viewport_size({"width": 1280, "height": 800})
    assert facets.bounding_box()["x"] > first.bounding_box()["x"] + first.bounding_box()["width"]
    assert facets.bounding_box()["y"] < first.bounding_box()["y"]
