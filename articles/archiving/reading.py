import datetime
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import groupby, islice

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from articles.models import Article, LatestChange, fill

from .checking import MAX_LINE_LENGTH, fits, parse_json, refuse_incomplete_step, refuse_other_shapes, validated
from .inserting import insert_unchanged, set_sequences
from .originals import store_originals
from .refusals import ArchiveRefused, line_error
from .tables import FORMAT, ORIGINAL, TABLES, is_user, joined

BATCH = 500


def lines_of(file) -> Iterator[str]:
    """The lines of an open file. A line that is too long is cut: it will be refused."""
    return iter(lambda: file.readline(MAX_LINE_LENGTH + 1), "")


@transaction.atomic
def read_archive(lines: Iterable[str]) -> dict[str, int]:
    """Write the rows of an archive into an empty database, replacing its initial sections, store the originals of its
    pictures, and return the number of rows by table. Raises ArchiveRefused, and writes no row, if a line is faulty.
    Unknown user names become accounts that nobody can log in to, so that it stays known who signed what."""
    refuse_full_database()
    numbered = enumerate(lines, start=1)
    refuse_other_format(numbered)
    counts = dict.fromkeys(TABLES, 0)
    for name, rows in groupby(read_rows(numbered), key=lambda row: row[0]):
        if name == ORIGINAL:
            store_originals(line for _name, line in rows)
            continue
        while batch := [row for _name, row in islice(rows, BATCH)]:
            insert(TABLES[name], batch)
            counts[name] += len(batch)
    try:
        connection.check_constraints()
    except IntegrityError as error:
        raise ArchiveRefused(
            _("The archive is torn: a row points to one that is missing. {error}").format(error=error)
        ) from None
    set_sequences(list(TABLES.values()), connection)
    fill(Article._base_manager, LatestChange._base_manager)
    return counts


def refuse_full_database():
    filled = [model for model in TABLES.values() if model is not TABLES["section"] and model.objects.exists()]
    if filled:
        raise ArchiveRefused(
            _("This database holds a newspaper already ({tables}). Read the archive into an empty one.").format(
                tables="、".join(str(model._meta.verbose_name_plural) for model in filled)
            )
        )
    TABLES["section"].objects.all().delete()


def refuse_other_format(numbered):
    head = parse_line(*next(numbered, (1, "")))
    version = head.get("version") if isinstance(head, dict) and head.get("archive") == FORMAT["archive"] else None
    if version == FORMAT["version"]:
        return
    wanted = json.dumps(FORMAT)
    if type(version) is int and version > FORMAT["version"]:
        reason = _("Line 1 should be {wanted}, but this archive has format {version}. Update the program first.")
        raise ArchiveRefused(reason.format(wanted=wanted, version=version))
    reason = _("Line 1 should be {wanted}. This is no archive of this program, or one of another version.")
    raise ArchiveRefused(reason.format(wanted=wanted))


def read_rows(numbered):
    """Yield (table, unsaved row with its line number and many-to-many keys) for each line, and (ORIGINAL, (line number,
    data)) for each part of a picture; check the last line."""
    users = dict(get_user_model().objects.values_list(get_user_model().USERNAME_FIELD, "pk"))
    count = 0
    for number, line in numbered:
        name, data = table_and_data(number, parse_line(number, line))
        if name == "end":
            if data != {"rows": count} or next(numbered, None):
                raise line_error(number, _("the archive should end here with as many rows as it says"))
            return
        yield name, (number, data) if name == ORIGINAL else unsaved_row(number, TABLES[name], data, users)
        count += 1
    raise ArchiveRefused(_("The archive breaks off after {rows} rows; its last line is missing.").format(rows=count))


def table_and_data(number, line):
    if not isinstance(line, dict) or len(line) != 1 or next(iter(line)) not in {*TABLES, ORIGINAL, "end"}:
        raise line_error(number, _("it names no table that this version knows"))
    ((name, data),) = line.items()
    if not isinstance(data, dict):
        raise line_error(number, _("it holds no row"))
    return name, data


def unsaved_row(number, model, data, users):
    many = {field.name: data.pop(field.name, []) for field in joined(model)}
    fields = {field.name: field for field in model._meta.concrete_fields}
    if unknown := data.keys() - fields.keys():
        raise line_error(number, unknown_fields(model, unknown))
    data |= {name: default_of(field) for name, field in fields.items() if name not in data}
    row = model()
    for name, field in fields.items():
        with field_errors(number, model, name):
            value = validated(field, data[name])
            setattr(row, field.attname, account(value, users) if value is not None and is_user(field) else value)
    with field_errors(number, model):
        refuse_other_shapes(row)
        for name, keys in many.items():
            if not fits(keys, [int]):
                raise ValidationError({name: _("it is of the wrong type")})
        if "articles" in many:
            refuse_incomplete_step(row, many["articles"])
    row.archived = number, many
    return row


def account(username, users):
    """The key of the user, who is created as an inactive account if missing."""
    if username not in users:
        User = get_user_model()
        user = User(**{User.USERNAME_FIELD: username}, is_active=False)
        user.set_unusable_password()
        user.save()
        users[username] = user.pk
    return users[username]


def unknown_fields(model, unknown):
    reason = _(
        "{table} has the field “{fields}”, which this version (archive format {version}) does not know; update it"
    )
    return reason.format(table=model._meta.model_name, fields=", ".join(sorted(unknown)), version=FORMAT["version"])


def default_of(field):
    """The value of a field that is missing in the archive; None if it is required. The current time is never a
    default."""
    default = field.get_default()
    may_be_left_out = field.has_default() or field.blank or field.null
    return default if may_be_left_out and not isinstance(default, datetime.date) else None


@contextmanager
def field_errors(number, model, name=""):
    """Turn a ValidationError into one that names line, table and field."""
    try:
        yield
    except ValidationError as error:
        if hasattr(error, "error_dict"):
            ((name, (error, *_more)),) = error.error_dict.items()
        reason = error.messages[0].rstrip("。.")[:200]
        raise line_error(number, f"{model._meta.model_name}, {name}: {reason}") from None


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


def parse_line(number, line):
    try:
        return parse_json(line)
    except ValueError as error:
        raise line_error(number, str(error)) from None
