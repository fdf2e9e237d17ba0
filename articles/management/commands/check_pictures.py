from django.core.management import BaseCommand, CommandError
from django.utils.translation import gettext as _

from articles.management.pictures import remake_renditions
from articles.models import Picture
from articles.pictures.checking import remove_unknown_files


class Command(BaseCommand):
    help = "Make missing renditions of pictures, name pictures without an original, and remove files without a picture."

    def handle(self, **options):
        remade = remake_renditions()
        removed = remove_unknown_files()
        report = _("%(pictures)d pictures: renditions of %(made)d made, %(removed)d files without a picture removed.")
        statistics = {"pictures": Picture.objects.count(), "made": remade.made, "removed": removed}
        self.stdout.write(report % statistics)
        if remade.faults:
            raise CommandError("\n".join(remade.faults))
