"""How long the first command takes, in multiples of `manage.py check` in the same run.
`python -m tests.benchmarks.seed [ROUNDS]`

Prints the median times of whole processes: the check, import_seed on a migrated empty database, and import_seed with
migrations. Goals: at most 3 and 8 times the check.
"""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def main(rounds=7):
    with tempfile.TemporaryDirectory() as folder:
        migrated, var_dir = Path(folder) / "migrated", Path(folder) / "var"
        seconds(migrated, "migrate")
        times = {"check": [], "import_seed, migrated": [], "import_seed, from nothing": []}
        for _ in range(rounds):
            times["check"].append(seconds(migrated, "check"))
            shutil.rmtree(var_dir, ignore_errors=True)
            times["import_seed, from nothing"].append(seconds(var_dir, "import_seed"))
            shutil.rmtree(var_dir)
            shutil.copytree(migrated, var_dir)
            times["import_seed, migrated"].append(seconds(var_dir, "import_seed"))
    check = statistics.median(times["check"])
    for name, each in times.items():
        median = statistics.median(each)
        print(f"{name:28} {median:6.2f} s  {median / check:5.2f} × check")


def seconds(var_dir, *arguments):
    started = time.perf_counter()
    subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": "", "NEWSROOM_VAR_DIR": str(var_dir)},
        stdout=subprocess.DEVNULL,
        check=True,
    )
    return time.perf_counter() - started


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
