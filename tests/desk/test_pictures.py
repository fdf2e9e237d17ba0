"""Pictures at the desk: on a story's page, with and without JavaScript, and in the library."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles import editing
from articles.admin.story_pictures import names_typed
from articles.editing import Actor
from articles.editing.pictures import pictures_of, write_pictures
from articles.models import Article, AuditEntry, Author, Issue, Page, Picture, PictureCredit
from articles.pictures.drawn import landscape
from articles.pictures.files import original_name
from tests.site.rows import illustrate, picture

from .conftest import account, make_story
from .forms import as_rendered

UPLOAD = "/admin/articles/picture/upload/"
LIBRARY = "/admin/articles/picture/"


pytestmark = pytest.mark.usefixtures("picture_folders")


def row(name, digest, user=None, **fields):
    """A picture without files."""
    made = [{"name": "400.webp", "width": 400, "height": 300, "bytes": 1, "mime": "image/webp"}]
    fields = {"suffix": "jpg", "size": 1, "width": 1600, "height": 1200, "renditions": made} | fields
    return Picture.objects.create(name=name, digest=digest * 64, created_by=user, **fields)


@pytest.fixture
def river(db):
    return row("河.jpg", "a")


@pytest.fixture
def bridge(db):
    return row("桥.jpg", "b")


@pytest.fixture
def draft(page, river, bridge):
    """A draft with 河.jpg as its lead and 桥.jpg in its text."""
    draft = make_story(page, "清河", body="甲一。\n\n图2：新桥通车。\n\n甲二。", status="draft")
    write_pictures(draft, [use(river, 1, "河面", "船"), use(bridge, 2)])
    return draft


def use(picture, number, caption="", alt=""):
    return {"digest": picture.digest, "number": number, "caption": caption, "alt": alt}


def change(story, what="change"):
    return reverse(f"admin:articles_article_{what}", args=[story.pk])


def opened(client, story):
    return as_rendered(client.get(change(story)))


def save(client, story, **typed):
    return client.post(change(story), opened(client, story) | typed, follow=True)


def photo(seed, name="照片.jpg"):
    return SimpleUploadedFile(name, landscape(seed, 320, 240), "image/jpeg")


def bad(name="坏.jpg"):
    return SimpleUploadedFile(name, b"this is no picture", "image/jpeg")


def shown(story):
    """(number, file, caption, description) of each picture."""
    uses = Article.objects.get(pk=story.pk).picture_uses
    return list(uses.values_list("number", "picture__name", "caption", "alt"))


def client_of(role, name):
    client = Client()
    client.force_login(account(name, name, role))
    return client


# The rows


def test_row_shows_the_picture_and_where_its_caption_stands(desk, draft, river, bridge):
    PictureCredit.objects.create(picture=river, author=Author.objects.create(name="丁彤"))
    html = desk.get(change(draft)).content.decode()
    form = opened(desk, draft)
    assert form["picture_uses-0-caption"].strip() == "河面"
    assert form["picture_uses-0-photographers"] == "丁彤"
    assert f"/admin/articles/picture/{river.pk}/file/400.webp" in html
    assert "新桥通车。</span> <small>图片说明在正文里，请在正文中修改。" in html


def test_saving_unchanged_pictures_changes_nothing(desk, draft):
    before = shown(draft)
    save(desk, draft)
    assert shown(draft) == before
    assert draft.revisions.count() == 1
    assert not AuditEntry.objects.filter(action="changed").exists()


def test_caption_order_and_description_are_saved_as_one_version(desk, draft):
    save(
        desk,
        draft,
        **{"picture_uses-0-caption": "新河面", "picture_uses-0-order": "3", "picture_uses-1-alt": "一座桥"},
    )
    assert shown(draft) == [(2, "桥.jpg", "", "一座桥"), (1, "河.jpg", "新河面", "船")]
    assert [version.version for version in draft.revisions.order_by("version")] == [1, 2]
    html = desk.get(change(draft, "differences")).content.decode()
    before, after = html.split('aria-label="修改后的图片"')
    assert "图1 河面" in before
    assert after.index("图2") < after.index("图1 新河面")


def test_removed_picture_stays_in_the_library_and_its_number_is_not_used_again(desk, draft, river):
    save(desk, draft, **{"picture_uses-1-DELETE": "on"})
    assert shown(draft) == [(1, "河.jpg", "河面", "船")]
    hall = row("会场.jpg", "c")
    save(desk, draft, from_library=str(hall.pk))
    assert [number for number, *_ in shown(draft)] == [1, 3]


def test_photographers_and_source_are_those_of_the_picture(desk, draft, river):
    save(desk, draft, **{"picture_uses-0-photographers": "丁彤 李 强", "picture_uses-0-source": "资料图片"})
    river.refresh_from_db()
    assert [str(credit) for credit in river.credits.all()] == ["摄影 丁彤", "摄影 李强"]
    assert river.source == "资料图片"
    assert draft.revisions.count() <= 1
    assert AuditEntry.objects.filter(action="changed", subject="河.jpg").count() == 1


def test_photographer_named_by_somebody_else_meanwhile_is_kept(desk, draft, river):
    form = opened(desk, draft)
    PictureCredit.objects.create(picture=river, author=Author.objects.create(name="丁彤"))
    desk.post(change(draft), form | {"picture_uses-0-caption": "另一句"})
    assert [str(credit) for credit in river.credits.all()] == ["摄影 丁彤"]


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("张三、李四", ["张三", "李四"]),
        ("张三 李四", ["张三", "李四"]),
        ("何 川", ["何川"]),
        ("丁彤　何　川，John Smith", ["丁彤", "何川", "John Smith"]),
        (" 、 ", []),
    ],
)
def test_names_typed(typed, names):
    assert names_typed(typed) == names


# Files with the form, without JavaScript


@pytest.mark.slow
def test_of_five_files_the_bad_one_is_named_and_four_are_added(desk, page):
    story = make_story(page, "新闻", status="draft")
    files = [photo(1, "一.jpg"), photo(2, "二.jpg"), bad("坏.jpg"), photo(3, "三.jpg"), photo(4, "四.jpg")]
    html = save(desk, story, new_pictures=files, new_photographers="丁彤", new_source="本报").content.decode()
    assert [name for _number, name, *_ in shown(story)] == ["一.jpg", "二.jpg", "三.jpg", "四.jpg"]
    assert [number for number, *_ in shown(story)] == [1, 2, 3, 4]
    assert "坏.jpg：这个文件不是图片" in html
    assert "已添加 4 张图片" in html
    assert {str(credit) for credit in PictureCredit.objects.all()} == {"摄影 丁彤"}


@pytest.mark.slow
def test_file_is_not_lost_when_the_form_is_refused(desk, page):
    story = make_story(page, "新闻", status="draft")
    response = desk.post(change(story), opened(desk, story) | {"body": "", "new_pictures": photo(1)})
    form = as_rendered(response)
    picture = Picture.objects.get()
    assert form["picture_uses-0-picture_id"] == str(picture.pk)
    assert shown(story) == []
    desk.post(change(story), form | {"body": "有正文了。", "picture_uses-0-caption": "河面"})
    assert shown(story) == [(1, "照片.jpg", "河面", "")]


@pytest.mark.slow
def test_new_story_is_written_with_pictures(desk):
    form = as_rendered(desk.get("/admin/articles/article/add/"))
    desk.post("/admin/articles/article/add/", form | {"headline": "新闻", "body": "正文。", "new_pictures": photo(1)})
    story = Article.objects.get()
    assert shown(story) == [(1, "照片.jpg", "", "")]
    assert story.revisions.get().snapshot["pictures"] == pictures_of(story)


def test_copy_of_a_story_has_its_pictures_under_their_numbers(desk, draft):
    desk.post(change(draft), opened(desk, draft) | {"_saveasnew": "1"})
    form = opened(desk, draft)
    desk.post("/admin/articles/article/add/", form | {"_saveasnew": "1"})
    copy = Article.objects.latest("pk")
    assert copy != draft
    assert shown(copy) == shown(draft)


def test_unknown_numbers_of_the_library_are_named_and_kept(desk, draft, bridge):
    hall = row("会场.jpg", "c")
    html = save(desk, draft, from_library=f"{hall.pk}、99999").content.decode()
    assert "图片库里没有这些编号的图片：99999。" in html
    assert [name for _number, name, *_ in shown(draft)] == ["河.jpg", "桥.jpg", "会场.jpg"]


# Files from the script


@pytest.mark.slow
def test_script_sends_a_file_and_gets_its_row(desk, draft):
    data = {"file": photo(1), "new_photographers": "丁彤、李强", "new_source": "本报"}
    answer = desk.post(UPLOAD, data, headers={"accept": "application/json"}).json()
    picture = Picture.objects.get(pk=answer["id"])
    assert [str(credit) for credit in picture.credits.all()] == ["摄影 丁彤", "摄影 李强"]
    assert 'name="picture_uses-__prefix__-caption"' in answer["row"]
    assert desk.get(answer["thumbnail"])["Content-Type"] == "image/webp"
    added = {"picture_uses-TOTAL_FORMS": "3", "picture_uses-2-picture_id": picture.pk, "picture_uses-2-number": "3"}
    added |= {"picture_uses-2-focal_x": "50", "picture_uses-2-focal_y": "50", "picture_uses-2-caption": "山"}
    save(desk, draft, body="图3：山色。\n\n甲一。\n\n图2：新桥通车。", **added)
    assert shown(draft)[2] == (3, "照片.jpg", "山", "")


@pytest.mark.slow
def test_script_gets_one_sentence_for_a_bad_file(desk):
    answer = desk.post(UPLOAD, {"file": bad()}, headers={"accept": "application/json"})
    assert answer.status_code == 400
    assert list(answer.json()) == ["sentence"]
    assert answer.json()["sentence"].startswith("这个文件不是图片")
    assert not Picture.objects.exists()


def test_file_of_41_megabytes_gets_its_sentence(desk):
    large = SimpleUploadedFile("大.jpg", b"\xff\xd8\xff" + bytes(41 * 2**20), "image/jpeg")
    answer = desk.post(UPLOAD, {"file": large}, headers={"accept": "application/json"})
    assert answer.status_code == 400
    assert "40 MB" in answer.json()["sentence"]


def test_number_that_another_editor_has_used_meanwhile_gives_way(desk, colleague, draft):
    """Both added a picture 3; the second one's gets another number, also in the text, and the first one's stays."""
    hall, square = row("会场.jpg", "c"), row("广场.jpg", "d")
    form = opened(desk, draft)
    with editing.changing(draft.pk, Actor.command()) as change_:
        write_pictures(change_.article, [*pictures_of(draft), use(hall, 3)])
    added = {"picture_uses-TOTAL_FORMS": "3", "picture_uses-2-picture_id": square.pk, "picture_uses-2-number": "3"}
    added |= {"picture_uses-2-focal_x": "50", "picture_uses-2-focal_y": "50", "body": "甲。\n\n图3：广场。"}
    response = desk.post(change(draft), form | added)
    assert "新增的图片" in response.context["conflict"]["taken_over"]
    again = as_rendered(response)
    assert again["picture_uses-2-picture_id"] == str(square.pk)
    desk.post(change(draft), again | {"overwrite": "2"})
    assert [(number, name) for number, name, *_ in shown(draft)] == [
        (1, "河.jpg"),
        (2, "桥.jpg"),
        (4, "广场.jpg"),
        (3, "会场.jpg"),
    ]
    assert Article.objects.get(pk=draft.pk).body == "甲。\n\n图4：广场。"


def test_picture_added_by_another_editor_is_taken_over(desk, draft):
    hall = row("会场.jpg", "c")
    form = opened(desk, draft)
    with editing.changing(draft.pk, Actor.command()) as change_:
        write_pictures(change_.article, [*pictures_of(draft), use(hall, 3)])
    again = as_rendered(response := desk.post(change(draft), form | {"headline": "新题"}))
    assert "图片" in response.context["conflict"]["taken_over"]
    desk.post(change(draft), again | {"overwrite": "2"})
    assert [name for _number, name, *_ in shown(draft)] == ["河.jpg", "桥.jpg", "会场.jpg"]


def test_both_versions_of_the_pictures_are_shown_in_a_conflict(desk, draft):
    form = opened(desk, draft)
    save(desk, draft, **{"picture_uses-0-caption": "他的图说"})
    response = desk.post(change(draft), form | {"picture_uses-0-caption": "我的图说"})
    assert [each["field"] for each in response.context["conflict"]["contested"]] == ["pictures"]
    again = as_rendered(response)
    assert again["picture_uses-0-caption"].strip() == "我的图说"
    desk.post(change(draft), again | {"overwrite": str(response.context["conflict"]["version"])})
    assert shown(draft)[0] == (1, "河.jpg", "我的图说", "船")


def test_typed_pictures_come_back_from_an_editor_who_may_no_longer_save(draft, page):
    reporter = account("reporter", "赵记者", "记者")
    Article.objects.update(created_by=reporter)
    client = Client()
    client.force_login(reporter)
    form = opened(client, draft)
    editing.sign_off(draft.pk, Actor.at_desk(account("first", "李编辑", "编辑")))
    response = client.post(change(draft), form | {"picture_uses-0-caption": "记者写的图说"})
    assert response.status_code == 403
    html = response.content.decode()
    assert "稿件图片 1: 图片说明" in html
    assert "记者写的图说" in html


# Pending versions


def test_pictures_of_a_public_story_wait_with_its_text(colleague, desk, page, river, bridge):
    story = make_story(page, "水利局开展河湖保护")
    save(colleague, story, from_library=str(river.pk), headline="新题")
    assert shown(story) == []
    assert not Picture.objects.public().exists()
    form = opened(colleague, story)
    assert (form["headline"], form["picture_uses-0-picture_id"]) == ("新题", str(river.pk))
    save(colleague, story, from_library=str(bridge.pk), **{"picture_uses-0-caption": "河面"})
    pending = Article.objects.get().pending
    assert [(each["number"], each["caption"]) for each in pending.snapshot["pictures"]] == [(1, "河面"), (2, "")]
    assert opened(desk, story)["picture_uses-TOTAL_FORMS"] == "0"
    for role, name in (("编辑", "二"), ("值班主任", "三"), ("总编辑", "四")):
        signer = client_of(role, name)
        signer.post(change(story, "sign"), as_rendered(signer.get(change(story))))
    assert [name for _number, name, *_ in shown(story)] == ["河.jpg", "桥.jpg"]


def test_picture_of_a_pending_version_is_not_deleted(colleague, page, river):
    story = make_story(page, "水利局开展河湖保护")
    save(colleague, story, from_library=str(river.pk))
    assert colleague.get(f"{LIBRARY}{river.pk}/delete/").status_code == 403


# Rights


def test_reporters_change_only_their_own_pictures(draft, river, bridge):
    reporter = account("reporter", "赵记者", "记者")
    Article.objects.update(created_by=reporter)
    Picture.objects.filter(pk=bridge.pk).update(created_by=reporter)
    client = Client()
    client.force_login(reporter)
    html = client.get(change(draft)).content.decode()
    assert "按您的岗位，只能修改自己上传的图片。" in html
    save(
        client, draft, **{"picture_uses-0-source": "改了", "picture_uses-1-source": "本报", "picture_uses-0-alt": "水"}
    )
    river.refresh_from_db()
    bridge.refresh_from_db()
    assert (river.source, bridge.source) == ("", "本报")
    assert shown(draft)[0] == (1, "河.jpg", "河面", "水")


def test_editor_cannot_change_what_readers_see_of_a_picture(colleague, page, river):
    story = make_story(page, "公开")
    write_pictures(story, [use(river, 1)])
    assert "只有" in colleague.get(change(story)).content.decode().partition('id="pictures"')[2]
    save(colleague, story, **{"picture_uses-0-source": "改了"})
    assert Picture.objects.get().source == ""


def test_library_says_why_a_picture_is_not_to_be_changed(colleague, page, river):
    PictureCredit.objects.create(picture=river, author=Author.objects.create(name="丁彤"))
    write_pictures(make_story(page, "公开"), [use(river, 1)])
    html = colleague.get(f"{LIBRARY}{river.pk}/change/").content.decode()
    assert '<div class="readonly">丁彤</div>' in html
    assert editing.why_not_rename(river, Actor.at_desk(account("other", "周编辑", "编辑"))) in html
    assert colleague.post(f"{LIBRARY}{river.pk}/change/", {"source": "改了"}).status_code == 403


def test_row_of_a_picture_deleted_meanwhile_says_so_and_can_be_removed(desk, draft):
    hall = row("会场.jpg", "c")
    form = as_rendered(desk.post(change(draft), opened(desk, draft) | {"body": "", "from_library": str(hall.pk)}))
    hall.delete()
    html = desk.post(change(draft), form | {"body": "正文。"}).content.decode()
    assert "这张图片已被删除，请移除这一行。" in html
    desk.post(change(draft), form | {"body": "正文。", "picture_uses-2-DELETE": "on"})
    assert [name for _number, name, *_ in shown(draft)] == ["河.jpg", "桥.jpg"]
    assert Article.objects.get(pk=draft.pk).body == "正文。"


def test_operator_sees_the_pictures_and_changes_nothing(draft):
    operator = client_of("运维", "周运维")
    html = operator.get(change(draft)).content.decode()
    assert "河面" in html
    assert "picture_uses-0-caption" not in html
    assert operator.post(UPLOAD, {"file": bad()}, headers={"accept": "application/json"}).status_code == 403


@pytest.mark.slow
def test_files_are_shown_to_staff_only_and_kept_only_by_their_browsers(desk):
    answer = desk.post(UPLOAD, {"file": photo(1)}, headers={"accept": "application/json"}).json()
    response = desk.get(answer["thumbnail"])
    assert response["Cache-Control"] == "private, max-age=86400"
    assert desk.get(answer["thumbnail"], headers={"If-None-Match": response["ETag"]}).status_code == 304
    assert Client().get(answer["thumbnail"]).status_code == 302
    nobody = Client()
    nobody.force_login(account("nobody", "新人"))
    assert nobody.get(answer["thumbnail"]).status_code == 403
    assert Client().get(f"/pictures/{answer['id']}/400.webp").status_code == 404


# What is missing


def test_missing_captions_and_photographers_are_said_and_do_not_stop_a_signature(colleague, draft, river):
    PictureCredit.objects.create(picture=river, author=Author.objects.create(name="丁彤"))
    write_pictures(draft, [use(river, 1), *pictures_of(draft)[1:]])
    html = colleague.get(change(draft)).content.decode()
    assert "没有图片说明：图1。" in html
    assert "没有署摄影者：图2。" in html
    html = colleague.post(change(draft, "sign"), opened(colleague, draft), follow=True).content.decode()
    assert html.count("没有图片说明：图1。") == 2
    assert draft.signoffs.standing().count() == 1


# The library


def test_library_is_searched_and_filtered(desk, draft, river, bridge):
    hall = row("会场.jpg", "c", source="新华社发")
    PictureCredit.objects.create(picture=bridge, author=Author.objects.create(name="丁彤"))

    def found(**query):
        return {picture.name for picture in desk.get(LIBRARY, query).context["cl"].result_list}

    assert found(q="会场") == {"会场.jpg"}
    assert found(q="新华社") == {"会场.jpg"}
    assert found(q="丁彤") == {"桥.jpg"}
    assert found(q="河面") == {"河.jpg"}
    assert found(q=str(hall.pk)) >= {"会场.jpg"}
    assert found(q="新桥通车") == {"河.jpg", "桥.jpg"}
    assert found(q="没有这样的") == set()
    assert found(use="unused") == {"会场.jpg"}
    assert found(use="used") == {"河.jpg", "桥.jpg"}
    assert found(missing="photographer") == {"河.jpg", "会场.jpg"}
    assert found(by="me") == set()
    assert change(draft) in desk.get(LIBRARY).content.decode()


def test_reporter_does_not_learn_titles_of_others_drafts_from_the_library(draft):
    reporter = client_of("记者", "赵记者")
    html = reporter.get(LIBRARY).content.decode()
    assert "河.jpg" in html
    assert "清河" not in html
    assert "河.jpg" not in reporter.get(LIBRARY, {"q": "甲一"}).content.decode()


@pytest.mark.parametrize("address", [LIBRARY, f"{LIBRARY}?q=河", f"{LIBRARY}choose/?q=河"])
def test_queries_do_not_grow_with_the_library(desk, page, address):
    def queries_with(more):
        for number in range(more):
            illustrate(make_story(page_of_its_own(), f"题{number}"), picture("河", by=["丁彤"]))
        with CaptureQueriesContext(connection) as queries:
            desk.get(address)
        return len(queries)

    few = queries_with(3)
    assert queries_with(20) == few


def page_of_its_own():
    issue, _ = Issue.objects.get_or_create(date=date(2023, 7, 21))
    return Page.objects.create(issue=issue, number=str(Page.objects.count() + 1), name="综合新闻")


@pytest.mark.slow
def test_several_files_are_added_without_a_story(desk):
    data = {"new_pictures": [photo(1, "一.jpg"), bad(), photo(2, "二.jpg")], "new_source": "本报"}
    html = desk.post(f"{LIBRARY}add/", data, follow=True).content.decode()
    assert "坏.jpg：这个文件不是图片" in html
    assert set(Picture.objects.values_list("name", "source")) == {("一.jpg", "本报"), ("二.jpg", "本报")}
    assert "一.jpg" in html


@pytest.mark.slow
def test_picture_is_changed_in_the_library(desk):
    desk.post(f"{LIBRARY}add/", {"new_pictures": [photo(1)], "new_source": "", "new_photographers": ""})
    picture = Picture.objects.get()
    form = as_rendered(desk.get(f"{LIBRARY}{picture.pk}/change/"))
    typed = {"photographers": "丁彤、李强", "source": "资料图片", "focal_x": "20", "focal_y": "30"}
    desk.post(f"{LIBRARY}{picture.pk}/change/", form | typed)
    picture.refresh_from_db()
    assert (picture.source, picture.focal_point) == ("资料图片", (20, 30))
    assert [str(credit) for credit in picture.credits.all()] == ["摄影 丁彤", "摄影 李强"]
    assert "share-20-30.jpg" in [each["name"] for each in picture.renditions]
    assert AuditEntry.objects.filter(action="changed", subject="照片.jpg").count() == 1


@pytest.mark.slow
def test_only_pictures_never_used_are_deleted(desk, draft, river, picture_folders, django_capture_on_commit_callbacks):
    desk.post(f"{LIBRARY}add/", {"new_pictures": [photo(1)], "new_source": "", "new_photographers": ""})
    picture = Picture.objects.exclude(was_used=True).get()
    html = desk.get(f"{LIBRARY}{river.pk}/change/").content.decode()
    assert "稿件的历史版本还要用到，不能删除。" in html
    chosen = {"action": "delete_selected", "_selected_action": [picture.pk, river.pk]}
    html = desk.post(LIBRARY, chosen).content.decode()
    assert "河.jpg：这张图片正在或曾经用于稿件" in html
    with django_capture_on_commit_callbacks(execute=True):
        desk.post(LIBRARY, chosen | {"post": "yes"})
    assert set(Picture.objects.values_list("name", flat=True)) == {"河.jpg", "桥.jpg"}
    assert not (picture_folders / "originals" / original_name(picture)).exists()
    assert AuditEntry.objects.filter(action="deleted", subject="照片.jpg").count() == 1


def test_missing_captions_are_said_where_a_whole_page_is_signed(desk, page, river):
    page.reviewed_in_print = True
    page.save()
    write_pictures(make_story(page, "清河", status="draft"), [use(river, 1)])
    html = desk.get(f"/admin/articles/page/sign/?page={page.pk}").content.decode()
    assert "没有图片说明：图1。 没有署摄影者：图1。" in html


def test_library_gives_the_script_a_row_to_choose(desk, draft, river):
    offered = desk.get(f"{LIBRARY}choose/", {"q": "河面"}).json()["pictures"]
    assert [each["name"] for each in offered] == ["河.jpg"]
    answer = desk.get(f"{LIBRARY}choose/", {"picture": river.pk}).json()
    assert f'name="picture_uses-__prefix__-picture_id" value="{river.pk}"' in answer["row"]


def test_photographers_known_to_the_newsroom_are_suggested(colleague, draft):
    Author.objects.create(name="丁彤")
    assert 'data-names="/admin/autocomplete/?' in colleague.get(change(draft)).content.decode()
    query = {"app_label": "articles", "model_name": "picturecredit", "field_name": "author", "term": "丁"}
    assert [each["text"] for each in colleague.get("/admin/autocomplete/", query).json()["results"]] == ["丁彤"]
