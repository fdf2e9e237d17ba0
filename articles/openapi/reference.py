"""The document, arranged for the page that people read."""

import json
from typing import NamedTuple
from urllib.parse import quote


class Operation(NamedTuple):
    key: str
    method: str
    path: str
    summary: str
    parameters: list
    sent: list
    answered: list
    statuses: list
    example: str
    to_try: str


class Row(NamedTuple):
    """A parameter or field: its name, what it may be, whether it must be there, and what it means."""

    name: str
    kind: str
    required: bool
    meaning: str


def chapters(document) -> list[tuple[str, list[Operation]]]:
    """(chapter, its operations) in the order of the document, the desk's chapter last."""
    found: dict[str, list[Operation]] = {}
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            found.setdefault(operation["tags"][0], []).append(_operation(document, path, method, operation))
    return sorted(found.items(), key=lambda chapter: any(each.method == "POST" for each in chapter[1]))


def _operation(document, path, method, operation):
    codes = operation["responses"]
    answer = next(iter(codes.values()))
    return Operation(
        operation["operationId"],
        method.upper(),
        path,
        operation["summary"],
        [_parameter(each) for each in operation.get("parameters", [])],
        _fields(document, _schema(operation.get("requestBody", {}))),
        _fields(document, _schema(answer)),
        sorted(codes),
        _example(operation),
        _to_try(path, operation) if method == "get" and "security" not in operation else "",
    )


def _parameter(parameter):
    return Row(
        parameter["name"],
        _kind(parameter["schema"]),
        parameter.get("required", False),
        parameter.get("description", ""),
    )


def _schema(body):
    content = body.get("content", {})
    return content.get("application/json", {}).get("schema", {})


def _fields(document, schema, within=""):
    """A row for each field, and behind one that holds rows of another kind the fields of those."""
    resolved = _resolved(document, schema)
    rows = []
    for name, inner in resolved.get("properties", {}).items():
        rows.append(Row(within + name, _kind(inner), name in resolved.get("required", []), inner.get("title", "")))
        held = inner.get("items", inner)
        if "$ref" in held and not within:
            rows += _fields(document, held, f"{name}[]." if "items" in inner else f"{name}.")
    return rows


def _resolved(document, schema):
    return document["components"]["schemas"][_named(schema)] if "$ref" in schema else schema


def _named(schema):
    return schema["$ref"].rsplit("/", 1)[-1]


def _kind(schema) -> str:
    """What a value may be, in few words: `integer 1–100`, `newest | oldest`, `Article[]`."""
    if "$ref" in schema:
        return _named(schema)
    if inner := schema.get("oneOf") or schema.get("anyOf") or schema.get("allOf"):
        return " | ".join(_kind(each) for each in inner)
    if schema.get("type") == "array":
        return "a,b,…" if "enum" in schema["items"] else f"{_kind(schema['items'])}[]"
    if "enum" in schema:
        return " | ".join(map(str, schema["enum"]))
    kinds = schema.get("type", "")
    kind = schema.get("format") or (" | ".join(kinds) if isinstance(kinds, list) else kinds)
    if "minimum" in schema and schema.get("maximum", 0) < 10**9:
        return f"{kind} {schema['minimum']}–{schema['maximum']}"
    return f"{kind} ≤{schema['maxLength']}" if "maxLength" in schema else kind


def _example(operation):
    bodies = [operation.get("requestBody", {}), *operation["responses"].values()]
    for body in bodies:
        for example in body.get("content", {}).get("application/json", {}).get("examples", {}).values():
            return json.dumps(example["value"], ensure_ascii=False, indent=2)
    return ""


def _to_try(path, operation):
    """An address with the examples filled in, or nothing where the paper may not have what they name."""
    if "{" in path:
        return ""
    needed = [each for each in operation.get("parameters", []) if each.get("required")]
    query = "&".join(f"{each['name']}={quote(each['schema']['examples'][0])}" for each in needed)
    return path + (f"?{query}" if query else "")
