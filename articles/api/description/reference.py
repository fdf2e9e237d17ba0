import json
from urllib.parse import quote


def chapters(document) -> list[tuple[str, list[dict]]]:
    """(tag, its operations) in the order of the document, except that the desk comes last."""
    by_tag: dict[str, list[dict]] = {}
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            described = _operation(document["components"]["schemas"], path, method, operation)
            by_tag.setdefault(operation["tags"][0], []).append(described)
    return sorted(by_tag.items(), key=lambda chapter: any(each["method"] == "POST" for each in chapter[1]))


def _operation(schemas, path, method, operation):
    responses = operation["responses"]
    bodies = [operation.get("requestBody", {}), *responses.values()]
    examples = [example for body in bodies for example in _json(body).get("examples", {}).values()]
    return operation | {
        "method": method.upper(),
        "path": path,
        "description": operation.get("description", ""),
        "parameters": [
            (each["name"], _kind(each["schema"]), each.get("required", False), each["description"])
            for each in operation.get("parameters", [])
        ],
        "sent": _fields(schemas, _json(bodies[0]).get("schema", {})),
        "answered": _fields(schemas, _json(bodies[1]).get("schema", {})),
        "statuses": sorted(responses),
        "example": json.dumps(examples[0]["value"], ensure_ascii=False, indent=2) if examples else "",
        "to_try": _to_try(path, operation) if method == "get" and "security" not in operation else "",
    }


def _json(body):
    """What is sent or answered as JSON, or as a form with files."""
    content = body.get("content", {})
    return content.get("application/json") or content.get("multipart/form-data", {})


def _fields(schemas, schema, within=""):
    """(name, type, required, meaning) of each field, and of the fields of an object or list in it, one level deep."""
    resolved = schemas[_kind(schema)] if "$ref" in schema else schema
    rows = []
    for name, inner in resolved.get("properties", {}).items():
        rows.append((within + name, _kind(inner), name in resolved.get("required", []), inner.get("title", "")))
        contained = inner.get("items", inner)
        if "$ref" in contained and not within:
            rows += _fields(schemas, contained, f"{name}[]." if "items" in inner else f"{name}.")
    return rows


def _kind(schema) -> str:
    """The type in a few words: `integer 1–100`, `newest | oldest`, `Article[]`."""
    if "$ref" in schema:
        return schema["$ref"].rsplit("/", 1)[-1]
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


def _to_try(path, operation):
    """The path with the examples of required parameters; empty if it names a row, which may not exist here."""
    if "{" in path:
        return ""
    required = [each for each in operation.get("parameters", []) if each.get("required")]
    query = "&".join(f"{each['name']}={quote(each['schema']['examples'][0])}" for each in required)
    return path + (f"?{query}" if query else "")
