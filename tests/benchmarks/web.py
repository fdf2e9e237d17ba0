"""Pages a second, all in one run: ours, beside a bare Django view and beside nginx with the same page as a file.

    python -m tests.benchmarks.web [SECONDS] [STORIES]

Needs wrk and nginx. Each line is the best of two rounds of so many seconds, with the 99th percentile of that round;
of those that are compared, the best of eight, taken in turns.
"cold" asks for another story, and as if over another proxy (X-Forwarded-Proto), at each request, so that no page kept
in memory can answer: each is made from nothing. "first visits" are the same, one request after the other, with what
the asking itself takes.
Wanted: a cold article page at 0.7 of the bare view or more; behind nginx 0.8 of nginx's own file or more.
"""

import http.client
import itertools
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import quote

CONNECTIONS = 32
WORDS = ["河道", "整治", "统战", "治理", "代表"]
EACH_ANOTHER = """
local paths = { %s }
local n = %d
request = function()
  n = n + 1
  wrk.headers["X-Forwarded-Proto"] = "http" .. n
  return wrk.format("GET", paths[n %% #paths + 1])
end
"""
TURNS = 4
ROUNDS = itertools.count()
FILE_SERVER = "server {{ listen 127.0.0.1:{port}; location / {{ root {folder}; }} }}"


def main(seconds=4, stories=1200):
    import django

    django.setup()
    from tests.serving.nginx import nginx_before
    from tests.serving.server import free_port, serving

    var_dir = Path(os.environ["NEWSROOM_VAR_DIR"])
    numbers = compose(stories)
    article = f"/articles/{numbers[0]}/"
    with ExitStack() as stack:
        server = stack.enter_context(serving(var_dir, "--workers", "2", NEWSROOM_API_RATE="1000000/min"))
        bare = {each: stack.enter_context(bare_django(var_dir, free_port(), each)) for each in ("0", "1")}
        file_port, folder = free_port(), var_dir / "nginx"
        folder.mkdir()
        nginx = stack.enter_context(
            nginx_before(server.port, folder, FILE_SERVER.format(port=file_port, folder=folder))
        )
        page = server.get(article)
        (folder / "article.html").write_bytes(page.body)

        def ours(*paths, port=server.port, **options):
            return best(f"http://127.0.0.1:{port}", paths, seconds, var_dir, **options)

        articles = [f"/articles/{number}/" for number in numbers]
        searches = [f"/search/?q={quote(word)}" for word in WORDS]
        first = {name: median_ms(port, articles) for name, port in {"ours": server.port, "bare": bare["1"]}.items()}
        known = {"If-None-Match": page.headers["ETag"]}
        measures = [
            lambda: ours("/article.html", port=file_port),
            lambda: ours(article, port=nginx),
            lambda: ours(*articles, port=bare["1"], cold=True),
            lambda: ours(*articles, cold=True),
        ]
        # In turns, for a machine shared with others has slow and fast minutes.
        turns = [[measure() for measure in measures] for _ in range(TURNS)]
        limit, behind, bare_view, cold = map(max, zip(*turns, strict=True))
        rows = {
            "nginx, the article page as a file": limit,
            "bare Django view, startproject's middleware": bare_view,
            "bare Django view, no middleware at all": ours(*articles, port=bare["0"], cold=True),
            "article page, cold": cold,
            "article page, kept in memory": ours(article),
            "article page, 304": ours(article, headers=known),
            "article page, behind nginx": behind,
            "front page, cold": ours("/", cold=True),
            "front page, kept in memory": ours("/"),
            "front page, behind nginx": ours("/", port=nginx),
            "search, cold": ours(*searches, cold=True),
            "search, kept in memory": ours(searches[0]),
            "API list, which is never kept": ours("/api/v1/articles/"),
        }
        print(f"{len(numbers)} stories, SQLite, 2 workers, {CONNECTIONS} connections, page of {len(page.body)} bytes")
        for name, (rate, p99, failed) in rows.items():
            print(f"{name:46} {rate:9.0f} /s  p99 {p99:>8}" + (f"  {failed} FAILED" if failed else ""))
        print(f"article page, cold / bare Django view:  {cold[0] / bare_view[0]:.2f}   (wanted: 0.7)")
        print(f"first visits, median: {first['ours']:.2f} ms, bare Django view {first['bare']:.2f} ms")
        print(f"behind nginx / nginx's own file:        {behind[0] / limit[0]:.2f}   (wanted: 0.8)")
        for pid in server.workers():
            print(f"worker {pid}: {memory(pid)}")


def compose(stories):
    """Fill the database; returns the numbers of the newest stories."""
    from django.core.management import call_command
    from django.db import connections

    from articles import search
    from articles.importing import import_issue
    from articles.models import Article
    from tests.benchmarks import composed

    call_command("migrate", verbosity=0)
    for issue in composed.issues(stories // 80):
        import_issue(issue)
    search.take_figures()  # as the command does when it has imported
    numbers = list(Article.objects.public().newest_first().values_list("pk", flat=True))
    connections.close_all()
    return numbers


@contextmanager
def bare_django(var_dir, port, middleware):
    """The port of tests.benchmarks.bare, under the same server with as many processes and threads as ours."""
    from articles.management.commands.serve import THREADS
    from tests.serving.server import request, wait_for

    log = var_dir / f"bare{middleware}.log"
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(port), "--workers", "2"]
    environment = {"BARE_DATABASE": str(var_dir / "newsroom.sqlite3"), "BARE_MIDDLEWARE": middleware}
    with log.open("w") as output:
        process = subprocess.Popen(
            [*command, "--blocking-threads", str(THREADS["sqlite"]), "--no-ws", "tests.benchmarks.bare:application"],
            env={**os.environ, **environment},
            stdout=output,
            stderr=output,
        )
    try:
        wait_for(lambda: request(port, "/articles/1/").status in (200, 404), process, log)
        yield port
    finally:
        process.terminate()
        process.wait(20)


def best(root, paths, seconds, folder, *, cold=False, headers=None):
    """(requests a second, p99, failed requests) of the better of two rounds."""
    return max(measured(root, paths, seconds, folder, cold, headers or {}) for _ in range(2))


def measured(root, paths, seconds, folder, cold, headers):
    settle(root + paths[0])
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--latency"]
    for name, value in headers.items():
        command += ["-H", f"{name}: {value}"]
    if cold:
        script = folder / "each_another.lua"
        quoted = ", ".join(f'"{path}"' for path in paths)
        # No round may ask as another did.
        script.write_text(EACH_ANOTHER % (quoted, next(ROUNDS) * 10**6))
        command += ["-s", str(script)]
    report = subprocess.run([*command, root + paths[0]], capture_output=True, text=True, check=True).stdout
    failed = re.search(r"Non-2xx or 3xx responses: (\d+)", report)
    errors = re.search(r"Socket errors: (.+)", report)
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", report)[1])
    return (
        rate,
        re.search(r"^\s*99%\s+(\S+)", report, re.MULTILINE)[1],
        (failed and failed[1]) or (errors and errors[1]) or "",
    )


def median_ms(port, paths):
    """Milliseconds until a page is there, over one connection that is kept."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    times = []
    for path in paths:
        started = time.perf_counter()
        connection.request("GET", path)
        connection.getresponse().read()
        times.append((time.perf_counter() - started) * 1000)
    connection.close()
    return statistics.median(times)


def settle(address):
    """Wait until what the round before has left in the queue is answered."""
    for _ in range(4):
        with urllib.request.urlopen(address, timeout=60) as answer:
            answer.read()


def memory(pid):
    """What a process holds, and what of that is its own alone."""
    kilobytes = dict(re.findall(r"^(\w+):\s+(\d+) kB", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.MULTILINE))
    resident, proportional = int(kilobytes["Rss"]) // 1024, int(kilobytes["Pss"]) // 1024
    return f"{resident} MB resident, {proportional} MB counted by its share"


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"NEWSROOM_VAR_DIR": folder, "DATABASE_URL": "", "DJANGO_SETTINGS_MODULE": "newsroom.settings"}
        main(*map(int, sys.argv[1:]))
