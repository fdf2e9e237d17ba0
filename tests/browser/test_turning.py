"""Turning pages and stories by swipes, keys and the bar, and the two views of a page."""

import pytest
from playwright.sync_api import expect

from articles.models import Article
from tests.facsimiles.rows import page_with_pdf
from tests.site.rows import printed

from .chromium import until

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("transactional_db", "picture_folders")]

PAGE = "/2023-07-20/2/"


@pytest.fixture
def stories():
    """Page 2 with its facsimile between two pages of one story."""
    printed("头版头条", page="1", name="要闻")
    stories = page_with_pdf()
    printed("末版头条", page="3", name="副刊")
    return stories


def story_of(headline):
    return Article.objects.get(headline=headline).get_absolute_url()


@pytest.fixture
def finger(visit):
    """finger(page, (x, y), (x, y)) moves a finger from point to point."""

    def move(page, *points, fingers=1):
        session = page.context.new_cdp_session(page)

        def send(kind, x, y, number=fingers):
            touches = [{"x": x, "y": y + 100 * place, "id": place} for place in range(number)]
            session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touches})

        send("touchStart", *points[0])
        for point in points[1:]:
            send("touchMove", *point)
        send("touchEnd", 0, 0, 0)

    return move


LEFT, RIGHT = ((320, 500), (200, 505), (120, 505)), ((120, 500), (240, 505), (320, 505))


def phone(visit, address):
    return visit(address, width=390, has_touch=True, is_mobile=True)


def test_swipes_turn_pages(visit, stories, finger):
    page = phone(visit, PAGE)
    finger(page, *LEFT)
    page.wait_for_url("**/2023-07-20/3/")
    finger(page, *LEFT)  # there is no page 4
    finger(page, *RIGHT)
    page.wait_for_url(f"**{PAGE}")
    finger(page, *RIGHT)
    page.wait_for_url("**/2023-07-20/1/")


def test_swipes_go_through_the_stories_of_a_page_and_on_to_the_next(visit, stories, finger):
    page = phone(visit, story_of("头版头条"))
    finger(page, *RIGHT)
    page.wait_for_url("**/2023-07-20/1/")
    page.goto(stories[0].get_absolute_url())
    for story in stories[1:]:
        finger(page, *LEFT)
        page.wait_for_url(f"**{story.get_absolute_url()}")
    finger(page, *LEFT)
    page.wait_for_url("**/2023-07-20/3/")
    page.goto(stories[1].get_absolute_url())
    finger(page, *RIGHT)
    page.wait_for_url(f"**{stories[0].get_absolute_url()}")


GESTURES = {
    "scrolling": ((300, 700), (200, 500), (180, 300)),
    "back, from the edge": ((10, 500), (150, 505), (320, 505)),
    "on, from the edge": ((385, 500), (250, 505), (120, 505)),
    "too short": ((200, 500), (170, 500)),
}


@pytest.mark.parametrize("gesture", GESTURES)
def test_other_gestures_turn_nothing(visit, stories, finger, gesture):
    page = phone(visit, PAGE)
    finger(page, *GESTURES[gesture])
    stays_and_turns(page, finger)


def test_two_fingers_turn_nothing(visit, stories, finger):
    page = phone(visit, PAGE)
    finger(page, *LEFT, fingers=2)
    page.wait_for_timeout(200)
    assert page.url.endswith(PAGE)


def test_a_swipe_that_selects_text_turns_nothing(visit, stories, finger):
    page = phone(visit, PAGE)
    page.evaluate("getSelection().selectAllChildren(document.querySelector('h1'))")
    finger(page, *LEFT)
    page.evaluate("getSelection().empty()")
    stays_and_turns(page, finger)


def test_strips_are_scrolled(visit, stories, finger):
    page = phone(visit, PAGE)
    page.evaluate("""() => {
        const strip = document.createElement("nav"), wide = document.createElement("p");
        strip.append(wide);
        document.body.append(strip);
        const place = { position: "fixed", top: "450px", left: 0, width: "390px", zIndex: 2 };
        Object.assign(strip.style, { overflowX: "auto", ...place });
        Object.assign(wide.style, { width: "900px", height: "100px" });
        window.strip = strip;
    }""")
    finger(page, *LEFT)
    until(page, "strip.scrollLeft > 100")
    page.evaluate("strip.remove()")
    stays_and_turns(page, finger)


def stays_and_turns(page, finger):
    """The page is the same, and a swipe turns it."""
    page.wait_for_timeout(200)
    assert page.url.endswith(PAGE)
    page.evaluate("scrollTo(0, 0)")
    finger(page, *LEFT)
    page.wait_for_url("**/2023-07-20/3/")


def test_keys_go_on_from_the_last_story_to_the_next_page(visit, stories):
    page = visit(stories[2].get_absolute_url())
    page.keyboard.press("ArrowRight")
    page.wait_for_url("**/2023-07-20/3/")
    page.keyboard.press("ArrowRight")  # the end of the issue
    page.keyboard.press("ArrowLeft")
    page.wait_for_url(f"**{PAGE}")


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("script", [True, False])
def test_the_place_in_the_issue_is_always_in_sight(visit, stories, width, script):
    for address, place in ((PAGE, "版 2/3"), (stories[1].get_absolute_url(), "版 2/3 篇 2/3")):
        page = visit(address, width=width, java_script_enabled=script)
        bar = page.locator(".leaf .turn p")
        expect(bar).to_have_text(place)
        expect(bar).to_be_in_viewport(ratio=1)
        page.mouse.wheel(0, 300)
        expect(bar).to_be_in_viewport(ratio=1)


def test_on_a_phone_headlines_and_printed_page_are_two_views(visit, stories):
    page = phone(visit, PAGE)
    image, headline = page.locator(".printed-page img"), page.get_by_role("heading").get_by_role("link").first
    expect(headline).to_be_visible()
    expect(image).to_be_hidden()
    page.get_by_role("button", name="版面").click()
    expect(image).to_be_visible()
    expect(headline).to_be_hidden()
    # The choice is kept on this device.
    page.goto("/2023-07-20/1/")
    expect(page.locator(".plan")).to_be_visible()
    page.goto(PAGE)
    expect(image).to_be_visible()
    page.get_by_role("button", name="标题").click()
    expect(headline).to_be_visible()
    expect(image).to_be_hidden()


def test_a_story_leads_to_the_printed_page_whatever_the_view(visit, stories):
    page = phone(visit, stories[2].get_absolute_url())
    page.get_by_text("在版面上看").click()
    page.wait_for_url("**#story-*")
    expect(page.locator(".printed-page img")).to_be_visible()
    assert page.get_by_role("button", name="版面").get_attribute("aria-pressed") == "true"
    page.get_by_role("button", name="标题").click()
    expect(page.locator(".printed-page img")).to_be_hidden()
    assert page.url.endswith(PAGE)


@pytest.mark.parametrize(("width", "script"), [(390, False), (1280, True), (1280, False)])
def test_both_views_are_shown_without_script_and_where_there_is_room(visit, stories, width, script):
    page = visit(PAGE, width=width, java_script_enabled=script)
    expect(page.locator(".printed-page img")).to_be_visible()
    expect(page.get_by_role("heading").get_by_role("link").first).to_be_visible()
    expect(page.get_by_role("button", name="版面")).to_be_hidden()


PREFETCHED = "performance.getEntriesByType('resource').some(({ name }) => name.endsWith('/2023-07-20/3/'))"


def test_the_next_page_is_fetched_beforehand(visit, stories):
    until(visit(PAGE), PREFETCHED)


@pytest.mark.parametrize("connection", ["{ saveData: true }", "{ effectiveType: 'slow-2g' }"])
def test_readers_who_save_data_fetch_only_what_they_open(visit, stories, connection):
    page = visit("/2023-07-20/1/")
    page.add_init_script(f"Object.defineProperty(navigator, 'connection', {{ value: {connection} }})")
    page.goto(PAGE)
    page.wait_for_load_state("networkidle")
    assert page.locator("link[rel=prefetch]").count() == 0
    assert not page.evaluate(PREFETCHED)
