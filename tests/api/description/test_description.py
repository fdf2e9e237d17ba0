"""The committed description is what the code says, and people can read it."""

import json

import pytest
from django.urls import get_resolver
from django_filters import CharFilter
from jsonschema import Draft202012Validator

from articles.api.description.schema import FILE, build
from articles.api.filters import ArchiveFilter
from articles.api.serializers import ArticleSerializer
from articles.filters import ArticleFilter
from tests.site.rows import printed

document = json.loads(FILE.read_text("utf-8"))


def test_the_committed_description_is_what_the_code_says():
    assert FILE.read_text("utf-8") == build(), "Type: manage.py describe_api"


def test_every_address_of_the_api_is_build():
    described_paths = {path.replace("{", "<").replace("}", ">") for path in document["paths"]}
    assert len(described_paths) == len([route for route in api_routes() if "openapi.json" not in route])


def api_routes(patterns=None, prefix=""):
    for pattern in patterns or get_resolver().url_patterns:
        route = prefix + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from api_routes(pattern.url_patterns, route)
        elif route.startswith("api/v1/"):
            yield route


def test_every_sentence_of_it_is_chinese():
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            assert not operation["summary"].isascii(), (method, path)
            for parameter in operation.get("parameters", []):
                assert not parameter["description"].isascii(), (method, path, parameter["name"])


def test_its_schemas_and_examples_are_sound():
    for name, schema in document["components"]["schemas"].items():
        Draft202012Validator.check_schema(schema)
        assert schema["type"] in ("object", "string"), name
    article = document["paths"]["/api/v1/articles/{id}/"]["get"]["responses"]["200"]["content"]["application/json"]
    (example,) = article["examples"].values()
    Draft202012Validator({**article["schema"], "components": document["components"]}).validate(example["value"])


def test_programmes_read_it_beside_the_version_it_is_of(client):
    response = client.get("/api/v1/openapi.json")
    assert response.json() == document
    assert response["Access-Control-Allow-Origin"] == "*"
    assert client.get("/api/v1/openapi.json", headers={"If-None-Match": response["ETag"]}).status_code == 304


@pytest.mark.django_db
def test_people_read_every_address_on_one_page_that_keeps_to_the_strict_policy(client):
    response = client.get("/api/")
    page = response.content.decode()
    for path in document["paths"]:
        assert page.count(f"<code>{path}</code>") >= 2, path
    for token in ("<style", " style=", "<script>", "http://", "https://"):
        assert token not in page.replace("http://testserver", "").replace("https://paper.example", ""), token
    assert not response.cookies
    assert "Vary" not in response


@pytest.mark.django_db
def test_what_the_page_offers_to_see_is_there(client):
    printed("糜林", body="后白镇。")
    page = client.get("/api/").content.decode()
    offered = [part.split('"')[0] for part in page.split('class="try"><a href="')[1:]]
    assert len(offered) == 8
    for address in offered:
        assert client.get(address).status_code == 200, address


def described(path, method="get"):
    return {parameter["name"]: parameter for parameter in json.loads(build())["paths"][path][method]["parameters"]}


def test_a_new_filter_of_the_articles_is_described_and_accepted_without_another_edit(client, db, monkeypatch):
    for filters in (ArticleFilter, ArchiveFilter):
        monkeypatch.setitem(filters.base_filters, "deck", CharFilter("deck", max_length=80, help_text="副题。"))
    printed("糜林", deck="后白镇")
    for path in ("/api/v1/articles/", "/api/v1/search/"):
        parameter = described(path)["deck"]
        assert parameter["schema"] == {"type": "string", "minLength": 1, "maxLength": 80}
        assert parameter["description"] == "副题。"
    assert len(client.get("/api/v1/articles/?deck=后白镇").json()["results"]) == 1
    assert client.get("/api/v1/articles/?deck=别处").json()["results"] == []


def test_every_field_of_an_article_is_described_and_can_be_chosen():
    schemas = json.loads(build())["components"]["schemas"]
    assert list(schemas["Article"]["properties"]) == ArticleSerializer.Meta.fields
    assert described("/api/v1/articles/")["fields"]["schema"]["items"]["enum"] == ArticleSerializer.Meta.fields
