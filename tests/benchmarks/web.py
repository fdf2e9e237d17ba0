"""Requests per second of our pages, of Wagtail's, and of a file behind nginx, in one run.
`python -m tests.benchmarks.web [SECONDS] [STORIES]`

Needs wrk, nginx and a package index for pip. The measurements take turns, each for SECONDS, and ratios are medians of
the ratios within a turn, so they are valid on a shared machine.

"From nothing": no cache may answer, because all requests have a session cookie; wrk requests one story after another.
"From memory": the same page from the page cache.

Wagtail gets the same stories (title, section, authors, date, body) in its own environment and is served like ours: the
same Django, SQLite settings, Granian processes and threads, and requests. tests/benchmarks/wagtail_site is written as
Wagtail's tutorial teaches: page models, prefetching, Django templates, no caching. Its pages list the same stories with
the same details. Ours contain more (metadata, calendar, page plan, headline word breaks), which counts against us.

Goals: from nothing at least Wagtail's rate; from memory 0.2 and behind nginx 0.8 of nginx's file.
"""

import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
from contextlib import ExitStack, contextmanager
from functools import partial
from importlib.metadata import version
from pathlib import Path
from urllib.parse import quote

CONNECTIONS, WORKERS, TURNS = 32, 2, 5
WORDS = ["河道", "整治", "统战", "治理", "代表"]
FILE_SERVER = "server {{ listen 127.0.0.1:{port}; location / {{ root {folder}; }} }}"
ONE_AFTER_ANOTHER = """
local paths = {{ {paths} }}
local n = 0
request = function()
  n = n + 1
  return wrk.format("GET", paths[n % #paths + 1])
end
"""
# (numerator, denominator, the ratio that is wanted)
RATIOS = [
    ("story, from nothing", "Wagtail, story", 1),
    ("front page, from nothing", "Wagtail, front page", 1),
    ("story, from memory", "nginx, the story as a file", 0.2),
    ("front page, from memory", "nginx, the front page as a file", 0.2),
    ("story, behind nginx", "nginx, the story as a file", 0.8),
    ("front page, behind nginx", "nginx, the front page as a file", 0.8),
]


def main(seconds=4, stories=1200):
    import django

    django.setup()
    from django.conf import settings

    from tests.serving.nginx import nginx_before
    from tests.serving.server import free_port, request, serving

    var_dir = Path(os.environ["NEWSROOM_VAR_DIR"])
    numbers = compose(stories)
    story, all_stories = f"/articles/{numbers[0]}/", [f"/articles/{number}/" for number in numbers]
    files, file_port = var_dir / "nginx", free_port()
    files.mkdir()
    with ExitStack() as stack:
        server = stack.enter_context(serving(var_dir, "--workers", str(WORKERS)))
        wagtail = stack.enter_context(wagtail_serving(var_dir, free_port()))
        nginx = stack.enter_context(nginx_before(server.port, files, FILE_SERVER.format(port=file_port, folder=files)))
        pages = {"story.html": server.get(story), "front.html": server.get("/")}
        for name, page in pages.items():
            (files / name).write_bytes(page.body)

        known = {"If-None-Match": pages["story.html"].headers["ETag"]}
        not_cached = {"Cookie": f"{settings.SESSION_COOKIE_NAME}=none"}
        measured = partial(rate, seconds=seconds, folder=var_dir)
        measurements = {
            "nginx, the story as a file": partial(measured, file_port, ["/story.html"]),
            "nginx, the front page as a file": partial(measured, file_port, ["/front.html"]),
            "story, behind nginx": partial(measured, nginx, [story]),
            "front page, behind nginx": partial(measured, nginx, ["/"]),
            "story, from memory": partial(measured, server.port, [story]),
            "front page, from memory": partial(measured, server.port, ["/"]),
            "story, 304": partial(measured, server.port, [story], known),
            "story, from nothing": partial(measured, server.port, all_stories, not_cached),
            "Wagtail, story": partial(measured, wagtail, [f"/{number}/" for number in numbers], not_cached),
            "front page, from nothing": partial(measured, server.port, ["/"], not_cached),
            "Wagtail, front page": partial(measured, wagtail, ["/"], not_cached),
            "search, from nothing": partial(
                measured, server.port, [f"/search/?q={quote(word)}" for word in WORDS], not_cached
            ),
        }
        turns = [{name: measure() for name, measure in measurements.items()} for _ in range(TURNS)]
        sizes = [len(request(wagtail, path).body) for path in (f"/{numbers[0]}/", "/")]
        print(f"{len(numbers)} stories, SQLite, {WORKERS} workers, {CONNECTIONS} connections")
        print(f"bytes of story and front page: {[len(page.body) for page in pages.values()]}, Wagtail's {sizes}")
        report(turns)
        for pid in server.workers():
            print(f"worker {pid}: {memory(pid)}")


def compose(stories):
    """Fill the database and write the stories to stories.jsonl; returns their keys, newest first."""
    from django.core.management import call_command
    from django.db import connections

    from articles import search
    from articles.importing import import_issue
    from articles.models import Article
    from tests.benchmarks import composed

    call_command("migrate", verbosity=0)
    for issue in composed.issues(stories // 80):
        import_issue(issue)
    search.update_statistics()  # as import_issue does
    articles = Article.objects.public().newest_first()
    with (Path(os.environ["NEWSROOM_VAR_DIR"]) / "stories.jsonl").open("w", encoding="utf-8") as file:
        for article in articles.select_related("section").prefetch_related("authors", "placements__page"):
            file.write(json.dumps(for_wagtail(article), ensure_ascii=False) + "\n")
    numbers = list(articles.values_list("pk", flat=True))
    connections.close_all()
    return numbers


def for_wagtail(article):
    return {
        "number": article.pk,
        "title": article.title,
        "section": article.section and article.section.name,
        "authors": [author.name for author in article.authors.all()],
        "date": str(article.date),
        "page": article.placements.all()[0].page.order,
        "summary": article.summary,
        "paragraphs": [block.text for block in article.blocks],
    }


@contextmanager
def wagtail_serving(var_dir, port):
    from newsroom.databases import THREADS
    from tests.serving.server import request, wait_for

    python = wagtail_environment(var_dir / "wagtail")
    site = "tests.benchmarks.wagtail_site"
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": f"{site}.settings",
        "WAGTAIL_DATABASE": str(var_dir / "wagtail.sqlite3"),
    }
    subprocess.run([python, "-m", f"{site}.load", var_dir / "stories.jsonl"], env=environment, check=True)
    command = [python, "-m", "granian", "--interface", "wsgi", "--port", str(port), "--workers", str(WORKERS)]
    command += ["--blocking-threads", str(THREADS["sqlite"]), "--no-ws", f"{site}.wsgi:application"]
    log = var_dir / "wagtail.log"
    with log.open("w") as output:
        process = subprocess.Popen(command, env=environment, stdout=output, stderr=output)
    try:
        wait_for(lambda: request(port, "/").status == 200, process, log)
        yield port
    finally:
        process.terminate()
        process.wait(20)


def wagtail_environment(folder):
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    python = folder / "bin" / "python"
    same = [f"{package}=={version(package)}" for package in ("django", "granian")]
    subprocess.run([python, "-m", "pip", "install", "-qq", "wagtail>=7", *same], check=True)
    return python


def rate(port, paths, headers=None, *, seconds, folder):
    """Requests per second; failed requests are printed."""
    headers, address = headers or {}, f"http://127.0.0.1:{port}{paths[0]}"
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--timeout", "30s"]
    for name, value in headers.items():
        command += ["-H", f"{name}: {value}"]
    if len(paths) > 1:
        script = folder / "one_after_another.lua"
        script.write_text(ONE_AFTER_ANOTHER.format(paths=", ".join(f'"{path}"' for path in paths)))
        command += ["-s", script]
    output = subprocess.run([*command, address], capture_output=True, text=True, check=True).stdout
    settle(port, paths[0], headers)
    for failures in re.findall(r"Non-2xx.*|Socket errors.*", output):
        print(f"{address}: {failures}")
    return float(re.search(r"Requests/sec:\s+([\d.]+)", output)[1])


def settle(port, path, headers):
    """Wait until the server has answered wrk's last requests, which would slow the next measurement."""
    from tests.serving.server import request

    for _ in range(4 * WORKERS):  # enough to reach each worker
        request(port, path, headers=headers)


def report(turns):
    for name in turns[0]:
        print(f"{name:33} {statistics.median(turn[name] for turn in turns):9.0f} /s")
    for name, other, wanted in RATIOS:
        ratios = sorted(turn[name] / turn[other] for turn in turns)
        print(
            f"{name} / {other}: {statistics.median(ratios):.2f}"
            f" ({ratios[0]:.2f} to {ratios[-1]:.2f}; wanted: {wanted} or more)"
        )


def memory(pid):
    """The resident and the proportional memory of a process."""
    kilobytes = dict(re.findall(r"^(\w+):\s+(\d+) kB", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.MULTILINE))
    resident, proportional = int(kilobytes["Rss"]) // 1024, int(kilobytes["Pss"]) // 1024
    return f"{resident} MB resident, {proportional} MB counted by its share"


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"NEWSROOM_VAR_DIR": folder, "DATABASE_URL": "", "DJANGO_SETTINGS_MODULE": "newsroom.settings"}
        main(*map(int, sys.argv[1:]))
