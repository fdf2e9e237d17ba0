"""A busy minute: readers, an import, two editors saving at the desk, and a killed server process.
`python -m tests.benchmarks.load [SECONDS]`

On SQLite with two server processes, one of which is killed halfway. Goals: no errors except for the requests that it
was answering, no "database is locked", and no saved change lost.
"""

import http.client
import os
import random
import re
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import quote, urlencode

READERS = 6
PASSWORD = "浮萍与河道-1"
WORDS = ["河道", "整治", "统战", "治理", "代表"]


def main(seconds=60):
    import django

    django.setup()
    from tests.commands import manage
    from tests.serving.server import serving

    var_dir = Path(os.environ["NEWSROOM_VAR_DIR"])
    archive = lay_out(var_dir / "archive", 30 + 10 * seconds)
    for folder in sorted(archive.iterdir())[:30]:
        folder.rename(var_dir / "first" / folder.name)
    imported = manage(var_dir, "import_issue", str(var_dir / "first"))
    assert imported.returncode == 0, imported.stderr
    for name in ("first", "second"):
        arguments = ["--no-input", "--username", name, "--email", ""]
        made = manage(var_dir, "createsuperuser", *arguments, DJANGO_SUPERUSER_PASSWORD=PASSWORD)
        assert made.returncode == 0, made.stderr
    stories = story_keys(var_dir)
    print(f"{len(stories)} stories, {READERS} readers, 2 editors, 1 import, {seconds} s")
    with serving(var_dir, "--workers", "2", LOG_FORMAT="json") as server:
        readers = [Reader(server.port, stories, number) for number in range(READERS)]
        editors = [Editor(server.port, name, stories[place::2]) for place, name in enumerate(("first", "second"))]
        clock = SimpleNamespace(until=time.monotonic() + seconds)
        threads = [threading.Thread(target=each.work, args=(clock,)) for each in (*readers, *editors)]
        importing = subprocess.Popen([sys.executable, "manage.py", "import_issue", archive], stdout=subprocess.DEVNULL)
        for thread in threads:
            thread.start()
        time.sleep(seconds / 2)
        os.kill(server.workers()[0], signal.SIGKILL)
        killed = time.monotonic()
        for thread in threads:
            thread.join()
        importing.kill()
        importing.wait()
        log = server.log.read_text()
    report(readers, editors, killed, log, var_dir, len(stories))


def lay_out(folder, issues):
    from tests.benchmarks import composed

    (folder.parent / "first").mkdir()
    for issue in composed.issues(issues, pages=4, stories=8):
        day = folder / issue.date.isoformat()
        day.mkdir(parents=True)
        for page in issue.pages:
            (day / page.file_name).write_text(page.text, "utf-8")
    return folder


class Visitor:
    def __init__(self, port):
        self.port, self.connection = port, None
        self.statuses, self.milliseconds, self.broken = Counter(), [], []

    def request(self, path, method="GET", body=None, headers=None):
        started = time.monotonic()
        try:
            if self.connection is None:
                self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
            self.connection.request(method, path, body, headers or {})
            response = self.connection.getresponse()
            content = response.read()
        except (OSError, http.client.HTTPException) as error:
            self.broken.append((time.monotonic(), repr(error)))
            self.connection = None
            return None
        self.statuses[response.status] += 1
        self.milliseconds.append((time.monotonic() - started) * 1000)
        return SimpleNamespace(status=response.status, headers=response.headers, content=content)


class Reader(Visitor):
    def __init__(self, port, stories, number):
        super().__init__(port)
        self.chance, self.stories = random.Random(number), stories

    def work(self, clock):
        while time.monotonic() < clock.until:
            self.request(self.random_path())

    def random_path(self):
        story = f"/articles/{self.chance.choice(self.stories)}/"
        search = f"/search/?q={quote(self.chance.choice(WORDS))}"
        return self.chance.choice(
            [story, story, story, story, "/", search, "/archive/", "/feed.atom", "/api/v1/articles/"]
        )


class Editor(Visitor):
    def __init__(self, port, name, stories):
        super().__init__(port)
        self.stories, self.cookies, self.saved, self.refused = stories, {}, {}, Counter()
        form = self.request_with_session("/admin/login/")
        fields = {"username": name, "password": PASSWORD, "next": "/admin/", "csrfmiddlewaretoken": token(form)}
        assert self.request_with_session("/admin/login/", fields).status == 302

    def work(self, clock):
        for time_round in range(10**6):
            for number in self.stories:
                if time.monotonic() >= clock.until:
                    return
                self.edit(number, f"第{time_round}轮副题{number}")

    def edit(self, number, deck):
        from tests.desk.forms import as_rendered

        path = f"/admin/articles/article/{number}/change/"
        form = self.request_with_session(path)
        if form is None or form.status != 200:
            return
        response = self.request_with_session(path, {**as_rendered(form), "deck": deck, "_save": "1"})
        if response is None:
            # The process was killed: the change may or may not be saved.
            self.saved.pop(number, None)
        elif response.status == 302:
            self.saved[number] = deck
        else:
            text = re.sub(r"<[^>]+>|\s+", " ", response.content.decode())
            self.refused[text[text.find("请") :][:200]] += 1

    def request_with_session(self, path, fields=None):
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if fields is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        response = self.request(path, "GET" if fields is None else "POST", fields and urlencode(fields), headers)
        for cookie in response.headers.get_all("Set-Cookie", []) if response else []:
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return response


def token(page):
    return re.search('name="csrfmiddlewaretoken" value="([^"]+)"', page.content.decode())[1]


def story_keys(var_dir):
    with sqlite3.connect(var_dir / "newsroom.sqlite3") as database:
        return [row[0] for row in database.execute("SELECT id FROM articles_article ORDER BY id")]


def report(readers, editors, killed, log, var_dir, before):
    everybody = [*readers, *editors]
    statuses = sum((each.statuses for each in everybody), Counter())
    broken = [each for visitor in everybody for each in visitor.broken]
    unexpected = [error for moment, error in broken if not killed <= moment < killed + 5]
    lost = 0
    with sqlite3.connect(var_dir / "newsroom.sqlite3") as database:
        decks = dict(database.execute("SELECT id, deck FROM articles_article"))
        integrity = database.execute("PRAGMA integrity_check").fetchone()[0]
    for editor in editors:
        lost += sum(decks[number] != deck for number, deck in editor.saved.items())
    print(f"pages read: {spread(readers)}")
    print(f"requests of the editors: {spread(editors)}")
    print(f"stories imported {len(decks) - before}, changed at the desk {sum(len(each.saved) for each in editors)}")
    print(f"responses by status: {dict(sorted(statuses.items()))}")
    print(f"errors (5xx): {sum(count for status, count in statuses.items() if status >= 500)}")
    print(f"saves refused: {sum((each.refused for each in editors), Counter())}")
    print(f'"database is locked" in the log: {log.count("database is locked")}')
    print(f"requests broken by the kill: {len(broken) - len(unexpected)} of {len(everybody)} connections")
    print(f"requests broken at other times: {len(unexpected)} {unexpected[:3]}")
    print(f"saved changes not there at the end: {lost}; integrity of the database: {integrity}")


def spread(visitors):
    times = sorted(each for visitor in visitors for each in visitor.milliseconds)
    p50, p95, p99 = (times[int(len(times) * share)] for share in (0.5, 0.95, 0.99))
    return f"{len(times)}, p50 {p50:.1f} ms, p95 {p95:.1f} ms, p99 {p99:.1f} ms"


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"NEWSROOM_VAR_DIR": folder, "DATABASE_URL": "", "DJANGO_SETTINGS_MODULE": "newsroom.settings"}
        main(*map(int, sys.argv[1:]))
