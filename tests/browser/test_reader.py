"""Readers' pages in a real browser without JavaScript, on phone and desktop."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.files.base import ContentFile
from django.utils import timezone
from playwright.sync_api import expect

from articles.editing import Actor
from articles.facsimiles.making import make_renditions
from articles.models import Article, Correction, Facsimile, Page
from articles.pictures.adding import add_picture
from articles.pictures.drawn import landscape
from tests.facsimiles.rows import GOLDEN, add_pdf
from tests.site.rows import illustrate, printed

from .chromium import set_type

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("paper", "picture_folders")]

PAGES = [
    "/",
    "/2023-07-20/",
    "/2023-07-20/print/",
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
    "/accessibility/",
    "/2022-07-20/2/",
    "corrected",
    "withdrawn",
    "picture",
    "large",
    "/nothing/",
]
STORY = "水利局开展河湖保护整治行动"
# What reaches over the right edge.
SIDEWAYS = """[...document.querySelectorAll("body *")].filter((each) =>
    each.getBoundingClientRect().right > innerWidth + 1
    && !each.closest(".unseen, .skip, svg, .window > *, .pages, .leaf small")
).map((each) => each.outerHTML.slice(0, 100))"""


def corrected():
    article = Article.objects.get(headline="要闻第1条")
    Correction.objects.get_or_create(article=article, defaults={"text": "文中“余波”应为“曹璐”。"})
    return article.get_absolute_url()


def withdrawn():
    article = Article.objects.get(headline="副刊第2条")
    article.status, article.withdrawal_notice, article.withdrawn_at = "withdrawn", "内容失实。", timezone.now()
    article.save()
    return article.get_absolute_url()


def enlarged():
    article = Article.objects.get(headline="要闻第2条")
    if not article.last_picture:
        drawn = add_picture(ContentFile(landscape(1, 900, 600)), "河.jpg", Actor.command(), ["丁彤"])
        illustrate(article, drawn, caption="河面", alt="船")
    return f"{article.get_absolute_url()}pictures/1/"


def large():
    sheet = Page.objects.get(issue__date="2022-07-20", number="1")
    if not Facsimile.objects.exists():
        make_renditions(add_pdf(sheet, GOLDEN / "sidebar.pdf"))
    return f"{sheet.get_absolute_url()}large/"


def goto(page, name):
    made = {"corrected": corrected, "withdrawn": withdrawn, "picture": enlarged, "large": large}
    if name in made:
        page.goto(made[name]())
        return
    if name.startswith("/"):
        page.goto(name)
        return
    page.goto("/2023-07-20/2/")
    page.get_by_role("main").get_by_role("heading").get_by_role("link", name=STORY).click()
    if name == "author":
        page.locator(".byline a").first.click()
    page.wait_for_load_state()


def test_reader_opens_a_page_and_a_story_and_returns(visit):
    page = visit("/", width=390, java_script_enabled=False)
    page.get_by_role("navigation").get_by_role("link", name="第2版：综合新闻").click()
    expect(page).to_have_url(re.compile("/2023-07-20/2/$"))
    page.get_by_role("heading").get_by_role("link", name=STORY).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(STORY)
    expect(page.get_by_text("肖杆河贯穿我市城区")).to_be_visible()
    page.locator(".printed").get_by_role("link", name="第2版：综合新闻").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("第2版：综合新闻")


def test_reader_searches_and_opens_a_hit(visit):
    page = visit("/archive/", java_script_enabled=False)
    page.get_by_role("searchbox").fill("肖杆河")
    page.get_by_role("searchbox").press("Enter")
    page.get_by_role("heading").get_by_role("link", name=STORY).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(STORY)


def test_reader_finds_an_issue_in_the_archive_calendar(visit):
    page = visit("/archive/", java_script_enabled=False)
    page.get_by_role("main").get_by_role("link", name="7月").first.click()
    page.get_by_role("table").get_by_role("link", name="20", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("2023年7月20日")


def test_reader_goes_back_a_year_and_turns_pages(visit):
    page = visit("/archive/2023/", java_script_enabled=False)
    page.get_by_role("main").get_by_role("link", name="2022年").click()
    page.get_by_role("table").get_by_role("link", name="20", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("2022年7月20日")
    page.get_by_role("heading").get_by_role("link", name="第1版：要闻").click()
    for label in ("第2版：综合新闻", "第3版：副刊"):
        page.get_by_role("link", name="下一版").click()
        expect(page.get_by_role("heading", level=1)).to_have_text(label)
    expect(page.get_by_role("link", name="下一版")).to_have_count(0)
    page.get_by_role("link", name="下一期").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("2023年7月20日")


def test_headlines_of_another_page_unfold(visit):
    page = visit("/2022-07-20/2/", width=390, java_script_enabled=False)
    headline = page.get_by_role("link", name="副刊第2条")
    expect(headline).to_be_hidden()
    page.locator("summary", has_text="第3版").click()
    headline.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("副刊第2条")


def test_zones_of_the_page_plan_open_their_stories(visit):
    page = visit("/2023-07-20/2/", java_script_enabled=False)
    page.locator("svg.plan a").nth(2).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(STORY)


def test_skip_link_comes_first_and_focus_is_visible(visit):
    page = visit("/")
    page.keyboard.press("Tab")
    skip = page.locator(":focus")
    expect(skip).to_have_attribute("href", "#content")
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.locator(":focus").evaluate("element => document.querySelector('main').contains(element)")
    assert page.locator(":focus").evaluate("element => getComputedStyle(element).outlineWidth") == "3px"


@pytest.mark.parametrize("address", ["/", "/2022-07-20/2/", "/search/?q=人居环境", "corrected"])
def test_keyboard_reaches_everything_with_visible_focus(visit, address):
    page = visit("/")
    goto(page, address)
    wanted = page.evaluate("""[...document.querySelectorAll("a[href], button, input, select, summary")]
        .filter((each) => each.tabIndex >= 0 && each.checkVisibility() && each.type !== "hidden").length""")
    reached = 0
    while page.keyboard.press("Tab") or page.evaluate("document.activeElement !== document.body"):
        assert page.evaluate("""() => {
            const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement);
            const { top, bottom } = document.activeElement.getBoundingClientRect();
            return outlineStyle === "solid" && parseFloat(outlineWidth) >= 3 && bottom > 0 && top < innerHeight;
        }"""), page.evaluate("document.activeElement.outerHTML.slice(0, 200)")
        reached += page.evaluate("document.activeElement.type !== 'date'")
    # A date field has three tab stops.
    assert reached == wanted - page.locator("[type=date]").count()


@pytest.mark.parametrize("size", ["medium", "large"])
def test_pages_fit_a_small_screen(visit, size):
    page = visit("/", width=390)
    set_type(page, size)
    for name in PAGES:
        goto(page, name)
        # 640 px is a desktop screen at 200 % zoom.
        for width in (320, 390, 640):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (name, width)
            assert page.evaluate(SIDEWAYS) == [], (name, width)


@pytest.mark.parametrize("width", [390, 1280])
def test_pages_have_no_axe_violations(visit, width):
    page = visit("/", width=width)
    for name in PAGES:
        goto(page, name)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            found = Axe().run(page)
            assert found.violations_count == 0, f"{name} {scheme}\n{found.generate_report()}"


def test_story_lines_have_at_most_40_characters(visit):
    page = visit("/", width=1280)
    goto(page, "story")
    text = page.locator(".text p").first
    size, width, indent = text.evaluate(
        "each => [getComputedStyle(each).fontSize, each.clientWidth, getComputedStyle(each).textIndent].map(parseFloat)"
    )
    assert 30 <= width / size <= 40
    assert indent / size == 2


def test_print_sheet_shows_only_the_story(visit):
    page = visit("/")
    goto(page, "story")
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator(".bar")).to_be_hidden()
    expect(page.locator(".same-page")).to_be_hidden()
    address = page.evaluate("getComputedStyle(document.querySelector('.article header'), '::after').content")
    assert address == f'"{page.url}"'


def test_one_page_story_prints_on_one_sheet(visit):
    page = visit("/")
    goto(page, "story")
    sheets = page.pdf(format="A4")
    assert sheets.startswith(b"%PDF")
    assert len(re.findall(rb"/Type /Page\b", sheets)) == 1


def test_no_line_ends_within_a_name_or_after_a_role(visit):
    byline = [
        ("记者", "曹璐"),
        ("记者", "阿布都热依木"),
        ("通讯员", "欧阳明月"),
        ("通讯员", "张方舒"),
        ("摄影", "叶洁梅"),
    ]
    story = printed("夏夜的河岸", byline=byline)
    page = visit(story.get_absolute_url())
    lines = """(words) => {
        const byline = document.querySelector(".byline");
        const walker = document.createTreeWalker(byline, NodeFilter.SHOW_TEXT);
        for (let node = walker.nextNode(); node; node = walker.nextNode()) {
            const start = node.data.indexOf(words);
            if (start < 0) continue;
            const range = document.createRange();
            range.setStart(node, start);
            range.setEnd(node, start + words.length);
            return [...range.getClientRects()].map(({ bottom }) => bottom);
        }
    }"""
    for address in (story.get_absolute_url(), "/search/?q=夏夜的河岸"):
        page.goto(address)
        for width in range(320, 440, 10):
            page.set_viewport_size({"width": width, "height": 800})
            for _role, name in byline:
                assert len(page.evaluate(lines, name)) == 1, (address, width, name)
            assert page.evaluate(lines, "摄影") == page.evaluate(lines, "叶洁梅"), (address, width)
