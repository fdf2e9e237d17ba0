from django.core.management import BaseCommand

from articles.openapi.schema import FILE, described


class Command(BaseCommand):
    help = "Write the description of the API (OpenAPI 3.1) anew, after its code has changed."

    def handle(self, **options):
        FILE.write_text(described(), encoding="utf-8")
        self.stdout.write(str(FILE))
