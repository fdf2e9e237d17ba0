from datetime import datetime
from pathlib import Path

from django.core.management.base import BaseCommand
from django.db import connection
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from articles.management.facsimiles import remake_facsimiles
from articles.management.pictures import remake_renditions
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
        backup, pictures, kept = restore(connection, file, replace=replace)
        made_at = date_format(localtime(datetime.fromisoformat(backup.made_at)), "Y-m-d H:i:s")
        report = _("Restored as of %(moment)s: %(articles)d articles, %(rows)d rows, search index complete.")
        statistics = {"moment": made_at, "articles": backup.articles, "rows": sum(backup.rows.values())}
        self.stdout.write(self.style.SUCCESS(report % statistics))
        if kept:
            self.stdout.write(_("What was there before is kept as %(name)s.") % {"name": kept})
        if pictures.all:
            self._make_renditions(pictures)

    def _make_renditions(self, pictures):
        report = _("%(all)d pictures and PDFs of pages, %(new)d of them taken from %(folder)s.")
        self.stdout.write(report % {"all": pictures.all, "new": pictures.new, "folder": pictures.folder})
        if pictures.missing:
            sentence = _(
                "%(number)d pictures or pages have no original there: copy the folder %(folder)s of the backup too."
            )
            self.stderr.write(sentence % {"number": len(pictures.missing), "folder": pictures.folder.name})
        remade = remake_renditions()
        self.stdout.write(_("Renditions of %(made)d pictures were made.") % {"made": remade.made})
        for fault in [*remade.faults, *remake_facsimiles().faults]:
            self.stderr.write(fault)
