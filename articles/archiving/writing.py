from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib.auth import get_user_model
from django.db import connection, transaction

from .originals import number_of_parts, parts_of, rows_with_originals
from .tables import FORMAT, ORIGINAL, TABLES, encode, is_user, joined

BATCH = 500


def write_archive(missing: list[str] | None = None) -> Iterator[str]:
    """The lines of the archive, without line ends, from one consistent snapshot. The names of pictures and PDFs
    without an original are added to `missing`."""
    with snapshot():
        yield encode(FORMAT)
        rows = 0
        users = dict(get_user_model().objects.values_list("pk", get_user_model().USERNAME_FIELD))
        for name, model in TABLES.items():
            for row in model.objects.order_by("pk").iterator(chunk_size=BATCH):
                yield encode({name: as_data(row, users)})
                rows += 1
        for part in _parts([] if missing is None else missing):
            yield encode({ORIGINAL: part})
            rows += 1
        yield encode({"end": {"rows": rows}})


def _parts(missing):
    for row in rows_with_originals():
        try:
            yield from parts_of(row)
        except FileNotFoundError:
            missing.append(row.name)


def number_of_lines() -> int:
    return sum(model.objects.count() for model in TABLES.values()) + number_of_parts() + 2


def as_data(row, users) -> dict:
    data = {}
    for field in row._meta.concrete_fields:
        value = getattr(row, field.attname)
        data[field.name] = users.get(value) if is_user(field) else with_sorted_keys(value)
    for field in joined(row):
        data[field.name] = sorted(getattr(row, field.name).values_list("pk", flat=True))
    return data


def with_sorted_keys(value):
    """JSON with sorted keys, so that both databases export the same file: PostgreSQL reorders them."""
    if isinstance(value, dict):
        return {key: with_sorted_keys(value[key]) for key in sorted(value)}
    return [with_sorted_keys(each) for each in value] if isinstance(value, list) else value


@contextmanager
def snapshot():
    """A read-only transaction on a consistent snapshot, which does not block writers."""
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
