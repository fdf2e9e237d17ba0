from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import ValidationError


def query_parameter(name, schema, description) -> dict:
    return {"in": "query", "name": name, "schema": schema, "description": description}


def refuse_unknown(request, known) -> None:
    """Raise ValidationError for unknown, empty and repeated parameters: django-filter would ignore them silently."""
    errors = {name: wrong for name, values in request.query_params.lists() if (wrong := _wrong(name, values, known))}
    if errors:
        raise ValidationError(errors)


def _wrong(name, values, known):
    if name not in known:
        return _("Unknown parameter. Valid parameters: %(known)s.") % {"known": ", ".join(sorted(known))}
    if len(values) > 1 and name not in ("fields", "include"):
        return _("Give this parameter only once.")
    return "" if all(value.strip() for value in values) else _("Give a value, or leave this parameter out.")


def chosen_names(request, parameter, known) -> set[str]:
    """The names in ?fields=id,title or ?fields=id&fields=title; none without the parameter."""
    requested = request.query_params.getlist(parameter)
    names = {name.strip() for name in ",".join(requested).split(",")} if requested else set()
    if not names <= set(known):
        sentence = _("Give names from this list, separated by commas: %(known)s.") % {"known": ", ".join(known)}
        raise ValidationError({parameter: sentence})
    return names


def whole_number(request, name, *, default, maximum) -> int:
    typed = request.query_params.get(name)
    if typed is None:
        return default
    if typed.isascii() and typed.isdecimal() and len(typed) < 10 and 1 <= int(typed) <= maximum:
        return int(typed)
    raise ValidationError({name: _("Give a whole number from 1 to %(most)d.") % {"most": maximum}})
