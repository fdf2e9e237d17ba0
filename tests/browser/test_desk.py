"""The desk in a browser: the review queue, editing, splitting, signing, bylines, conflicts, phones."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import User
from playwright.sync_api import expect

from articles import editing
from articles.editing import Actor
from articles.models import Article, Author

from .chromium import follow, until

pytestmark = pytest.mark.browser
DESK = "/admin/articles/article/"
TOKENS = "/admin/articles/apitoken/"


@pytest.fixture
def desk(log_in):
    return log_in("chief", "王主编")


@pytest.fixture
def draft(seed):
    """The seed's story on rivers as a draft; two stories come before it and four after."""
    Article.objects.filter(headline="水利局开展河湖保护整治行动").update(status="draft")
    return Article.objects.get(status="draft")


def change(article):
    return f"{DESK}{article.pk}/change/"


def messages(page):
    return page.inner_text(".messagelist")


def test_editor_works_through_the_review_queue(desk):
    page = desk("/admin/")
    page.click("nav >> text=待审")
    page.click("#result_list .field-story a")
    assert "版面上这篇稿件没有标题" in page.inner_text(".desk-doubts")
    page.fill("[name=headline]", "崇明街道：睦邻善治")
    for button in page.locator(".desk-settle:has-text('已核对')").all():
        button.click()
    page.wait_for_selector(".desk-settled + .desk-settled")
    assert page.input_value("[name=headline]") == "崇明街道：睦邻善治"
    follow(page, ".submit-row >> text=保存并看下一篇")
    assert "待审稿件已全部审完" in messages(page)
    page.goto(Article.objects.get(headline="崇明街道：睦邻善治").get_absolute_url())
    assert page.inner_text("h1") == "崇明街道：睦邻善治"


def test_source_lines_of_the_story_are_in_view(desk):
    story = Article.objects.in_doubt().get()
    page = desk(change(story))
    expect(page.locator(".desk-source .desk-own").first).to_be_in_viewport()
    expect(page.locator(".desk-source li").first).not_to_be_in_viewport()
    expect(page.get_by_role("button", name="保存并看下一篇", exact=True)).to_be_in_viewport()


def test_split_and_merge_can_be_undone(desk, draft):
    page = desk(change(draft))
    page.fill("[name=kicker]", "生态环境")
    page.click(".desk-blocks li:nth-child(2) summary")
    follow(page, "text=从此处拆成新稿件")
    assert "已完成：拆分。" in messages(page)
    assert Article.objects.get(pk=draft.pk).kicker == "生态环境"
    follow(page, "text=并入下一篇")
    assert "已完成：合并。" in messages(page)
    follow(page, ".messagelist >> text=撤销")
    assert "已撤销：合并。" in messages(page)
    page.goto(f"{DESK}{draft.pk}/history/")
    follow(page, ".desk-history form button")
    assert "已撤销：拆分。" in messages(page)
    assert Article.objects.get(pk=draft.pk).body == draft.body


def test_three_signatures_publish_a_story(log_in, draft):
    editor, duty, chief = (
        log_in("first", "李编辑", "编辑"),
        log_in("second", "钱主任", "值班主任"),
        log_in("final", "孙总编", "总编辑"),
    )
    first = editor(change(draft))
    first.click(".desk-review >> text=签发初审")
    second = duty(change(draft))
    assert "李编辑" in second.inner_text(".desk-review")
    second.click(".desk-review >> text=签发复审")
    final = chief(change(draft))
    follow(final, ".submit-row >> text=签发终审并看下一篇")
    assert "终审已签发" in messages(final)
    assert first.goto(draft.get_absolute_url()).status == 200


def test_change_of_a_public_story_is_hidden_until_the_last_signature(log_in, visit, seed):
    story = Article.objects.get(headline="水利局开展河湖保护整治行动")
    writer, *signers = (
        log_in("writer", "周编辑", "编辑"),
        log_in("first", "李编辑", "编辑"),
        log_in("second", "钱主任", "值班主任"),
        log_in("final", "孙总编", "总编辑"),
    )
    page = writer(change(story))
    page.fill("[name=headline]", "水利局开展湖泊保护整治行动")
    page.fill("[name=why]", "错字")
    follow(page, ".submit-row >> text=保存并继续编辑")
    assert "修改已送审" in messages(page)
    assert "您的修改待审" in page.inner_text(".desk-waiting")
    assert page.input_value("[name=headline]") == "水利局开展湖泊保护整治行动"
    page.click(".desk-waiting >> text=看改动")
    assert page.inner_text(".desk-compared ins") == "湖泊"
    for signer in signers:
        assert read(visit, story) == (200, "水利局开展河湖保护整治行动")
        follow(signer(change(story)), ".desk-review .desk-sign")
    assert read(visit, story) == (200, "水利局开展湖泊保护整治行动")


def read(visit, story):
    page = visit(story.get_absolute_url())
    return page.evaluate("performance.getEntriesByType('navigation')[0].responseStatus"), page.inner_text("h1")


def test_conflicting_edits_of_two_editors_lose_nothing(log_in, draft):
    first, second = log_in("first", "李编辑", "编辑"), log_in("second", "钱主任", "值班主任")
    mine, theirs = first(change(draft)), second(change(draft))
    assert theirs.inner_text("#presence") == "李编辑 也打开了这篇稿件。"
    theirs.fill("[name=headline]", "水利局展开河湖保护整治行动")
    theirs.fill("[name=deck]", "出动六十余人次")
    theirs.click(".submit-row >> text=保存并继续编辑")
    mine.fill("[name=headline]", "水利局开展河湖保护大行动")
    follow(mine, ".submit-row >> text=保存并看下一篇")
    assert "钱主任 于" in mine.inner_text(".desk-conflict")
    assert mine.input_value("[name=headline]") == "水利局开展河湖保护大行动"
    assert mine.input_value("[name=deck]") == "出动六十余人次"
    mine.click(".desk-contested >> text=填入表单")
    assert mine.input_value("[name=headline]") == "水利局展开河湖保护整治行动"
    mine.fill("[name=headline]", "水利局展开河湖保护大行动")
    follow(mine, "text=以下方表单为准，保存为最新版本")
    story = Article.objects.get(pk=draft.pk)
    assert (story.headline, story.deck) == ("水利局展开河湖保护大行动", "出动六十余人次")
    mine.goto(f"{DESK}{draft.pk}/differences/?from=1&to=3")
    assert mine.inner_text(".desk-compared del") == "开展"


def test_open_page_shows_other_editors_and_their_newer_version(log_in, draft):
    first, second = log_in("first", "李编辑", "编辑"), log_in("second", "钱主任", "值班主任")
    mine = first("/admin/")
    mine.clock.install()
    mine.goto(change(draft))
    theirs = second(change(draft))
    mine.clock.run_for(31_000)
    expect(mine.locator("#presence")).to_have_text("钱主任 也打开了这篇稿件。")
    theirs.fill("[name=headline]", "新的题")
    theirs.click(".submit-row >> text=保存并继续编辑")
    mine.clock.run_for(31_000)
    expect(mine.locator("#presence")).to_contain_text("钱主任 刚保存了新版本")


def test_open_page_reports_activity_only_after_typing(desk, draft):
    page = desk("/admin/")
    page.clock.install()
    page.goto(change(draft))
    sent = []

    def wait_half_a_minute():
        with page.expect_response("**/presence/") as response:
            page.clock.run_for(31_000)
        sent.append("active=1" in response.value.request.post_data)

    wait_half_a_minute()
    page.fill("[name=headline]", "新的题")
    wait_half_a_minute()
    wait_half_a_minute()
    assert sent == [False, True, False]


def test_leaving_with_unsaved_text_asks_and_saving_does_not(desk, draft):
    page = desk(change(draft))
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.click("nav >> text=待审")
    page.go_back()
    assert asked == []
    page.fill("[name=headline]", "打了一半的题")
    page.click("nav >> text=待审", no_wait_after=True)
    until(page, "document.querySelector('[name=headline]').value === '打了一半的题'")
    assert asked == ["beforeunload"]
    page.keyboard.press("Control+s")
    page.wait_for_selector(".messagelist")
    page.keyboard.press("Control+Enter")
    page.wait_for_url(lambda address: not address.endswith(change(draft)))
    assert asked == ["beforeunload"]
    assert Article.objects.get(pk=draft.pk).headline == "打了一半的题"


def test_enter_saves_and_neither_signs_nor_splits(desk, draft):
    page = desk(change(draft))
    page.fill("[name=headline]", "回车保存的题")
    page.press("[name=headline]", "Enter")
    page.wait_for_selector(".messagelist")
    story = Article.objects.get(pk=draft.pk)
    assert (story.headline, story.signoffs.count(), Article.objects.count()) == ("回车保存的题", 0, 7)
    assert page.url.endswith(change(draft))


def test_byline_is_added_by_typing_part_of_a_name(desk):
    story = Article.objects.get(headline="水利局开展河湖保护整治行动")
    page = desk(f"{DESK}{story.pk}/change/")
    page.click("#contributions-group .add-row a")
    page.click("#contributions-2 .select2-selection")
    page.locator(".select2-container--open .select2-search__field").press_sequentially("芮")
    page.click(".select2-results__option--highlighted:has-text('芮珊')")
    page.fill("[name=contributions-2-role]", "通讯员")
    page.click("[name=_save]")
    page.wait_for_selector(".messagelist")
    assert [c.author.name for c in story.contributions.all()] == ["曹璐", "余波", "芮珊"]


def test_a_new_name_is_typed_in_the_byline_and_the_author_made_on_save(desk):
    story = Article.objects.get(headline="水利局开展河湖保护整治行动")
    page = desk(f"{DESK}{story.pk}/change/")
    page.click("#contributions-group .add-row a")
    page.click("#contributions-2 .select2-selection")
    page.locator(".select2-container--open .select2-search__field").press_sequentially("笪小溪")
    page.click(".select2-results__option:has-text('新增“笪小溪”')")
    assert not Author.objects.filter(name="笪小溪").exists()
    page.click("[name=_save]")
    page.wait_for_selector(".messagelist")
    assert [c.author.name for c in story.contributions.all()] == ["曹璐", "余波", "笪小溪"]


def test_enter_takes_no_author_of_a_former_answer_and_the_author_of_exactly_this_name_first(desk):
    Author.objects.create(name="丁余波")
    page = desk(f"{DESK}add/")
    page.click("#contributions-group .add-row a")
    page.click("#contributions-0 .select2-selection")
    box = page.locator(".select2-container--open .select2-search__field")
    box.press_sequentially("曹")
    page.wait_for_selector(".select2-results__option--highlighted:has-text('曹璐')")
    # Typed and taken before the server can answer.
    box.evaluate("""(box) => {
      box.value = "余波";
      box.dispatchEvent(new InputEvent("input", { bubbles: true }));
      box.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", keyCode: 13, bubbles: true }));
    }""")
    assert page.input_value("[name=contributions-0-author]") == ""
    page.wait_for_selector(".select2-results__option--highlighted:has-text('余波')")
    box.press("Enter")
    assert page.input_value("[name=contributions-0-author]") == str(Author.objects.get(name="余波").pk)


def test_who_may_not_add_authors_or_types_a_known_name_is_offered_no_new_one(log_in, seed):
    for user, typed in (log_in("writer", "周记者", "记者"), "笪小溪"), (log_in("editor", "李编辑", "编辑"), "芮珊"):
        page = user(f"{DESK}add/")
        page.click("#contributions-group .add-row a")
        page.click("#contributions-0 .select2-selection")
        page.locator(".select2-container--open .select2-search__field").press_sequentially(typed)
        expect(page.locator(".select2-results")).to_contain_text(
            "芮珊" if typed == "芮珊" else "没有这位作者，可请编辑新增。"
        )
        assert "新增“" not in page.inner_text(".select2-results")


def test_what_is_typed_in_a_byline_but_not_chosen_is_nobody(desk):
    page = desk(f"{DESK}add/")
    page.click("#contributions-group .add-row a")
    page.click("#contributions-0 .select2-selection")
    page.locator(".select2-container--open .select2-search__field").press_sequentially("笪小溪")
    page.wait_for_selector(".select2-results__option:has-text('新增“笪小溪”')")
    page.keyboard.press("Escape")
    assert page.input_value("[name=contributions-0-author]") == ""


def test_new_author_is_created_from_the_byline(desk):
    story = Article.objects.get(headline="水利局开展河湖保护整治行动")
    page = desk(f"{DESK}{story.pk}/change/")
    page.click("#contributions-group .add-row a")
    with page.expect_popup() as popup:
        page.click("#contributions-2 .add-related")
    popup.value.fill("[name=name]", "笪小溪")
    with popup.value.expect_event("close"):
        popup.value.click("[name=_save]")
    page.click("[name=_save]")
    page.wait_for_selector(".messagelist")
    assert story.contributions.filter(author=Author.objects.get(name="笪小溪")).exists()


@pytest.mark.parametrize(
    "address", ["/admin/", DESK, f"{DESK}add/", "/admin/articles/page/", "/admin/articles/problem/", f"{TOKENS}add/"]
)
def test_desk_pages_fit_a_phone(desk, address):
    page = desk(address, width=390)
    assert page.evaluate("document.documentElement.scrollWidth") == 390


@pytest.fixture
def edited_draft(desk, draft):
    """A draft with two versions, a step and a signature, so that all of its pages show something."""
    actor = Actor.at_desk(User.objects.get(username="chief"))
    retitle(draft, actor, "水利局展开河湖保护整治行动")
    editing.split(draft.pk, actor, 1)
    editing.sign_off(draft.pk, actor)
    return draft


def retitle(article, actor, headline):
    with editing.changing(article.pk, actor, why="标题更准") as saving:
        saving.article.headline = headline
        saving.article.save()


def collide(page, story):
    page.goto(change(story))
    retitle(story, Actor.command(), "又一个题")
    page.fill("[name=headline]", "我的题")
    page.click(".submit-row >> text=保存并看下一篇")
    page.wait_for_selector(".desk-conflict")


def pages_of(story):
    return [change(story), f"{DESK}{story.pk}/history/", f"{DESK}{story.pk}/differences/?from=1&to=3"]


def test_story_pages_fit_a_phone(desk, edited_draft):
    page = desk("/admin/", width=390)
    for address in pages_of(edited_draft):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") == 390, address
    collide(page, edited_draft)
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_desk_pages_have_no_serious_axe_violations(desk, edited_draft):
    doubtful = Article.objects.in_doubt().get()
    page = desk("/admin/", bypass_csp=True)  # axe adds inline styles
    lists = ["/admin/", f"{DESK}?doubts=waiting", "/admin/articles/page/", TOKENS, f"{TOKENS}add/"]
    for address in [*lists, change(doubtful), *pages_of(edited_draft)]:
        page.goto(address)
        assert violations(page) == [], address
    page.goto(change(edited_draft))
    page.click(".desk-blocks summary >> nth=0")
    page.click("text=改为图片说明")
    assert violations(page) == [], "the message of a step"
    collide(page, edited_draft)
    assert violations(page) == [], "the two versions"


SERIOUS = {"serious", "critical"}


def violations(page):
    """Serious and critical ones in both colour schemes, with the element."""
    page.wait_for_load_state()
    found = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.evaluate("document.getAnimations().forEach((each) => each.finish())")  # links fade into their new colour
        # Excluded: Django's select2 boxes, which have no name when empty.
        results = Axe().run(page, context={"exclude": [[".select2"]]}).response["violations"]
        found += [(scheme, each["id"], each["nodes"][0]["html"]) for each in results if each["impact"] in SERIOUS]
    return found


FOCUSED = """() => {
    const focused = document.activeElement, row = document.querySelector(".submit-row");
    const bar = getComputedStyle(row).display === "contents" ? row.querySelector(".desk-bar") : row;
    const { top, bottom } = focused.getBoundingClientRect();
    return { name: focused.name || focused.className || focused.textContent.trim(), last: bar.contains(focused),
        covered: !bar.contains(focused) && Math.min(bottom, top + 40) > bar.getBoundingClientRect().top };
}"""


@pytest.mark.parametrize("width", [1280, 390])
def test_focused_element_is_never_covered_by_the_bar(desk, draft, width):
    page = desk(change(draft), width=width)
    page.focus("[name=kicker]")
    names, covered = [], []
    for _ in range(80):
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        if focused["last"]:
            break
        names.append(focused["name"])
        covered += [focused["name"]] if focused["covered"] else []
    assert {"body", "section", "contributions-1-role"} <= set(names)
    assert focused["last"], "The save button is never reached."
    assert covered == []


def test_skip_links_lead_past_the_paragraphs_and_to_the_save_button(desk, draft):
    page = desk(change(draft))
    page.focus("text=跳过段落")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.desk-blocks ol')") is None
    page.focus("text=跳到保存按钮")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.desk-bar') !== null")


def test_question_mark_shows_the_shortcuts_unless_somebody_types(desk, draft):
    page = desk(change(draft))
    shortcuts = page.locator("#shortcuts dl")
    page.focus("[name=headline]")
    page.keyboard.type("?")
    expect(shortcuts).to_be_hidden()
    page.focus(".skip-to-content-link")
    page.keyboard.type("?")
    expect(shortcuts).to_be_visible()
    page.keyboard.press("Escape")
    expect(shortcuts).to_be_hidden()
    page.click("#shortcuts summary")
    expect(shortcuts).to_contain_text("保存稿件，看下一篇")


def test_filters_open_above_the_list_on_a_phone(desk):
    page = desk(DESK, width=390, java_script_enabled=False)
    expect(page.locator("#changelist-filter")).to_be_hidden()
    page.click(".desk-filters >> text=筛选")
    expect(page.locator("#changelist-filter >> text=待审").first).to_be_in_viewport()
    page.click("#changelist-filter >> text=已刊发")
    expect(page.locator("#changelist-filter")).to_be_hidden()
    follow(page, "text=清除筛选")
    assert page.url.endswith(DESK) or page.url.endswith("?")


def test_byline_rows_are_cards_with_labels_on_a_phone(desk, draft):
    page = desk(change(draft), width=360)
    for cell in ("author", "role", "order"):
        box = page.locator(f"#contributions-0 .field-{cell}").bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 360
    label = "getComputedStyle(document.querySelector('#contributions-0 .field-author'), '::before').content"
    assert page.evaluate(label) == '"作者"'
