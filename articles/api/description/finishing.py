"""The last steps of the description: what generators of clients need, and examples.

Generators name classes after the titles of schemas, leave out what is not required, and know no other types than those
of named schemas. So fields have descriptions and no titles, responses require every field that is always there, and
problems and headers are components.
"""

import json
from http import HTTPStatus

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from articles.api.base import DESK, PEOPLE, PRINTED, READING
from articles.api.errors import CONTENT_TYPE, DEFAULTS
from articles.api.serializers import LONG

from .examples import example_of, problem_example
from .ninjs import SCHEMAS as NINJS
from .parameters import YEARS

TAGS = [
    (READING, _("Articles"), _("What readers can read, search and keep in step with.")),
    (PRINTED, _("The printed paper"), _("Issues and pages as they were printed.")),
    (PEOPLE, _("Sections and authors"), _("What articles are listed by.")),
    (DESK, _("The desk"), _("For the newsroom’s own programs; with a token.")),
]
TEXT = {"type": "string"}
HEADERS = {
    "ETag": (TEXT, _("Send it back as If-None-Match to get a 304 if nothing has changed; for stories, as If-Match.")),
    "Location": ({"type": "string", "format": "uri-reference"}, _("URL of the new resource.")),
    "RateLimit": (TEXT, _("How many requests are left (r), and in how many seconds there will be more (t).")),
    "RateLimit-Policy": (TEXT, _("How many requests (q) are allowed in how many seconds (w).")),
    "Retry-After": ({"type": "integer"}, _("Seconds to wait.")),
    "WWW-Authenticate": (TEXT, _("Authentication challenge.")),
}
# (schema, fields that are not always there)
OPTIONAL = {
    "ArticleSummary": LONG,
    "FoundArticle": LONG,
    "Problem": ["errors", "withdrawn_at", "version"],
}
# Of PATCH, where fields are optional elsewhere: these have only one.
WHOLE = ("PatchedDismissedRequest", "PatchedSettledRequest")


def finish(result, generator, request, public):
    """drf-spectacular's last hook."""
    components = result["components"]
    schemas = components["schemas"]
    schemas.pop("Null", None)
    for name, schema in schemas.items():
        _finish_schema(name, schema)
    schemas.update(json.loads(json.dumps(NINJS, default=str)))
    components["headers"] = {
        name: {"description": meaning, "schema": schema} for name, (schema, meaning) in HEADERS.items()
    }
    components["responses"] = {}
    for operations in result["paths"].values():
        for method, operation in operations.items():
            _finish_operation(method, operation, components)
    tags = [{"name": name, "x-displayName": title, "description": meaning} for name, title, meaning in TAGS]
    # A licence of the description and its examples; the texts of the newspaper have their own.
    info = result["info"] | {"license": {"name": "MIT", "identifier": "MIT"}}
    head = {"openapi": result["openapi"], "info": info, "servers": [{"url": "/"}], "tags": tags}
    return head | {name: of_any_database(result[name]) for name in ("paths", "components")}


def _finish_schema(name, schema):
    is_request = name.endswith("Request")
    properties = schema.get("properties", {})
    for field, inner in properties.items():
        if len(only := inner.get("allOf", [])) == 1:
            inner = {**only[0], **inner}
            del inner["allOf"]
        if {"$ref": "#/components/schemas/Null"} in inner.get("oneOf", []):
            inner["oneOf"] = [inner["oneOf"][0], {"type": "null"}]
        if title := inner.pop("title", ""):
            colon = "：" if get_language() == "zh-hans" else ": "
            inner["description"] = colon.join(map(str, filter(None, [title, inner.get("description")])))
        # Generators would take a field with a default for one that must be sent, or is always there.
        inner.pop("default", None)
        if not is_request:
            inner.pop("readOnly", None)
        elif inner.get("format") in ("date", "date-time"):
            inner["pattern"] = YEARS
        elif "null" in inner.get("type", ()):
            inner.pop("minLength", None)  # an empty string is taken for null
        properties[field] = inner
    if is_request:
        schema["additionalProperties"] = False
        if name in WHOLE:
            schema["required"] = list(properties)
    elif properties:
        schema["required"] = [field for field in properties if field not in OPTIONAL.get(name, ())]


def _finish_operation(method, operation, components):
    operation.setdefault("security", [])  # none; linters ask for it
    for status, response in operation["responses"].items():
        content = response.get("content", {})
        if CONTENT_TYPE in content:
            operation["responses"][status] = _problem_response(int(status), content[CONTENT_TYPE], components)
            continue
        names = _headers_of(method, status, content)
        if names:
            response["headers"] = {name: {"$ref": f"#/components/headers/{name}"} for name in names}
        _add_examples(content, components["schemas"])
    sent = operation.get("requestBody", {}).get("content", {})
    _add_examples(sent, components["schemas"])
    name = sent.get("application/json", {}).get("schema", {}).get("$ref", "").rsplit("/", 1)[-1]
    if name in WHOLE:
        operation["requestBody"]["required"] = True


def _headers_of(method, status, content):
    is_story = content.get("application/json", {}).get("schema", {}).get("$ref", "").endswith("/Story")
    return [
        *(["ETag"] if (method == "get" and status == "200") or is_story else []),
        *(["Location"] if status in ("201", "301") else []),
        *(["RateLimit", "RateLimit-Policy"] if status[0] == "2" else []),
    ]


def _problem_response(status, body, components):
    """A reference to the component with the problems of this status."""
    name = "".join(word.capitalize() for word in HTTPStatus(status).phrase.replace("-", " ").split())
    if name not in components["responses"]:
        headers = {401: ["WWW-Authenticate"], 429: ["Retry-After", "RateLimit", "RateLimit-Policy"]}.get(status, [])
        response = {"description": str(DEFAULTS[status][1]) if status in DEFAULTS else HTTPStatus(status).phrase}
        if headers:
            response["headers"] = {each: {"$ref": f"#/components/headers/{each}"} for each in headers}
        example = {"example": {"value": problem_example(status)}}
        response["content"] = {CONTENT_TYPE: {"schema": body["schema"], "examples": example}}
        components["responses"][name] = response
    return {"$ref": f"#/components/responses/{name}"}


def _add_examples(content, schemas):
    body = content.get("application/json")
    if body and "examples" not in body:
        body["examples"] = {"example": {"value": example_of(body["schema"], schemas)}}


def of_any_database(part):
    """Without the limits of one database's columns and the generator's marks."""
    if isinstance(part, list):
        return [of_any_database(inner) for inner in part]
    if not isinstance(part, dict):
        return part
    is_column = part.get("type") == "integer" and part.get("maximum", 0) > 10**9 and part.get("minimum", 0) <= 0
    removed = {"x-spec-enum-id", *({"minimum", "maximum", "format"} if is_column else ())}
    return {key: of_any_database(inner) for key, inner in part.items() if key not in removed}
