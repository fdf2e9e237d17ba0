import hashlib
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import threading
import time
from urllib.parse import urlencode

import pytest
from django.conf import settings

from tests.commands import environment

from .server import free_port, request, serving, wait_for

pytestmark = pytest.mark.slow

TOKEN = "a" * 32  # Django compares the cookie with the form
FORM = {"Cookie": f"csrftoken={TOKEN}", "Content-Type": "application/x-www-form-urlencoded"}


@pytest.fixture(scope="module")
def digest(tmp_path_factory):
    """digest(body, headers) returns what the application received."""
    folder, port = tmp_path_factory.mktemp("digest"), free_port()
    log = folder / "log"
    command = ["granian", "--interface", "asginl", "--port", str(port), "tests.serving.digest:application"]
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", *command],
            cwd=settings.BASE_DIR,
            env=environment(folder),
            stdout=output,
            stderr=output,
        )
    try:
        wait_for(lambda: request(port, "/").status == 200, process, log)
        post.port = port
        yield post
    finally:
        process.terminate()
        process.wait(20)


@pytest.fixture(scope="module")
def server(seeded, tmp_path_factory):
    folder = shutil.copytree(seeded, tmp_path_factory.mktemp("bodies") / "var")
    with serving(folder, "--workers", "1", NEWSROOM_PROXIES="1") as server:
        yield server


def post(body, headers=None):
    return json.loads(request(post.port, "/", "POST", body, headers).body)


def in_pieces(body, size=100_000):
    for start in range(0, len(body), size):
        yield body[start : start + size]


@pytest.mark.parametrize("size", [0, 1, 2**20 - 1, 2**20, 2**20 + 1, 3_000_000])
def test_a_body_arrives_complete_with_a_length_and_in_chunks(digest, size):
    body = os.urandom(size)
    expected = hashlib.sha256(body).hexdigest()
    assert digest(body, {"Content-Length": str(size)})["sha256"] == expected
    # http.client sends an iterator in chunks.
    assert digest(in_pieces(body))["sha256"] == expected


def test_a_large_upload_arrives_complete_without_using_memory(digest):
    before = digest(b"")["kilobytes"]
    body = os.urandom(60_000_000)
    arrived = digest(in_pieces(body), {"Content-Length": str(len(body))})
    assert arrived["sha256"] == hashlib.sha256(body).hexdigest()
    assert arrived["kilobytes"] - before < 30_000


@pytest.mark.parametrize(
    "sent",
    [
        b"Content-Length: 10\r\n\r\nhalf",
        b"Transfer-Encoding: chunked\r\n\r\n5\r\nwhole\r\n",
        b"Transfer-Encoding: chunked\r\n\r\n5\r\nwhole\r\nno chunk\r\n",
    ],
    ids=["shorter than announced", "without the last chunk", "not in chunks"],
)
def test_an_incomplete_body_does_not_reach_the_application(digest, sent):
    before = digest(b"")["bodies"]
    with socket.create_connection(("127.0.0.1", post.port)) as connection:
        connection.sendall(b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\n" + sent)
        time.sleep(0.2)
    assert digest(b"")["bodies"] == before + 1


def test_headers_with_underscores_are_ignored(server):
    forged = server.get("/readyz", headers={"X_Forwarded_For": "127.0.0.1", "X-Forwarded-For": "203.0.113.9"})
    assert json.loads(forged.body) == {"ready": True}


def test_the_server_header_does_not_name_the_software(server):
    assert {server.get(path).headers["Server"] for path in ("/", "/healthz", "/nowhere/")} == {"newsroom"}


def test_a_form_sent_in_chunks_is_read(server):
    form = urlencode({"username": "记者甲", "password": "wrong", "csrfmiddlewaretoken": TOKEN}).encode()
    page = server.get("/admin/login/", "POST", iter([form]), FORM)
    assert page.status == 200
    assert 'value="记者甲"' in page.text


def test_an_announced_body_that_is_too_large_is_refused_at_once(server):
    answer = answer_to(server, "POST /admin/ HTTP/1.1", "Content-Length: 199000000")
    assert answer.startswith("HTTP/1.1 413 ")
    assert "提交的内容超过了本站能接收的大小" in answer


def test_the_script_that_sends_a_picture_far_too_large_gets_its_sentence(server):
    post = "POST /admin/articles/picture/upload/ HTTP/1.1"
    answer = answer_to(server, post, "Accept: application/json", "Content-Length: 199000000")
    assert answer.startswith("HTTP/1.1 413 ")
    sentence = json.loads(answer.rpartition("\r\n\r\n")[2])["sentence"]
    assert sentence.startswith("提交的内容超过了本站能接收的大小")


def answer_to(server, *head):
    with socket.create_connection(("127.0.0.1", server.port)) as connection:
        connection.sendall("\r\n".join([*head, "Host: 127.0.0.1", "", ""]).encode())
        return rest_of(connection)


@pytest.mark.parametrize("trickle", [0, 1], ids=["nothing more", "a byte a second"])
def test_slow_bodies_are_cut_off_and_do_not_block_readers(var_dir, trickle):
    half = b"POST /admin/login/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 5000\r\n\r\nu"
    with serving(var_dir, "--workers", "2") as server:
        idle = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(12)]
        for connection in idle:
            connection.sendall(half)
        started = time.monotonic()
        while time.monotonic() - started < 8:
            for connection in idle if trickle else ():
                connection.sendall(b"u")
            for path in ("/", "/articles/3/", "/search/?q=%E6%B2%B3%E9%81%93", "/healthz"):
                assert server.get(path).status == 200
            time.sleep(1)
        for connection in idle:
            answer = rest_of(connection)
            assert answer.startswith("HTTP/1.1 408 ")
            assert "没有及时收到" in answer
        assert 9 < time.monotonic() - started < 20


def test_concurrent_sign_ins_wait_or_get_503_with_their_name(var_dir):
    names = [f"记者{number}" for number in range(40)]
    with serving(var_dir, "--workers", "1") as server:
        responses = []

        def sign_in(name):
            form = urlencode({"username": name, "password": "wrong", "csrfmiddlewaretoken": TOKEN})
            responses.append((name, server.get("/admin/login/", "POST", form, FORM)))

        threads = [threading.Thread(target=sign_in, args=(name,)) for name in names]
        for thread in threads:
            thread.start()
        time.sleep(1)
        waiting = time.monotonic()
        assert {server.get(path).status for path in ("/", "/articles/3/", "/archive/", "/healthz")} == {200}
        assert time.monotonic() - waiting < 4
        for thread in threads:
            thread.join()
    assert {answer.status for _, answer in responses} == {200, 503}
    for name, page in responses:
        assert f'value="{name}"' in page.text
        if page.status == 503:
            assert int(page.headers["Retry-After"]) > 0
            assert "正在登录的人太多" in page.text
            assert "wrong" not in page.text
            assert re.search(r'<form action="/admin/login/" method="post"', page.text)


def rest_of(connection):
    connection.settimeout(30)
    received = b""
    while piece := connection.recv(65536):
        received += piece
    return received.decode()
