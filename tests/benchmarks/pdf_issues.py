"""Import an issue of eight pages as PDF, with pictures and facsimiles. `python -m tests.benchmarks.pdf_issues [FOLDER]`

FOLDER has PDFs of one page each; without it, or the practice pages, the golden pages of the tests are taken. Prints the
CPU seconds of this process and its children: all of it, and without the renditions of photographs. Goal: the second at
most 20 s.
"""

import os
import resource
import shutil
import sys
import tempfile
import time
from itertools import cycle, islice
from pathlib import Path

PAGES = 8


def main(folder=None):
    import django

    django.setup()
    from django.core.management import call_command

    from articles.importing import facsimiles, import_issue, read_issue
    from articles.models import Facsimile, Picture

    call_command("migrate", verbosity=0)
    issue = issue_of(folder or practice())
    import_issue(read_issue(issue), dry_run=True)  # load jieba
    pictures = Watched(facsimiles._take_in)
    images = Watched(facsimiles.make_images)
    facsimiles._take_in = pictures
    started, clock = cpu(), time.monotonic()
    from articles.importing import issues

    issues.make_images = images
    source = read_issue(issue)
    read = cpu() - started
    report = import_issue(source)
    whole = cpu() - started
    print(f"{Facsimile.objects.count()} pages, {len(report.stories)} stories, {Picture.objects.count()} pictures")
    for name, seconds in (
        ("reading", read),
        ("facsimiles", images.seconds),
        ("photographs", pictures.seconds),
        ("all", whole),
        ("without photographs", whole - pictures.seconds),
    ):
        print(f"{name:20} {seconds:6.2f} s CPU")
    print(f"{'by the clock':20} {time.monotonic() - clock:6.2f} s")
    started = cpu()
    import_issue(read_issue(issue))
    print(f"{'again, unchanged':20} {cpu() - started:6.2f} s CPU")


class Watched:
    """A function whose CPU seconds are added up."""

    def __init__(self, function):
        self.function, self.seconds = function, 0.0

    def __call__(self, *arguments):
        started = cpu()
        try:
            return self.function(*arguments)
        finally:
            self.seconds += cpu() - started


def practice():
    folder = Path(__file__).resolve().parents[3] / "shared" / "pdf" / "pdf"
    return folder if folder.is_dir() else Path(__file__).resolve().parents[1] / "printed_page" / "golden"


def issue_of(folder):
    issue = Path(os.environ["NEWSROOM_VAR_DIR"], "2024-03-05")
    issue.mkdir()
    files = sorted(Path(folder).glob("*.pdf"))
    for number, file in enumerate(islice(cycle(files), PAGES), start=1):
        shutil.copy(file, issue / f"{number}.pdf")
    return issue


def cpu():
    usage = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in usage)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"NEWSROOM_VAR_DIR": folder, "DATABASE_URL": "", "DJANGO_SETTINGS_MODULE": "newsroom.settings"}
        main(*sys.argv[1:])
