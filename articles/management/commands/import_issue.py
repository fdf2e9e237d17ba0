import json
from collections import Counter
from pathlib import Path

from django.core.management import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from tqdm import tqdm

from articles import search
from articles.importing import SourceRefused, find_issue_folders, import_issue, left_out_below, read_issue
from articles.management.database import make_ready, with_pauses
from articles.management.printing import certainty_line, issue_lines


class Command(BaseCommand):
    help = "Import issues: folders with an issue.toml, folders named after their date, or folders of such folders."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")
        parser.add_argument("--dry-run", action="store_true", help="show what would be imported, and write nothing")
        parser.add_argument(
            "--draft", action="store_true", help="let new stories wait for review: these pages are not printed yet"
        )
        parser.add_argument("--json", action="store_true", help="print the result as JSON")

    def handle(self, paths, dry_run, draft, **options):
        try:
            folders = [folder for path in paths for folder in find_issue_folders(path)]
        except SourceRefused as refusal:
            raise CommandError(str(refusal)) from None
        left_out = [sentence for path in paths for sentence in left_out_below(path)]
        make_ready(dry_run=dry_run)
        results, refusals, certainty = [], [], Counter()
        # disable=None: a progress bar only on a terminal.
        for folder in with_pauses(tqdm(folders, disable=None if len(folders) > 1 else True, unit=_("issue"))):
            try:
                report = import_issue(read_issue(folder), dry_run=dry_run, draft=draft)
            except SourceRefused as refusal:
                refusals.append(str(refusal))
            else:
                results.append(report.as_dict() if options["json"] else report.date)
                certainty += report.certainty
                if not options["json"]:
                    self._print(issue_lines(report, brief=len(folders) > 1))
        if results and not dry_run:
            search.update_statistics()
        if options["json"]:
            report = {"issues": results, "refused": refusals, "left_out": left_out}
            self._print([json.dumps(report, ensure_ascii=False, indent=1)])
        else:
            total = [certainty_line(certainty)] if len(folders) > 1 else []
            nothing = [_("Nothing was written.")] if dry_run else []
            self._print([*(f"    ? {sentence}" for sentence in left_out), *total, *nothing])
        if refusals:
            raise CommandError("\n".join([*refusals, self._left_out(len(refusals), 0 if dry_run else len(results))]))

    def _print(self, lines):
        if not lines:
            return
        with tqdm.external_write_mode():  # clears the bar if both share a terminal
            self.stdout.write("\n".join(lines))

    def _left_out(self, refused, imported):
        message = ngettext("{refused} issue was left out.", "{refused} issues were left out.", refused)
        if imported:
            message = ngettext(
                "{refused} issue was left out; the other {imported} were imported.",
                "{refused} issues were left out; the other {imported} were imported.",
                refused,
            )
        return message.format(refused=refused, imported=imported)
