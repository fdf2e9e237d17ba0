"""A killed import leaves all of its rows or none."""

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time

import pytest
from django.conf import settings

MOMENTS = 10
TABLES = ("issue", "page", "article", "author", "contribution", "placement", "problem")


@pytest.mark.slow
def test_kill_9_at_random_moments_leaves_all_rows_or_none(tmp_path):
    prepared, pages = tmp_path / "prepared", tmp_path / "issue"
    run(prepared, "migrate").wait(timeout=120)
    write_issue(pages)
    started = time.monotonic()
    assert run(prepared, "import_seed", str(pages)).wait(timeout=120) == 0
    duration, complete = time.monotonic() - started, rows(prepared)
    empty_database(prepared)

    seen = set()
    moments = [duration * (index + random.random()) / MOMENTS for index in range(MOMENTS)]
    for moment in moments:
        trial = tmp_path / f"trial-{moment:.6f}"
        shutil.copytree(prepared, trial)
        process = run(trial, "import_seed", str(pages))
        time.sleep(moment)
        process.send_signal(signal.SIGKILL)
        process.wait(timeout=60)
        left = rows(trial)
        assert left in (complete, dict.fromkeys(TABLES, 0)), f"killed after {moment:.3f} s of {duration:.3f} s"
        seen.add(left == complete)
        shutil.rmtree(trial)
    assert False in seen

    assert run(prepared, "import_seed", str(pages)).wait(timeout=120) == 0
    assert rows(prepared) == complete


def run(var_dir, *arguments):
    return subprocess.Popen(
        [sys.executable, "manage.py", *arguments],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DATABASE_URL": "", "NEWSROOM_VAR_DIR": str(var_dir)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def write_issue(folder):
    """Eight copies of the seed page with other towns, so that writing rows takes a good part of the run."""
    folder.mkdir()
    seed = (settings.BASE_DIR / "seeds" / "page.txt").read_text(encoding="utf-8")
    manifest = ["date = 2024-03-05"]
    for number, town in enumerate(("东桥", "西塘", "南浦", "北渡", "上庄", "下坪", "左岭", "右湾"), start=1):
        (folder / f"{number}.txt").write_text(seed.replace("句容", town), encoding="utf-8")
        manifest += ["[[pages]]", f"number = {number}", f'file = "{number}.txt"']
    (folder / "issue.toml").write_text("\n".join(manifest), encoding="utf-8")


def empty_database(var_dir):
    with sqlite3.connect(var_dir / "newsroom.sqlite3") as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    (var_dir / "newsroom.sqlite3").unlink()
    assert run(var_dir, "migrate").wait(timeout=120) == 0


def rows(var_dir):
    database = sqlite3.connect(var_dir / "newsroom.sqlite3")
    try:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return {table: database.execute(f"SELECT count(*) FROM articles_{table}").fetchone()[0] for table in TABLES}
    finally:
        database.close()
