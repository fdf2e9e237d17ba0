import json
import logging
import re

import pytest
from django.contrib.auth import get_user_model
from django.db import connection

from newsroom.logs import JsonFormatter, TextFormatter, configuration
from tests.commands import manage
from tests.site.rows import printed


@pytest.fixture
def lines(caplog):
    caplog.set_level(logging.INFO, "newsroom.requests")
    caplog.handler.setFormatter(JsonFormatter())
    return lambda: [json.loads(line) for line in caplog.text.splitlines()]


@pytest.mark.django_db
def test_a_request_is_one_line_with_id_time_and_queries(client, lines):
    article = printed()
    response = client.get(f"/articles/{article.pk}/?q=浮萍", headers={"X-Request-ID": "from-nginx.1"})
    assert response["X-Request-ID"] == "from-nginx.1"
    [line] = lines()
    assert line["request_id"] == "from-nginx.1"
    assert (line["method"], line["path"], line["status"]) == ("GET", f"/articles/{article.pk}/", 200)
    assert line["queries"] > 1
    assert line["ms"] > 0
    assert "user" not in line
    # Searches are not logged.
    assert "浮萍" not in json.dumps(line, ensure_ascii=False)


@pytest.mark.django_db
def test_the_user_is_logged(admin_client, lines):
    admin_client.get("/admin/")
    assert lines()[-1]["user"] == get_user_model().objects.get().username


@pytest.mark.parametrize("sent", ["", "a b", 'x"\r\nSet-Cookie: a=b', "x" * 65, "编号"])
def test_an_invalid_request_id_is_replaced(client, sent):
    response = client.get("/healthz", headers={"X-Request-ID": sent})
    assert re.fullmatch("[0-9a-f]{16}", response["X-Request-ID"])


def test_an_exception_is_one_line_with_its_traceback(lines, caplog):
    try:
        raise OSError("disk full")
    except OSError:
        logging.getLogger("articles").exception("第一行\n第二行")
    [line] = lines()
    assert line["message"] == "第一行\n第二行"
    assert line["level"] == "error"
    assert line["exception"].endswith("OSError: disk full")


def test_requests_are_logged_in_json_only():
    assert configuration(as_json=True, level="WARNING")["loggers"]["newsroom.requests"]["level"] == "INFO"
    assert configuration(as_json=False, level="WARNING")["loggers"]["newsroom.requests"]["level"] == "WARNING"


@pytest.mark.slow
def test_the_environment_chooses_json(tmp_path):
    ask = "from django.test import Client; Client().get('/healthz')"
    [line] = manage(tmp_path, "shell", "--no-imports", "-c", ask, LOG_FORMAT="json").stderr.splitlines()
    assert json.loads(line)["path"] == "/healthz"


@pytest.mark.django_db
def test_counting_queries_leaves_no_wrapper(client, lines):
    client.get("/")
    assert connection.execute_wrappers == []


@pytest.mark.django_db
def test_the_address_is_the_one_that_our_proxy_saw(client, lines, settings):
    client.get("/", REMOTE_ADDR="10.0.0.7", headers={"X-Forwarded-For": "6.6.6.6"})
    settings.PROXIES = 1
    client.get("/", REMOTE_ADDR="127.0.0.1", headers={"X-Forwarded-For": "6.6.6.6, 10.0.0.8"})
    assert [line["address"] for line in lines()] == ["10.0.0.7", "10.0.0.8"]


@pytest.mark.slow
def test_the_address_of_a_cached_page_is_logged(tmp_path):
    ask = (
        "from io import BytesIO; from wsgiref.util import setup_testing_defaults\n"
        "from newsroom.wsgi import application\n"
        "for _ in range(2):\n"
        "    environ = {'REMOTE_ADDR': '10.0.0.7', 'HTTP_HOST': 'localhost'}\n"
        "    setup_testing_defaults(environ)\n"
        "    b''.join(application(environ, lambda *answer: None))"
    )
    assert manage(tmp_path, "migrate", "-v0").returncode == 0
    logged = manage(tmp_path, "shell", "--no-imports", "-c", ask, LOG_FORMAT="json").stderr.splitlines()
    assert [json.loads(line)["address"] for line in logged] == ["10.0.0.7", "10.0.0.7"]


@pytest.mark.django_db
def test_preview_links_are_shortened(client, lines, caplog):
    client.get("/preview/MTIz:1abcDEF:secretsecretsecret/")
    assert lines()[-1]["path"] == "/preview/MTIz…/"
    assert "secretsecret" not in caplog.text


@pytest.mark.parametrize(
    ("message", "logged"),
    [
        ('"GET /preview/MTIz:1abcDEF:xyz/ HTTP/1.1" 200', '"GET /preview/MTIz…/ HTTP/1.1" 200'),
        ("referer https://paper.example/preview/MTIz:1abcDEF:xyz/", "referer https://paper.example/preview/MTIz…/"),
        ("/admin/login/?password=geheim&next=/admin/", "/admin/login/?password=…&next=/admin/"),
        ("/x/?token=geheim HTTP/1.1", "/x/?token=… HTTP/1.1"),
        ("Bearer newsroom_Ab3dEf6hIj_kLm-n", "Bearer newsroom_Ab3d…"),
        ("/search/?q=浮萍 200", "/search/?q=浮萍 200"),
        ("newsroom.requests", "newsroom.requests"),
    ],
)
@pytest.mark.parametrize("form", ["text", "json"])
def test_secrets_are_shortened_in_every_logger(message, logged, form):
    formatter = TextFormatter("{message}", style="{") if form == "text" else JsonFormatter()
    line = formatter.format(logging.makeLogRecord({"msg": message, "name": "django.server"}))
    assert (line if form == "text" else json.loads(line)["message"]) == logged
