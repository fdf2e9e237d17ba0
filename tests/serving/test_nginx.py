"""nginx with newsroom/deploy/nginx.conf in front of the server."""

import json
import re
import time

import pytest

from tests.commands import manage
from tests.waiting import until

from .nginx import is_installed, nginx_before
from .server import free_port, request, serving

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not is_installed(), reason="nginx is not installed")]

MAX_DELAY = 60  # seconds until a change shows everywhere, as the README says


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "nginx"
    folder.mkdir()
    return folder


@pytest.fixture
def paper(var_dir, folder):
    with serving(var_dir) as server, nginx_before(server.port, folder) as port:
        yield lambda path, *arguments: request(port, path, *arguments)


def fetched(paper, folder, address):
    answer = paper(address)
    until(lambda: any(re.fullmatch("[0-9a-f]{32}", file.name) for file in (folder / "cache").rglob("*")), seconds=20)
    return answer


def test_a_page_is_fetched_once_and_then_cached(paper, folder):
    first, second = fetched(paper, folder, "/"), paper("/")
    assert first.status == second.status == 200
    assert first.headers["X-Cache"] == "MISS"
    assert second.headers["X-Cache"] == "HIT"
    assert first.body == second.body
    # Each response has its own id, cached or not.
    assert re.fullmatch("[0-9a-f]{32}", second.headers["X-Request-ID"])
    assert first.headers["X-Request-ID"] != second.headers["X-Request-ID"]


def test_static_files_are_passed_on_compressed(paper):
    [sheet] = re.findall(r"/static/articles/site\.[0-9a-f]{12}\.css", paper("/").text)
    style = paper(sheet, "GET", None, {"Accept-Encoding": "gzip"})
    assert style.status == 200
    assert style.headers["Content-Encoding"] == "gzip"
    assert b"{" in paper(sheet).body


def test_staff_pages_are_never_cached(paper):
    for _ in range(2):
        form = paper("/admin/login/")
        assert form.status == 200
        assert form.headers["X-Cache"] in ("MISS", "BYPASS")


WITHDRAW = "from articles.models import Article; Article.objects.filter(pk=3).update(status='withdrawn')"


def test_a_withdrawn_story_is_gone_within_a_minute(paper, folder, var_dir):
    address = "/articles/3/"
    assert fetched(paper, folder, address).status == 200
    assert paper(address).headers["X-Cache"] == "HIT"
    assert manage(var_dir, "shell", "--no-imports", "-c", WITHDRAW).returncode == 0
    withdrawn = time.monotonic()
    while paper(address).status == 200:
        assert time.monotonic() - withdrawn < MAX_DELAY
        time.sleep(1)
    assert paper(address).status in (404, 410)


def test_without_the_server_cached_pages_are_shown(var_dir, folder):
    with serving(var_dir) as server, nginx_before(server.port, folder) as port:
        page = request(port, "/")
        server.stop()
        assert request(port, "/").body == page.body
        away = request(port, "/archive/")
    assert away.status == 502
    assert "网站暂时无法访问" in away.text


def test_without_server_and_cache_an_error_page_is_shown(folder):
    with nginx_before(free_port(), folder) as port:
        away = request(port, "/")
    assert away.status == 502
    assert "<h1>网站暂时无法访问</h1>" in away.text


def test_searches_are_limited_per_address(paper):
    answers = [paper(f"/search/?q={number}") for number in range(60)]
    statuses = [answer.status for answer in answers]
    assert statuses[:10] == [200] * 10
    assert 429 in statuses
    assert "访问的人太多" in answers[statuses.index(429)].text
    assert paper("/articles/1/").status == 200


TOKEN = (
    "from articles.models import ApiToken; from django.contrib.auth.models import User; "
    "print(ApiToken.objects.issue(User.objects.create(username='chief', is_staff=True, is_superuser=True), 'x')[1])"
)


@pytest.mark.slow
def test_the_desks_api_accepts_the_weak_etags_of_nginx(paper, var_dir):
    secret = manage(var_dir, "shell", "--no-imports", "-c", TOKEN).stdout.strip()
    headers = {"Authorization": f"Bearer {secret}", "Accept-Encoding": "gzip", "Content-Type": "application/json"}

    def send(method, path, sent="", etag=""):
        answer = paper(f"/api/v1/desk/{path}", method, sent.encode(), headers | {"If-Match": etag} if etag else headers)
        return answer.status, answer.headers["ETag"]

    status, seen = send("GET", "articles/3/")
    assert (status, seen[:5]) == (200, 'W/"v1')
    status, changed = send("PATCH", "articles/3/", '{"deck": "清理水草20余吨"}', seen)
    assert (status, changed[:5]) == (200, 'W/"v2')
    assert send("PATCH", "articles/3/", '{"deck": "清理水草30余吨"}', seen)[0] == 412
    status, withdrawn = send("POST", "articles/3/withdraw/", '{"notice": "撤稿。"}', changed)
    assert (status, withdrawn[:5]) == (200, 'W/"v3')


def test_a_photograph_reaches_the_desks_api(paper):
    answer = paper("/api/v1/desk/pictures/", "POST", b"x" * 30_000_000)
    assert (answer.status, json.loads(answer.text)["code"]) == (401, "not_authenticated")


def test_the_pdf_of_a_page_reaches_the_desks_api(paper):
    answer = paper("/api/v1/desk/pages/", "POST", b"x" * 30_000_000)
    assert (answer.status, json.loads(answer.text)["code"]) == (401, "not_authenticated")


def test_absolute_urls_have_the_port_of_the_request(paper):
    answer = paper("/api/v1/sections/", "GET", None, {"Host": "127.0.0.1:8443"})
    assert "http://127.0.0.1:8443/sections/" in answer.text
    assert paper("/", "GET", None, {"Host": "127.0.0.1:8443"}).text != paper("/").text


@pytest.mark.parametrize(
    ("path", "method", "body", "status", "sentence"),
    [
        ("/", "POST", b"x" * 13_000_000, 413, "内容太大，没有发送成功"),
        ("/admin/articles/article/1/change/", "POST", b"x" * 107_000_000, 413, "用浏览器的“后退”回到原来的页面"),
        ("/search/?q=" + "x" * 9_000, "GET", None, 414, "无法识别这个请求"),
    ],
)
def test_error_pages_of_nginx_are_in_chinese(paper, path, method, body, status, sentence):
    answer = paper(path, method, body, {"Content-Type": "application/x-www-form-urlencoded"} if body else {})
    assert answer.status == status
    assert sentence in answer.text


SECURITY_HEADERS = ("Content-Security-Policy", "X-Content-Type-Options", "X-Frame-Options", "Referrer-Policy")


def says(answer, status, sentence):
    return (
        answer.status == status
        and sentence in answer.text
        and '<html lang="zh-Hans">' in answer.text
        and all(answer.headers[name] for name in SECURITY_HEADERS)
        and answer.headers["Server"] == "nginx"
    )


def test_error_pages_of_nginx_have_security_headers(paper):
    refused = [paper("/admin/login/") for _ in range(15)][-1]
    assert says(refused, 429, "访问的人太多")
    assert refused.headers["Retry-After"]
    assert says(paper("/", "POST", b"x" * 13_000_000), 413, "内容太大，没有发送成功")
    assert says(paper("/" + "a" * 9_000), 414, "无法识别这个请求")


def test_readyz_can_be_read_on_this_machine(paper):
    assert paper("/readyz").status == 200


def test_readyz_is_hidden_from_other_machines(folder):
    with nginx_before(free_port(), folder, this_machine="192.0.2.1") as port:
        assert says(request(port, "/readyz"), 404, "此处没有内容")


def test_a_form_sent_in_chunks_is_passed_on(paper):
    form = b"username=nobody&password=wrong&csrfmiddlewaretoken=" + b"a" * 32
    headers = {"Cookie": "csrftoken=" + "a" * 32, "Content-Type": "application/x-www-form-urlencoded"}
    assert 'value="nobody"' in paper("/admin/login/", "POST", iter([form]), headers).text
