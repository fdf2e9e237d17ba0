"""The committed description is up to date, and the reference page shows it."""

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


def test_committed_description_is_up_to_date():
    assert FILE.read_text("utf-8") == build(), "Type: manage.py describe_api"


def test_every_api_route_is_described():
    described_paths = {path.replace("{", "<").replace("}", ">") for path in document["paths"]}
    assert len(described_paths) == len([route for route in api_routes() if "openapi.json" not in route])


def api_routes(patterns=None, prefix=""):
    for pattern in patterns or get_resolver().url_patterns:
        route = prefix + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from api_routes(pattern.url_patterns, route)
        elif route.startswith("api/v1/"):
            yield route


def test_all_descriptions_are_chinese():
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            assert not operation["summary"].isascii(), (method, path)
            for parameter in operation.get("parameters", []):
                assert not parameter["description"].isascii(), (method, path, parameter["name"])


def test_schemas_and_examples_are_valid():
    for name, schema in document["components"]["schemas"].items():
        Draft202012Validator.check_schema(schema)
        assert schema["type"] in ("object", "string"), name
    article = document["paths"]["/api/v1/articles/{id}/"]["get"]["responses"]["200"]["content"]["application/json"]
    (example,) = article["examples"].values()
    Draft202012Validator({**article["schema"], "components": document["components"]}).validate(example["value"])


def test_description_is_served_with_cors_and_etag(client):
    response = client.get("/api/v1/openapi.json")
    assert response.json() == document
    assert response["Access-Control-Allow-Origin"] == "*"
    assert client.get("/api/v1/openapi.json", headers={"If-None-Match": response["ETag"]}).status_code == 304


@pytest.mark.django_db
def test_reference_page_lists_every_operation_and_obeys_the_csp(client):
    response = client.get("/api/")
    page = response.content.decode()
    for path in document["paths"]:
        assert page.count(f"<code>{path}</code>") >= 2, path
    for token in ("<style", " style=", "<script>", "http://", "https://"):
        assert token not in page.replace("http://testserver", "").replace("https://paper.example", ""), token
    assert not response.cookies
    assert "Vary" not in response


@pytest.mark.django_db
def test_links_of_the_reference_page_work(client):
    printed("糜林", body="后白镇。")
    page = client.get("/api/").content.decode()
    offered = [part.split('"')[0] for part in page.split('class="try"><a href="')[1:]]
    assert len(offered) == 9
    for address in offered:
        assert client.get(address).status_code == 200, address


def described(path, method="get"):
    return {parameter["name"]: parameter for parameter in json.loads(build())["paths"][path][method]["parameters"]}


def test_new_filter_is_described_and_accepted_automatically(client, db, monkeypatch):
    for filters in (ArticleFilter, ArchiveFilter):
        monkeypatch.setitem(filters.base_filters, "deck", CharFilter("deck", max_length=80, help_text="副题。"))
    printed("糜林", deck="后白镇")
    for path in ("/api/v1/articles/", "/api/v1/search/"):
        parameter = described(path)["deck"]
        assert parameter["schema"] == {"type": "string", "minLength": 1, "maxLength": 80}
        assert parameter["description"] == "副题。"
    assert len(client.get("/api/v1/articles/?deck=后白镇").json()["results"]) == 1
    assert client.get("/api/v1/articles/?deck=别处").json()["results"] == []


def test_every_article_field_is_described_and_selectable():
    schemas = json.loads(build())["components"]["schemas"]
    assert list(schemas["Article"]["properties"]) == ArticleSerializer.Meta.fields
    assert described("/api/v1/articles/")["fields"]["schema"]["items"]["enum"] == ArticleSerializer.Meta.fields
