import json
from pathlib import Path

from django.conf import settings
from django.core.management import BaseCommand, CommandError
from django.utils.translation import gettext as _

from articles.importing import SourceRefused, import_issue, read_issue
from articles.management.database import make_ready, typed
from articles.management.printing import issue_lines
from articles.models import Issue
from articles.pictures.demonstration import add_pictures


class Command(BaseCommand):
    help = "Create the database if there is none, and import and publish the seed issue."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument(
            "folder", nargs="?", type=Path, default=settings.BASE_DIR / "seeds", help="another issue's folder"
        )
        parser.add_argument("--dry-run", action="store_true", help="show what would be imported, and write nothing")
        parser.add_argument(
            "--with-pictures", action="store_true", help="add drawn pictures and a picture story, for a demonstration"
        )
        parser.add_argument("--json", action="store_true", help="print the result as JSON")

    def handle(self, folder, dry_run, **options):
        try:
            source = read_issue(folder)
        except SourceRefused as refusal:
            raise CommandError(str(refusal)) from None
        make_ready(dry_run=dry_run)
        if options["with_pictures"] and Issue.objects.exclude(date=source.date).exists():
            raise CommandError(
                _("There are other issues in this database: drawn pictures are for a new one, so nothing was written.")
            )
        report = import_issue(source, dry_run=dry_run)
        if options["with_pictures"] and not dry_run:
            add_pictures(Issue.objects.get(date=source.date))
        if options["json"]:
            self.stdout.write(json.dumps(report.as_dict(), ensure_ascii=False, indent=1))
            return
        for line in issue_lines(report):
            self.stdout.write(line)
        if dry_run:
            self.stdout.write(_("Nothing was written."))
            return
        desk = _("For the editors' desk at /admin/ make an account:  {command}")
        self.stdout.write("\n" + _("Now type:  {command}").format(command=typed("runserver")))
        self.stdout.write(_("and open http://127.0.0.1:8000/ to read the paper."))
        self.stdout.write(desk.format(command=typed("add_staff", "chief", "--role", "总编辑")))
