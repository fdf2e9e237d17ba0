"""Doubts about a story, notes on it: read and settled by token."""

import pytest

from articles.models import Article, AuditEntry, Note, Problem
from tests.site.rows import printed, story

pytestmark = pytest.mark.django_db
FAULTY = "连日来，水利局布署开展整治行动。\n\n水清了。"


@pytest.fixture
def doubtful():
    article = printed(status="draft", body=FAULTY)
    Problem.objects.create(article=article, page=article.placements.get().page, code="no_headline", line=3)
    return article


def test_a_problem_is_settled_and_opened_again(client_of, doubtful):
    editor, address = client_of("编辑", "li"), f"articles/{doubtful.pk}/"
    (seen,) = editor.get(f"{address}problems/").json()["results"]
    assert (seen["code"], seen["line"], seen["settled_at"]) == ("no_headline", 3, None)
    assert editor.get(address).json()["problems"][0]["id"] == seen["id"]
    settled = editor.patch(f"{address}problems/{seen['id']}/", {"settled": True})
    assert (settled.status_code, settled.json()["settled_by"]) == (200, "li")
    assert editor.get(address).json()["problems"] == []
    line = AuditEntry.objects.get(action="settled")
    assert (line.user, line.origin) == (editor.user, "api")
    again = editor.patch(f"{address}problems/{seen['id']}/", {"settled": False}).json()
    assert (again["settled_at"], again["settled_by"]) == (None, None)
    assert editor.get(f"{address}problems/{seen['id']}/").json() == again


def test_problems_are_settled_only_by_those_who_may(client_of, doubtful):
    problem = Problem.objects.get()
    operator = client_of("运维")
    assert operator.get(f"articles/{doubtful.pk}/problems/").status_code == 200
    assert operator.patch(f"articles/{doubtful.pk}/problems/{problem.pk}/", {"settled": True}).status_code == 403
    other = story(status="draft")
    editor = client_of("编辑")
    assert editor.patch(f"articles/{other.pk}/problems/{problem.pk}/", {"settled": True}).status_code == 404
    assert editor.patch(f"articles/{doubtful.pk}/problems/{problem.pk}/", {}).status_code == 400
    assert not Problem.objects.get().settled


def doubt_of(api_client, article):
    (doubt,) = api_client.get(f"articles/{article.pk}/proofreading/").json()["results"]
    return doubt


def test_a_doubt_of_the_proofreading_is_mended(client_of, doubtful):
    editor = client_of("编辑")
    doubt = doubt_of(editor, doubtful)
    assert (doubt["part"], doubt["wrong"], doubt["right"]) == ("body", "布署", "部署")
    assert (doubt["before"], doubt["after"]) == ("连日来，水利局", "开展整治行动。")
    address = f"articles/{doubtful.pk}/proofreading/{doubt['key']}/mend/"
    assert editor.post(address).status_code == 428
    mended = editor.post(address, version=1)
    assert (mended.status_code, mended.json()["body"]) == (200, FAULTY.replace("布署", "部署"))
    gone = editor.post(address, version=2)
    assert (gone.status_code, gone.json()["code"]) == (409, "refused")


def test_the_mend_of_a_public_story_waits(client_of):
    article = printed(body=FAULTY)
    editor = client_of("编辑")
    key = doubt_of(editor, article)["key"]
    mended = editor.post(f"articles/{article.pk}/proofreading/{key}/mend/", version=1)
    assert (mended.status_code, mended.json()["pending"]["body"]) == (202, FAULTY.replace("布署", "部署"))
    assert Article.objects.get(pk=article.pk).body == FAULTY
    assert editor.get(f"articles/{article.pk}/proofreading/").json()["results"] == []


def test_a_doubt_is_dismissed_and_that_taken_back(client_of, doubtful):
    editor = client_of("编辑", "li")
    key = doubt_of(editor, doubtful)["key"]
    address = f"articles/{doubtful.pk}/proofreading/{key}/"
    assert editor.patch(address, {"dismissed": True}).json()["dismissed_by"] == "li"
    assert editor.get(address).json()["dismissed_at"] is not None
    assert editor.patch(address, {"dismissed": False}).json()["dismissed_at"] is None
    assert editor.get(f"articles/{doubtful.pk}/proofreading/0123456789abcdef/").status_code == 404
    assert client_of("运维").patch(address, {"dismissed": True}).status_code == 403


def test_colleagues_leave_notes(client_of, doubtful):
    editor, chief = client_of("编辑", "li"), client_of("总编辑")
    left = editor.post(f"articles/{doubtful.pk}/notes/", {"text": "请核对人名。"})
    assert (left.status_code, left.json()["by"], left.json()["text"]) == (201, "li", "请核对人名。")
    assert chief.get(f"articles/{doubtful.pk}/notes/").json()["results"] == [left.json()]
    assert editor.post(f"articles/{doubtful.pk}/notes/", {"text": " "}).status_code == 400
    assert client_of("记者").post(f"articles/{doubtful.pk}/notes/", {"text": "看"}).status_code == 404
    assert Note.objects.count() == 1
