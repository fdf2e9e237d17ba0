"""The schema of our ninjs 3.0 (https://www.iptc.org/std/ninjs/ninjs-schema_3.0.json): the properties that we use."""

TEXT = {"type": "string"}
NUMBER = {"type": "integer"}
TIME = {"type": "string", "format": "date-time"}
URI = {"type": "string", "format": "uri"}


def array(name):
    return {"type": "array", "items": {"$ref": f"#/components/schemas/{name}"}}


def of(required, **properties):
    return {"type": "object", "properties": properties, "required": required}


SCHEMAS = {
    "NinjsItem": of(
        ["uri", "type"],
        standard={"$ref": "#/components/schemas/NinjsStandard"},
        uri=URI,
        type={"$ref": "#/components/schemas/NinjsType"},
        name=TEXT,
        version=TEXT,
        representationType={"$ref": "#/components/schemas/NinjsRepresentation"},
        firstCreated=TIME,
        versionCreated=TIME,
        contentCreated=TIME,
        pubStatus={"$ref": "#/components/schemas/NinjsStatus"},
        language=TEXT,
        title=TEXT,
        copyrightHolder=TEXT,
        by=TEXT,
        headlines=array("NinjsText"),
        descriptions=array("NinjsText"),
        bodies=array("NinjsText"),
        infoSources=array("NinjsSource"),
        subjects=array("NinjsSubject"),
        renditions=array("NinjsRendition"),
        associations=array("NinjsItem"),
    ),
    "NinjsType": {"type": "string", "enum": ["text", "picture", "composite"]},
    "NinjsRepresentation": {"type": "string", "enum": ["full", "partial"]},
    "NinjsStatus": {"type": "string", "enum": ["usable", "withheld", "canceled"]},
    "NinjsStandard": of(["name", "version", "schema"], name=TEXT, version=TEXT, schema=URI),
    "NinjsText": of(["role", "value"], role=TEXT, contentType=TEXT, charCount=NUMBER, value=TEXT),
    "NinjsSource": of(["name"], name=TEXT, role=TEXT, uri=URI),
    "NinjsSubject": of(["name", "literal", "uri"], name=TEXT, literal=TEXT, uri=URI),
    "NinjsRendition": of(
        ["name", "href", "contentType", "width", "height", "sizeInBytes"],
        name=TEXT,
        href=URI,
        contentType=TEXT,
        width=NUMBER,
        height=NUMBER,
        sizeInBytes=NUMBER,
    ),
}
