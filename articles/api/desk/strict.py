"""Strict input: an unknown field and a value of the wrong type are refused by name."""

from difflib import get_close_matches

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import serializers

# Names of a field in other systems or in the API's own responses.
KNOWN_AS = {
    "title": "headline",
    "content": "body",
    "text": "body",
    "subtitle": "deck",
    "author": "authors",
    "byline": "authors",
    "category": "section",
    "published_at": "publish_at",
    "reason": "why",
}
TYPES = {
    serializers.CharField: (str, gettext_lazy("a text")),
    serializers.SlugRelatedField: (str, gettext_lazy("a text")),
    serializers.BooleanField: (bool, gettext_lazy("true or false")),
    serializers.IntegerField: (int, gettext_lazy("a whole number")),
    serializers.PrimaryKeyRelatedField: (int, gettext_lazy("a whole number")),
}


class StrictSerializer(serializers.Serializer):
    """Reports unknown fields and values of the wrong type, together with all other errors."""

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
        mistyped = {
            name: _("The value has another type here: %(type)s.") % {"type": wanted}
            for name, field in writable.items()
            if name in data and (wanted := _type_missed(field, data[name]))
        }
        return unknown | mistyped


def _no_such_field(name, fields, writable):
    if name in fields:
        return _("This field is read only.")
    near = [KNOWN_AS[name]] if KNOWN_AS.get(name) in writable else get_close_matches(name, writable, n=1)
    if near:
        return _("There is no such field to write. Did you mean “%(name)s”?") % {"name": near[0]}
    if not writable:
        return _("There is no such field to write; nothing is sent here.")
    return _("There is no such field to write. There are: %(names)s.") % {"names": ", ".join(writable)}


def _type_missed(field, value):
    """The name of the type that the value should have, if it has another."""
    for kind, (wanted, name) in TYPES.items():
        if isinstance(field, kind):
            return "" if value is None or type(value) is wanted else name
    return ""


class NothingSerializer(StrictSerializer):
    """For actions without input."""
