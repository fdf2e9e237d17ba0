"""Reading controls: choices persist on all pages, and nothing is missing without JavaScript."""

import gzip
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings

from articles.models import Article

from .chromium import set_type, until

pytestmark = pytest.mark.browser

# The smallest distance, beside or above, between the words of a link and its number.
GAP = """(links) => Math.min(...[...document.querySelectorAll(`${links}:has(small)`)].map((link) => {
    const words = document.createRange();
    words.setStart(link.firstChild, 0);
    words.setEnd(link.firstChild, link.firstChild.data.trimEnd().length);
    const [one, other] = [words, link.querySelector("small")].map((each) => each.getBoundingClientRect());
    return Math.max(other.left - one.right, other.top - one.bottom);
}))"""
NIGHT, DAY = "rgb(23, 22, 20)", "rgb(253, 252, 248)"


def paper_colour(page):
    return page.evaluate("getComputedStyle(document.documentElement).backgroundColor")


def bar_colour(page):
    """The colour of a phone's toolbar: the first theme-color whose media query matches."""
    return page.evaluate("""[...document.querySelectorAll("[name=theme-color]")]
        .find((each) => matchMedia(each.media).matches).content""")


def size(page, selector):
    return page.evaluate(f"parseFloat(getComputedStyle(document.querySelector('{selector}')).fontSize)")


def press(page, name):
    page.click(f"button:text-is('{name}')")


def story_of(headline):
    return Article.objects.get(headline=headline).get_absolute_url()


def test_dark_mode_persists_but_prints_light(visit, paper):
    page = visit("/")
    assert paper_colour(page) == DAY
    page.click("[value=dark]")
    assert paper_colour(page) == NIGHT
    page.click(".lead .headline a")
    page.wait_for_url("**/articles/*/")
    assert paper_colour(page) == NIGHT
    assert page.get_attribute("[value=dark]", "aria-pressed") == "true"
    assert bar_colour(page) == "#171614"
    page.emulate_media(media="print")
    assert paper_colour(page) == "rgb(255, 255, 255)"


def test_light_mode_persists_until_system_is_chosen(visit, paper):
    page = visit("/", scheme="dark")
    assert paper_colour(page) == NIGHT
    assert bar_colour(page) == "#171614"
    page.click("[value=light]")
    assert paper_colour(page) == DAY
    assert bar_colour(page) == "#fdfcf8"
    page.click("[data-do=theme][value=auto]")
    assert paper_colour(page) == NIGHT


def test_choice_applies_before_the_first_paint(visit, paper):
    page = visit("/")
    page.click("[value=dark]")
    page.click("[value=large]")
    page.add_init_script("""
        new MutationObserver((changes, observer) => {
            if (!document.body) return;
            observer.disconnect();
            const root = document.documentElement;
            window.first = [getComputedStyle(root).backgroundColor, root.dataset.type];
        }).observe(document, { childList: true, subtree: true });
    """)
    page.reload()
    assert page.evaluate("first") == [NIGHT, "large"]


def test_pages_load_without_layout_shift(visit, paper):
    page = visit("/")
    page.click("[value=large]")
    page.add_init_script("""
        window.shift = 0;
        new PerformanceObserver((list) => list.getEntries().forEach((entry) => { shift += entry.value; }))
            .observe({ type: "layout-shift", buffered: true });
    """)
    for address in ("/", "/2022-07-20/2/", story_of("要闻第1条")):
        page.goto(address)
        page.wait_for_timeout(200)
        assert page.evaluate("shift") == 0, address


@pytest.mark.parametrize("width", [390, 1280])
def test_large_view_meets_the_sizes_for_elderly_readers(visit, paper, width):
    page = visit(story_of("水利局开展河湖保护整治行动"), width=width)
    assert size(page, ".text p") == 18
    set_type(page, "large")
    assert 24 <= size(page, ".text p") <= 30
    leading, gap = page.evaluate("""() => {
        const style = getComputedStyle(document.querySelector(".text p"));
        const [size, line, gap] = [style.fontSize, style.lineHeight, style.marginBottom].map(parseFloat);
        return [line / size, gap / size];
    }""")
    assert leading >= 1.3
    assert gap >= 1.3 * (leading - 1)
    for address in (page.url, "/", "/2022-07-20/2/", "/search/?q=水利", "/archive/2023/"):
        page.goto(address)
        assert small_targets(page, 60) == [], address
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [360, 1280])
def test_numbers_stay_apart_from_what_they_count_in_the_large_view(visit, paper, width):
    page = visit("/search/?q=要闻", width=width)
    set_type(page, "large")
    assert page.evaluate(GAP, ".facets a") > 2
    page.goto("/archive/")
    assert page.evaluate(GAP, ".months a") >= 0
    for address in ("/search/?q=要闻", "/archive/"):
        page.goto(address)
        assert small_targets(page, 60) == [], address


def test_buttons_are_large_enough_to_tap(visit, paper):
    page = visit(story_of("水利局开展河湖保护整治行动"), width=390, has_touch=True)
    assert small_targets(page, 44, "button, input, .links a, .turn a, .same-page a") == []


def small_targets(page, least, which="a, button, input:not([type=hidden]), select"):
    """Controls lower than `least` pixels. The target of a headline is its whole story."""
    return page.evaluate(
        """([which, least]) => [...document.querySelectorAll(which)]
            .filter((each) => each.getClientRects().length && !each.closest(".skip, .plan"))
            .map((each) => each.closest(".story .headline") ? each.closest(".story") : each)
            .filter((each) => each.getBoundingClientRect().height < least - .5)
            .map((each) => each.outerHTML.slice(0, 120))""",
        [which, least],
    )


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_high_contrast_is_at_least_7_to_1(visit, paper, theme):
    page = visit("/")
    page.click(f"[value={theme}]")
    page.click("[data-do=contrast]")
    rules = {"runOnly": {"type": "rule", "values": ["color-contrast-enhanced"]},
             "rules": {"color-contrast-enhanced": {"enabled": True}}}  # fmt: skip
    for address in ("/", story_of("要闻第1条"), "/2022-07-20/2/", "/search/?q=水利", "/archive/", "/archive/2023/"):
        page.goto(address)
        results = Axe().run(page, options=rules)
        assert results.violations_count == 0, results.generate_report()
    page.click("[data-do=contrast]")
    assert paper_colour(page) == {"light": DAY, "dark": NIGHT}[theme]


def test_reading_controls_pass_axe(visit, paper):
    page = visit(story_of("要闻第1条"))
    page.click("[data-do=help]")
    for choice in ("[value=small]", "[value=large]"):
        assert Axe().run(page).violations_count == 0, Axe().run(page).generate_report()
        page.keyboard.press("Escape")
        page.click(choice)
    assert page.get_attribute("[value=large]", "aria-pressed") == "true"
    assert page.get_attribute("[value=medium]", "aria-pressed") == "false"


def test_keys_search_turn_pages_and_move_between_headlines(visit, paper):
    page = visit("/2022-07-20/2/")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.name") == "q"
    # In a field, keys are text.
    page.keyboard.type("j/k?")
    assert page.input_value("[name=q]") == "j/k?"
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.textContent") == "综合新闻第2条"
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    page.wait_for_url("**" + story_of("综合新闻第1条"))
    page.keyboard.press("ArrowRight")
    page.wait_for_url("**" + story_of("综合新闻第2条"))
    page.goto("/2022-07-20/2/")
    page.keyboard.press("ArrowRight")
    page.wait_for_url("**/2022-07-20/3/")
    # On the last page the arrow must not go to another issue.
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowLeft")
    page.wait_for_url("**/2022-07-20/2/")


def test_keyboard_shortcuts_can_be_switched_off(visit, paper):
    page = visit("/2022-07-20/2/")
    page.keyboard.press("?")
    assert page.locator("#keys").is_visible()
    page.click("[data-do=keys]")
    page.keyboard.press("Escape")
    page.reload()
    page.keyboard.press("?")
    page.keyboard.press("/")
    assert not page.locator("#keys").is_visible()
    assert page.evaluate("document.activeElement.tagName") == "BODY"
    assert page.get_attribute("[data-do=keys]", "aria-pressed") == "false"


def test_controls_work_without_storage(visit, paper):
    page = visit("/")
    page.add_init_script("Object.defineProperty(window, 'localStorage', { get() { throw new Error('refused') } })")
    page.goto("/")
    page.click("[value=dark]")
    assert paper_colour(page) == NIGHT


def test_choices_apply_in_other_windows_at_once(visit, paper):
    page = visit("/")
    other = page.context.new_page()
    other.goto("/archive/")
    page.click("[value=dark]")
    until(other, f"getComputedStyle(document.documentElement).backgroundColor == '{NIGHT}'")


def test_no_script_buttons_without_javascript(visit, paper):
    page = visit(story_of("水利局开展河湖保护整治行动"), java_script_enabled=False)
    assert page.locator("button:visible").all_inner_texts() == ["检索"]
    assert page.locator(".text p").first.is_visible()
    assert page.locator("dialog").is_hidden()


def test_scripts_and_article_are_light(visit, paper, client):
    static = Path(settings.BASE_DIR, "articles/static/articles")
    names = ("reader.js", "listening.js", "site.css", "comforts.css")
    packed = {name: len(gzip.compress((static / name).read_bytes())) for name in names}
    packed["service-worker.js"] = len(gzip.compress(client.get("/service-worker.js").content))
    article = client.get(story_of("水利局开展河湖保护整治行动")).content
    assert sum(size for name, size in packed.items() if name.endswith(".js")) <= 12 * 1024
    assert packed["reader.js"] <= 6 * 1024
    assert len(gzip.compress(article)) + packed["site.css"] + packed["comforts.css"] <= 14 * 1024
