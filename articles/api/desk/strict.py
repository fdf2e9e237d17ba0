"""What is sent must be as described: an unknown field, or a number in place of a text, is refused by its name."""

from difflib import get_close_matches

from django.utils.translation import gettext as _
from rest_framework import serializers

# Names that other systems, or the API's own answers, have for a field.
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
    serializers.CharField: str,
    serializers.SlugRelatedField: str,
    serializers.BooleanField: bool,
    serializers.IntegerField: int,
    serializers.PrimaryKeyRelatedField: int,
}


class StrictSerializer(serializers.Serializer):
    """Reports unknown fields and values of another type, together with all else that is wrong."""

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
    """What the value should be, in a word, where it is something else."""
    names = {str: _("a text"), bool: _("true or false"), int: _("a whole number")}
    wanted = next((wanted for kind, wanted in TYPES.items() if isinstance(field, kind)), None)
    if wanted is None or value is None or type(value) is wanted:
        return ""
    return names[wanted]


class NothingSerializer(StrictSerializer):
    """For what is done without a word: nothing has to be sent."""
