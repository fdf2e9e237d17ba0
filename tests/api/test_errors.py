"""All errors have the same format, a code, and a sentence in the requester's language."""

import json

import pytest
from django.test import Client
from django.urls import include, path
from rest_framework.throttling import ScopedRateThrottle

from tests.site.rows import printed

pytestmark = pytest.mark.django_db


def fail(request):
    raise ZeroDivisionError


urlpatterns = [path("api/v1/fails/", fail), path("", include("newsroom.urls"))]
handler400 = "newsroom.errors.bad_request"
handler500 = "newsroom.errors.server_error"


def problem(response, status, code):
    assert response.status_code == status, response.content.decode()
    assert response["Content-Type"] == "application/problem+json"
    body = response.json()
    assert set(body) - {"errors"} == {"type", "title", "status", "code", "detail"}
    assert (body["status"], body["code"]) == (status, code)
    return body


def test_unknown_address_returns_404(client):
    for address in ("/api/v1/nowhere/", "/api/v2/", "/api/v1/articles/999999/", "/api/v1/articles/x/"):
        assert problem(client.get(address), 404, "not_found")["detail"] == "这个网址没有内容"


@pytest.mark.parametrize("key", [2**63, 10**30])
def test_too_large_key_returns_404(client, key):
    problem(client.get(f"/api/v1/articles/{key}/"), 404, "not_found")
    problem(client.get(f"/api/v1/authors/{key}/"), 404, "not_found")


def test_405_lists_the_allowed_methods(client):
    response = client.delete("/api/v1/articles/")
    problem(response, 405, "method_not_allowed")
    assert response["Allow"] == "GET, HEAD"


def test_unavailable_format_returns_406(client):
    problem(client.get("/api/v1/articles/", headers={"Accept": "image/png"}), 406, "not_acceptable")


def test_server_error_is_a_problem_detail(settings):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "ROOT_URLCONF", __name__)
        problem(Client(raise_request_exception=False).get("/api/v1/fails/"), 500, "server_error")


def test_unknown_host_is_a_problem_detail(client):
    problem(client.get("/api/v1/articles/", headers={"host": "elsewhere.example"}), 400, "invalid")


def test_readers_get_html_error_pages(client):
    assert client.get("/nowhere/")["Content-Type"].startswith("text/html")


def test_unknown_parameter_is_refused_and_valid_ones_listed(client):
    body = problem(client.get("/api/v1/sections/?sektion=1"), 400, "invalid")
    assert [error["field"] for error in body["errors"]] == ["sektion"]
    known = problem(client.get("/api/v1/articles/?sektion=1"), 400, "invalid")["errors"][0]["detail"]
    assert "section" in known


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("since=20230720", "请照这个写法给出日期：2023-07-20。"),
        ("until=yesterday", "请照这个写法给出日期：2023-07-20。"),
        ("section=nope", "没有使用这个网址的栏目。"),
        ("author=99999", "没有这个编号的作者。"),
    ],
)
def test_errors_say_what_is_expected(client, query, sentence):
    for address in ("articles/?", "search/?q=水&"):
        body = problem(client.get(f"/api/v1/{address}{query}"), 400, "invalid")
        assert body["errors"] == [{"field": query.partition("=")[0], "detail": sentence}]


def test_a_plus_sign_that_became_a_blank_is_explained(client):
    refused = client.get("/api/v1/articles/?changed_since=2023-07-20T00:00:00+08:00")
    (error,) = problem(refused, 400, "invalid")["errors"]
    assert error["detail"] == "请照这个写法给出时间：2023-07-20T08:30:00+08:00；在网址中加号要写成 %2B。"


@pytest.mark.parametrize(
    ("address", "field"),
    [
        ("articles/?since=0001-01-01", "since"),
        ("articles/?until=9999-12-31", "until"),
        ("articles/?since=yesterday", "since"),
        ("articles/?year=1", "year"),
        ("articles/?year=99999999999999999999", "year"),
        ("articles/?changed_since=9999-12-31T23:59:59-14:00", "changed_since"),
        ("articles/?changed_since=0001-01-01T00:00:00%2B14:00", "changed_since"),
        ("articles/?section=nowhere", "section"),
        ("articles/?section=%00", "section"),
        ("articles/?author=99999999999999999999", "author"),
        ("articles/?author=x", "author"),
        ("articles/?page_name=%00", "page_name"),
        ("articles/?fields=secret", "fields"),
        ("articles/?fields=", "fields"),
        ("articles/?order=best", "order"),
        ("articles/?page_size=0", "page_size"),
        ("articles/?page_size=101", "page_size"),
        ("articles/?page_size=99999999999999999999", "page_size"),
        ("articles/?page_size=٣", "page_size"),
        ("articles/?cursor=", "cursor"),
        ("articles/?cursor=x", "cursor"),
        ("articles/?cursor=%00", "cursor"),
        ("articles/?cursor=bmV3ZXN0IDIwMjMtMDctMjAgLTE", "cursor"),  # newest 2023-07-20 -1
        ("articles/?order=oldest&cursor=bmV3ZXN0IDIwMjMtMDctMjAgMQ", "cursor"),  # of another order
        ("articles/?order=changed&cursor=Y2hhbmdlZCA5OTk5LTEyLTMxVDIzOjU5OjU5LTE0OjAwIDE", "cursor"),  # the year 9999
        ("issues/?since=0001-01-01", "since"),
        ("issues/?year=10000", "year"),
        ("pages/?issue=9999-12-31", "issue"),
        ("pages/?cursor=a2V5IDk5OTk5OTk5OTk5OTk5OTk5OTk5OSAx", "cursor"),  # a key of 22 digits
        ("authors/?name=%00", "name"),
        ("search/", "q"),
        ("search/?q=%00", "q"),
        ("search/?q=", "q"),
        ("articles/?section=", "section"),
        ("articles/?author=", "author"),
        ("articles/?since=", "since"),
        ("articles/?since=20230720", "since"),
        ("articles/?until=+", "until"),
        ("articles/?year=", "year"),
        ("articles/?page_name=", "page_name"),
        ("articles/?changed_since=", "changed_since"),
        ("issues/?since=", "since"),
        ("pages/?issue=", "issue"),
        ("authors/?name=", "name"),
        ("corrections/?since=", "since"),
        ("corrections/?since=yesterday", "since"),
        ("articles/?section=politics&section=environment", "section"),
        ("articles/?order=newest&order=newest", "order"),
        ("search/?q=水&q=利", "q"),
        ("search/?q=水&page=0", "page"),
        ("search/?q=水&page=x", "page"),
        ("search/?q=水&order=oldest", "order"),
    ],
)
def test_invalid_value_is_reported_by_parameter(client, address, field):
    printed()
    body = problem(client.get(f"/api/v1/{address}"), 400, "invalid")
    assert [error["field"] for error in body["errors"]] == [field]


def sentence_about(client, address):
    return problem(client.get(f"/api/v1/{address}"), 400, "invalid")["errors"][0]["detail"]


def test_error_says_what_to_write_instead(client):
    assert sentence_about(client, "articles/?since=") == "请给出值，或者不写这个参数。"
    assert sentence_about(client, "articles/?year=2023&year=2024") == "这个参数只能给一次。"
    assert sentence_about(client, "articles/?since=20230720") == "请照这个写法给出日期：2023-07-20。"
    assert sentence_about(client, "search/?q=-春耕") == "请至少给出一个要找的词；减号只用来排除。"
    # A plus sign in a URL is a space.
    plus = sentence_about(client, "articles/?changed_since=2023-07-20T00:00:00+08:00")
    assert plus == "请照这个写法给出时间：2023-07-20T08:30:00+08:00；在网址中加号要写成 %2B。"


def test_long_search_uses_the_first_100_characters(client):
    printed(body="水" * 100)
    found = client.get("/api/v1/search/", {"q": "水" * 100 + "火" * 300}).json()
    assert (found["count"], found["nearest"]) == (1, False)


def test_invalid_characters_cause_no_server_error(client):
    printed()
    for raw in ("%ED%A0%80", "%FF%FE", "%00", "%F4%90%80%80"):
        for address in (f"search/?q={raw}", f"articles/?page_name={raw}", f"issues/2023-07-20/pages/{raw}/"):
            assert client.get(f"/api/v1/{address}").status_code in (200, 400, 404), address


def test_page_beyond_the_last_returns_404(client):
    printed("水利")
    problem(client.get("/api/v1/search/?q=水利&page=2"), 404, "not_found")


def test_errors_are_chinese_unless_english_is_preferred(client):
    def sentence(accepted):
        response = client.get("/api/v1/articles/?page_size=0", headers={"Accept-Language": accepted})
        return response["Content-Language"], response.json()["errors"][0]["detail"]

    chinese = ("zh-hans", "请给出 1 到 100 之间的整数。")
    english = ("en", "Give a whole number from 1 to 100.")
    assert sentence("en-GB,en;q=0.9") == english
    for accepted in ("", "zh-CN", "zh", "fr", "*", "zh-TW,en;q=0.5"):
        assert sentence(accepted) == chinese, accepted


def test_cookie_never_chooses_the_language(client):
    client.cookies["django_language"] = "en"
    response = client.get("/api/v1/articles/?page_size=0")
    assert response["Content-Language"] == "zh-hans"
    assert "Cookie" not in response["Vary"]


def test_throttled_response_has_retry_after(client, monkeypatch):
    monkeypatch.setattr(ScopedRateThrottle, "THROTTLE_RATES", {"read": "2/min", "search": "1/min"})
    assert [client.get("/api/v1/sections/").status_code for _ in range(2)] == [200, 200]
    response = client.get("/api/v1/sections/", headers={"Accept-Language": "en"})
    body = problem(response, 429, "throttled")
    assert 1 <= int(response["Retry-After"]) <= 60
    assert body["detail"].startswith("Too many requests. Please wait ")
    # Search has its own limit, and a forged header does not evade it.
    assert client.get("/api/v1/search/?q=水").status_code == 200
    problem(client.get("/api/v1/sections/", headers={"X-Forwarded-For": "192.0.2.1"}), 429, "throttled")
    assert client.get("/api/v1/sections/", REMOTE_ADDR="192.0.2.7").status_code == 200


def test_problem_is_json_with_cors_headers(client):
    response = client.get("/api/v1/nowhere/")
    assert response["Access-Control-Allow-Origin"] == "*"
    assert json.loads(response.content)["type"] == "about:blank"
