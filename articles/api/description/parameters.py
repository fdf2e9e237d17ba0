"""Schemas and meanings of parameters."""

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter

# Databases do not support all days beyond these (articles.filters.DAYS).
YEARS = "^(19[0-9]{2}|20[0-9]{2}|2100)-"
DAY = {"type": "string", "format": "date", "pattern": YEARS, "examples": ["2023-07-20"]}
MOMENT = {"type": "string", "format": "date-time", "pattern": YEARS, "examples": ["2023-07-20T00:00:00+08:00"]}
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
