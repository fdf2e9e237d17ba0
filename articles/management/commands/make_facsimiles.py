from django.core.management import BaseCommand, CommandError
from django.utils.translation import gettext as _

from articles.management.facsimiles import remake_facsimiles
from articles.models import Facsimile


class Command(BaseCommand):
    help = "Make the missing images of printed pages from their PDFs, and name the pages that cannot be drawn."

    def add_arguments(self, parser):
        parser.add_argument("--all", action="store_true", help="draw every page again")

    def handle(self, **options):
        remade = remake_facsimiles(options["all"])
        report = _("%(pages)d pages with a PDF: images of %(made)d made.")
        self.stdout.write(report % {"pages": Facsimile.objects.count(), "made": remade.made})
        if remade.faults:
            raise CommandError("\n".join(remade.faults))
