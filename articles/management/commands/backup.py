import time
from dataclasses import asdict
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.management.output import as_json
from newsroom.backups import back_up

MOST_NAMED = 20


class Command(BaseCommand):
    help = (
        "Writes a consistent snapshot of the whole database to one file, and new pictures into the folder beside it. "
        "Editing and imports continue meanwhile."
    )
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("file", nargs="?", type=Path, help="default: a file in var/backups, named by the time")
        parser.add_argument("--json", action="store_true", help="print what was written as JSON")

    def handle(self, *, file, **options):
        path = file or self._default_file()
        started = time.monotonic()
        backup, pictures = back_up(connection, path)
        report = _("%(articles)d articles and all else, %(rows)d rows, %(megabytes).1f MB in %(seconds).1f s: %(file)s")
        statistics = {
            "articles": backup.articles,
            "rows": sum(backup.rows.values()),
            "megabytes": path.stat().st_size / 1e6,
            "seconds": time.monotonic() - started,
            "file": path,
        }
        if options["json"]:
            originals = asdict(pictures) | {"folder": str(pictures.folder)} if pictures else None
            facts = {"file": str(path), "bytes": path.stat().st_size, "seconds": round(statistics["seconds"], 3)}
            self.stdout.write(
                as_json(facts | {"articles": backup.articles, "rows": backup.rows, "originals": originals})
            )
            return
        self.stdout.write(self.style.SUCCESS(report % statistics))
        if pictures:
            report = _(
                "%(all)d pictures and PDFs of pages, %(new)d of them new, in %(folder)s; keep it beside the backups."
            )
            self.stdout.write(report % {"all": pictures.all, "new": pictures.new, "folder": pictures.folder})
            self._name_missing(pictures.missing)

    def _default_file(self):
        folder = settings.VAR_DIR / "backups"
        folder.mkdir(mode=0o700, exist_ok=True)
        return folder / f"{timezone.localtime():%Y-%m-%d-%H%M%S}.backup"

    def _name_missing(self, names):
        if names:
            sentence = _(
                "%(number)d pictures or pages have no original, or a damaged one: %(names)s. Run check_pictures."
            )
            shown = "、".join(names[:MOST_NAMED])
            self.stderr.write(sentence % {"number": len(names), "names": shown})
