"""Back up while an importer and two editors write; restore each backup and check that it is consistent.
`python -m tests.benchmarks.backups [SECONDS]`

Prints the time and size of each backup, and whether it restored to the database of one moment: complete issues, equal
texts of each editor's two stories, found by the search. DATABASE_URL may name an empty PostgreSQL database; backups are
restored into another one with `_copy` appended to its name.
"""

import os
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")

from tests import writing
from tests.commands import manage


def main(seconds=60):
    with tempfile.TemporaryDirectory() as folder:
        first, second = Path(folder) / "first", Path(folder) / "second"
        url = os.environ.get("DATABASE_URL", "")
        here, there = {"DATABASE_URL": url}, {"DATABASE_URL": url and f"{url}_copy"}
        checked(manage(first, "migrate", **here))
        files = []
        with writing.writers(first, **here):
            started = time.monotonic()
            while (passed := time.monotonic() - started) < seconds:
                time.sleep(seconds / 4)
                files.append(Path(folder) / f"{len(files)}.backup")
                print(
                    f"after {passed + seconds / 4:3.0f} s: {checked(manage(first, 'backup', str(files[-1]), **here))}"
                )
        for file in files:
            checked(manage(second, "restore", str(file), "--replace", **there))
            held = writing.described(second, **there)
            whole = held["digest"] == writing.digest_of(Path(folder) / f"fresh-{file.stem}", held["issues"])
            pairs = all(len(found) == 2 for found in held["edited"].values())
            print(f"{file.stem}: {held['issues']} issues, of one moment: {whole and pairs}", flush=True)
            if not (whole and pairs):
                sys.exit(1)


def checked(process):
    if process.returncode:
        sys.exit(process.stderr)
    return process.stdout.strip()


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
