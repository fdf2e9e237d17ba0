"""The printed page on the screen: its zones by pointer, keys and address, and its large view."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from articles.facsimiles.making import make_renditions
from articles.models import Article, Facsimile
from tests.facsimiles.rows import page_with_pdf
from tests.site.rows import printed

from .chromium import until

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("picture_folders", "transactional_db")]

PAGE = "/2023-07-20/2/"
LIT, PLAIN = "rgb(255, 240, 189)", "rgba(0, 0, 0, 0)"
# The number of times that something on the page moved by itself.
SHIFTS = """new Promise((done) => {
  new PerformanceObserver((list) => done(list.getEntries().length)).observe({ type: "layout-shift", buffered: true });
  setTimeout(() => done(0), 300);
})"""


@pytest.fixture
def stories():
    printed("头版头条", page="1", name="要闻")
    return page_with_pdf()


def fills(page):
    """The colour of each zone, in order."""
    return page.evaluate("[...document.querySelectorAll('.zones path')].map((each) => getComputedStyle(each).fill)")


def show_printed_page(page, width):
    """On a phone it is the second view."""
    if width < 960:
        page.get_by_role("button", name="版面").click()


def focused(page):
    return page.evaluate("document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent")


@pytest.mark.parametrize("width", [390, 1280])
def test_zones_lie_on_the_printed_page_and_open_their_stories(visit, stories, width):
    page = visit(PAGE, width=width)
    show_printed_page(page, width)
    image, zones = page.locator(".printed-page img").bounding_box(), page.locator(".zones").bounding_box()
    assert all(abs(image[side] - zones[side]) < 2 for side in image)
    assert image["height"] == pytest.approx(image["width"] * 780 / 560, abs=2)
    zone = stories[2].placements.get().zone[0]
    across, down = (zone[0] + zone[2]) / 2e4, (zone[1] + zone[3]) / 2e4
    page.mouse.click(image["x"] + across * image["width"], image["y"] + down * image["height"])
    page.wait_for_url(f"**{stories[2].get_absolute_url()}")


def test_keys_go_through_the_zones_or_skip_them(visit, stories):
    page = visit(PAGE)
    page.locator(".facsimile .skip").focus()
    for number, story in enumerate(stories):
        page.keyboard.press("Tab")
        assert focused(page) == story.title
        assert [fill == LIT for fill in fills(page)] == [place == number for place in range(3)]
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{stories[2].get_absolute_url()}")
    page.go_back()
    page.locator(".facsimile .skip").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert focused(page) == stories[0].title


def test_a_story_and_its_zone_light_up_together(visit, stories):
    page = visit(PAGE)
    page.locator(".titles .story").nth(1).hover()
    assert fills(page) == [PLAIN, LIT, PLAIN]
    page.locator(".zones a").nth(0).hover()
    assert fills(page) == [LIT, PLAIN, PLAIN]
    assert page.locator(".titles .story.lit h2").all_inner_texts() == [stories[0].title]


def test_without_script_zones_are_links_that_light_up(visit, stories):
    page = visit(PAGE, java_script_enabled=False)
    zone = page.locator(".zones a").nth(1)
    assert zone.get_attribute("href") == stories[1].get_absolute_url()
    zone.hover()
    assert zone.locator("path").evaluate("each => getComputedStyle(each).fill") == LIT


@pytest.mark.parametrize("width", [390, 1280])
def test_a_story_leads_to_its_zone_on_the_page(visit, stories, width):
    page = visit(stories[2].get_absolute_url(), width=width)
    page.get_by_text("在版面上看").click()
    page.wait_for_url(f"**{PAGE}#story-{stories[2].pk}")
    assert fills(page) == [PLAIN, PLAIN, LIT]
    assert page.evaluate("document.querySelector(':target').getBoundingClientRect().top < innerHeight")


def test_nothing_moves_while_the_image_comes(visit, stories):
    assert stories
    page = visit("/2023-07-20/1/", width=390)
    show_printed_page(page, 390)
    page.route("**/facsimile/*", lambda route: (page.wait_for_timeout(300), route.continue_()))
    page.goto(PAGE, wait_until="commit")
    until(page, "document.images.length && document.images[0].complete")
    assert page.evaluate(SHIFTS) == 0


@pytest.mark.parametrize("width", [390, 1280])
def test_the_large_page_is_moved_by_hand_and_read_at_once(visit, stories, width):
    page = visit(f"{PAGE}large/", width=width)
    frame = page.locator(".window")
    box = frame.bounding_box()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.locator(".printed-page").bounding_box()["width"] >= 1200
    page.get_by_label("细看").check()
    assert page.locator(".printed-page").bounding_box()["width"] == 2400
    page.mouse.move(box["x"] + 300, box["y"] + 300)
    page.mouse.down()
    page.mouse.move(box["x"] + 100, box["y"] + 150, steps=4)
    page.mouse.up()
    assert frame.evaluate("each => [each.scrollLeft, each.scrollTop]") == [200, 150]
    assert page.url.endswith("large/")  # although a link was below the pointer
    page.get_by_label("整版").check()
    assert page.locator(".printed-page").bounding_box()["width"] <= box["width"]
    frame.focus()
    page.get_by_label("可读").check()
    frame.focus()
    page.keyboard.press("PageDown")
    until(page, "document.querySelector('.window').scrollTop > 0")
    assert stories


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_have_no_axe_violations_and_fit(visit, stories, width, scheme):
    Article.objects.filter(pk=stories[1].pk).update(status="draft")
    make_renditions(Facsimile.objects.get())
    for address in (PAGE, f"{PAGE}large/", stories[0].get_absolute_url()):
        page = visit(address, width=width, scheme=scheme, bypass_csp=True)  # axe adds inline styles
        assert [each["id"] for each in Axe().run(page).response["violations"]] == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
