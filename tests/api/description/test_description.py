"""The committed descriptions are up to date and fit for generators, and the reference page shows them."""

import json

import pytest
from django.db import connection
from django.test import override_settings
from django.urls import get_resolver
from django_filters import CharFilter
from jsonschema import Draft202012Validator
from rest_framework.exceptions import APIException

from articles.api import errors
from articles.api.description.consumers import CONSUMERS
from articles.api.description.schema import FILES, build
from articles.api.filters import ArchiveFilter
from articles.api.serializers import IN_LISTS, LONG, ArticleSerializer
from articles.filters import ArticleFilter
from tests.site.rows import printed

documents = {language: json.loads(file.read_text("utf-8")) for language, file in FILES.items()}
document = documents["zh-hans"]
schemas = document["components"]["schemas"]
OPERATIONS = {
    f"{method} {path}": operation
    for path, operations in document["paths"].items()
    for method, operation in operations.items()
}
every_operation = pytest.mark.parametrize("name", OPERATIONS)
ENGLISH = {"Accept-Language": "en"}


@pytest.mark.parametrize("language", FILES)
def test_committed_description_is_up_to_date(language):
    assert FILES[language].read_text("utf-8") == build(language), "Type: manage.py describe_api"


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
    for response in document["components"]["responses"].values():
        (example,) = response["content"]["application/problem+json"]["examples"].values()
        assert not example["value"]["detail"].isascii(), response


def names(part):
    """Everything a generator may make a name of."""
    if isinstance(part, list):
        for inner in part:
            yield from names(inner)
    elif isinstance(part, dict):
        yield from (part[key] for key in ("operationId", "title") if isinstance(part.get(key), str))
        for key, inner in part.items():
            if key not in ("examples", "description"):
                yield key
                yield from names(inner)


@pytest.mark.parametrize("language", FILES)
def test_names_of_generated_code_are_ascii(language):
    described = documents[language]
    assert all(name.isascii() for name in names(described))
    used = {tag for operations in described["paths"].values() for each in operations.values() for tag in each["tags"]}
    assert used == {tag["name"] for tag in described["tags"]}
    assert all(tag.isascii() for tag in used)
    assert (described["tags"][0]["x-displayName"] == "Articles") == (language == "en")


def inner_schemas(schema):
    yield schema
    for inner in [*schema.get("oneOf", ()), *schema.get("anyOf", ()), *schema.get("allOf", ())]:
        yield from inner_schemas(inner)
    if "items" in schema:
        yield from inner_schemas(schema["items"])


@pytest.mark.parametrize("name", schemas)
def test_every_field_has_a_type_and_objects_and_enums_a_name(name):
    for field in schemas[name].get("properties", {}).values():
        for schema in inner_schemas(field):
            assert schema.keys() & {"type", "$ref", "oneOf"}, name
            assert "enum" not in schema, name
            assert schema.get("type") != "object", name
            assert "title" not in schema, name


def test_articles_of_lists_and_single_articles_have_all_their_fields():
    summary, article = schemas["ArticleSummary"], schemas["Article"]
    assert summary["required"] == IN_LISTS
    assert list(summary["properties"]) == list(article["properties"]) == ArticleSerializer.Meta.fields
    assert article["required"] == ArticleSerializer.Meta.fields
    assert described("/api/v1/articles/")["include"]["schema"]["items"]["enum"] == LONG
    for name, schema in schemas.items():
        if name.endswith("Request"):
            assert schema["additionalProperties"] is False, name
        elif "properties" in schema and not name.startswith("Ninjs") and name not in ("ArticleSummary", "FoundArticle"):
            optional = ["errors", "withdrawn_at", "version"] if name == "Problem" else []
            assert set(schema["properties"]) - set(schema["required"]) == set(optional), name


def test_schemas_are_valid():
    for name, schema in schemas.items():
        Draft202012Validator.check_schema(schema)
        assert schema["type"] in ("object", "string"), name


def bodies(operation):
    yield operation.get("requestBody", {})
    for response in operation["responses"].values():
        reference = response.get("$ref", "").rsplit("/", 1)[-1]
        yield document["components"]["responses"][reference] if reference else response


@every_operation
def test_every_body_has_a_valid_example(name):
    for body in bodies(OPERATIONS[name]):
        for media_type, content in body.get("content", {}).items():
            if not media_type.endswith("json"):
                continue  # a file
            assert content["examples"]
            for example in content["examples"].values():
                schema = {**content["schema"], "components": document["components"]}
                Draft202012Validator(schema).validate(example["value"])


def test_every_problem_has_a_code_that_is_described():
    codes = {code for code, _sentence in errors.DEFAULTS.values()}
    codes |= {each.default_code for each in all_subclasses(APIException)}
    assert codes <= set(errors.CODES)


def all_subclasses(kind):
    for each in kind.__subclasses__():
        yield each
        yield from all_subclasses(each)


def test_description_is_served_with_cors_and_etag(client):
    response = client.get("/api/v1/openapi.json")
    served = response.json()
    assert {name: served[name] for name in ("paths", "components", "tags")} == {
        name: document[name] for name in ("paths", "components", "tags")
    }
    assert response["Access-Control-Allow-Origin"] == "*"
    assert client.get("/api/v1/openapi.json", headers={"If-None-Match": response["ETag"]}).status_code == 304


def test_description_names_this_newspaper(client):
    with override_settings(NEWSROOM_URL="https://paper.example", NEWSPAPER={"name": "句容日报"}):
        served = client.get("/api/v1/openapi.json").json()
    assert served["servers"] == [{"url": "https://paper.example"}]
    assert served["info"]["contact"] == {"name": "句容日报", "url": "https://paper.example/about/"}
    assert served["info"]["license"]["identifier"] == "MIT"


def test_description_is_english_for_those_who_ask(client):
    response = client.get("/api/v1/openapi.json", headers=ENGLISH)
    assert response["Vary"] == "Accept-Language"
    assert response.json()["paths"] == documents["en"]["paths"]
    assert response["ETag"] != client.get("/api/v1/openapi.json")["ETag"]


@pytest.mark.django_db
def test_reference_page_lists_every_operation_and_obeys_the_csp(client):
    response = client.get("/api/")
    page = response.content.decode()
    for path in document["paths"]:
        assert page.count(f"<code>{path}</code>") >= 2, path
    for known in ("http://testserver", "https://paper.example", "https://www.iptc.org/std/ninjs/"):
        page = page.replace(known, "")
    for token in ("<style", " style=", "<script>", "http://", "https://"):
        assert token not in page, token
    assert not response.cookies
    assert response["Vary"] == "Accept-Language"


@pytest.mark.django_db
def test_reference_page_is_in_both_languages(client):
    chinese, english = (client.get("/api/", headers=headers).content.decode() for headers in ({}, ENGLISH))
    assert '<html lang="zh-Hans">' in chinese
    assert "一篇稿件的全部内容。" in chinese
    assert '<html lang="en">' in english
    assert "One article with all its fields." in english
    assert "Search the newspaper" in english


@pytest.mark.django_db
def test_links_of_the_reference_page_work(client):
    printed("糜林", body="后白镇。")
    page = client.get("/api/").content.decode()
    offered = [part.split('"')[0] for part in page.split('class="try"><a href="')[1:]]
    assert len(offered) == 9
    for address in offered:
        assert client.get(address).status_code == 200, address


@pytest.mark.django_db
@pytest.mark.parametrize("consumer", CONSUMERS, ids=lambda consumer: str(consumer.name))
def test_every_consumers_requests_work(client, consumer):
    printed("水利局", body="后白镇。")
    connection.check_constraints()  # PostgreSQL numbers changes when it does this at a commit
    page = client.get("/api/").content.decode()
    assert str(consumer.name) in page
    for address in consumer.requests:
        assert f'<a href="{address.replace("&", "&amp;")}">' in page
        response = client.get(address)
        assert response.status_code == 200, address
        if "json" in response["Content-Type"]:
            assert len(response.json()["results"]) == (0 if "corrections/" in address else 1), address


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
