"""Writes an archive row by row, so that one of any size needs little memory."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib.auth import get_user_model
from django.db import connection, transaction

from .tables import FORMAT, TABLES, encode, joined, names_person

ROWS_AT_ONCE = 500


def write_archive() -> Iterator[str]:
    """The lines of the archive without their line ends, all as of one moment."""
    with one_moment():
        yield encode(FORMAT)
        rows = 0
        users = dict(get_user_model().objects.values_list("pk", get_user_model().USERNAME_FIELD))
        for name, model in TABLES.items():
            for row in model.objects.order_by("pk").iterator(chunk_size=ROWS_AT_ONCE):
                yield encode({name: as_data(row, users)})
                rows += 1
        yield encode({"end": {"rows": rows}})


def count_rows() -> int:
    return sum(model.objects.count() for model in TABLES.values())


def as_data(row, users) -> dict:
    data = {}
    for field in row._meta.concrete_fields:
        value = getattr(row, field.attname)
        data[field.name] = users.get(value) if names_person(field) else in_order(value)
    for field in joined(row):
        data[field.name] = sorted(getattr(row, field.name).values_list("pk", flat=True))
    return data


def in_order(value):
    """PostgreSQL orders the keys of JSON differently; the same newspaper must give the same file."""
    if isinstance(value, dict):
        return {key: in_order(value[key]) for key in sorted(value)}
    return [in_order(each) for each in value] if isinstance(value, list) else value


@contextmanager
def one_moment():
    """A transaction that sees the database as it was at the beginning and does not block writers."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")
    else:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
