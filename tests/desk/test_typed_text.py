"""When a save fails for any reason, a page in Chinese gives back the typed text and says why and what to do."""

import html
import re
from urllib.parse import urlencode

import pytest
from django.contrib.admin import site
from django.contrib.auth.models import Permission
from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.http import HttpResponse, HttpResponseForbidden
from django.test import Client
from django.urls import include, path

from articles import editing
from articles.editing import Actor
from articles.models import Article, Author, Correction
from newsroom.urls import urlpatterns as shipped

from .conftest import account
from .forms import as_rendered

STORIES = "/admin/articles/article/"
TYPED = "记者花了两个小时写成的稿件，一个字也不能丢。\n\n第二段。"
HERE = {"origin": "http://testserver"}


@pytest.fixture
def reporter(db):
    return account("reporter", "赵记者", "记者")


@pytest.fixture
def own(reporter):
    """A draft of the reporter."""
    article = Article(headline="春耕", body="原来的正文。")
    editing.begin_draft(article, Actor.at_desk(reporter))
    article.save()
    editing.keep_draft(article, Actor.at_desk(reporter))
    return article


@pytest.fixture
def browser(reporter):
    client = Client(raise_request_exception=False)
    client.force_login(reporter)
    return client


def change(article):
    return f"{STORIES}{article.pk}/change/"


def written(browser, address, **typed):
    return as_rendered(browser.get(address)) | typed


def words(response):
    return html.unescape(re.sub(r"<[^>]+>", "", response.content.decode()))


def given_back(response, status, sentence, name="body", text=TYPED):
    assert response.status_code == status
    assert sentence in words(response)
    assert as_rendered(response)[name].replace("\r\n", "\n") == text
    assert not re.search(r"Forbidden|Bad Request|Not Found|Server Error|Not Allowed", words(response))
    assert '<html lang="zh-hans"' in response.content.decode()
    return True


# A colleague was faster


def test_reporter_saves_after_a_signed_story_is_reopened(browser, editor, own):
    form = written(browser, change(own), body=TYPED)
    editing.sign_off(own.pk, Actor.at_desk(editor))
    refused = browser.post(change(own), form)
    assert given_back(refused, 403, "李编辑已签发（初审）。这篇稿件正在审核，请编辑退回后再改。")
    editing.reopen(own.pk, Actor.at_desk(editor), why="缺少时间。")
    # There is a newer version now; it is compared with the typed text, then overwritten.
    compared = browser.post(change(own), as_rendered(refused))
    assert compared.status_code == 200
    version = Article.objects.get(pk=own.pk).version
    assert browser.post(change(own), as_rendered(compared) | {"overwrite": str(version)}).status_code == 302
    assert Article.objects.get(pk=own.pk).body == TYPED


def test_save_of_a_merged_story_links_to_the_other_one(desk, editor, page, story, doubtful):
    Article.objects.update(status="draft")
    form = written(desk, change(doubtful), body=TYPED)
    editing.merge_with_next(story.pk, Actor.at_desk(editor))
    refused = desk.post(change(doubtful), form)
    assert given_back(refused, 403, "这篇稿件已并入“水利局开展河湖保护”")
    assert f'href="{change(story)}"' in refused.content.decode()


def test_deleted_story_is_saved_as_a_new_one(colleague, story):
    address = change(story)
    form = written(colleague, address, body=TYPED, headline="另存的题")
    story.delete()
    refused = colleague.post(address, form)
    assert given_back(refused, 404, "您打开这篇稿件之后，它已被删除。您可以把下面的内容另存为新稿件")
    [add] = re.findall('name="_saveasnew" formaction="(.+?)"', refused.content.decode())
    assert colleague.post(add, as_rendered(refused) | {"_saveasnew": "1"}).status_code == 302
    saved = Article.objects.get(headline="另存的题")
    assert (saved.body, [each.author.name for each in saved.contributions.all()]) == (TYPED, ["曹璐", "余波"])


def test_reporter_keeps_typed_text_when_story_is_reassigned(browser, editor, own):
    form = written(browser, change(own), body=TYPED)
    Article.objects.filter(pk=own.pk).update(created_by=editor)
    assert given_back(browser.post(change(own), form), 404, "它已被删除或转给了别人")


@pytest.mark.parametrize("button", ["sign/", "merge/", "blocks/0/split/", "withdraw/", "restore/", "reopen/", "join/"])
def test_refused_button_gives_back_the_typed_text(browser, editor, own, button):
    form = written(browser, change(own), body=TYPED)
    editing.sign_off(own.pk, Actor.at_desk(editor))
    refused = browser.post(f"{STORIES}{own.pk}/{button}", form)
    assert given_back(refused, 403, "请编辑退回后再改")
    Article.objects.all().delete()
    assert given_back(browser.post(refused.request["PATH_INFO"], form), 404, "它已被删除")


@pytest.mark.parametrize("button", ["problems/999/", "undo/999/", "revisions/999/restore/", "blocks/0/nothing/"])
def test_button_for_something_deleted_gives_back_the_text(desk, story, button):
    desk.raise_request_exception = False
    answer = desk.post(f"{STORIES}{story.pk}/{button}", written(desk, change(story), body=TYPED))
    if answer.status_code == 302:  # saved before it was found to be gone
        assert Article.objects.get(pk=story.pk).body == TYPED
    else:
        assert given_back(answer, 404, "您写的都在这里")


def test_notice_of_a_refused_withdrawal_is_given_back(desk, story):
    form = written(desk, change(story), notice="内容与事实不符，特此撤稿。")
    editing.withdraw(story.pk, Actor.command(), "先一步撤下。")
    answer = desk.post(f"{STORIES}{story.pk}/withdraw/", form, follow=True)
    assert "您刚才写的是：“内容与事实不符，特此撤稿。”" in words(answer)


# The role or the session


def test_editor_keeps_typed_text_when_role_is_removed(colleague, editor, story):
    form = written(colleague, change(story), body=TYPED)
    editor.groups.clear()
    assert given_back(colleague.post(change(story), form), 403, "您已不能在这里保存")
    editor.user_permissions.set(Permission.objects.filter(codename__in=["view_article", "change_article"]))
    assert given_back(colleague.post(change(story), form), 404, "它已被删除或转给了别人")


def test_editor_keeps_typed_text_when_account_is_closed(colleague, editor, story):
    form = written(colleague, change(story), body=TYPED)
    editor.is_staff = False
    editor.save()
    assert given_back(colleague.post(change(story), form), 403, "您的账号已不能进入编辑部")


def test_editor_keeps_typed_text_when_session_ends(colleague, story):
    form = written(colleague, change(story), body=TYPED)
    colleague.logout()
    assert given_back(colleague.post(change(story), form), 403, "登录已失效")


def test_forbidden_bulk_action_gives_back_its_notice(colleague, editor, story):
    notice = "内容与事实不符，特此撤稿。"
    form = {"action": "withdraw", "_selected_action": [story.pk], "notice": notice}
    assert given_back(colleague.post(STORIES, form), 403, "您的账号已没有权限", "notice", notice)


# Other forms


def test_text_of_a_deleted_correction_is_given_back(desk, story, chief):
    correction = Correction.objects.create(article=story, text="原来的更正。", date=story.date, created_by=chief)
    address = f"/admin/articles/correction/{correction.pk}/change/"
    form = written(desk, address, text=TYPED)
    correction.delete()
    assert given_back(desk.post(address, form), 404, "这条更正已被删除", "text")


def test_text_of_a_forbidden_correction_is_given_back(colleague, story):
    form = {"article": story.pk, "text": TYPED, "kind": "correction", "date": "2023-07-21"}
    assert given_back(colleague.post("/admin/articles/correction/add/", form), 403, "您已不能在这里保存", "text")


def test_note_on_a_merged_author_is_given_back(desk):
    author = Author.objects.create(name="曹璐")
    address = f"/admin/articles/author/{author.pk}/change/"
    form = written(desk, address, note="时政部")
    author.delete()
    assert given_back(desk.post(address, form), 404, "这条作者已被删除", "note", "时政部")


def test_forbidden_import_gives_back_text_and_file_name(colleague):
    with open(__file__, "rb") as file:
        form = {"text": TYPED, "date": "2024-03-05", "number": "2", "way": "draft", "file": file}
        refused = colleague.post("/admin/articles/page/import/", form)
    assert given_back(refused, 403, "您已不能在这里保存", "text")
    assert "请在表单上重新选择：test_typed_text.py" in words(refused)


def test_typed_inline_rows_are_given_back(browser, editor, own):
    form = written(browser, change(own), body=TYPED) | {"contributions-0-role": "摄影", "why": "补采"}
    editing.sign_off(own.pk, Actor.at_desk(editor))
    refused = words(browser.post(change(own), form))
    assert "身份" in refused
    assert "修改说明" in refused


# The request


def test_form_over_the_size_limit_is_given_back(desk, story, settings):
    form = written(desk, change(story), body=TYPED)
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    assert given_back(post(desk, change(story), form, **HERE), 413, "内容太多")


def test_form_far_over_the_limit_refers_to_the_browser(desk, story, settings):
    form = written(desk, change(story), body=TYPED)
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10
    refused = post(desk, change(story), form, **HERE)
    assert refused.status_code == 413
    assert "您写的还在浏览器里" in words(refused)


def test_form_with_too_many_fields_is_given_back(desk, story, settings):
    form = written(desk, change(story), body=TYPED)
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 5
    assert given_back(post(desk, change(story), form, **HERE), 413, "5000 个栏位")


def test_unread_form_is_not_shown_to_another_website(desk, story, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    refused = post(desk, change(story), {"body": TYPED * 5}, origin="https://elsewhere.example")
    assert refused.status_code == 413
    assert TYPED[:10] not in words(refused)


def post(client, address, form, **headers):
    return client.post(address, urlencode(form), "application/x-www-form-urlencoded", headers=headers)


# Any other way


def _raises(error):
    def view(request):
        raise error

    return view


FAULTS = {
    "broken": (_raises(ZeroDivisionError()), 500, "故障编号"),
    "denied": (_raises(PermissionDenied()), 403, "您已不能在这里保存"),
    "bad": (_raises(BadRequest()), 400, "服务器无法读取这份表单"),
    "suspicious": (_raises(SuspiciousOperation()), 400, "服务器无法读取这份表单"),
    "forbidden": (lambda request: HttpResponseForbidden("Forbidden"), 403, "您已不能在这里保存"),
    "teapot": (lambda request: HttpResponse("I'm a teapot", status=418), 418, "服务器无法读取这份表单"),
    "gone": (lambda request: HttpResponse("Gone", status=410), 410, "服务器无法读取这份表单"),
    "gateway": (lambda request: HttpResponse("Bad gateway", status=502), 502, "服务器出了故障"),
}


class WithFaults:
    """The site, with desk views that fail in every way."""

    faulty = [path(f"{name}/", fault[0]) for name, fault in FAULTS.items()]
    urlpatterns = [path("admin/", include(([*faulty, *site.get_urls()], "admin"))), *shipped]
    handler400 = "newsroom.errors.bad_request"
    handler403 = "newsroom.errors.permission_denied"
    handler404 = "newsroom.errors.page_not_found"
    handler500 = "newsroom.errors.server_error"


@pytest.mark.parametrize("name", FAULTS)
def test_every_error_response_gives_back_the_text(desk, settings, name):
    desk.raise_request_exception = False
    settings.ROOT_URLCONF = WithFaults
    _view, status, sentence = FAULTS[name]
    assert given_back(desk.post(f"/admin/{name}/", {"body": TYPED}, headers=HERE), status, sentence)


# Before saving


def test_open_page_learns_that_saving_is_no_longer_possible(browser, editor, own):
    address = f"{STORIES}{own.pk}/presence/"
    assert browser.post(address).json()["lost"] == ""
    editing.sign_off(own.pk, Actor.at_desk(editor))
    assert browser.post(address).json()["lost"] == "李编辑已签发（初审）。这篇稿件正在审核，请编辑退回后再改。"
    own.delete()
    gone = browser.post(address, headers={"accept": "application/json"})
    assert gone.status_code == 404
    assert gone.json()["sentence"].startswith("您打开这篇稿件之后，它已被删除")
    browser.logout()
    assert browser.post(address, headers={"accept": "application/json"}).json()["sentence"].startswith("登录已失效")
