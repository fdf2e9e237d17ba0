"""The properties, types and required properties of text, picture and composite items in IPTC ninjs 3.0, after
https://www.iptc.org/std/ninjs/ninjs-schema_3.0.json. Other properties are errors."""

TEXT, NUMBER = {"type": "string"}, {"type": "number"}
URI = {"type": "string", "format": "uri"}
TIME = {"type": "string", "format": "date-time"}


def items(required=(), **properties):
    return {
        "type": "array",
        "items": {
            "type": "object",
            "properties": properties,
            "required": list(required),
            "additionalProperties": False,
        },
    }


ITEM = {
    "type": "object",
    "properties": {
        "uri": URI,
        "type": {
            "enum": [
                "text", "audio", "video", "picture", "graphic", "composite", "component", "event", "planning"
            ]
        },
        "representationType": {"enum": ["full", "partial"]},
        "profile": TEXT,
        "version": TEXT,
        "firstCreated": TIME,
        "versionCreated": TIME,
        "contentCreated": TIME,
        "embargoed": TIME,
        "expires": TIME,
        "pubStatus": {"enum": ["usable", "withheld", "canceled"]},
        "urgency": {"type": "number"},
        "copyrightHolder": TEXT,
        "copyrightNotice": TEXT,
        "usageTerms": TEXT,
        "edNote": TEXT,
        "language": TEXT,
        "title": TEXT,
        "by": TEXT,
        "slugline": TEXT,
        "located": TEXT,
        "descriptions": items(["value"], role=TEXT, contentType=TEXT, value=TEXT),
        "headlines": items(["value"], role=TEXT, contentType=TEXT, value=TEXT),
        "bodies": items(
            ["value"],
            role=TEXT,
            contentType=TEXT,
            charCount={"type": "integer"},
            wordCount={"type": "integer"},
            value=TEXT,
        ),
        "people": items(name=TEXT, rel=TEXT, uri=URI, literal=TEXT),
        "subjects": items(
            name=TEXT,
            rel=TEXT,
            uri=URI,
            literal=TEXT,
            creator=TEXT,
            relevance={"type": "integer", "minimum": 0, "maximum": 100},
            confidence={"type": "integer", "minimum": 0, "maximum": 100},
        ),
        "infoSources": items(name=TEXT, role=TEXT, uri=URI, literal=TEXT),
        "genres": items(name=TEXT, uri=TEXT, literal=TEXT),
        "altIds": items(role=TEXT, value=TEXT),
        "renditions": items(
            ["name"],
            name=TEXT,
            uri=URI,
            href=URI,
            contentType=TEXT,
            title=TEXT,
            height=NUMBER,
            width=NUMBER,
            sizeInBytes=NUMBER,
            format=TEXT,
            originalFilename=TEXT,
            fileExtension=TEXT,
            digest=TEXT,
            colourSpace=TEXT,
            orientation=TEXT,
        ),
        "standard": {
            "type": "object",
            "properties": {"name": TEXT, "version": TEXT, "schema": URI},
            "additionalProperties": False,
        },
        "associations": {
            "type": "array",
            "items": {
                "$ref": "#/$defs/item",
                "properties": {"name": TEXT},
                "required": ["name", "uri"],
                "unevaluatedProperties": False,
            },
        },
    },
}  # fmt: skip
RULES = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$defs": {"item": ITEM},
    "$ref": "#/$defs/item",
    "required": ["uri"],
    "unevaluatedProperties": False,
}
