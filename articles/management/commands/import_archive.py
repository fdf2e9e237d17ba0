from django.core.management import BaseCommand, CommandError
from django.utils.translation import gettext as _
from tqdm import tqdm

from articles import search
from articles.archiving import TABLES, lines_of, read_archive
from articles.management.database import make_ready
from articles.management.facsimiles import remake_facsimiles
from articles.management.pictures import remake_renditions


class Command(BaseCommand):
    help = "Read an archive written by export_archive into an empty database, completely or not at all."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("file", help="the archive, or - for the standard input")

    def handle(self, file, **options):
        make_ready()
        try:
            # Descriptor 0 is the standard input, whose own encoding is the terminal's.
            with open(0 if file == "-" else file, encoding="utf-8", closefd=file != "-") as archive:
                counts = read_archive(tqdm(lines_of(archive), disable=None, unit="行"))
        except OSError as error:
            raise CommandError(_("{path} cannot be read: {error}").format(path=file, error=error.strerror)) from None
        except UnicodeDecodeError:
            raise CommandError(_("{path} is not UTF-8 text.").format(path=file)) from None
        search.update_statistics()
        counted = (f"{TABLES[name]._meta.verbose_name_plural} {count}" for name, count in counts.items() if count)
        self.stdout.write(_("Read: {rows}.").format(rows=" · ".join(map(str, counted))))
        for fault in [*remake_renditions().faults, *remake_facsimiles().faults]:
            self.stderr.write(fault)
