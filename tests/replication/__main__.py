"""Readers of two web processes while their replica is killed and comes back: `python -m tests.replication`.

Starts a primary and a streaming replica, imports the seed and composed issues, and requests every public address
repeatedly while the replica is killed and restarted. Fails unless the kill costs each reader at most one request
(503), all other responses are as expected, and readers use the replica before and after, the primary in between. Then
the tests of site and search run on the pair.
"""

import http.client
import os
import subprocess
import sys
import threading
import time
from collections import Counter
from contextlib import ExitStack, contextmanager
from itertools import cycle
from pathlib import Path
from urllib.parse import quote

from tests.postgres import Replica, Server, free_port

ROOT = Path(__file__).resolve().parents[2]
READERS, SECONDS, PATIENCE = 4, 6, 60
PREPARE = """
import django; django.setup()
from articles.importing import import_issue
from articles.models import Article
from tests.benchmarks import composed
for source in composed.issues(3, pages=2):
    import_issue(source)
story = Article.objects.public().filter(contributions__isnull=False).earliest("pk")
print(story.pk, story.contributions.first().author_id)
"""
ADDRESSES = """
    / /2023-07-20/ /2023-07-20/2/ /articles/{}/ /authors/{}/ /sections/environment/ /archive/ /archive/2023/
    /search/?q=水利 /search/?q=句容&order=newest /feed.atom /feed.rss /search/feed.atom?q=水利 /sitemap.xml
    /sitemap-articles.xml /news-sitemap.xml /api/v1/articles/ /api/v1/issues/ /nowhere/
"""
# The API throttles these readers.
EXPECTED = {"/nowhere/": {404}, "/api/v1/articles/": {200, 429}, "/api/v1/issues/": {200, 429}}


def main():
    with ExitStack() as stack:
        primary = stack.enter_context(Server())
        replica = stack.enter_context(Replica(primary))
        environment = {**os.environ, "DATABASE_URL": primary.url(), "DATABASE_REPLICA_URLS": replica.url()}
        addresses = prepare(environment)
        ports = [stack.enter_context(web_process(environment)) for _ in range(2)]
        compare(ports[0], addresses)
        with Readers(ports, addresses) as readers:
            print_phase("both servers", until_read_from(replica), primary, replica)
            readers.expect_failures(0)
            replica.stop("immediate")
            print_phase("replica killed", until_read_from(primary), primary)
            readers.expect_failures(len(readers.threads))
            killed = readers.failures()
            replica.start()
            print_phase("replica back", until_read_from(replica), primary, replica)
        readers.expect_failures(killed)
        print(f"{sum(readers.answers.values()):,} answers, {killed} of them lost when the replica was killed")
        python("-m", "pytest", "-q", "-n", "auto", "tests/site", "tests/search", environment=environment)


def prepare(environment):
    for command in ("migrate", "import_seed"):
        python("manage.py", command, environment=environment, stdout=subprocess.DEVNULL)
    settings = {**environment, "DJANGO_SETTINGS_MODULE": "newsroom.settings"}
    story, author = python("-c", PREPARE, environment=settings, stdout=subprocess.PIPE).split()
    return [quote(address, safe="/?=&") for address in ADDRESSES.format(story, author).split()]


@contextmanager
def web_process(environment):
    port = free_port()
    command = [sys.executable, "manage.py", "runserver", "--noreload", f"127.0.0.1:{port}"]
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + PATIENCE
        while get(port, "/")[0] != 200:
            if time.monotonic() > deadline:
                sys.exit("The web process does not answer.")
            time.sleep(0.2)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=20)


def compare(port, addresses):
    """Logged-in users read from the primary; the responses must be the same as from the replica."""
    for address in addresses:
        if get(port, address) != get(port, address, {"Cookie": "sessionid=somebody"}):
            sys.exit(f"{address}: primary and replica differ.")


def get(port, address, headers=None):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", address, headers=headers or {})
        response = connection.getresponse()
        return response.status, response.read()
    except (OSError, http.client.HTTPException) as error:
        return type(error).__name__, b""
    finally:
        connection.close()


class Readers:
    """Threads that keep reading over persistent connections, so that the server keeps its database connections."""

    def __init__(self, ports, addresses):
        self.answers, self.ended = Counter(), threading.Event()
        self.threads = [threading.Thread(target=self.read, args=(port, addresses)) for port in ports * READERS]

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *exception):
        self.ended.set()
        for thread in self.threads:
            thread.join()

    def failures(self):
        return sum(self.answers.values()) - self.answers["as expected"]

    def expect_failures(self, maximum):
        kinds = {kind.rpartition(" ")[2] for kind in self.answers.copy()} - {"expected", "503"}
        if self.failures() > maximum or kinds:
            sys.exit(f"Readers met errors: {dict(self.answers)}")

    def read(self, port, addresses):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        for number, address in enumerate(cycle(addresses)):
            if self.ended.is_set():
                return connection.close()
            if number % 100 == 99:
                connection.close()
            try:
                connection.request("GET", address)
                response = connection.getresponse()
                response.read()
                status = response.status
            except (OSError, http.client.HTTPException) as error:
                connection.close()
                status = type(error).__name__
            self.answers["as expected" if status in EXPECTED.get(address, {200}) else f"{address} {status}"] += 1


def until_read_from(server):
    """Seconds until the readers' queries arrive at the server."""
    started = time.monotonic()
    while True:
        before = queries(server)
        time.sleep(SECONDS / 2)
        if queries(server) - before > 100:
            return time.monotonic() - started
        if time.monotonic() - started > PATIENCE:
            sys.exit(f"Nobody reads from port {server.port}.")


def print_phase(name, seconds, *servers):
    before = [queries(server) for server in servers]
    time.sleep(SECONDS)
    counts = [queries(server) - earlier for server, earlier in zip(servers, before, strict=True)]
    names = ["primary", "replica"]
    rates = ", ".join(f"{name} {number / SECONDS:6.0f}" for name, number in zip(names, counts, strict=False))
    print(f"{name:15} settled in {seconds:4.1f} s; queries a second: {rates}", flush=True)


def queries(server):
    return int(server.sql("SELECT xact_commit FROM pg_stat_database WHERE datname = 'postgres'"))


def python(*arguments, environment, stdout=None):
    return subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=environment, check=True, text=True, stdout=stdout
    ).stdout


if __name__ == "__main__":
    main()
