"""One shape for everything that goes wrong: problem details (https://www.rfc-editor.org/rfc/rfc9457), with a `code` for
machines, a sentence for people in the language they accept, and the parameters or fields at fault."""

from collections.abc import Iterator
from http import HTTPStatus
from math import ceil

from django.core.exceptions import PermissionDenied
from django.http import Http404, JsonResponse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override
from rest_framework import exceptions

from articles.standing import Moved

from .languages import preferred_language

CONTENT_TYPE = "application/problem+json"

# Where Django or the framework says it otherwise or not at all, this is what we say.
SENTENCES = {
    400: lambda: _("The request cannot be answered as it stands."),
    403: lambda: _("You may not do this."),
    404: lambda: _("There is nothing at this address"),
    406: lambda: _("What stands here exists in none of the formats you accept."),
    410: lambda: _("The newspaper has taken it back."),
    500: lambda: _("Something broke on our side. It has been recorded; please try again later."),
}
CODES = {
    400: "invalid",
    403: "permission_denied",
    404: "not_found",
    406: "not_acceptable",
    410: "withdrawn",
    500: "server_error",
}


def as_problem(error, context):
    """The framework's exception handler: an answer for what a request got wrong, None for what we got wrong."""
    if isinstance(error, Moved):
        return error.redirect(context["request"])
    if isinstance(error, Http404):
        return problem(context["request"], 404)
    if isinstance(error, PermissionDenied):
        return problem(context["request"], 403)
    if isinstance(error, RecursionError):  # JSON of ten thousand brackets
        return problem(context["request"], 400)
    if not isinstance(error, exceptions.APIException):
        return None
    fields = list(_fields(error.detail)) if isinstance(error, exceptions.ValidationError) else []
    response = problem(
        context["request"],
        error.status_code,
        code=error.default_code if fields else error.get_codes(),
        detail=None if fields or error.status_code in (404, 406) else _sentence(error),
        errors=fields,
        **getattr(error, "more", {}),
    )
    if getattr(error, "auth_header", None):
        response["WWW-Authenticate"] = error.auth_header
    if getattr(error, "wait", None) is not None:
        response["Retry-After"] = str(max(1, ceil(error.wait)))
    return response


def problem(request, status, *, code=None, detail=None, errors=(), **more):
    """The answer itself. `errors` are pairs (field, sentence); `more` are members that only one kind of problem has."""
    language = preferred_language(request)
    with override(language):
        body = {
            "type": "about:blank",
            "title": HTTPStatus(status).phrase,
            "status": status,
            "code": code or CODES[status],
            "detail": str(detail or SENTENCES[status]()),
            **more,
        }
    if errors:
        body["errors"] = [{"field": field, "detail": sentence} for field, sentence in errors]
    response = JsonResponse(body, status=status, content_type=CONTENT_TYPE, json_dumps_params={"ensure_ascii": False})
    response["Content-Language"] = language
    patch_vary_headers(response, ["Accept", "Accept-Language"])
    return response


def _sentence(error):
    if isinstance(error, exceptions.Throttled):
        wait = max(1, ceil(error.wait or 1))
        return ngettext(
            "Too many requests. Please wait %(seconds)d second.",
            "Too many requests. Please wait %(seconds)d seconds.",
            wait,
        ) % {"seconds": wait}
    return error.detail if isinstance(error.detail, str) else " ".join(text for _, text in _fields(error.detail))


def _fields(detail, path="") -> Iterator[tuple[str, str]]:
    """(field, sentence) for every error in what the framework collected; a field inside a field is called a.b."""
    if isinstance(detail, dict):
        for name, inner in detail.items():
            yield from _fields(inner, path if name == "non_field_errors" else f"{path}.{name}".lstrip("."))
    elif isinstance(detail, list):
        for place, inner in enumerate(detail):
            yield from _fields(inner, f"{path}.{place}" if isinstance(inner, dict) else path)
    else:
        yield path, str(detail)
