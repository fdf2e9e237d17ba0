"""Errors are RFC 9457 problem details (https://www.rfc-editor.org/rfc/rfc9457): a `code` for programs, a sentence in
the requester's language, and the invalid parameters or fields."""

from collections.abc import Iterator
from contextlib import suppress
from http import HTTPStatus
from json import JSONDecodeError
from math import ceil

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, JsonResponse
from django.http.multipartparser import MultiPartParserError
from django.utils.cache import patch_vary_headers
from django.utils.timezone import localtime
from django.utils.translation import get_supported_language_variant, ngettext, override
from django.utils.translation import gettext_lazy as _
from django.utils.translation.trans_real import parse_accept_lang_header
from rest_framework import exceptions, serializers

from articles.address_lookup import Moved

CONTENT_TYPE = "application/problem+json"

# status: (code, sentence), where Django and DRF have none or a different one
DEFAULTS = {
    400: ("invalid", _("The request is invalid.")),
    403: ("permission_denied", _("You are not allowed to do this.")),
    404: ("not_found", _("There is nothing at this address")),
    406: ("not_acceptable", _("This resource is not available in any of the formats you accept.")),
    410: ("withdrawn", _("The newspaper has taken it back.")),
    500: ("server_error", _("Something went wrong on our side. The error has been logged; please try again later.")),
}
# RecursionError: deeply nested JSON
STATUSES = {Http404: 404, PermissionDenied: 403, RecursionError: 400}
# Of every problem. Programs decide by them, so a code never changes its meaning.
CODES = [
    "invalid", "parse_error", "not_authenticated", "authentication_failed", "permission_denied", "insufficient_scope",
    "not_found", "method_not_allowed", "not_acceptable", "refused", "withdrawn", "stale", "too_large",
    "unsupported_media_type", "bad_picture", "idempotency_key_reused", "version_needed", "throttled", "server_error",
    "disk_full",
]  # fmt: skip


def preferred_language(request) -> str:
    """The first supported language of Accept-Language, else Chinese. Cookies are ignored: caches share responses."""
    for accepted, _quality in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        with suppress(LookupError):
            return get_supported_language_variant(accepted)
    return settings.LANGUAGE_CODE


class WrongFieldSerializer(serializers.Serializer):
    field = serializers.CharField(allow_blank=True)
    detail = serializers.CharField()


class ProblemSerializer(serializers.Serializer):
    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    code = serializers.ChoiceField(choices=CODES)
    detail = serializers.CharField()
    errors = WrongFieldSerializer(many=True, required=False)
    withdrawn_at = serializers.DateTimeField(required=False)
    version = serializers.IntegerField(required=False)


def problems(*codes) -> dict:
    """Problem responses, for `extend_schema`."""
    return {(code, CONTENT_TYPE): ProblemSerializer for code in codes}


class Withdrawn(exceptions.APIException):
    status_code = 410
    default_code, default_detail = DEFAULTS[410]

    def __init__(self, article):
        super().__init__(article.withdrawal_notice or None)
        self.more = {"withdrawn_at": localtime(article.withdrawn_at).isoformat()}


def as_problem(error, context):
    """DRF's exception handler. None, for our own errors, makes DRF raise the exception again."""
    request = context["request"]
    if isinstance(error, Moved):
        return error.redirect(request)
    for kind, status in STATUSES.items():
        if isinstance(error, kind):
            return problem(request, status)
    if not isinstance(error, exceptions.APIException):
        return None
    fields = list(_fields(error.detail)) if isinstance(error, exceptions.ValidationError) else []
    response = problem(
        request,
        error.status_code,
        code=error.default_code if fields else error.get_codes(),
        detail=None if fields or error.status_code in (404, 406) else _sentence(error),
        errors=fields,
        **getattr(error, "more", {}),
    )
    if getattr(error, "auth_header", None):
        response["WWW-Authenticate"] = error.auth_header
    if getattr(error, "wait", None) is not None:
        response["Retry-After"] = str(_seconds(error))
    return response


def problem(request, status, *, code=None, detail=None, errors=(), **more):
    """The problem response. `errors`: (field, sentence) pairs; `more`: members of only one kind of problem."""
    language = preferred_language(request)
    default_code, sentence = DEFAULTS.get(status, ("", ""))
    with override(language):
        body = {
            "type": "about:blank",
            "title": HTTPStatus(status).phrase,
            "status": status,
            "code": code or default_code,
            "detail": str(detail or sentence),
            **more,
        }
    if errors:
        body["errors"] = [{"field": field, "detail": sentence} for field, sentence in errors]
    response = JsonResponse(body, status=status, content_type=CONTENT_TYPE, json_dumps_params={"ensure_ascii": False})
    response["Content-Language"] = language
    patch_vary_headers(response, ["Accept", "Accept-Language"])
    return response


def _seconds(error):
    return max(1, ceil(error.wait or 1))


def _sentence(error):
    if isinstance(error, exceptions.Throttled):
        return ngettext(
            "Too many requests. Please wait %(seconds)d second.",
            "Too many requests. Please wait %(seconds)d seconds.",
            _seconds(error),
        ) % {"seconds": _seconds(error)}
    if isinstance(error, exceptions.ParseError):
        if isinstance(cause := error.__context__, JSONDecodeError):
            place = {"line": cause.lineno, "column": cause.colno}
            return _("This is not valid JSON; see line %(line)d, column %(column)d.") % place
        if isinstance(cause, MultiPartParserError):
            return _("This is not a complete form; send multipart/form-data with its boundary.")
        return _("This is not valid JSON in UTF-8.")
    return " ".join(text for _path, text in _fields(error.detail))


def _fields(detail, path="") -> Iterator[tuple[str, str]]:
    """(field, sentence) for every error that DRF collected; nested fields are named a.b."""
    if isinstance(detail, dict):
        for name, inner in detail.items():
            yield from _fields(inner, path if name == "non_field_errors" else f"{path}.{name}".lstrip("."))
    elif isinstance(detail, list):
        for index, inner in enumerate(detail):
            yield from _fields(inner, f"{path}.{index}" if isinstance(inner, dict) else path)
    else:
        yield path, str(detail)
