"""Processes that write to the environment's database continuously, and a description of its content.

    python -m tests.writing import | edit NAME | fresh ISSUES | describe

`import` imports issue after issue; `edit` writes the same number into two stories, over and over; `fresh` imports this
many issues; `describe` prints the content as JSON."""

import json
import subprocess
import sys
from contextlib import contextmanager
from hashlib import sha256

from django.conf import settings

from tests.commands import environment


def import_issues(count=100_000):
    from articles.importing import import_issue
    from tests.benchmarks import composed

    for source in composed.issues(count, pages=2, stories=5):
        import_issue(source)


def edit(name):
    from django.db import transaction

    from articles.models import Article

    with transaction.atomic():
        pair = [Article.objects.create(headline=f"{name}{side}", body="零") for side in "甲乙"]
    number = 0
    while True:
        number += 1
        with transaction.atomic():
            for story in pair:
                story.body = f"{name}改了 {number} 次"
                story.save()


def describe():
    """The number of issues, a digest of their stories, and the headlines that a search for each edited body finds,
    which must be those of one editor's two stories."""
    from articles.models import Article, Issue

    imported, written = Article.objects.filter(origin="imported"), Article.objects.filter(origin="written")
    digest = sha256()
    for row in imported.order_by("date", "pk").values_list("date", "headline", "body", "byline"):
        digest.update(repr(row).encode())
    found = {
        body: sorted(Article.objects.search(f'"{body}"').values_list("headline", flat=True))
        for body in written.values_list("body", flat=True)
    }
    return {"issues": Issue.objects.count(), "digest": digest.hexdigest(), "edited": found}


@contextmanager
def writers(var_dir, editors=("李", "王"), **changes):
    """Run an importer and editors. Stops them at the end, and fails if one had exited by then."""
    commands = [["import"], *(["edit", name] for name in editors)]
    processes = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.writing", *command],
            cwd=settings.BASE_DIR,
            env=environment(var_dir, **changes),
            stderr=subprocess.PIPE,
            text=True,
        )
        for command in commands
    ]
    try:
        yield
    finally:
        ended = [process.poll() for process in processes]
        for process in processes:
            process.terminate()
        errors = [process.communicate(timeout=60)[1] for process in processes]
    assert ended == [None] * len(processes), errors


def described(var_dir, **changes):
    return json.loads(_run(var_dir, "describe", **changes))


def digest_of(var_dir, issues):
    return json.loads(_run(var_dir, "fresh", str(issues)))["digest"]


def _run(var_dir, *arguments, **changes):
    command = [sys.executable, "-m", "tests.writing", *arguments]
    done = subprocess.run(
        command, cwd=settings.BASE_DIR, env=environment(var_dir, **changes), capture_output=True, text=True, check=True
    )
    return done.stdout


def main(what, *arguments):
    import django

    django.setup()
    if what == "fresh":
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        import_issues(int(arguments[0]))
    if what in {"fresh", "describe"}:
        print(json.dumps(describe()))
    else:
        {"import": import_issues, "edit": edit}[what](*arguments)


if __name__ == "__main__":
    main(*sys.argv[1:])
