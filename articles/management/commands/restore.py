from datetime import datetime
from pathlib import Path

from django.core.management.base import BaseCommand
from django.db import connection
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from newsroom.backups import restore


class Command(BaseCommand):
    help = "Replaces the database by a backup, after checking it. Keeps the old one, which needs --replace."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--replace", action="store_true", help="replace a database that is not empty; it is kept under a new name"
        )

    def handle(self, *, file, replace, **options):
        backup, kept = restore(connection, file, replace=replace)
        made_at = date_format(localtime(datetime.fromisoformat(backup.made_at)), "Y-m-d H:i:s")
        report = _("Restored as of %(moment)s: %(articles)d articles, %(rows)d rows, search index complete.")
        statistics = {"moment": made_at, "articles": backup.articles, "rows": sum(backup.rows.values())}
        self.stdout.write(self.style.SUCCESS(report % statistics))
        if kept:
            self.stdout.write(_("What was there before is kept as %(name)s.") % {"name": kept})
