from django.core.management import BaseCommand

from articles.api.description.schema import FILE, build


class Command(BaseCommand):
    help = "Write openapi.json, the description of the API, from its code."

    def handle(self, **options):
        FILE.write_text(build(), encoding="utf-8")
        self.stdout.write(str(FILE))
