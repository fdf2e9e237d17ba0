"""A failed save returns the typed text with the reason, to be saved or copied."""

import pytest
from django.contrib.auth.models import User
from django.db.models.signals import pre_save
from playwright.sync_api import expect

from articles import editing
from articles.editing import Actor
from articles.models import Article, Correction

pytestmark = pytest.mark.browser
DESK = "/admin/articles/article/"
TYPED = "记者花了两个小时写成的稿件，一个字也不能丢。\n\n第二段。"


@pytest.fixture
def own(seed):
    return Article.objects.create(headline="春耕", body="原来的正文。")


@pytest.fixture
def reporter(log_in, own):
    opened = log_in("reporter", "赵记者", "记者")
    Article.objects.filter(pk=own.pk).update(created_by=User.objects.get(username="reporter"))
    return opened


@pytest.fixture
def editor(log_in):
    return log_in("editor", "李编辑", "编辑")


@pytest.fixture
def chief(log_in):
    return log_in("chief", "王主编")


def change(article):
    return f"{DESK}{article.pk}/change/"


def actor_of(username):
    return Actor.at_desk(User.objects.get(username=username))


def write(page, text=TYPED, name="body"):
    page.fill(f"[name={name}]", text)


def save(page):
    page.click("[name=_save]")


def check_text_is_returned(page, sentence, name="body", text=TYPED):
    expect(page.locator("h1")).to_have_text("没有保存，您写的都在这里")
    expect(page.locator(".errornote")).to_contain_text(sentence)
    expect(page.locator(f"[name={name}]")).to_have_value(text)
    page.click(f".desk-kept-text:has([name={name}]) >> text=复制")
    expect(page.locator(f".desk-kept-text:has([name={name}]) .desk-copy")).to_have_text("已复制")


def test_text_is_kept_when_a_colleague_signs(reporter, editor, own):
    page = reporter(change(own))
    write(page)
    editing.sign_off(own.pk, actor_of("editor"))
    save(page)
    check_text_is_returned(page, "李编辑已签发（初审）")
    editing.reopen(own.pk, actor_of("editor"), why="缺少时间。")
    page.click("text=再次保存")
    page.click("text=以下方表单为准，保存为最新版本")
    page.wait_for_selector(".messagelist")
    assert Article.objects.get(pk=own.pk).body == TYPED


def test_text_is_kept_when_a_colleague_merges(editor):
    first, second = Article.objects.order_by("placements__order")[:2]
    page = editor(change(second))
    write(page)
    editing.merge_with_next(first.pk, Actor.command())
    save(page)
    check_text_is_returned(page, "这篇稿件已并入")
    with page.expect_popup() as there:
        page.click("main >> text=在新窗口打开")
    there.value.wait_for_url(f"**{change(first)}")


def test_text_of_a_deleted_story_is_saved_as_a_new_one(editor, own):
    page = editor(change(own))
    write(page)
    own.delete()
    save(page)
    check_text_is_returned(page, "您打开这篇稿件之后，它已被删除")
    page.click("[name=_saveasnew]")
    page.wait_for_selector(".messagelist .success")
    assert Article.objects.filter(body=TYPED, headline="春耕").exists()


def test_text_is_kept_when_the_role_is_removed(editor, own):
    page = editor(change(own))
    write(page)
    User.objects.get(username="editor").groups.clear()
    save(page)
    check_text_is_returned(page, "您已不能在这里保存：您的岗位权限或这条内容的状态有了变化")


def test_text_is_kept_when_the_session_ends(editor, own):
    page = editor(change(own))
    write(page)
    page.context.clear_cookies(name="sessionid")
    save(page)
    check_text_is_returned(page, "登录已失效")
    with page.expect_popup() as window:
        page.click("main a:has-text('登录')")
    window.value.fill("[name=username]", "editor")
    window.value.fill("[name=password]", "newsprint-20")
    window.value.click("[type=submit]")
    window.value.wait_for_selector("#user-tools")
    page.click("text=再次保存")
    expect(page.locator(".errornote")).to_contain_text("请再保存一次")
    page.click("text=再次保存")
    page.wait_for_selector(".messagelist .success")
    assert Article.objects.get(pk=own.pk).body == TYPED


def test_text_is_kept_when_the_csrf_token_is_old(editor, own):
    page = editor(change(own))
    write(page)
    page.eval_on_selector("#article_form [name=csrfmiddlewaretoken]", "field => field.value = 'a'.repeat(64)")
    save(page)
    check_text_is_returned(page, "请再保存一次")
    page.click("text=再次保存")
    page.wait_for_selector(".messagelist .success")


def test_too_large_form_is_not_sent(editor, own, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 20_000
    page = editor(change(own))
    write(page, "字" * 9_000)
    save(page)
    expect(page.locator("#too-large")).to_contain_text("内容太多，没有发送")
    expect(page.locator("[name=body]")).to_have_value("字" * 9_000)
    write(page)
    save(page)
    page.wait_for_selector(".messagelist .success")
    assert Article.objects.get(pk=own.pk).body == TYPED


def test_text_is_kept_without_scripts(editor, own, settings):
    page = editor(change(own), java_script_enabled=False)
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 20_000
    write(page, "字" * 9_000)
    save(page)
    expect(page.locator(".errornote")).to_contain_text("内容太多")
    expect(page.locator("main")).to_contain_text("用浏览器的“后退”回到表单")
    page.go_back()
    expect(page.locator("[name=body]")).to_have_value("字" * 9_000)


def test_text_is_kept_on_a_server_error(editor, own, complaints):
    def breaks(**kwargs):
        raise ZeroDivisionError

    page = editor(change(own))
    write(page)
    pre_save.connect(breaks, sender=Article)
    try:
        save(page)
        check_text_is_returned(page, "故障编号：")
    finally:
        pre_save.disconnect(breaks, sender=Article)
    complaints.clear()  # the browser reports the status 500
    page.click("text=再次保存")
    page.wait_for_selector(".messagelist .success")
    assert Article.objects.get(pk=own.pk).body == TYPED


def test_text_is_kept_when_the_correction_is_deleted(chief):
    story = Article.objects.public().first()
    correction = Correction.objects.create(article=story, text="原来的更正。", date=story.date)
    page = chief(f"/admin/articles/correction/{correction.pk}/change/")
    write(page, "更正写得更准确了。", "text")
    correction.delete()
    save(page)
    check_text_is_returned(page, "这条更正已被删除", "text", "更正写得更准确了。")


def test_pasted_page_survives_navigation_and_a_lost_right(log_in):
    page = log_in("operator", "周运维", "运维")("/admin/articles/page/import/")
    page.fill("[name=number]", "3")
    write(page, name="text")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.click("nav >> text=稿件", no_wait_after=True)
    expect(page.locator("[name=text]")).to_have_value(TYPED)
    assert asked == ["beforeunload"]
    User.objects.get(username="operator").groups.clear()
    page.click("[name=_look]")
    check_text_is_returned(page, "您已不能在这里保存", "text")
    page.click("text=编辑部 >> nth=0", no_wait_after=True)
    expect(page.locator("[name=text]")).to_have_value(TYPED)
    assert asked == ["beforeunload"] * 2


def test_editor_is_warned_before_saving_that_it_will_fail(reporter, editor, own):
    page = reporter("/admin/")
    page.clock.install()
    page.goto(change(own))
    write(page)
    editing.sign_off(own.pk, actor_of("editor"))
    page.clock.run_for(31_000)
    expect(page.locator("#presence")).to_contain_text("李编辑已签发（初审）")
    expect(page.locator("#presence")).to_contain_text("离开之前请先复制下来")
    expect(page.locator("[name=body]")).to_have_value(TYPED)


@pytest.mark.parametrize("address", ["/admin/nope/", f"{DESK}1/merge/"])
def test_action_addresses_redirect_to_the_desk(chief, address):
    page = chief(address)
    assert page.locator("#site-name").is_visible()
    page.click("text=回编辑部首页")
    expect(page.locator(".front-head")).to_be_visible()
