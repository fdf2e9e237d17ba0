import json
from urllib.parse import quote


def chapters(document) -> list[tuple[dict, list[dict]]]:
    """(tag, its operations) in the order of the document's tags."""
    by_tag: dict[str, list[dict]] = {tag["name"]: [] for tag in document["tags"]}
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            described = _operation(document["components"]["schemas"], path, method, operation)
            by_tag[operation["tags"][0]].append(described)
    return [(tag, by_tag[tag["name"]]) for tag in document["tags"]]


def _operation(schemas, path, method, operation):
    responses = operation["responses"]
    sent, answered = _json(operation.get("requestBody", {})), _json(next(iter(responses.values())))
    return operation | {
        "method": method.upper(),
        "path": path,
        "description": operation.get("description", ""),
        "parameters": [
            (each["name"], _kind(schemas, each["schema"]), each.get("required", False), each["description"])
            for each in operation.get("parameters", [])
        ],
        "sent": _fields(schemas, sent.get("schema", {})),
        "sent_example": _example(sent),
        "answered": _fields(schemas, answered.get("schema", {})),
        "answered_example": _example(answered),
        "statuses": sorted(responses),
        "to_try": _to_try(path, operation) if method == "get" and not operation["security"] else "",
    }


def _json(body):
    """What is sent or answered as JSON, or as a form with files."""
    content = body.get("content", {})
    return content.get("application/json") or content.get("multipart/form-data", {})


def _example(body):
    return "".join(
        json.dumps(each["value"], ensure_ascii=False, indent=2) for each in body.get("examples", {}).values()
    )


def _fields(schemas, schema, within=""):
    """(name, type, required, meaning) of each field, and of the fields of an object or list in it, one level deep."""
    resolved = schemas[_name(schema)] if "$ref" in schema else schema
    rows = []
    for name, inner in resolved.get("properties", {}).items():
        meaning = inner.get("description", "")
        rows.append((within + name, _kind(schemas, inner), name in resolved.get("required", []), meaning))
        contained = inner.get("items", inner)
        if "$ref" in contained and not within:
            rows += _fields(schemas, contained, f"{name}[]." if "items" in inner else f"{name}.")
    return rows


def _name(schema):
    return schema["$ref"].rsplit("/", 1)[-1]


def _kind(schemas, schema) -> str:
    """The type in a few words: `integer 1–100`, `newest | oldest`, `Article[]`."""
    if "$ref" in schema:
        named = schemas[_name(schema)]
        return _kind(schemas, named) if len(named.get("enum", ())) in range(1, 10) else _name(schema)
    if inner := schema.get("oneOf") or schema.get("anyOf") or schema.get("allOf"):
        return " | ".join(_kind(schemas, each) for each in inner)
    if schema.get("type") == "array":
        return ",".join(schema["items"].get("enum", ())) or f"{_kind(schemas, schema['items'])}[]"
    if "enum" in schema:
        return " | ".join(map(str, schema["enum"]))
    kinds = schema.get("type", "")
    kind = schema.get("format") or (" | ".join(kinds) if isinstance(kinds, list) else kinds)
    if "minimum" in schema and schema.get("maximum", 0) < 10**9:
        return f"{kind} {schema['minimum']}–{schema['maximum']}"
    return f"{kind} ≤{schema['maxLength']}" if "maxLength" in schema else kind


def _to_try(path, operation):
    """The path with the examples of required parameters; empty if it names a row, which may not exist here."""
    if "{" in path:
        return ""
    required = [each for each in operation.get("parameters", []) if each.get("required")]
    query = "&".join(f"{each['name']}={quote(each['schema']['examples'][0])}" for each in required)
    return path + (f"?{query}" if query else "")
