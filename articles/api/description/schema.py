"""What drf-spectacular cannot derive: the errors of every view, our headers, and how filters validate parameters."""

import json
from copy import deepcopy
from http import HTTPStatus
from pathlib import Path

from django import forms
from django.utils.translation import override
from django_filters.fields import IsoDateTimeField
from drf_spectacular.contrib.django_filters import DjangoFilterExtension
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema

from articles.api.errors import CONTENT_TYPE, ProblemSerializer
from articles.api.parameters import query_parameter

from .parameters import DAY, IN_PATH, KEY, MEANINGS, MOMENT, SLUG

# By language.
FILES = {"zh-hans": Path(__file__).with_name("openapi.json"), "en": Path(__file__).with_name("openapi.en.json")}


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
        in_path = [parameter for parameter in IN_PATH if f"{{{parameter.name}}}" in self.path]
        key = getattr(self.view, "idempotency_key", None) if self.method != "GET" else None
        return [*in_path, *filter(None, [key])]

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
        if self.method != "GET" and getattr(self.view, "idempotency_key", None):
            codes += [422]
        if any(parameter.name == "If-Match" for parameter in self.get_override_parameters()):
            codes += [409, 412, 428]
        return codes


def build(language="zh-hans") -> str:
    """The contents of openapi.json, in Chinese, or of openapi.en.json."""
    with override(language):
        document = SchemaGenerator().get_schema(request=None, public=True)
        return json.dumps(document, ensure_ascii=False, indent=1, default=str) + "\n"
