"""From operations.py and the serializers to an OpenAPI document."""

import json
import re
from http import HTTPStatus
from pathlib import Path

from django.utils.translation import override
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiResponse

from articles.desk_api.base import StaffResource

from . import parameters as p
from .operations import OPERATIONS
from .shapes import ProblemSerializer

FILE = Path(__file__).with_name("openapi.json")
JSON, PROBLEM = "application/json", "application/problem+json"
# What may go wrong at any address, and what besides where something is written by a token.
ALWAYS, STAFF, SENT = (400, 406, 429), (401, 403), (413, 415)


class Token(OpenApiAuthenticationExtension):
    target_class = "articles.desk_api.base.BearerToken"
    name = "token"

    def get_security_definition(self, auto_schema):
        return {"type": "http", "scheme": "bearer"}


class Description(AutoSchema):
    """Describes an address by its entry in OPERATIONS."""

    @property
    def told(self):
        return OPERATIONS[type(self.view), self.method]

    def get_operation_id(self):
        return self.method.lower() + type(self.view).__name__

    def get_tags(self):
        return [str(self.told.tag)]

    def get_summary(self):
        return str(self.told.summary)

    def get_description(self):
        return ""

    def get_override_parameters(self):
        in_path = [p.IN_PATH[name] for name in re.findall(r"{(\w+)}", self.path)]
        headers = [p.ETAG, p.RETRY_AFTER, *([p.AUTHENTICATE] if self.is_for_staff else [])]
        headers += [p.LOCATION] if {201, 301} & set(self.told.status) else []
        return [*in_path, *self.told.parameters, *headers]

    def _is_list_view(self, serializer=None):
        # A list here is told with all that stands around it.
        return False

    def get_filter_backends(self):
        return []

    def _get_pagination_parameters(self):
        return []

    def get_request_serializer(self):
        return self.told.takes

    def get_response_serializers(self):
        told = self.told
        wrong = {*ALWAYS, *told.errors}
        if self.is_for_staff:
            wrong |= {*STAFF, *(SENT if self.method != "GET" else ()), *({404} if "{" in self.path else ())}
        answers = {
            (code, JSON): OpenApiResponse(told.answer, HTTPStatus(code).phrase) for code in told.status if code < 300
        }
        answers |= {code: OpenApiResponse(None, HTTPStatus(code).phrase) for code in told.status if code >= 300}
        return answers | {
            (code, PROBLEM): OpenApiResponse(ProblemSerializer, HTTPStatus(code).phrase) for code in sorted(wrong)
        }

    def get_examples(self):
        return self.told.examples

    @property
    def is_for_staff(self):
        return isinstance(self.view, StaffResource)


def finished(result, generator, request, public):
    """Which fields of an article stand in an answer, the request decides; what is sent may hold no other fields; and no
    mark of the generator or limit of the database at hand is a promise of ours."""
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
    strange = {"x-spec-enum-id", *({"minimum", "maximum", "format"} if from_column else ())}
    return {key: of_any_database(inner) for key, inner in part.items() if key not in strange}


def described() -> str:
    """The document, in Chinese, as the file has it."""
    with override("zh-hans"):
        document = SchemaGenerator().get_schema(request=None, public=True)
    return json.dumps(document, ensure_ascii=False, indent=1, default=str) + "\n"
