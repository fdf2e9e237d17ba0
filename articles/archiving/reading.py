"""Reads an archive into a database without a newspaper: all rows in one transaction."""

import datetime
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import groupby, islice

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.management import CommandError
from django.db import DataError, IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from .checking import LONGEST_LINE, checked, fits, parsed, refuse_incomplete_step, refuse_other_shapes
from .inserting import insert_unchanged, set_sequences
from .tables import FORMAT, TABLES, joined, names_person

ROWS_AT_ONCE = 500


class ArchiveRefused(CommandError):
    """The archive cannot be read, or not into this database; the message is one sentence for the operator."""


def lines_of(file) -> Iterator[str]:
    """The lines of an open file; one that is too long is read only as far as needed to refuse it."""
    while line := file.readline(LONGEST_LINE + 1):
        yield line


@transaction.atomic
def read_archive(lines: Iterable[str]) -> dict[str, int]:
    """Write the rows of an archive into an empty database. Returns the number of rows by table. Raises ArchiveRefused
    with the number of the faulty line; then nothing has been written.

    The archive's sections replace those of a new database. User names that the database does not have become accounts
    that nobody can log in to, so that it stays known who signed what.
    """
    refuse_full_database()
    numbered = enumerate(lines, start=1)
    refuse_other_format(numbered)
    counts = dict.fromkeys(TABLES, 0)
    reader = RowReader()
    for name, rows in groupby(reader.rows(numbered), key=lambda row: row[0]):
        while batch := [row for _name, row in islice(rows, ROWS_AT_ONCE)]:
            insert(TABLES[name], batch)
            counts[name] += len(batch)
    try:
        connection.check_constraints()
    except IntegrityError as error:
        raise ArchiveRefused(
            _("The archive is torn: a row points to one that is missing. {error}").format(error=error)
        ) from None
    set_sequences(list(TABLES.values()), connection)
    return counts


def refuse_full_database():
    held = [model for model in TABLES.values() if model is not TABLES["section"] and model.objects.exists()]
    if held:
        raise ArchiveRefused(
            _("This database holds a newspaper already ({tables}). Read the archive into an empty one.").format(
                tables="、".join(str(model._meta.verbose_name_plural) for model in held)
            )
        )
    TABLES["section"].objects.all().delete()


def refuse_other_format(numbered):
    head = understood(*next(numbered, (1, "")))
    version = head.get("version") if isinstance(head, dict) and head.get("archive") == FORMAT["archive"] else None
    if version == FORMAT["version"]:
        return
    wanted = json.dumps(FORMAT)
    if type(version) is int and version > FORMAT["version"]:
        reason = _("Line 1 should be {wanted}, but this archive has format {version}. Update the program first.")
        raise ArchiveRefused(reason.format(wanted=wanted, version=version))
    reason = _("Line 1 should be {wanted}. This is no archive of this program, or one of another version.")
    raise ArchiveRefused(reason.format(wanted=wanted))


class RowReader:
    """Reads the lines between the first and the last."""

    def __init__(self):
        User = get_user_model()
        self.users = {user.get_username(): user for user in User.objects.all()}

    def rows(self, numbered):
        """(table, unsaved row with its many-to-many keys) for each line; checks that the last line is the end."""
        rows = 0
        for number, line in numbered:
            name, data = self._table(number, understood(number, line))
            if name == "end":
                if data != {"rows": rows} or next(numbered, None):
                    raise broken(number, _("the archive should end here with as many rows as it says"))
                return
            yield name, self._row(number, TABLES[name], data)
            rows += 1
        raise ArchiveRefused(_("The archive breaks off after {rows} rows; its last line is missing.").format(rows=rows))

    def _table(self, number, line):
        if not isinstance(line, dict) or len(line) != 1 or next(iter(line)) not in {*TABLES, "end"}:
            raise broken(number, _("it names no table that this version knows"))
        ((name, data),) = line.items()
        if not isinstance(data, dict):
            raise broken(number, _("it holds no row"))
        return name, data

    def _row(self, number, model, data):
        many = {field.name: data.pop(field.name, []) for field in joined(model)}
        fields = {field.name: field for field in model._meta.concrete_fields}
        if unknown := data.keys() - fields.keys():
            raise broken(number, newer(model, unknown))
        data |= {name: default_of(field) for name, field in fields.items() if name not in data}
        row = model()
        for name, value in data.items():
            with naming(number, model, name):
                setattr(row, fields[name].attname, self._value(fields[name], value))
        with naming(number, model):
            self._check(row, many)
        row.archived = number, many
        return row

    def _value(self, field, value):
        value = checked(field, value)
        return self._account(value).pk if names_person(field) and value is not None else value

    def _check(self, row, many):
        refuse_other_shapes(row)
        for name, keys in many.items():
            if not fits(keys, [int]):
                raise ValidationError({name: _("it is of the wrong type")})
        if "articles" in many:
            refuse_incomplete_step(row, many["articles"])

    def _account(self, username):
        if username not in self.users:
            User = get_user_model()
            account = User(**{User.USERNAME_FIELD: username}, is_active=False)
            account.set_unusable_password()
            account.save()
            self.users[username] = account
        return self.users[username]


def newer(model, unknown):
    reason = _(
        "{table} has the field “{fields}”, which this version (archive format {version}) does not know; update it"
    )
    return reason.format(table=model._meta.model_name, fields=", ".join(sorted(unknown)), version=FORMAT["version"])


def default_of(field):
    """The value of a field that the archive's version did not have; None if it must not be missing. The present moment
    is no default: it is not when something happened."""
    default = field.get_default()
    may_be_left_out = field.has_default() or field.blank or field.null
    return default if may_be_left_out and not isinstance(default, datetime.date) else None


@contextmanager
def naming(number, model, name=""):
    """Names the line, table and field in the message of a ValidationError."""
    try:
        yield
    except ValidationError as error:
        if hasattr(error, "error_dict"):
            ((name, (error, *_more)),) = error.error_dict.items()
        reason = error.messages[0].rstrip("。.")[:200]
        raise broken(number, f"{model._meta.model_name}, {name}: {reason}") from None


def insert(model, rows):
    first, last = rows[0].archived[0], rows[-1].archived[0]
    try:
        with transaction.atomic():
            insert_unchanged(model, rows, connection.alias)
            for field in joined(model):
                link(field, rows)
    except (IntegrityError, DataError, ValueError, OverflowError) as error:
        reason = _("lines {first} to {last} do not fit into the database: {error}")
        raise ArchiveRefused(reason.format(first=first, last=last, error=str(error).splitlines()[0])) from None


def link(field, rows):
    through, ours, theirs = field.remote_field.through, field.m2m_field_name(), field.m2m_reverse_field_name()
    through.objects.bulk_create(
        through(**{f"{ours}_id": row.pk, f"{theirs}_id": key}) for row in rows for key in row.archived[1][field.name]
    )


def understood(number, line):
    try:
        return parsed(line)
    except ValueError as error:
        raise broken(number, str(error)) from None


def broken(number, reason):
    return ArchiveRefused(_("Line {number} cannot be read: {reason}.").format(number=number, reason=reason))
