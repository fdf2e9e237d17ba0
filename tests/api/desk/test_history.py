"""The versions of a story are listed, read, compared and brought back by token."""

import pytest

from articles.models import Article, AuditEntry
from tests.site.rows import printed, story

from .conftest import version_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def changed(client_of):
    """(its editor, the address of a draft of three versions)"""
    editor = client_of("编辑", "li")
    article = story("水利局", status="draft", body="清理水草20余吨。\n\n河道清了。", section="environment")
    address = f"articles/{article.pk}/"
    editor.patch(address, {"body": "清理水草30余吨。\n\n河道清了。", "why": "核对数字"}, version=1)
    editor.patch(address, {"headline": "水利局清河", "authors": [{"name": "曹璐", "role": "记者"}]}, version=2)
    return editor, address


def test_versions_are_listed_and_read(changed):
    editor, address = changed
    rows = editor.get(f"{address}revisions/").json()["results"]
    assert [(row["version"], row["by"], row["through"], row["why"]) for row in rows] == [
        (3, "li", "api", ""),
        (2, "li", "api", "核对数字"),
        (1, None, "desk", ""),
    ]
    second = editor.get(f"{address}revisions/2/").json()
    assert (second["headline"], second["body"]) == ("水利局", "清理水草30余吨。\n\n河道清了。")
    assert (second["section"], second["status"], second["authors"]) == ("environment", "draft", [])
    third = editor.get(f"{address}revisions/3/").json()
    assert [(credit["name"], credit["role"]) for credit in third["authors"]] == [("曹璐", "记者")]
    assert editor.get(f"{address}revisions/9/").status_code == 404


def test_versions_come_page_by_page(changed):
    editor, address = changed
    first = editor.get(f"{address}revisions/?page_size=2").json()
    following = editor.get(first["next"].removeprefix("http://testserver/api/v1/desk/")).json()
    assert [row["version"] for row in first["results"] + following["results"]] == [3, 2, 1]
    assert following["next"] is None


def test_two_versions_are_compared_character_by_character(changed):
    editor, address = changed
    compared = editor.get(f"{address}differences/?from=1&to=2").json()
    assert (compared["old"]["version"], compared["new"]["version"]) == (1, 2)
    (body,) = compared["fields_changed"]
    assert (body["name"], body["label"]) == ("body", "正文")
    pieces = [(piece["kind"], piece["text"]) for passage in body["passages"] for piece in passage["pieces"]]
    assert pieces == [
        ("same", "清理水草"),
        ("removed", "20"),
        ("added", "30"),
        ("same", "余吨。\n\n"),
        ("same", "河道清了。"),
    ]
    latest = editor.get(f"{address}differences/").json()
    assert [field["name"] for field in latest["fields_changed"]] == ["headline", "byline"]
    missing = editor.get(f"{address}differences/?to=9")
    assert (missing.status_code, missing.json()["errors"][0]["field"]) == (400, "to")


def test_a_version_is_brought_back(changed):
    editor, address = changed
    assert editor.post(f"{address}revisions/1/restore/").status_code == 428
    assert editor.post(f"{address}revisions/1/restore/", version=2).status_code == 412
    assert editor.post(f"{address}revisions/9/restore/", version=3).status_code == 404
    restored = editor.post(f"{address}revisions/1/restore/", version=3)
    assert (restored.status_code, version_of(restored), restored.json()["headline"]) == (200, "v4", "水利局")
    assert (restored.json()["body"], restored.json()["authors"]) == ("清理水草20余吨。\n\n河道清了。", [])
    assert AuditEntry.objects.first().detail == "恢复到第 1 稿。"


def test_on_a_public_story_it_waits_for_the_review(client_of):
    editor, chief = client_of("编辑"), client_of("总编辑")
    article = printed("原题")
    chief.patch(f"articles/{article.pk}/", {"headline": "改题"}, version=1)
    waiting = editor.post(f"articles/{article.pk}/revisions/1/restore/", version=2)
    assert (waiting.status_code, waiting.json()["pending"]["headline"]) == (202, "原题")
    assert Article.objects.get(pk=article.pk).headline == "改题"
    rows = editor.get(f"articles/{article.pk}/revisions/").json()["results"]
    assert [(row["version"], row["base_version"]) for row in rows] == [(3, 2), (2, None), (1, None)]
