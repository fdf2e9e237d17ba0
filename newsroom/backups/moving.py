"""Copies all rows, with keys and times, to another database, e.g. from SQLite to PostgreSQL. Archives lack accounts,
and dumps can only be loaded into the same kind of database."""

import json
from hashlib import sha256
from itertools import islice

from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import DataError, transaction
from django.utils.translation import gettext as _

from articles import search
from articles.archiving.inserting import insert_unchanged, set_sequences
from articles.archiving.writing import snapshot

from .tables import is_empty, missing_migrations, second_database

BATCH = 500


def move(connection, settings, progress=iter) -> dict[str, int]:
    """Copy every row to the empty database of `settings` (an entry of DATABASES), and compare both before committing.
    Returns the number of rows by model. Raises CommandError if the database is not empty or rejects a row."""
    if missing_migrations(connection):
        raise CommandError(_("The database lacks the newest tables: run migrate before moving it."))
    with snapshot(), second_database(settings) as second:
        second.ensure_connection()
        if not is_empty(second):
            raise CommandError(_("The database to move to is not empty."))
        call_command("migrate", database=second.alias, verbosity=0, interactive=False)
        models = _models()
        with transaction.atomic(using=second.alias):
            for model in models:
                _rows(model, second).delete()
            counts = {model._meta.label: _copy(model, connection, second) for model in progress(models)}
            set_sequences(models, second)
            for model in models:
                if _digest(model, connection) != _digest(model, second):
                    message = _("What arrived of {model} differs from what was sent.")
                    raise CommandError(message.format(model=model._meta.verbose_name))
        if not search.is_complete(second.alias):
            search.rebuild(second.alias)
        search.update_statistics(second.alias)
    return counts


def _models():
    """Every model with a table. Articles are last, so that triggers do not update them with each contribution; foreign
    keys are checked at commit."""
    models = apps.get_models(include_auto_created=True)
    article = apps.get_model("articles", "Article")
    return [model for model in models if model._meta.managed and model is not article] + [article]


def _rows(model, connection):
    return model._base_manager.using(connection.alias).order_by("pk")


def _copy(model, first, second):
    rows, copied = _rows(model, first).iterator(chunk_size=BATCH), 0
    while batch := list(islice(rows, BATCH)):
        try:
            insert_unchanged(model, batch, second.alias)
        except (DataError, ValueError) as error:
            message = _("{model} {first} to {last} cannot be moved: {reason}").format(
                model=model._meta.verbose_name, first=batch[0].pk, last=batch[-1].pk, reason=str(error).strip()
            )
            raise CommandError(message) from error
        copied += len(batch)
    return copied


def _digest(model, connection):
    digest = sha256()
    names = [field.attname for field in model._meta.concrete_fields]
    for row in _rows(model, connection).values_list(*names).iterator(chunk_size=BATCH):
        digest.update(json.dumps(row, default=str, sort_keys=True).encode())
    return digest.digest()
