"""What may stand behind the question mark of an address."""

from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError


def refuse_unknown(request, known) -> None:
    """A misspelt limit would silently be none at all, and a harvester would take the whole archive for its answer."""
    unknown = sorted(set(request.query_params) - set(known))
    if unknown:
        sentence = _("There is no such parameter here. Known are: %(known)s.") % {"known": ", ".join(sorted(known))}
        raise ValidationError(dict.fromkeys(unknown, sentence))


def chosen_fields(request, serializer, usual) -> set[str]:
    """The names given as ?fields=id,title, or the usual ones where it was not given."""
    asked = request.query_params.get("fields")
    if asked is None:
        return set(usual)
    known, names = serializer().fields.keys(), [name.strip() for name in asked.split(",")]
    if not set(names) <= known:
        sentence = _("Give names from this list, parted by commas: %(known)s.") % {"known": ", ".join(known)}
        raise ValidationError({"fields": sentence})
    return set(names)


def whole_number(request, name, *, default, most) -> int:
    typed = request.query_params.get(name)
    if typed is None:
        return default
    if typed.isascii() and typed.isdecimal() and len(typed) < 10 and 1 <= int(typed) <= most:
        return int(typed)
    raise ValidationError({name: _("Give a whole number from 1 to %(most)d.") % {"most": most}})
