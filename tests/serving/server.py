"""`manage.py serve` on a free port, with an SQLite database."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager

from django.conf import settings


class Server:
    def __init__(self, process, port, log):
        self.process, self.port, self.log = process, port, log

    def get(self, path, method="GET", body=None, headers=None):
        return request(self.port, path, method, body, headers)

    def workers(self):
        return list(map(int, re.findall(r"Spawning worker-\d+ with PID: (\d+)", self.log.read_text())))

    def all_started(self):
        """Whether all processes have started: before that, Granian's ignore a signal to stop."""
        return 0 < len(self.workers()) == self.log.read_text().count("Started worker-")

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(40)


class Answer:
    def __init__(self, response):
        self.status, self.headers, self.body = response.status, response.headers, response.read()

    @property
    def text(self):
        return self.body.decode()


def request(port, path, method="GET", body=None, headers=None):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request(method, path, body, headers or {})
        return Answer(connection.getresponse())
    finally:
        connection.close()


@contextmanager
def serving(var_dir, *arguments, **environment):
    """A running Server with the database in `var_dir`; stopped at the end."""
    port, log = free_port(), var_dir / "server.log"
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "serve", "--port", str(port), *arguments],
            cwd=settings.BASE_DIR,
            env={**os.environ, "DATABASE_URL": "", "NEWSROOM_VAR_DIR": str(var_dir), **environment},
            stdout=output,
            stderr=output,
        )
    try:
        server = Server(process, port, log)
        wait_for(lambda: server.all_started() and server.get("/healthz").status == 200, process, log)
        yield server
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait(40)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(condition, process, log, seconds=60):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            if condition():
                return
        except OSError:
            pass
        assert process.poll() is None, log.read_text()
        time.sleep(0.1)
    raise AssertionError(f"not ready in {seconds} s:\n{log.read_text()}")
