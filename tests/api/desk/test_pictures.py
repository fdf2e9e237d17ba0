"""Pictures are uploaded by token, described, and set in stories, by the desk's rules and rights."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image

from articles.models import Article, AuditEntry, Author, Picture
from articles.pictures.drawn import landscape
from tests.site.rows import illustrate, picture, printed, story

from .conftest import version_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("picture_folders")]
LANDSCAPE = landscape(1, 900, 600)


def upload(api_client, content=LANDSCAPE, name="河.jpg", **fields):
    headers = {"Authorization": f"Bearer {api_client.secret}"}
    form = {"file": SimpleUploadedFile(name, content), **fields}
    return api_client.client.post("/api/v1/desk/pictures/", form, headers=headers)


def send(api_client, content, content_type="image/jpeg", **headers):
    headers |= {"Authorization": f"Bearer {api_client.secret}"}
    return api_client.client.post("/api/v1/desk/pictures/", content, content_type=content_type, headers=headers)


def test_a_form_uploads_a_picture_and_what_is_known_of_it(client_of):
    editor = client_of("编辑")
    response = upload(editor, photographers=["丁彤", "李强"], source="资料图片")
    assert response.status_code == 201, response.content.decode()
    shown = response.json()
    row = Picture.objects.get()
    assert response["Location"] == f"http://testserver/api/v1/desk/pictures/{row.pk}/"
    assert shown.pop("uploaded_at")
    assert shown == {
        "id": row.pk,
        "name": "河.jpg",
        "width": 900,
        "height": 600,
        "size": len(LANDSCAPE),
        "photographers": ["丁彤", "李强"],
        "source": "资料图片",
        "taken_at": None,
        "focal_x": 50,
        "focal_y": 50,
        "uploaded_by": editor.user.username,
    }
    assert {"400.jpg", "800.webp", "share-50-50.jpg"} <= {each["name"] for each in row.renditions}
    assert AuditEntry.objects.get(action="created").origin == "api"


def test_the_body_may_be_the_file_itself(client_of):
    sent = send(client_of("记者"), LANDSCAPE, **{"Content-Disposition": "attachment; filename*=UTF-8''%E6%B2%B3.jpg"})
    assert (sent.status_code, sent.json()["name"]) == (201, "河.jpg")


def test_the_same_file_again_is_the_same_picture(client_of):
    first = upload(client_of("编辑"), source="资料图片")
    again = send(client_of("记者"), LANDSCAPE)
    assert (again.status_code, again.json()) == (200, first.json())
    assert again["Location"] == first["Location"]
    assert Picture.objects.count() == 1


@pytest.mark.parametrize(
    ("content", "status", "code", "words"),
    [
        (b"not a picture", 415, "unsupported_media_type", "JPEG"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", 415, "unsupported_media_type", "SVG"),
        (LANDSCAPE[:4000], 400, "bad_picture", ""),
        (b"", 400, "bad_picture", ""),
    ],
    ids=["text", "SVG", "cut short", "empty"],
)
def test_a_bad_file_is_refused_with_one_sentence(client_of, picture_folders, content, status, code, words):
    response = upload(client_of("编辑"), content)
    assert (response.status_code, response["Content-Type"]) == (status, "application/problem+json")
    problem = response.json()
    assert (problem["code"], "errors" in problem) == (code, False)
    assert words in problem["detail"]
    assert not Picture.objects.exists()
    assert not [path for path in picture_folders.rglob("*") if path.is_file()]


def test_a_picture_of_too_many_pixels_is_refused(client_of):
    file = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(file, "PNG")
    response = upload(client_of("编辑"), file.getvalue())
    assert (response.status_code, response.json()["code"]) == (413, "too_large")


def test_a_file_above_the_limit_is_refused_before_it_is_read(client_of, monkeypatch):
    monkeypatch.setattr("articles.api.desk.pictures.MOST_BYTES", 1000)
    response = send(client_of("编辑"), LANDSCAPE)
    assert (response.status_code, response.json()["code"]) == (413, "too_large")
    monkeypatch.setattr("articles.api.desk.pictures.OTHER_FIELDS", 0)
    assert upload(client_of("编辑", "another")).status_code == 413


def test_a_photograph_may_be_larger_than_a_page_of_text(client_of, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    assert send(client_of("编辑"), LANDSCAPE).status_code == 201


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"caption": "河面"}, "caption"),
        ({"source": "长" * 61}, "source"),
        ({"photographers": ["长" * 61]}, "photographers.0"),
        ({"credits": ["丁彤"]}, "credits"),
    ],
)
def test_wrong_fields_are_named(client_of, fields, wrong):
    response = upload(client_of("编辑"), **fields)
    assert response.status_code == 400
    assert [error["field"] for error in response.json()["errors"]] == [wrong]
    assert not Picture.objects.exists()


def test_other_bodies_are_refused(client_of):
    editor = client_of("编辑")
    assert editor.post("pictures/", {"file": "x"}).status_code == 415
    broken = send(editor, b"x", content_type="multipart/form-data")
    assert (broken.status_code, broken.json()["detail"]) == (
        400, "表单不完整；请按 multipart/form-data 发送，并带上 boundary。",
    )  # fmt: skip
    missing = editor.client.post("/api/v1/desk/pictures/", {}, headers={"Authorization": f"Bearer {editor.secret}"})
    assert [error["field"] for error in missing.json()["errors"]] == ["file"]


def test_who_may_upload(client_of, client):
    assert upload(client_of("运维")).status_code == 403
    assert client.post("/api/v1/desk/pictures/", {"file": SimpleUploadedFile("x", b"x")}).status_code == 401
    # A reporter names photographers that are known.
    unknown = upload(client_of("记者"), photographers=["查无此人"])
    assert [error["field"] for error in unknown.json()["errors"]] == ["photographers"]
    Author.objects.create(name="丁彤")
    assert upload(client_of("记者", "another"), photographers=["丁彤"]).json()["photographers"] == ["丁彤"]


def test_photographers_source_and_focal_point_are_changed(client_of):
    editor = client_of("编辑")
    address = f"pictures/{upload(editor).json()['id']}/"
    changed = editor.patch(address, {"photographers": ["丁彤"], "source": "新华社发", "focal_x": 20, "focal_y": 30})
    assert changed.status_code == 200, changed.content.decode()
    shown = changed.json()
    assert (shown["photographers"], shown["source"]) == (["丁彤"], "新华社发")
    assert (shown["focal_x"], shown["focal_y"]) == (20, 30)
    assert editor.get(address).json() == shown
    assert "1x1-20-30.jpg" in {each["name"] for each in Picture.objects.get().renditions}
    assert editor.patch(address, {"source": ""}).json()["photographers"] == ["丁彤"]


@pytest.mark.parametrize(
    "sent", [{"focal_x": 101}, {"focal_y": -1}, {"focal_x": "20"}, {"name": "x"}, {"photographers": "丁彤"}]
)
def test_wrong_changes_are_named(client_of, sent):
    response = client_of("编辑").patch(f"pictures/{picture().pk}/", sent)
    assert [error["field"] for error in response.json()["errors"]] == list(sent)


def test_only_those_who_answer_for_public_stories_change_their_pictures(client, client_of):
    article = illustrate(printed(), picture())
    address = f"pictures/{article.picture_uses.get().picture_id}/"
    refused = client_of("编辑").patch(address, {"source": "新华社发"})
    assert (refused.status_code, refused.json()["code"]) == (403, "permission_denied")
    assert client_of("总编辑").patch(address, {"source": "新华社发"}).status_code == 200
    (shown,) = client.get(f"/api/v1/articles/{article.pk}/").json()["pictures"]
    assert shown["source"] == "新华社发"


def test_reporters_change_only_their_own_pictures(client_of):
    reporter = client_of("记者")
    assert reporter.patch(f"pictures/{picture().pk}/", {"source": "x"}).status_code == 403
    own = picture("自己的", created_by=reporter.user)
    assert reporter.patch(f"pictures/{own.pk}/", {"source": "资料图片"}).status_code == 200
    assert reporter.patch("pictures/999/", {"source": "x"}).status_code == 404


def test_pictures_are_listed_newest_first_in_a_fixed_number_of_queries(client_of):
    editor = client_of("编辑")

    def names():
        with CaptureQueriesContext(connection) as captured:
            page = editor.get("pictures/?page_size=100").json()
        return [each["name"] for each in page["results"]], len(captured)

    names()  # the first request records the use of the token
    picture("一", created_by=editor.user)
    few = names()[1]
    for number in range(10):
        picture(f"{number}", by=[f"摄{number}"], created_by=editor.user)
    listed, queries = names()
    assert (listed[0], listed[-1], queries) == ("9.jpg", "一.jpg", few)


def test_a_draft_comes_with_its_pictures(client, client_of):
    river, bridge = picture("河"), picture("桥")
    sent = {
        "body": "开头。\n\n图2：新桥通车。",
        "pictures": [{"id": river.pk, "caption": "清河河面", "alt": "船"}, {"id": bridge.pk, "number": 2}],
    }
    created = client_of("编辑").post("articles/", sent)
    assert created.status_code == 201, created.content.decode()
    # Number 1 is not given to a picture when the text has a caption 图2： already.
    assert created.json()["pictures"] == [
        {"id": river.pk, "number": 3, "caption": "清河河面", "alt": "船"},
        {"id": bridge.pk, "number": 2, "caption": "", "alt": ""},
    ]
    assert client.get(f"/api/v1/articles/{created.json()['id']}/").status_code == 404


def test_pictures_sent_back_as_they_were_read_change_nothing(client_of):
    editor, article = client_of("编辑"), illustrate(story(status="draft"), (picture(), "河面", "船"))
    address = f"articles/{article.pk}/"
    pictures = editor.get(address).json()["pictures"]
    response = editor.patch(address, {"pictures": pictures}, version=1)
    assert (response.status_code, version_of(response)) == (200, "v1")
    assert response.json()["pictures"] == pictures


def test_pictures_are_added_ordered_and_removed(client_of):
    editor, article = client_of("编辑"), illustrate(story(status="draft"), picture("河"), picture("桥"))
    river, bridge = article.picture_uses.values_list("picture", flat=True)
    hall = picture("会场").pk
    address = f"articles/{article.pk}/"
    changed = editor.patch(address, {"pictures": [{"id": hall}, {"id": river}]}, version=1)
    assert [(each["id"], each["number"]) for each in changed.json()["pictures"]] == [(hall, 3), (river, 1)]
    assert version_of(changed) == "v2"
    # The number of a removed picture is not given to another, as captions of earlier versions name it.
    taken = editor.patch(address, {"pictures": [{"id": hall}, {"id": river}, {"id": bridge, "number": 2}]}, version=2)
    assert (taken.status_code, taken.json()["code"]) == (409, "refused")
    assert taken.json()["detail"] == "序号 2 不能给这张图片用；不写序号即可自动取得。"
    assert editor.patch(address, {"pictures": []}, version=2).json()["pictures"] == []


def test_a_change_of_pictures_voids_signatures(client_of):
    editor, article = client_of("编辑"), story(status="draft")
    address = f"articles/{article.pk}/"
    editor.post(address + "sign-off/", version=1)
    changed = editor.patch(address, {"pictures": [{"id": picture().pk}]}, version=1)
    assert changed.json()["review"]["waits_for"] == "first"


def test_new_pictures_of_a_public_story_wait_to_be_signed(client, client_of):
    editor, article, river = client_of("编辑"), printed(), picture()
    address = f"articles/{article.pk}/"
    answer = editor.patch(address, {"pictures": [{"id": river.pk, "caption": "河面"}]}, version=1)
    assert (answer.status_code, answer.json()["pictures"]) == (202, [])
    assert answer.json()["pending"]["pictures"] == [{"id": river.pk, "number": 1, "caption": "河面", "alt": ""}]
    assert client.get(f"/api/v1/articles/{article.pk}/").json()["pictures"] == []
    assert client.get(f"/pictures/{river.pk}/400.jpg").status_code == 404
    for role in ("编辑", "值班主任", "总编辑"):
        assert client_of(role, f"another {role}").post(address + "sign-off/", version=2).status_code == 200
    (shown,) = client.get(f"/api/v1/articles/{article.pk}/").json()["pictures"]
    assert (shown["id"], shown["caption"]) == (river.pk, "河面")


@pytest.mark.parametrize(
    ("pictures", "field"),
    [
        ([{"id": 999}], "pictures.0.id"),
        ([{"id": "1"}], "pictures.0.id"),
        ([{"number": 1}], "pictures.0.id"),
        ([{"id": 1, "number": 0}], "pictures.0.number"),
        ([{"id": 1, "caption": "长" * 501}], "pictures.0.caption"),
        ([{"id": 1, "caption": "\x00"}], "pictures.0.caption"),
        ([{"id": 1, "credit": "丁彤"}], "pictures.0.credit"),
        ([{"id": 1}, {"id": 1}], "pictures"),
        ([{"id": 1, "number": 3}, {"id": 2, "number": 3}], "pictures"),
        ("河.jpg", "pictures"),
    ],
)
def test_wrong_pictures_of_a_story_are_named(client_of, pictures, field):
    for number in (1, 2):
        picture(f"{number}", pk=number)
    response = client_of("编辑").post("articles/", {"body": "正文。", "pictures": pictures})
    assert response.status_code == 400
    assert [error["field"] for error in response.json()["errors"]] == [field]
    assert not Article.objects.exists()
