"""Which files of pictures a phone takes, and that nothing moves while they come."""

import io
import time

import pytest
from django.core.files.base import ContentFile
from PIL import Image
from playwright.sync_api import expect

from articles.editing import Actor
from articles.models import Picture
from articles.pictures.adding import add_picture
from articles.pictures.drawn import landscape
from tests.site.rows import illustrate, printed

from .chromium import until

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("picture_folders", "transactional_db")]

TEXT = "河道清理整治行动持续进行。" * 30
# {density of a phone 390 px wide: (its story's file, the most bytes that may have)}
PHONES = {2: ("800.webp", 80_000), 2.6: ("1000.webp", 120_000), 3: ("1000.webp", 120_000)}


def photograph(seed, width=1800, height=1200):
    """A drawn landscape with leaves and grain, which takes as many bytes as a photograph."""
    image = Image.open(io.BytesIO(landscape(seed, width, height)))
    for scale, strength in ((8, 0.2), (3, 0.15), (1, 0.1)):
        leaves = Image.effect_noise((width // scale, height // scale), 90).resize((width, height)).convert("RGB")
        image = Image.blend(image, leaves, strength)
    data = io.BytesIO()
    image.save(data, "JPEG", quality=92)
    return add_picture(ContentFile(data.getvalue()), f"{seed}.jpg", Actor.command(), ["丁彤"])


@pytest.fixture
def story():
    article = printed("河道清理", page="1", body=f"{TEXT}\n\n图2：河面。\n\n{TEXT}")
    return illustrate(article, photograph(1), photograph(2), photograph(3, 1200, 1600), caption="河岸。")


def taken(page):
    """{file name: its bytes} of all pictures the browser chose on the page."""
    page.evaluate("document.querySelectorAll('img').forEach((image) => image.scrollIntoView())")
    until(page, "[...document.images].every((image) => image.complete && image.naturalWidth)")
    chosen = page.evaluate("[...document.images].map((image) => image.currentSrc.split('/').slice(-2))")
    bytes_of = {(str(row.pk), each["name"]): each["bytes"] for row in Picture.objects.all() for each in row.renditions}
    return {tuple(each): bytes_of[tuple(each)] for each in chosen}


@pytest.mark.parametrize("density", PHONES)
def test_a_phone_takes_files_of_its_density(visit, story, density):
    name, most = PHONES[density]
    for address in (story.get_absolute_url(), "/", "/2023-07-20/1/"):
        files = taken(visit(address, width=390, device_scale_factor=density))
        assert files
        assert max(files.values()) <= most, files
    in_story = taken(visit(story.get_absolute_url(), width=390, device_scale_factor=density))
    assert {each for _pk, each in in_story} == {name}


SHIFTS = """() => new Promise((resolve) => {
    let moved = 0;
    new PerformanceObserver((list) => list.getEntries().forEach((each) => { moved += each.value; }))
        .observe({ type: "layout-shift", buffered: true });
    setTimeout(() => resolve(moved), 500);
})"""


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_moves_when_a_picture_arrives(visit, story, width):
    page = visit("/about/", width=width)
    page.route("**/pictures/**.webp", lambda route: time.sleep(0.3) or route.continue_())
    for address in (
        "/",
        "/2023-07-20/",
        "/2023-07-20/1/",
        story.get_absolute_url(),
        f"{story.get_absolute_url()}pictures/3/",
    ):
        page.goto(address)
        assert page.evaluate(SHIFTS) == 0, address


def test_a_picture_is_enlarged_and_left_without_script(visit, story):
    page = visit(story.get_absolute_url(), width=390, java_script_enabled=False)
    page.locator("figure a").first.click()
    page.get_by_role("link", name="下一张").click()
    expect(page.locator("figcaption")).to_contain_text("河岸。")
    page.get_by_role("link", name="回到正文").click()
    page.wait_for_url(f"**{story.get_absolute_url()}")


def test_pictures_print_within_the_sheet(visit, story):
    page = visit(story.get_absolute_url())
    page.emulate_media(media="print")
    heights = page.evaluate("[...document.querySelectorAll('.article img')].map((image) => image.clientHeight)")
    # 9 cm
    assert 0 < max(heights) <= 9 / 2.54 * 96 + 1
