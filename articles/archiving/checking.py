"""Validates the values of an archive by the models' rules, and stored JSON by its shape."""

import datetime
import json
import re

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.timezone import is_naive
from django.utils.translation import gettext as _

from articles.editing import TEXTS
from articles.models import Step
from articles.pictures.adding import SUFFIXES

from .tables import is_user

# In characters. The desk accepts forms of up to 10 MB, and the longest rows contain snapshots of a few stories.
MAX_LINE_LENGTH = 2**25
MAX_DEPTH = 20
# Derived from texts that may be blank.
MAY_BE_BLANK = {"title", "subject"}


def parse_json(line: str):
    """The value of a line. Raises ValueError with the reason."""
    if len(line) > MAX_LINE_LENGTH:
        raise ValueError(_("it is longer than {most} characters").format(most=MAX_LINE_LENGTH))
    try:
        value = json.loads(line, parse_constant=_refuse_constant)
    except RecursionError:
        raise ValueError(_("its brackets are nested too deeply")) from None
    except ValueError:
        raise ValueError(_("it is no JSON")) from None
    if _is_deeper(value, MAX_DEPTH):
        raise ValueError(_("its brackets are nested too deeply"))
    return value


def _refuse_constant(name):
    raise ValueError(name)


def _is_deeper(value, most):
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return bool(inner) and (most == 0 or any(_is_deeper(each, most - 1) for each in inner))


def validated(field, value):
    """The value as a Python object. Raises ValidationError with the reason."""
    if value is None:
        if not field.null:
            raise ValidationError(_("it is missing"))
        return None
    if is_user(field):
        field = field.related_model._meta.get_field(field.related_model.USERNAME_FIELD)
    elif field.is_relation:
        field = field.target_field
    _check_type(field, value)
    _check_characters(value)
    value = field.to_python(value)
    # field.validate() would skip fields that are not editable and refuse an empty body.
    field.run_validators(value)
    _check_limits(field, value)
    return value


def _check_type(field, value):
    if isinstance(field, models.JSONField):
        wanted = dict | list
    elif isinstance(field, models.BooleanField):
        wanted = bool
    else:
        numbers = {models.IntegerField: int, models.FloatField: int | float}
        wanted = next((kind for number, kind in numbers.items() if isinstance(field, number)), str)
    if not isinstance(value, wanted) or (wanted is not bool and isinstance(value, bool)):
        raise ValidationError(_("it is of the wrong type"))


def _check_characters(value):
    """Databases cannot store lone surrogates, nor PostgreSQL NUL."""
    for text in _texts(value):
        try:
            text.encode()
        except UnicodeEncodeError:
            text = "\0"
        if "\0" in text:
            raise ValidationError(_("it holds a character that no text may hold"))


def _texts(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for each in [*value, *value.values()] if isinstance(value, dict) else value:
            yield from _texts(each)


def _check_limits(field, value):
    if value == "" and isinstance(field, models.CharField) and not (field.blank or field.name in MAY_BE_BLANK):
        raise ValidationError(_("it is blank"))
    if value and field.choices and value not in dict(field.flatchoices):
        raise ValidationError(_("“{value}” is not one of its values").format(value=value))
    if field.primary_key and value < 1:
        raise ValidationError(_("a key is 1 or more"))
    if isinstance(value, str) and field.max_length and len(value) > field.max_length:
        raise ValidationError(_("it is longer than {most} characters").format(most=field.max_length))
    if isinstance(value, datetime.datetime) and is_naive(value):
        raise ValidationError(_("it names no time zone"))
    # It must be valid in every time zone.
    if isinstance(value, datetime.date) and not 1 < value.year < 9999:
        raise ValidationError(_("it is out of range"))


def fits(value, shape) -> bool:
    """Whether the JSON value has this shape: a type (or a tuple of types), a function that returns whether it fits,
    [shape] for a list, {str: shape} for an object with any keys, or {"key": shape, …} for an object that may have other
    keys, and lack some."""
    if isinstance(shape, list):
        return isinstance(value, list) and all(fits(each, shape[0]) for each in value)
    if isinstance(shape, dict) and str in shape:
        return isinstance(value, dict) and all(fits(each, shape[str]) for each in value.values())
    if isinstance(shape, dict):
        return isinstance(value, dict) and all(fits(value[name], shape[name]) for name in shape.keys() & value.keys())
    return isinstance(value, shape) if isinstance(shape, type | tuple) else shape(value)


def _is_day(value):
    return isinstance(value, str) and _parsed_or_none(parse_date, value) is not None


def _is_moment(value):
    moment = isinstance(value, str) and _parsed_or_none(parse_datetime, value)
    return bool(moment) and not is_naive(moment) and 1 < moment.year < 9999


def _parsed_or_none(parse, text):
    try:
        return parse(text)
    except ValueError:
        return None


def _is_credit(value):
    """Author id, name, role, byline as printed; later versions may add more."""
    return isinstance(value, list) and fits(value[:1], [(int, type(None))]) and fits(value[1:], [str])


def _complete(shape):
    return lambda value: fits(value, shape) and value.keys() >= shape.keys()


def _is_number(value):
    return type(value) is int and 0 < value < 2**15


def _at_most(length):
    return lambda value: isinstance(value, str) and len(value) <= length


def _matching(pattern):
    return lambda value: isinstance(value, str) and re.fullmatch(pattern, value) is not None


PICTURE = {"digest": str, "number": _is_number, "caption": _at_most(500), "alt": _at_most(300)}
SNAPSHOT = dict.fromkeys((*TEXTS, "section_name", "own_keywords", "status"), str) | {
    "byline": [_is_credit],
    "pictures": [PICTURE],
    "section": (int, type(None)),
    "date": _is_day,
    "publish_at": _is_moment,
}
RENDITION = {
    "name": _matching(r"[0-9a-z-]+\.[a-z]+"),
    "width": int,
    "height": int,
    "bytes": int,
    "mime": _matching("image/[a-z]+"),
}
ZONE = [lambda area: fits(area, [int]) and len(area) == 4]
FACSIMILE = RENDITION | {"key": str, "mime": _matching("image/[a-z]+|application/pdf")}
# As editing.pending_steps applies it.
PENDING_STEP = _complete(
    {
        "kind": lambda kind: kind in Step.Kind.values,
        "others": [_complete({"article": int, "version": int, "changes": SNAPSHOT})],
        "parts": [_complete({"headline": str, "body": str})],
    }
)
STATE = SNAPSHOT | {
    "version": int,
    "merged_into": (int, type(None)),
    "placements": [int],
    "zones": {str: ZONE},
    "problems": [int],
    "open_problems": [int],
}
SHAPES = {
    ("article", "keywords"): [str],
    ("article", "section_reason"): {"score": int, "headline": {str: int}, "body": {str: int}},
    ("article", "imported"): dict.fromkeys(TEXTS, str)
    | {"section": (int, type(None)), "byline": [[str]], "pictures": [_complete(PICTURE)]},
    ("picture", "digest"): _matching("[0-9a-f]{64}"),
    ("picture", "suffix"): lambda suffix: suffix in SUFFIXES.values(),
    ("picture", "renditions"): [_complete(RENDITION)],
    ("page", "number"): lambda number: "\n" not in number,  # no address could be made of it
    ("placement", "zone"): ZONE,
    ("facsimile", "digest"): _matching("[0-9a-f]{64}"),
    ("facsimile", "sheet"): lambda sheet: sheet > 0,
    ("facsimile", "half"): _matching("|left|right"),
    ("facsimile", "reading"): (dict, type(None)),
    ("facsimile", "renditions"): [
        _complete(RENDITION | {"key": str, "mime": _matching("image/[a-z]+|application/pdf")})
    ],
    ("facsimile", "withheld"): [ZONE],
    ("page", "residue"): [{"line": int, "kind": str, "text": str}],
    ("problem", "params"): {str: (str, int)},
    ("revision", "snapshot"): SNAPSHOT | {"step": PENDING_STEP},
    ("step", "before"): {str: lambda state: state is None or fits(state, STATE)},
    ("step", "after"): {str: int},
}


def refuse_other_shapes(row) -> None:
    table = row._meta.model_name
    for (model, name), shape in SHAPES.items():
        if model == table and not fits(getattr(row, name), shape):
            raise ValidationError({name: _("it is not of the form this field has")})
    if table == "problem":
        try:
            str(row)
        except (LookupError, ValueError):
            raise ValidationError({"code": _("this version knows no such doubt")}) from None


def refuse_incomplete_step(row, articles: list) -> None:
    """A step can only be undone with the state of each of its articles before and after it."""
    touched = {str(key) for key in articles}
    for name in ("before", "after"):
        if getattr(row, name).keys() != touched:
            raise ValidationError({name: _("it does not name the articles that the step touched")})
