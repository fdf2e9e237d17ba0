"""A client that did not get the response sends its request again: Idempotency-Key, and 304 for what it has already."""

import json
from datetime import timedelta
from threading import Barrier

import pytest
from django.utils import timezone

from articles.api.description.schema import FILES
from articles.models import Article, KeptAnswer
from tests.at_once import at_once, share_database
from tests.importing.pages import BUS
from tests.site.rows import printed, story

from .conftest import version_of

DRAFT = {"headline": "防汛提醒", "body": "今夜有雨。"}
KEY = {"Idempotency-Key": "8e03978e-40d5-43dd-bc93-6894a57f9324"}


@pytest.mark.django_db
def test_the_same_request_with_the_same_key_makes_one_draft(client_of):
    editor = client_of("编辑")
    first, again = (editor.post("articles/", DRAFT, **KEY) for _ in range(2))
    assert first.status_code == again.status_code == 201
    assert first.json() == again.json()
    assert (first["Location"], first["ETag"]) == (again["Location"], again["ETag"])
    assert Article.objects.count() == 1
    # Quoted, as a structured field is.
    quoted = editor.post("articles/", DRAFT, **{"Idempotency-Key": f'"{KEY["Idempotency-Key"]}"'})
    assert quoted.json()["id"] == first.json()["id"]


@pytest.mark.django_db
@pytest.mark.parametrize("change", [{"headline": "另一篇"}, {"body": "今夜有雨 。"}])
def test_another_request_with_the_same_key_is_refused(client_of, change):
    editor = client_of("编辑")
    editor.post("articles/", DRAFT, **KEY)
    refused = editor.post("articles/", DRAFT | change, **KEY)
    assert (refused.status_code, refused.json()["code"]) == (422, "idempotency_key_reused")
    assert "Idempotency-Key" in refused.json()["detail"]
    assert Article.objects.count() == 1


@pytest.mark.django_db
def test_keys_belong_to_an_account(client_of):
    for role in ("编辑", "记者"):
        assert client_of(role).post("articles/", DRAFT, **KEY).status_code == 201
    assert Article.objects.count() == 2


@pytest.mark.django_db
def test_a_repeated_change_is_answered_as_the_first_time_and_not_stale(client_of):
    editor, address = client_of("编辑"), f"articles/{story(status='draft').pk}/"
    first, again = (editor.patch(address, {"deck": "副题"}, version=1, **KEY) for _ in range(2))
    assert (first.status_code, again.status_code) == (200, 200)
    assert first["ETag"] == again["ETag"]
    assert version_of(editor.get(address)) == "v2"
    key = {"Idempotency-Key": "sign-off-1"}
    signed, again = (editor.post(address + "sign-off/", version=2, **key) for _ in range(2))
    assert signed.json()["review"] == again.json()["review"]
    assert again.status_code == 200


@pytest.mark.django_db
def test_a_repeated_import_changes_nothing_without_a_key(client_of):
    operator, page = client_of("运维"), {"date": "2024-03-05", "number": "2", "text": BUS}
    answers = [operator.post("pages/", page).json()["stories"][0] for _ in range(2)]
    assert [each["outcome"] for each in answers] == ["created", "unchanged"]
    assert len({each["article"] for each in answers}) == Article.objects.count() == 1
    assert Article.objects.get().version == 1


@pytest.mark.django_db
def test_a_repeated_import_with_its_key_says_created_again(client_of):
    operator, page = client_of("运维"), {"date": "2024-03-05", "number": "2", "text": BUS}
    assert operator.post("pages/", page, **KEY).json() == operator.post("pages/", page, **KEY).json()


def test_pictures_take_no_key_and_all_other_writes_do():
    """The same picture sent again is the same picture."""
    without = set()
    for path, operations in json.loads(FILES["en"].read_text("utf-8"))["paths"].items():
        for method in operations.keys() & {"post", "patch"}:
            names = {parameter["name"] for parameter in operations[method].get("parameters", [])}
            if "Idempotency-Key" not in names:
                without.add(path)
    assert without == {"/api/v1/desk/pictures/"}


@pytest.mark.django_db
def test_a_refused_request_may_be_corrected_and_sent_with_its_key(client_of):
    editor = client_of("编辑")
    assert editor.post("articles/", {"headline": "防汛提醒"}, **KEY).status_code == 400
    assert editor.post("articles/", DRAFT, **KEY).status_code == 201
    assert not KeptAnswer.objects.filter(status=0).exists()


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["", "x" * 101, "两", "a b"])
def test_other_keys_are_refused(client_of, key):
    sent = {"Idempotency-Key": key.encode().decode("latin-1")}
    refused = client_of("编辑").post("articles/", DRAFT, **sent)
    assert refused.status_code == 400
    assert [error["field"] for error in refused.json()["errors"]] == ["Idempotency-Key"]


@pytest.mark.django_db
def test_a_key_is_forgotten_after_a_day(client_of):
    editor = client_of("编辑")
    editor.post("articles/", DRAFT, **KEY)
    KeptAnswer.objects.update(at=timezone.now() - timedelta(hours=23))
    assert editor.post("articles/", DRAFT, **KEY).status_code == 201
    assert Article.objects.count() == 1
    KeptAnswer.objects.update(at=timezone.now() - timedelta(hours=25))
    assert editor.post("articles/", DRAFT, **KEY).status_code == 201
    assert Article.objects.count() == 2


@pytest.mark.django_db
def test_a_revoked_token_does_not_get_the_answer_again(client_of):
    editor = client_of("编辑")
    editor.post("articles/", DRAFT, **KEY)
    type(editor.user).objects.update(is_active=False)
    assert editor.post("articles/", DRAFT, **KEY).status_code == 401


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_the_same_request_many_times_at_once_makes_one_draft(client_of, tmp_path, monkeypatch):
    editor, ready = client_of("编辑"), Barrier(6)
    share_database(tmp_path, monkeypatch)

    def send():
        ready.wait(timeout=60)
        response = editor.post("articles/", DRAFT, **KEY)
        return response.status_code, response.content, Article.objects.count()

    answers = at_once([send] * 6)
    assert {(status, count) for status, _content, count in answers} == {(201, 1)}
    assert len({content for _status, content, _count in answers}) == 1


@pytest.mark.django_db
def test_what_has_not_changed_is_not_sent_again(client_of):
    editor, article = client_of("编辑"), printed()
    for address in ("articles/", f"articles/{article.pk}/", "pictures/"):
        seen = editor.get(address)
        again = editor.send("get", address, **{"If-None-Match": seen["ETag"]})
        assert (again.status_code, again.content) == (304, b""), address
        assert again["ETag"] == seen["ETag"]


@pytest.mark.django_db
def test_a_sign_off_changes_the_etag_but_not_the_version(client_of):
    editor, deputy = client_of("编辑"), client_of("值班主任")
    address = f"articles/{story(status='draft').pk}/"
    seen = deputy.get(address)["ETag"]
    editor.send("post", address + "sign-off/", **{"If-Match": seen})
    signed = deputy.send("get", address, **{"If-None-Match": seen})
    assert signed.status_code == 200
    assert signed.json()["review"]["waits_for"] == "second"
    assert version_of(signed) == "v1"
    # The text is the same, so somebody who read it before that sign-off may sign it.
    assert deputy.send("post", address + "sign-off/", **{"If-Match": seen}).status_code == 200
