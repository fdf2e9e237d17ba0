from django.core.management import BaseCommand

from articles.api.description.schema import FILES, build


class Command(BaseCommand):
    help = "Write the description of the API from its code: openapi.json in Chinese and openapi.en.json in English."

    def handle(self, **options):
        for language, file in FILES.items():
            file.write_text(build(language), encoding="utf-8")
            self.stdout.write(str(file))
