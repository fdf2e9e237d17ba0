"""Invalid input is refused with the field and the reason, and nothing is written."""

import pytest

from articles.models import Article, Author
from tests.desk.conftest import account
from tests.site.rows import printed, story

from .conftest import ApiClient

pytestmark = pytest.mark.django_db

DRAFT = {
    "headline": "水利局开展河湖保护",
    "body": "时值夏季。\r\n\r\n连日来，水利局开展整治行动。",
    "section": "environment",
    "date": "2023-07-20",
    "authors": [{"name": "曹璐", "role": "记者"}],
}


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({}, "body"),
        ({"body": ""}, "body"),
        ({"body": "\x00"}, "body"),
        ({"body": "\ud800"}, "body"),
        ({"body": ["x"]}, "body"),
        ({"body": "x", "headline": "长" * 201}, "headline"),
        ({"body": "x", "section": "nowhere"}, "section"),
        ({"body": "x", "section": 10**30}, "section"),
        ({"body": "x", "date": "0001-01-01"}, "date"),
        ({"body": "x", "publish_at": "9999-12-31T23:59:59-14:00"}, "publish_at"),
        ({"body": "x", "authors": [{"id": 10**30}]}, "authors.0.id"),
        ({"body": "x", "authors": [{"name": "查无此人"}]}, "authors.0"),
        ({"body": "x", "authors": [{}]}, "authors.0"),
        ({"body": "x", "authors": "曹璐"}, "authors"),
        ({"body": "x", "authors": [{"name": "曹璐", "Role": "记者"}]}, "authors.0.Role"),
        ({"body": "x", "authors": [{"id": "1"}]}, "authors.0.id"),
        ({"body": "x", "authors": [{"id": 1.5}]}, "authors.0.id"),
        ({"body": "x", "authors": [{"id": 1e300}]}, "authors.0.id"),
        ({"body": "x", "authors": [{"id": True}]}, "authors.0.id"),
        ({"body": "x", "headline": 5}, "headline"),
        ({"body": 5}, "body"),
        ({"body": "x", "kicker": True}, "kicker"),
        ({"body": "x", "section": "\x00"}, "section"),
        ({"body": "x", "section": "\ud800"}, "section"),
        ({"body": "x", "why": "\x00"}, "why"),
        ({"body": "x", "version": 3}, "version"),
        ({"body": "x", "id": 3}, "id"),
        ({"body": "x", "authors": [{"name": "曹璐"}, {"name": "曹璐"}]}, "authors"),
        ({"body": "x", "own_keywords": "水利"}, "own_keywords"),
        ({"body": "x", "own_keywords": None}, "own_keywords"),
        ({"body": "x", "own_keywords": ["水"]}, "own_keywords.0"),
        ({"body": "x", "own_keywords": ["河，长"]}, "own_keywords"),
        ({"body": "x", "own_keywords": [f"水利{n}" for n in range(9)]}, "own_keywords"),
        ({"body": "x", "own_keywords": ["水利", "长" * 21]}, "own_keywords.1"),
        ({"body": "x", "own_keywords": ["\x00"]}, "own_keywords.0"),
        ({"body": "x", "own_keywords": [["水利"]]}, "own_keywords.0"),
    ],
)
def test_invalid_field_is_named_and_nothing_is_written(client_of, data, field):
    Author.objects.create(name="曹璐")
    response = client_of("记者").post("articles/", data)
    assert response.status_code == 400
    assert [error["field"] for error in response.json()["errors"]] == [field]
    assert not Article.objects.exists()


def errors(response):
    assert response.status_code == 400, response.content.decode()
    return {error["field"]: error["detail"] for error in response.json()["errors"]}


def test_unknown_fields_are_refused_with_a_suggestion(client_of):
    sent = {"title": "新题", "status": "approved", "tags": ["水利"], "boddy": "x", "author": "曹璐"}
    reported = errors(client_of("编辑").patch(f"articles/{story(status='draft').pk}/", sent, version=1))
    assert reported.keys() == sent.keys()
    assert reported["title"] == "没有这个可写的字段。您要写的是不是“headline”？"
    assert reported["boddy"] == "没有这个可写的字段。您要写的是不是“body”？"
    assert reported["author"] == "没有这个可写的字段。您要写的是不是“authors”？"
    assert reported["tags"].startswith("没有这个可写的字段。可写的有：kicker, headline, deck")
    assert not Article.objects.filter(version__gt=1).exists()


def test_all_errors_are_reported_together(client_of):
    reported = errors(client_of("编辑").post("articles/", {"title": "新题", "headline": 5, "date": "2023"}))
    assert reported.keys() == {"title", "headline", "date", "body"}
    assert reported["headline"] == "值的类型不对，这里要的是字符串。"


@pytest.mark.parametrize(
    ("action", "sent", "field"),
    [
        ("sign-off/", {"why": "x"}, "why"),
        ("restore/", {"notice": "x"}, "notice"),
        ("withdraw/", {"reason": "x"}, "reason"),
        ("withdraw/", {"notice": 5}, "notice"),
        ("reopen/", {"why": ["x"]}, "why"),
        ("corrections/", {"text": "更正。", "id": 3}, "id"),
        ("corrections/", {"text": "更正。", "page": "3"}, "page"),
        ("corrections/", {"text": "更正。", "type": "apology"}, "type"),
    ],
)
def test_input_of_actions_is_strict(client_of, action, sent, field):
    chief = account("chief", "", "总编辑", "编辑")
    response = ApiClient(chief).post(f"articles/{printed().pk}/{action}", sent, version=1)
    if response.status_code != 403:  # missing rights are reported first
        assert errors(response).keys() == {field}


@pytest.mark.parametrize(
    ("sent", "field"),
    [({"number": 2}, "number"), ({"dry_run": "yes"}, "dry_run"), ({"page": "2"}, "page"), ({"text": 5}, "text")],
)
def test_input_of_pages_is_strict(client_of, sent, field):
    page = {"date": "2023-07-20", "number": "2", "text": "水利局开展整治", **sent}
    assert errors(client_of("运维").post("pages/", page)).keys() == {field}


def test_author_role_is_optional(client_of):
    editor = client_of("编辑")
    created = editor.post("articles/", {"body": "正文。", "authors": [{"name": "曹璐"}]})
    assert created.json()["authors"][0]["role"] == ""
    changed = editor.patch(f"articles/{created.json()['id']}/", {"authors": [{"name": "余波"}]}, version=1)
    assert [(author["name"], author["role"]) for author in changed.json()["authors"]] == [("余波", "")]


@pytest.mark.parametrize("method", ["post", "patch", "put", "delete"])
def test_missing_slash_redirects_with_308(client_of, method):
    response = client_of("编辑").send(method, "articles", {"body": "正文。"})
    assert (response.status_code, response["Location"]) == (308, "/api/v1/desk/articles/")
    assert response["Access-Control-Allow-Origin"] == "*"


def test_redirected_post_creates_the_draft(client_of):
    editor = client_of("编辑")
    headers = {"Authorization": f"Bearer {editor.secret}"}
    sent = {"data": {"body": "正文。"}, "content_type": "application/json", "headers": headers}
    assert editor.client.post("/api/v1/desk/articles", **sent, follow=True).status_code == 201
    assert Article.objects.count() == 1


def test_invalid_json_is_reported_with_its_position(client_of):
    editor = client_of("编辑")
    headers = {"Authorization": f"Bearer {editor.secret}"}
    response = editor.client.post("/api/v1/desk/articles/", '{"body": }', "application/json", headers=headers)
    assert response.json()["detail"] == "请求正文不是有效的 JSON，请看第 1 行第 10 列。"


@pytest.mark.parametrize("body", ["{", "[]", "null", '"x"', "[" * 100_000, "\xff"])
def test_body_that_is_no_object_is_refused(client_of, body):
    api_client = client_of("编辑")
    headers = {"Authorization": f"Bearer {api_client.secret}"}
    response = api_client.client.post("/api/v1/desk/articles/", body, "application/json", headers=headers)
    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"


def test_other_content_types_and_large_bodies_are_refused(client_of, settings):
    api_client = client_of("编辑")
    headers = {"Authorization": f"Bearer {api_client.secret}"}
    form = api_client.client.post("/api/v1/desk/articles/", {"body": "x"}, headers=headers)
    assert (form.status_code, form.json()["code"]) == (415, "unsupported_media_type")
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    much = api_client.post("articles/", {"body": "字" * 100})
    assert (much.status_code, much.json()["code"]) == (413, "too_large")


def test_a_whole_number_may_be_written_with_a_point(client_of):
    author = Author.objects.create(name="曹璐")
    response = client_of("记者").post("articles/", {"body": "x", "authors": [{"id": float(author.pk)}]})
    assert response.status_code == 201
    assert [each["id"] for each in response.json()["authors"]] == [author.pk]


def test_an_author_with_an_unknown_id_is_not_created_by_name(client_of):
    refused = client_of("编辑").post("articles/", {"body": "正文。", "authors": [{"id": 99, "name": "曹璐"}]})
    assert errors(refused).keys() == {"authors.0"}
    assert not Author.objects.exists()
