"""Strict input: unknown fields and wrong types are reported together with all other errors."""

from difflib import get_close_matches

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

# Names of fields in other systems or in our own responses.
KNOWN_AS = {
    "title": "headline",
    "content": "body",
    "text": "body",
    "subtitle": "deck",
    "author": "authors",
    "byline": "authors",
    "category": "section",
    "keywords": "own_keywords",
    "published_at": "publish_at",
    "reason": "why",
    "images": "pictures",
    "photos": "pictures",
    "credits": "photographers",
}
TYPES = [
    (str, _("a string"), (serializers.CharField, serializers.SlugRelatedField)),
    (bool, _("true or false"), serializers.BooleanField),
    (int, _("an integer"), (serializers.IntegerField, serializers.PrimaryKeyRelatedField)),
]


class StrictSerializer(serializers.Serializer):
    def to_internal_value(self, data):
        errors = self._strictly(data) if isinstance(data, dict) else {}
        try:
            value = super().to_internal_value(data)
        except serializers.ValidationError as error:
            raise serializers.ValidationError({**error.detail, **errors}) from error
        if errors:
            raise serializers.ValidationError(errors)
        return value

    def _strictly(self, data):
        writable = {name: field for name, field in self.fields.items() if not field.read_only}
        unknown = {name: _no_such_field(name, self.fields, writable) for name in data if name not in writable}
        # In a form everything is text.
        typed = {} if isinstance(data, QueryDict) else writable
        mistyped = {
            name: _("Wrong type: expected %(type)s.") % {"type": expected}
            for name, field in typed.items()
            if name in data and (expected := _expected_type(field, data[name]))
        }
        return unknown | mistyped


def _no_such_field(name, fields, writable):
    if name in fields:
        return _("This field is read only.")
    similar = [KNOWN_AS[name]] if KNOWN_AS.get(name) in writable else get_close_matches(name, writable, n=1)
    if similar:
        return _("Unknown field. Did you mean “%(name)s”?") % {"name": similar[0]}
    if not writable:
        return _("Unknown field; this request takes no fields.")
    return _("Unknown field. Writable fields: %(names)s.") % {"names": ", ".join(writable)}


def _expected_type(field, value):
    """The name of the field's type, if the value has another one."""
    for expected, name, fields in TYPES:
        if isinstance(field, fields):
            return "" if value is None or _has_type(value, expected) else name
    return ""


def _has_type(value, expected):
    """Whether JSON's type is the expected one: 2.0 is an integer there, and true is none."""
    return type(value) is expected or (expected is int and isinstance(value, float) and value.is_integer())


class NothingSerializer(StrictSerializer):
    """For actions without input."""
