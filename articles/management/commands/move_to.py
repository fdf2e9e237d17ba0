from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection
from django.utils.translation import gettext as _
from tqdm import tqdm

from newsroom.backups.moving import move
from newsroom.databases import EXAMPLE, database


class Command(BaseCommand):
    help = "Copies the whole database to another, empty one, e.g. from SQLite to PostgreSQL, and compares every row."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("url", help="an address like that of DATABASE_URL")

    def handle(self, *, url, **options):
        try:
            settings = database(url)
        except (ImproperlyConfigured, ValueError):
            message = _("That is no address of a database; one is {example}").format(example=EXAMPLE)
            raise CommandError(message) from None
        try:
            counts = move(connection, settings, lambda models: tqdm(models, disable=None))
        except DatabaseError as error:
            raise CommandError(_("Nothing was moved: {reason}").format(reason=str(error).strip())) from None
        report = _(
            "Moved and compared: %(articles)d articles, %(rows)d rows. From now on set DATABASE_URL to this address."
        )
        statistics = {"articles": counts["articles.Article"], "rows": sum(counts.values())}
        self.stdout.write(self.style.SUCCESS(report % statistics))
