"""CORS: scripts of other websites may read public resources."""

import pytest

from tests.site.rows import printed

pytestmark = pytest.mark.django_db
OPEN = [
    "/api/v1/articles/",
    "/api/v1/articles/{pk}/",
    "/api/v1/articles/{pk}/ninjs/",
    "/api/v1/search/?q=水",
    "/api/v1/openapi.json",
    "/articles/{pk}.md",
    "/articles/{pk}.txt",
    "/feed.atom",
    "/feed.rss",
    "/search/feed.rss?q=水",
    "/sitemap.xml",
]
READ = {"origin": "https://other.example"}


def preflight(client, address, method, *headers):
    wants = {"access-control-request-method": method, "access-control-request-headers": ", ".join(headers)}
    return client.options(address, headers=READ | wants)


@pytest.fixture(params=OPEN)
def address(request):
    return request.param.format(pk=printed("水利").pk)


def test_preflight_request_is_answered(client, address):
    response = preflight(client, address, "GET", "if-none-match", "x-requested-with")
    assert response.status_code == 204
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "GET" in response["Access-Control-Allow-Methods"]
    assert "POST" not in response["Access-Control-Allow-Methods"]
    allowed = response["Access-Control-Allow-Headers"].lower()
    for header in ("if-none-match", "if-modified-since", "accept-language", "authorization", "x-requested-with"):
        assert header in allowed
    assert int(response["Access-Control-Max-Age"]) > 600


def test_response_headers_are_exposed(client, address):
    response = client.get(address, headers=READ)
    assert response.status_code == 200
    assert response["Access-Control-Allow-Origin"] == "*"
    exposed = response["Access-Control-Expose-Headers"]
    for header in ("ETag", "Link", "Last-Modified", "RateLimit", "Retry-After", "Location"):
        assert header in exposed
    unchanged = client.get(address, headers=READ | {"if-none-match": response["ETag"]})
    assert (unchanged.status_code, unchanged["Access-Control-Allow-Origin"]) == (304, "*")


def test_desk_api_allows_cors_with_a_token(client):
    response = preflight(client, "/api/v1/desk/articles/1/", "PATCH", "authorization", "content-type", "if-match")
    assert response.status_code == 204
    assert "Idempotency-Key" in response["Access-Control-Allow-Headers"]
    assert "PATCH" in response["Access-Control-Allow-Methods"]
    refused = client.get("/api/v1/desk/articles/", headers=READ)
    assert (refused.status_code, refused["Access-Control-Allow-Origin"]) == (401, "*")
    assert "Access-Control-Allow-Credentials" not in refused


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ("/api/v1/articles", 301),
        ("/api/v1/nowhere/", 404),
        ("/api/v1/articles/?since=", 400),
        ("/articles/999.md", 404),
        ("/authors/999/feed.atom", 404),
    ],
)
def test_error_responses_allow_cors(client, asked, status):
    response = client.get(asked, headers=READ)
    assert (response.status_code, response["Access-Control-Allow-Origin"]) == (status, "*")


def test_site_and_desk_pages_do_not_allow_cors(client):
    for closed in ("/", "/admin/login/", "/search/?q=水"):
        assert "Access-Control-Allow-Origin" not in client.get(closed, headers=READ), closed
        assert "Access-Control-Allow-Origin" not in preflight(client, closed, "GET"), closed
