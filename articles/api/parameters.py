"""Query parameters: how they are described and checked."""

from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError

LISTS = {"fields"}


def query_parameter(name, schema, description) -> dict:
    """The description of a parameter, as DRF's paginators give it."""
    return {"in": "query", "name": name, "schema": schema, "description": description}


def refuse_unknown(request, known) -> None:
    """A misspelt or empty parameter would silently not filter at all, and a harvester would take the whole archive for
    its answer. Of two values one would silently be dropped."""
    errors = {name: wrong for name, values in request.query_params.lists() if (wrong := _wrong(name, values, known))}
    if errors:
        raise ValidationError(errors)


def _wrong(name, values, known):
    if name not in known:
        return _("There is no such parameter here. Known are: %(known)s.") % {"known": ", ".join(sorted(known))}
    if len(values) > 1 and name not in LISTS:
        return _("Give this parameter only once.")
    return "" if all(value.strip() for value in values) else _("Give a value, or leave this parameter out.")


def chosen_fields(request, known, usual) -> set[str]:
    """The names given as ?fields=id,title or ?fields=id&fields=title, or the usual ones where none were given."""
    asked = request.query_params.getlist("fields")
    if not asked:
        return set(usual)
    names = {name.strip() for name in ",".join(asked).split(",")}
    if not names <= set(known):
        sentence = _("Give names from this list, parted by commas: %(known)s.") % {"known": ", ".join(known)}
        raise ValidationError({"fields": sentence})
    return names


def whole_number(request, name, *, default, most) -> int:
    typed = request.query_params.get(name)
    if typed is None:
        return default
    if typed.isascii() and typed.isdecimal() and len(typed) < 10 and 1 <= int(typed) <= most:
        return int(typed)
    raise ValidationError({name: _("Give a whole number from 1 to %(most)d.") % {"most": most}})
