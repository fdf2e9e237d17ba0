"""Error pages are in Chinese, for readers in the site's layout and for editors in the desk's."""

import pytest
from django.test import Client
from django.urls import path

from newsroom.urls import urlpatterns as shipped

pytestmark = pytest.mark.django_db
ENGLISH = ("Forbidden", "Bad Request", "Not Found", "Not Allowed", "Server Error")


def fail(request):
    raise ZeroDivisionError


@pytest.fixture
def reader():
    return Client(raise_request_exception=False, enforce_csrf_checks=True)


@pytest.fixture
def desk(admin_client):
    admin_client.raise_request_exception = False
    return admin_client


def says(response, status, sentence):
    page = response.content.decode()
    assert response.status_code == status
    assert sentence in page
    assert [word for word in ENGLISH if word in page] == []
    assert response["Content-Type"] == "text/html; charset=utf-8"
    return page


@pytest.mark.parametrize("address", ["/", "/search/", "/articles/1/", "/about/"])
def test_a_post_to_a_readers_page(client, reader, address):
    page = says(client.post(address, {"q": "水利"}), 405, "这个网址不能这样打开")
    assert 'href="/archive/"' in page
    says(reader.post(address, {"q": "水利"}), 403, "无法接收这份表单")


def test_an_unknown_host(reader):
    says(reader.get("/", headers={"host": "elsewhere.example"}), 400, "这个请求无法处理")
    says(reader.get("/admin/", headers={"host": "elsewhere.example"}), 400, "这个请求无法处理")


def test_a_form_beyond_the_limit(client):
    says(client.post("/admin/login/", {"username": "x" * 11 * 2**20}), 413, "发送的内容太大")


def test_a_missing_page(reader):
    says(reader.get("/nothing/"), 404, "这个网址没有内容")


@pytest.mark.parametrize(
    ("address", "status", "sentence"),
    [
        ("/admin/nope/", 404, "这个网址没有内容"),
        ("/admin/articles/article/1/merge/", 405, "这个网址不能这样打开"),
        ("/admin/articles/auditentry/add/", 403, "您没有这项权限"),
        ("/admin/articles/article/1/differences/?from=1&to=2", 404, "这个网址没有内容"),
    ],
)
def test_error_pages_of_the_desk_link_back_to_it(desk, address, status, sentence):
    page = says(desk.get(address), status, sentence)
    assert "编辑部" in page
    assert 'href="/admin/">回编辑部首页' in page


def test_an_expired_sign_in_form(reader):
    page = says(reader.post("/admin/login/", {"username": "chief", "password": "x"}), 403, "页面打开太久已经过期")
    assert 'href="/admin/"' in page


def test_a_server_error(desk, settings):
    settings.ROOT_URLCONF = Faulty
    says(desk.get("/admin/fails/"), 500, "故障已经记录")
    says(desk.get("/fails/"), 500, "故障已经记录")


def test_the_lockout_page_is_in_chinese(client, settings):
    settings.AXES_FAILURE_LIMIT = 1
    page = says(client.post("/admin/login/", {"username": "chief", "password": "x"}), 429, "登录已锁定")
    assert "Django" not in page
    assert "编辑部" in page


class Faulty:
    urlpatterns = [path("fails/", fail), path("admin/fails/", fail), *shipped]
    handler500 = "newsroom.errors.server_error"
