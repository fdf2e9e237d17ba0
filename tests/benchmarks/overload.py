"""Readers while others abuse the server with unfinished request bodies and a flood of sign-ins.
`python -m tests.benchmarks.overload [SECONDS]`

Two server processes on SQLite. 12 connections send half a form and nothing more; 50 others keep signing in under new
names. Meanwhile readers fetch pages and a watcher fetches /healthz: on `serve` alone, with 200 more connections that
read, and through our nginx.conf. Goals: readers' p99 under 1 s, /healthz under 0.2 s.
"""

import http.client
import multiprocessing
import os
import socket
import sys
import tempfile
import threading
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from urllib.parse import quote, urlencode

IDLE, SIGNING_IN, READING, CROWD = 12, 50, 4, 200
READ = ["/", "/articles/3/", "/articles/5/", f"/search/?q={quote('河道')}", "/archive/", "/api/v1/articles/"]
TOKEN = "a" * 32  # Django compares the cookie with the form


def main(seconds=20):
    import django

    django.setup()
    from tests.commands import manage
    from tests.serving.nginx import is_installed, nginx_before
    from tests.serving.server import serving

    var_dir = Path(os.environ["NEWSROOM_VAR_DIR"])
    imported = manage(var_dir, "import_seed")
    assert imported.returncode == 0, imported.stderr
    # No throttling: the server is measured.
    with serving(var_dir, "--workers", "2", NEWSROOM_API_RATE="1000000/min") as server:
        report("quiet, serve alone", *under_load(server.port, seconds / 4))
        report("serve alone", *under_load(server.port, seconds, IDLE, SIGNING_IN))
        report(f"and {CROWD} connections that read", *under_load(server.port, seconds, IDLE, SIGNING_IN, CROWD))
        if is_installed():
            folder = var_dir / "nginx"
            folder.mkdir()
            with nginx_before(server.port, folder) as port:
                report("through nginx", *under_load(port, seconds, IDLE, SIGNING_IN, watched=server.port))


def under_load(port, seconds, idle=0, signing_in=0, crowd=0, watched=None):
    """(readers, watchers, intruders) after `seconds` of requests."""
    until = time.monotonic() + seconds
    readers = [Visitor(port, READ[number:] + READ[:number]) for number in range(READING)]
    watcher = Visitor(watched or port, ["/healthz"], pause=0.05)
    # In another process, so that the measured threads do not wait for them.
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as elsewhere:
        abuse = elsewhere.submit(abused, port, seconds, idle, signing_in, crowd)
        together((each.work, until) for each in (*readers, watcher))
        return readers, [watcher], abuse.result()


def abused(port, seconds, idle, signing_in, crowd):
    until = time.monotonic() + seconds
    intruders = [Intruder(port, number) for number in range(signing_in)]
    others = [Visitor(port, READ) for _ in range(crowd)]
    together(
        [*((each.work, until) for each in (*intruders, *others)), *((partial(stall, port), until) for _ in range(idle))]
    )
    for each in intruders:
        each.connection = None  # cannot be pickled
    return intruders


def together(works):
    threads = [threading.Thread(target=work, args=(until,)) for work, until in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def stall(port, until):
    """Keep a connection open with half a form; reconnect when the server closes it."""
    head = (
        f"POST /admin/login/ HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: csrftoken={TOKEN}\r\nContent-Length: 1000\r\n\r\n"
    )
    while time.monotonic() < until:
        with socket.create_connection(("127.0.0.1", port)) as connection:
            connection.sendall(f"{head}u".encode())
            connection.settimeout(max(0.1, until - time.monotonic()))
            try:
                while connection.recv(4096):
                    pass
            except OSError:
                pass


class Visitor:
    def __init__(self, port, paths, pause=0.0):
        self.port, self.paths, self.pause = port, paths, pause
        self.statuses, self.seconds = Counter(), []
        self.connection = None

    def work(self, until):
        while time.monotonic() < until:
            for path in self.paths:
                self.visit("GET", path)
                time.sleep(self.pause)

    def visit(self, method, path, body=None, headers=None):
        started = time.monotonic()
        try:
            if self.connection is None:
                self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
            self.connection.request(method, path, body, headers or {})
            response = self.connection.getresponse()
            response.read()
            self.statuses[response.status] += 1
        except (OSError, http.client.HTTPException) as error:
            self.statuses[type(error).__name__] += 1
            self.connection = None
        self.seconds.append(time.monotonic() - started)


class Intruder(Visitor):
    def __init__(self, port, number):
        super().__init__(port, ["/admin/login/"])
        self.number = number

    def work(self, until):
        headers = {"Cookie": f"csrftoken={TOKEN}", "Content-Type": "application/x-www-form-urlencoded"}
        while time.monotonic() < until:
            form = {"username": f"记者{self.number}-{len(self.seconds)}", "password": "guessed"}
            self.visit("POST", "/admin/login/", urlencode({**form, "csrfmiddlewaretoken": TOKEN}), headers)


def report(title, readers, watchers, intruders):
    print(title)
    for name, visitors in {"readers": readers, "/healthz": watchers, "sign-ins": intruders}.items():
        if seconds := sorted(each for visitor in visitors for each in visitor.seconds):
            p50, p99 = seconds[len(seconds) // 2], seconds[int(len(seconds) * 0.99)]
            statuses = dict(sum((visitor.statuses for visitor in visitors), Counter()))
            print(
                f"  {name:9} {len(seconds):6}  p50 {p50:.3f} s  p99 {p99:.3f} s  "
                f"longest {seconds[-1]:.3f} s  {statuses}"
            )
    sys.stdout.flush()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"NEWSROOM_VAR_DIR": folder, "DATABASE_URL": "", "DJANGO_SETTINGS_MODULE": "newsroom.settings"}
        main(*map(int, sys.argv[1:]))
