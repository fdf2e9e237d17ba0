"""Returns typed text to editors if a form could not be saved. Nothing here queries the database: it may have failed."""

from typing import NamedTuple
from urllib.parse import parse_qsl

from django.apps import apps
from django.conf import settings
from django.contrib.admin import site
from django.core.exceptions import FieldDoesNotExist, SuspiciousOperation
from django.http import UnreadablePostError
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from newsroom.failures import SIGNED_OUT

DESK = "/admin/"
# Forms without text.
TEXTLESS = {"login", "logout", "password_change", "auth_user_password_change"}
MIN_TEXT_LENGTH, MAX_LINE_LENGTH = 20, 100  # of fields that are shown, of a one-line input
# A form beyond the size limit is still read and returned, up to this many times the limit.
OVERSIZE = 3
# Texts that are not model fields.
LABELS = {
    "why": _("why the change"),
    "notice": _("Notice of withdrawal"),
    "text": _("text of the page"),
    "purpose": _("purpose"),
}


class Field(NamedTuple):
    name: str
    value: str
    label: str
    has_lines: bool


class Sent(NamedTuple):
    """A submitted form: texts to show, other fields to send again, and names of files, which must be chosen again.
    `complete` is False if not all of it could be read."""

    texts: list[Field]
    others: list[Field]
    files: list[str]
    complete: bool


def is_form_of_the_desk(request):
    match = request.resolver_match
    return request.method == "POST" and bool(match) and match.app_name == "admin" and match.url_name not in TEXTLESS


def is_from_here(request):
    """Whether the form came from our own origin, for requests whose CSRF token was not checked."""
    try:
        own = f"{request.scheme}://{request.get_host()}"
    except SuspiciousOperation:
        return False
    return request.headers.get("Origin") in {own, *settings.CSRF_TRUSTED_ORIGINS}


def sent(request) -> Sent:
    pairs = _pairs(request)
    fields = [
        Field(name, value, _label(request, name, value), "\n" in value or len(value) > MAX_LINE_LENGTH)
        for name, value in pairs or ()
        if name != "csrfmiddlewaretoken" and "password" not in name
    ]
    files = [file.name for _name, files in request.FILES.lists() for file in files]
    texts, others = [field for field in fields if field.label], [field for field in fields if not field.label]
    return Sent(texts, others, files, pairs is not None)


def not_saved(request, failure, form, link=None, save_as=""):
    context = {
        "site_header": site.site_header,
        "site_title": site.site_title,
        "failure": failure,
        "signed_out": failure is SIGNED_OUT,
        "form": form,
        "link": link,
        "save_as": save_as,
        "request_id": getattr(request, "id", ""),
        "csrf_token": get_token(request),
    }
    return render(None, "admin/not_saved.html", context, status=failure.status)


def _pairs(request):
    """(name, value) of each field; None if they cannot be read."""
    pairs = [(name, value) for name, values in request.POST.lists() for value in values]
    if pairs or request.content_type != "application/x-www-form-urlencoded":
        return pairs or None
    # Django does not read a form beyond its limits.
    body = _body(request)
    return None if body is None else parse_qsl(body.decode("ascii", "replace"), keep_blank_values=True)


def _body(request):
    if hasattr(request, "_body"):
        return request._body
    length = request.headers.get("Content-Length", "")
    limit = OVERSIZE * settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    if not length.isdecimal() or int(length) > limit or not request.user.is_authenticated:
        return None
    try:
        return request.read(int(length))
    except UnreadablePostError:
        return None


def _label(request, name, value):
    """The field's name at the desk if it is a text field, otherwise empty."""
    if not value:
        return ""
    if name in LABELS:
        return LABELS[name]
    try:
        field, row = _model_field(request, name)
    except (AttributeError, FieldDoesNotExist, LookupError):
        return _("text") if len(value) > MIN_TEXT_LENGTH else ""
    if field.get_internal_type() not in {"CharField", "TextField", "SlugField", "EmailField"} or field.choices:
        return ""
    return f"{row} {field.verbose_name}".strip() if row else field.verbose_name


def _model_field(request, name):
    """The model field, and a label if it belongs to an inline row such as contributions-0-role."""
    app, _underline, rest = request.resolver_match.url_name.partition("_")
    options = apps.get_model(app, rest.partition("_")[0])._meta
    rows, dash, rest = name.partition("-")
    if not dash:
        return options.get_field(name), ""
    number, _dash, inner = rest.partition("-")
    related = options.get_field(rows).related_model._meta
    row = f"{capfirst(related.verbose_name)} {int(number) + 1}:" if number.isdecimal() else ""
    return related.get_field(inner), row
