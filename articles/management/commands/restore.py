from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from newsroom.backups import Refused, restore


class Command(BaseCommand):
    help = "Puts a backup in the place of the database, after checking it in every way. Never does so unasked."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--replace", action="store_true", help="the database is not empty: keep it under a new name"
        )

    def handle(self, *, file, replace, **options):
        try:
            restored = restore(connection, file, replace=replace)
        except Refused as refusal:
            raise CommandError(str(refusal)) from None
        made_at = date_format(localtime(parse_datetime(restored.backup.made_at)), "Y-m-d H:i:s")
        report = _("Restored as of %(moment)s: %(articles)d articles, %(rows)d rows, search index complete.")
        figures = {
            "moment": made_at,
            "articles": restored.backup.articles,
            "rows": sum(restored.backup.rows.values()),
        }
        self.stdout.write(self.style.SUCCESS(report % figures))
        if restored.kept:
            self.stdout.write(_("What was there before is kept as %(name)s.") % {"name": restored.kept})
