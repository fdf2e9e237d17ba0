import time

from django.core.management.base import BaseCommand
from django.db import DEFAULT_DB_ALIAS
from django.utils.translation import gettext as _
from tqdm import tqdm

from articles import editing, search
from articles.editing import Actor
from articles.models import Action


class Command(BaseCommand):
    help = _("Rebuilds the search index. Readers use the old one until the new one is ready.")

    def add_arguments(self, parser):
        parser.add_argument("--database", default=DEFAULT_DB_ALIAS)

    def handle(self, *, database, **options):
        started = time.monotonic()
        # disable=None: a progress bar only on a terminal.
        articles = search.rebuild(database, lambda batches: tqdm(batches, disable=None))
        seconds = time.monotonic() - started
        report = _("%(articles)d articles indexed in %(seconds).1f s.")
        editing.record(Actor.command(), Action.OPERATED, "rebuild_search_index")
        self.stdout.write(self.style.SUCCESS(report % {"articles": articles, "seconds": seconds}))
