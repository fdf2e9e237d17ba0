"""What drf-spectacular cannot derive: the errors of every view, our headers, and how filters validate parameters."""

import json
from copy import deepcopy
from http import HTTPStatus
from pathlib import Path

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from django_filters.fields import IsoDateTimeField
from drf_spectacular.contrib.django_filters import DjangoFilterExtension
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter

from articles.api.errors import CONTENT_TYPE, ProblemSerializer
from articles.api.parameters import query_parameter

FILE = Path(__file__).with_name("openapi.json")
DAY = {"type": "string", "format": "date", "examples": ["2023-07-20"]}
MOMENT = {"type": "string", "format": "date-time", "examples": ["2023-07-20T00:00:00+08:00"]}
KEY = {"type": "integer", "minimum": 1, "maximum": 2**63 - 1}
SLUG = {"type": "string", "pattern": "^[-a-zA-Z0-9_]+$"}
NUMBER = {"type": "string", "pattern": "^[0-9A-Za-z]{1,8}$", "examples": ["2", "A04"]}
VERSION = {"type": "integer", "minimum": 1, "maximum": 999_999_999}
DOUBT = {"type": "string", "pattern": "^[0-9a-f]{16}$", "examples": ["0123456789abcdef"]}
TEXT, PATH = {"type": "string"}, OpenApiParameter.PATH
IN_PATH = [
    OpenApiParameter("id", {**KEY, "examples": [3]}, PATH, description=_("The key.")),
    OpenApiParameter("slug", {**SLUG, "examples": ["environment"]}, PATH, description=_("The slug of a section.")),
    OpenApiParameter("date", DAY, PATH, description=_("The date of the issue.")),
    OpenApiParameter("number", NUMBER, PATH, description=_("The page number as printed (版次).")),
    OpenApiParameter("version", VERSION, PATH, description=_("The number of a version of the story.")),
    OpenApiParameter("problem", KEY, PATH, description=_("The key of a doubt of the parser.")),
    OpenApiParameter("step", KEY, PATH, description=_("The key of a step over stories.")),
    OpenApiParameter("key", DOUBT, PATH, description=_("The key of a doubt of the proofreading.")),
]

# For filters whose label in the site's search form is too short to explain the parameter.
MEANINGS = {
    "section": _("The slug of a section."),
    "author": _("The key of an author."),
    "since": _("From this date."),
    "until": _("Up to this date."),
    "year": _("Issues of this year."),
    "page_name": _("Printed on pages with this name (版名)."),
    "order": _("Newest first instead of best match first."),
}


def header(name, codes, schema, description):
    return OpenApiParameter(name, schema, OpenApiParameter.HEADER, response=codes, description=description)


HEADERS = [
    header("ETag", [200, 201, 412], TEXT, _("Validator for conditional requests; for desk stories, their version.")),
    header("Retry-After", [429], {"type": "integer"}, _("Seconds to wait.")),
    header("WWW-Authenticate", [401], TEXT, _("Authentication challenge.")),
    header("Location", [201, 301], {"type": "string", "format": "uri-reference"}, _("URL of the new resource.")),
]


class Token(OpenApiAuthenticationExtension):
    target_class = "articles.api.desk.base.BearerToken"
    name = "token"

    def get_security_definition(self, auto_schema):
        return {"type": "http", "scheme": "bearer"}

    def get_security_requirement(self, auto_schema):
        """The scopes of which a token needs one; OpenAPI 3.1 allows their names here."""
        return {self.name: [str(scope) for scope in auto_schema.view.scopes_for(auto_schema.method)]}


class Filters(DjangoFilterExtension):
    priority = 1

    def get_schema_operation_parameters(self, auto_schema, *args, **kwargs):
        # Copied, because a filter caches its form field and with it a queryset.
        filters = deepcopy(auto_schema.view.filterset_class.base_filters)
        return [
            query_parameter(name, schema_of(filter.field), filter.field.help_text or MEANINGS.get(name, filter.label))
            for name, filter in filters.items()
        ]


def schema_of(field) -> dict:
    match field:
        case forms.IntegerField():
            return {"type": "integer", "minimum": field.min_value, "maximum": field.max_value}
        case forms.ModelChoiceField():
            return SLUG if field.to_field_name == "slug" else KEY
        case forms.ChoiceField():
            return {"type": "string", "enum": [value for value, _label in field.choices if value]}
        case IsoDateTimeField():
            return MOMENT
        case forms.DateField():
            return DAY
        case _:
            limit = {"maxLength": field.max_length} if field.max_length else {}
            return {"type": "string", "minLength": 1, **limit}


class Description(AutoSchema):
    def get_operation_id(self):
        return self.method.lower() + type(self.view).__name__

    def get_override_parameters(self):
        return [*(parameter for parameter in IN_PATH if f"{{{parameter.name}}}" in self.path), *HEADERS]

    def get_filter_backends(self):
        return self.view.filter_backends if self.method == "GET" and self.view.filterset_class else []

    def _get_pagination_parameters(self):
        paginator = self._get_paginator() if self.method == "GET" else None
        return paginator.get_schema_operation_parameters(self.view) if paginator else []

    def get_paginated_name(self, serializer_name):
        return f"{serializer_name}List"

    def get_request_serializer(self):
        return getattr(self.view, "request_serializer_class", None) or super().get_request_serializer()

    def _get_response_bodies(self, direction="response"):
        bodies = super()._get_response_bodies(direction)
        for code in self.common_errors():
            bodies[str(code)] = self._get_response_for_code(ProblemSerializer, str(code), [CONTENT_TYPE], direction)
        if not self.view.authentication_classes and "{" in self.path:
            bodies["301"] = self._get_response_for_code(None, "301", direction=direction)
        return {code: bodies[code] | {"description": HTTPStatus(int(code)).phrase} for code in sorted(bodies)}

    def common_errors(self):
        codes = [400, 406, 429]
        if "{" in self.path:
            codes += [404]
        if self.view.authentication_classes:
            codes += [401, 403]
        if self.method != "GET":
            codes += [413, 415]
        if any(parameter.name == "If-Match" for parameter in self.get_override_parameters()):
            codes += [409, 412, 428]
        return codes


def postprocess(result, generator, request, public):
    """Make all fields of an article optional (`?fields=`), forbid unknown fields in requests, and remove what is not
    part of the API: the generator's marks and the database's limits."""
    schemas = result["components"]["schemas"]
    for name in ("Article", "FoundArticle"):
        del schemas[name]["required"]
    for name, schema in schemas.items():
        if name.endswith("Request"):
            schema["additionalProperties"] = False
    return of_any_database(result)


def of_any_database(part):
    if isinstance(part, list):
        return [of_any_database(inner) for inner in part]
    if not isinstance(part, dict):
        return part
    from_column = part.get("type") == "integer" and "title" in part
    removed = {"x-spec-enum-id", *({"minimum", "maximum", "format"} if from_column else ())}
    return {key: of_any_database(inner) for key, inner in part.items() if key not in removed}


def build() -> str:
    """The contents of openapi.json, in Chinese."""
    with override("zh-hans"):
        document = SchemaGenerator().get_schema(request=None, public=True)
    return json.dumps(document, ensure_ascii=False, indent=1, default=str) + "\n"
