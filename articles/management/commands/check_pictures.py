from django.core.management import BaseCommand, CommandError
from django.utils.translation import gettext as _

from articles.management.facsimiles import remake_facsimiles
from articles.management.pictures import remake_renditions
from articles.models import Picture
from articles.pictures.checking import remove_unknown_files


class Command(BaseCommand):
    help = "Make missing images of pictures and pages, name those without an original, and remove files of none."

    def handle(self, **options):
        remade = remake_renditions()
        undrawn = remake_facsimiles().faults
        removed = remove_unknown_files()
        report = _("%(pictures)d pictures: renditions of %(made)d made, %(removed)d files without a picture removed.")
        statistics = {"pictures": Picture.objects.count(), "made": remade.made, "removed": removed}
        self.stdout.write(report % statistics)
        if faults := [*remade.faults, *undrawn]:
            raise CommandError("\n".join(faults))
