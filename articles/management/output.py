import json

from django.core.serializers.json import DjangoJSONEncoder


def as_json(value) -> str:
    """What a command prints with --json; times are in ISO 8601 with their zone."""
    return json.dumps(value, ensure_ascii=False, indent=1, cls=DjangoJSONEncoder)
