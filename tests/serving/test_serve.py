import os
import re
import signal
import socket
import sqlite3
import sys
import threading
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.core.management import CommandError, call_command

from articles.management.ports import free_address
from tests.commands import manage
from tests.waiting import until

from .server import free_port, serving, wait_for

pytestmark = pytest.mark.slow


def test_pages_link_to_hashed_and_compressed_files(var_dir):
    with serving(var_dir) as server:
        page = server.get("/")
        assert page.status == 200
        assert "水利局开展河湖保护整治行动" in page.text
        [sheet] = re.findall(r"/static/articles/site\.[0-9a-f]{12}\.css", page.text)
        style = server.get(sheet, headers={"Accept-Encoding": "gzip"})
        assert style.headers["Content-Encoding"] == "gzip"
        assert "immutable" in style.headers["Cache-Control"]
        assert server.stop() == 0


def test_static_files_are_collected_once_and_again_if_missing(var_dir):
    manifest = var_dir / "static" / "staticfiles.json"
    collected = manifest.stat().st_mtime_ns
    with serving(var_dir):
        assert manifest.stat().st_mtime_ns == collected
    manifest.unlink()
    with serving(var_dir) as server:
        assert re.search(r"/static/articles/site\.[0-9a-f]{12}\.css", server.get("/").text)


def test_requests_are_finished_before_the_server_stops(var_dir):
    manage(
        var_dir, "createsuperuser", "--no-input", "--username", "chief", "--email", "", DJANGO_SUPERUSER_PASSWORD="版面"
    )
    with serving(var_dir) as server:
        form = server.get("/admin/login/")
        token = re.search('name="csrfmiddlewaretoken" value="([^"]+)"', form.text)[1]
        cookie = form.headers["Set-Cookie"].partition(";")[0]
        fields = {"username": "chief", "password": "版面", "csrfmiddlewaretoken": token, "next": "/admin/"}
        database = sqlite3.connect(var_dir / "newsroom.sqlite3", isolation_level=None)
        database.execute("BEGIN IMMEDIATE")
        answers = []
        headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
        signing_in = threading.Thread(
            target=lambda: answers.append(server.get("/admin/login/", "POST", urlencode(fields), headers))
        )
        signing_in.start()
        # Signing in writes, so it waits for the transaction above. It arrives within half a second.
        signing_in.join(0.5)
        server.process.send_signal(signal.SIGTERM)
        signing_in.join(0.5)
        assert answers == []
        database.execute("ROLLBACK")
        signing_in.join(20)
        assert [answer.status for answer in answers] == [302]
        assert server.process.wait(40) == 0


def test_a_killed_process_is_replaced(var_dir):
    with serving(var_dir, "--workers", "2") as server:
        first, _ = server.workers()
        os.kill(first, signal.SIGKILL)
        wait_for(lambda: len(server.workers()) == 3, server.process, server.log)
        assert server.get("/").status == 200


def test_the_option_workers_sets_the_number_of_processes(var_dir):
    with serving(var_dir, "--workers", "1") as server:
        assert len(server.workers()) == 1
    refused = manage(var_dir, "serve", "--workers", "0")
    assert refused.returncode == 1
    assert refused.stderr == "CommandError: --workers 至少为 1。\n"


def test_a_port_in_use_is_refused(var_dir):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        for host in ("127.0.0.1", "0.0.0.0", "localhost"):
            refused = manage(var_dir, "serve", "--host", host, "--port", str(port))
            assert refused.returncode == 1
            assert re.fullmatch(rf"CommandError: .* 的端口 {port} 已被另一个程序占用。.*\n", refused.stderr)


def test_two_servers_do_not_share_a_port(var_dir, seeded, tmp_path):
    with serving(var_dir, "--workers", "1") as server:
        refused = manage(tmp_path, "serve", "--port", str(server.port))
        assert refused.returncode == 1
        assert f"端口 {server.port} 已被另一个程序占用" in refused.stderr
        assert server.get("/2023-07-20/").status == 200


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--port", "80000"], "--port 必须在 1 到 65535 之间。"),
        (["--port", "0"], "--port 必须在 1 到 65535 之间。"),
        (["--host", "192.0.2.1"], "192.0.2.1 不是本机的地址。"),
        (["--host", "nowhere.invalid"], "nowhere.invalid 不是本机的地址。"),
    ],
)
def test_an_impossible_address_is_one_sentence(tmp_path, arguments, sentence):
    refused = manage(tmp_path, "serve", *arguments)
    assert (refused.returncode, refused.stderr) == (1, f"CommandError: {sentence}\n")


def test_a_database_of_a_newer_version_is_not_served(var_dir):
    with sqlite3.connect(var_dir / "newsroom.sqlite3") as database:
        database.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('articles', '9999_new', '2030-01-01')"
        )
    refused = manage(var_dir, "serve", "--port", str(free_port()))
    assert (refused.returncode, refused.stderr) == (
        1,
        "CommandError: 数据库是由本程序更新的版本建立的，请先升级程序。\n",
    )


def test_listening_on_the_network_without_a_proxy_warns(var_dir):
    warning = "请先架设 nginx"
    with serving(var_dir, "--workers", "1", "--host", "0.0.0.0") as server:
        assert warning in server.log.read_text()
    with serving(var_dir, "--workers", "1", "--host", "0.0.0.0", NEWSROOM_PROXIES="1") as server:
        assert warning not in server.log.read_text()


def test_processes_end_if_the_first_one_is_killed(var_dir):
    with serving(var_dir, "--workers", "2") as server:
        workers = server.workers()
        server.process.kill()
        until(lambda: not any(is_running(each) for each in workers), seconds=10)
        until(lambda: is_free(server.port), seconds=10)


def is_free(port):
    try:
        return free_address("127.0.0.1", port) == "127.0.0.1"
    except CommandError:
        return False


def is_running(pid):
    status = Path(f"/proc/{pid}/stat")
    return status.exists() and status.read_text().rpartition(")")[2].split()[0] != "Z"


def test_without_granian_it_says_how_to_install_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "granian", None)
    with pytest.raises(CommandError, match=r"pip install -e '\.\[server\]'"):
        call_command("serve")
