"""Import whole issues, compared with a bare bulk insert of the same rows and index entries.
`python -m tests.benchmarks.importing [STORIES]`

Prints CPU seconds and stories per second of parsing, of the import without parsing, and of bulk_create of the same rows
in a second database. Goal: the import at least half as fast as the bulk insert.
"""

import os
import sys
import tempfile
import time
from pathlib import Path


def main(stories=10_000):
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from articles.importing import import_issue
    from articles.parsing import parse_page
    from tests.benchmarks import composed

    sources = list(composed.issues(stories // 80))
    reading = timed(lambda: [parse_page(page.text) for issue in sources for page in issue.pages])

    use_database(connection, "imported")
    call_command("migrate", verbosity=0)
    import_issue(sources[0], dry_run=True)  # load jieba
    importing = timed(lambda: [import_issue(source) for source in sources]) - reading
    tables = rows_of_every_table()
    articles = len(tables[Article()])
    use_database(connection, "bare")
    call_command("migrate", verbosity=0)
    inserting = timed(lambda: [model.objects.bulk_create(rows, batch_size=500) for model, rows in tables.items()])

    print(f"{articles} stories in {len(sources)} issues")
    for name, seconds in (("reading", reading), ("importing", importing), ("bare insert", inserting)):
        print(f"{name:12} {seconds:7.2f} s  {articles / seconds:8.0f} stories/s")
    print(f"import / bare insert: {inserting / importing:.2f} of its rate")


def rows_of_every_table():
    from articles.models import Article, Author, Contribution, Issue, Page, Placement, Problem

    return {
        model: list(model.objects.order_by("pk"))
        for model in (Issue, Page, Author, Article, Contribution, Placement, Problem)
    }


def Article():
    from articles.models import Article

    return Article


def use_database(connection, name):
    connection.close()
    connection.settings_dict["NAME"] = str(Path(os.environ["NEWSROOM_VAR_DIR"]) / f"{name}.sqlite3")


def timed(action):
    started = time.process_time()
    action()
    return time.process_time() - started


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"NEWSROOM_VAR_DIR": folder, "DATABASE_URL": "", "DJANGO_SETTINGS_MODULE": "newsroom.settings"}
        main(*map(int, sys.argv[1:]))
