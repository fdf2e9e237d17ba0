"""Reading without a network: the newest issue, once it was opened."""

import json

import pytest
from playwright.sync_api import expect

from articles.models import Article
from tests.facsimiles.rows import page_with_pdf
from tests.site.rows import illustrate, printed

from .chromium import until
from .test_pictures import photograph

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("transactional_db", "picture_folders")]

PAGE = "/2023-07-20/2/"
# What is kept of the issue, once it is whole.
KEPT = """(async () => {
    for (const name of (await caches.keys()).sort().reverse()) {
        const cache = await caches.open(name);
        const facts = await (await cache.match("/kept"))?.json();
        const addresses = (await cache.keys()).map(({ url }) => new URL(url).pathname);
        if (facts && name.endsWith("/2023-07-20/")) return { ...facts, addresses };
    }
})()"""


@pytest.fixture
def stories():
    """A page with its facsimile, and a second one, of today; one story of the day before."""
    printed("昨天的稿件", day="2023-07-19")
    printed("头版头条", page="1", name="要闻", body="头版的文字。")
    return page_with_pdf()


@pytest.fixture
def reader(visit, complaints):
    """reader(address) -> a page of a browser that may keep the issue. It reports what it cannot fetch."""
    yield lambda address, **options: visit(address, service_workers="allow", **options)
    complaints[:] = [each for each in complaints if "Failed to load resource" not in each]


def kept(page):
    until(page, f"{KEPT}.then(Boolean)")
    return page.evaluate(KEPT)


def look_again(page):
    """As the browser does when the network comes back."""
    page.evaluate("dispatchEvent(new Event('online'))")


def test_an_issue_opened_once_is_read_without_a_network(reader, stories):
    page = reader("/")
    kept(page)
    page.context.set_offline(True)
    story = Article.objects.get(headline="头版头条")
    page.goto(story.get_absolute_url())  # not opened before
    expect(page.get_by_text("头版的文字。")).to_be_visible()
    notice = page.get_by_role("status").filter(has_text="连不上网络")
    expect(notice).to_contain_text("存在本机的版本")
    expect(notice).to_be_in_viewport()
    page.goto("/2023-07-20/1/")
    page.locator(".leaf").get_by_role("link", name="下一版").click()
    page.wait_for_url(f"**{PAGE}")
    expect(notice).to_be_visible()
    until(page, "document.querySelector('.printed-page img').naturalWidth > 0")
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).fontFamily.includes('Songti')")
    page.goto("/")
    expect(page.get_by_role("heading").get_by_role("link", name="头版头条")).to_be_visible()


@pytest.mark.parametrize(
    "address",
    [
        "/articles/{older}/",
        "/articles/{older}/report/",
        "/articles/{older}/pictures/1/",
        "/search/?q=头版",
        "/2023-07-20/print/",
        f"{PAGE}page.pdf",
    ],
)
def test_a_page_that_is_not_kept_says_what_is(reader, stories, address):
    page = reader("/")
    kept(page)
    page.context.set_offline(True)
    page.goto(address.format(older=Article.objects.get(headline="昨天的稿件").pk))
    expect(page.get_by_role("heading", level=1)).to_have_text("没有网络")
    expect(page.get_by_role("status")).to_contain_text("连上网络后会自动打开")
    page.get_by_role("link", name="2023年7月20日的报纸").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("2023年7月20日")


def test_a_page_that_is_not_kept_opens_by_itself_once_there_is_a_network(reader, stories):
    page = reader("/")
    kept(page)
    page.context.set_offline(True)
    page.goto("/search/?q=头版")
    expect(page.get_by_role("heading", level=1)).to_have_text("没有网络")
    page.context.set_offline(False)
    expect(page.get_by_role("heading").get_by_role("link", name="头版头条")).to_be_visible()
    expect(page.locator(".kept")).to_have_count(0)


def test_a_copy_stays_while_a_search_is_typed_in_it(reader, stories):
    page = reader("/")
    kept(page)
    page.context.set_offline(True)
    page.goto(PAGE)
    expect(page.locator(".kept")).to_be_visible()
    page.fill("#find", "河湖")
    page.context.set_offline(False)
    look_again(page)
    page.wait_for_timeout(1000)
    expect(page.locator("#find")).to_have_value("河湖")
    page.fill("#find", "")
    look_again(page)
    expect(page.locator(".kept")).to_have_count(0)


def test_back_online_pages_are_the_sites_and_the_withdrawn_is_gone(reader, stories):
    page = reader("/")
    kept(page)
    gone = stories[0]
    page.context.set_offline(True)
    page.goto(gone.get_absolute_url())
    expect(page.get_by_role("heading", level=1)).to_have_text(gone.title)
    Article.objects.filter(pk=gone.pk).update(status="draft", withdrawn_at="2023-07-20T12:00Z")
    page.context.set_offline(False)
    # The browser tells the page, which asks again by itself.
    expect(page.get_by_role("heading", level=1)).to_have_text("本稿已撤下")
    expect(page.locator(".kept")).to_have_count(0)
    until(page, f"{KEPT}.then(({{ said }}) => !said.includes('{gone.get_absolute_url()}'))")
    addresses = kept(page)["addresses"]
    assert gone.get_absolute_url() not in addresses
    assert stories[1].get_absolute_url() in addresses
    # Nor does a kept page name it.
    page.context.set_offline(True)
    for address in (PAGE, "/2023-07-20/", "/", stories[1].get_absolute_url()):
        page.goto(address)
        expect(page.locator(".kept")).to_be_visible()
        assert gone.title not in page.locator("body").inner_text(), address


@pytest.mark.parametrize("density", [1, 3])
def test_photographs_are_kept_and_those_of_a_withdrawn_story_go(reader, stories, density):
    story = illustrate(stories[0], photograph(1))
    picture = f"/pictures/{story.picture_uses.get().picture_id}/"
    page = reader("/", width=390, device_scale_factor=density)
    kept(page)
    page.context.set_offline(True)
    page.goto(story.get_absolute_url())
    page.locator(".picture img").scroll_into_view_if_needed()
    until(page, "document.querySelector('.picture img').naturalWidth > 0")
    assert [each for each in kept(page)["addresses"] if each.startswith(picture)] == [f"{picture}800.webp"]
    Article.objects.filter(pk=story.pk).update(status="draft", withdrawn_at="2023-07-20T12:00Z")
    page.context.set_offline(False)
    expect(page.get_by_role("heading", level=1)).to_have_text("本稿已撤下")
    until(page, f"{KEPT}.then(({{ said }}) => !said.includes('{picture}'))")
    assert not [each for each in kept(page)["addresses"] if each.startswith(picture)]


def test_a_withdrawn_story_leaves_the_copies_when_any_page_is_opened(reader, stories):
    page = reader("/")
    kept(page)
    Article.objects.filter(pk=stories[0].pk).update(status="draft", withdrawn_at="2023-07-20T12:00Z")
    look_again(page)
    until(page, f"{KEPT}.then(({{ said }}) => !said.includes('{stories[0].get_absolute_url()}'))")
    assert stories[0].get_absolute_url() not in kept(page)["addresses"]


def test_on_a_slow_network_a_copy_says_that_it_is_one_until_the_site_answers(reader, stories):
    page = reader("/")
    kept(page)
    gone = stories[0]
    held, answers = [], []
    page.context.route(
        f"**{gone.get_absolute_url()}", lambda route: route.continue_() if answers else held.append(route)
    )
    page.goto(gone.get_absolute_url())
    expect(page.locator(".kept")).to_contain_text("网络很慢")
    Article.objects.filter(pk=gone.pk).update(status="draft", withdrawn_at="2023-07-20T12:00Z")
    answers.append(True)
    held.pop().continue_()
    expect(page.get_by_role("heading", level=1)).to_have_text("本稿已撤下")


def test_only_the_newest_issue_is_kept_and_the_newest_two_stay(reader, stories):
    page = reader("/2023-07-19/")
    until(page, "navigator.serviceWorker.ready.then(Boolean)")
    page.goto("/2023-07-20/")
    kept(page)
    issues = "caches.keys().then((names) => names.map((name) => name.split(' ')[1]).sort())"
    assert page.evaluate(issues) == ["/2023-07-20/"]
    for day in ("2023-07-21", "2023-07-22"):
        printed(f"{day}的头条", day=day)
        page.goto("/")
        page.reload()  # past the browser's cache
        until(page, f"caches.has('kept-1 /{day}/')")
    until(page, f"{issues}.then((names) => names.length == 2)")
    assert page.evaluate(issues) == ["/2023-07-21/", "/2023-07-22/"]


def test_readers_who_save_data_keep_nothing(reader, stories):
    page = reader("/")
    kept(page)
    worker = page.context.service_workers[0]
    worker.evaluate("Object.defineProperty(navigator, 'connection', { value: { saveData: true } })")
    printed("又一条", page="1")
    look_again(page)
    until(page, "caches.keys().then((names) => names.length == 0)")


def test_the_desk_and_the_api_are_left_alone(reader, stories):
    page = reader("/")
    kept(page)
    page.context.set_offline(True)
    for address in ("/admin/", "/api/v1/articles/"):
        with pytest.raises(Exception, match="ERR_INTERNET_DISCONNECTED"):
            page.goto(address)


def test_caches_of_another_form_are_removed(reader, stories):
    page = reader("/about/")
    until(page, "navigator.serviceWorker.ready.then(Boolean)")
    page.evaluate("caches.open('kept-0 /2020-01-01/')")
    page.evaluate("navigator.serviceWorker.getRegistration().then((each) => each.unregister())")
    page.reload()
    until(page, "caches.keys().then((names) => names.length == 0)")


def test_what_pages_load_is_kept(client, stories):
    """Style sheets and scripts of all pages in the list."""
    files = json.loads(client.get("/2023-07-20/offline.json").content)["addresses"]
    pages = [each for each in files if each.endswith("/")]
    assert len(pages) == 2 + 2 + 4
    for address in pages:
        html = client.get(address).content.decode()
        used = {part.split('"')[0] for part in html.split('"/static/')[1:]}
        icons = {each for each in used if "icon" in each}
        assert {f"/static/{each}" for each in used - icons} <= set(files), address
