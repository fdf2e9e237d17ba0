"""What may stand in an address or a header, with its limits."""

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter

from articles.api.paging import LARGEST_SIZE, LAST_PAGE, USUAL_SIZE
from articles.api.serializers import ArticleSerializer
from articles.filters import FIRST_DAY, LAST_DAY
from articles.models import Article

QUERY, PATH, HEADER = OpenApiParameter.QUERY, OpenApiParameter.PATH, OpenApiParameter.HEADER
DAY = {"type": "string", "format": "date", "examples": ["2023-07-20"]}
KEY = {"type": "integer", "minimum": 1, "maximum": 2**63 - 1}


def query(name, schema, description, required=False):
    return OpenApiParameter(name, schema, QUERY, required, description)


def orders(*names):
    schema = {"type": "string", "enum": list(names), "default": names[0]}
    return query("order", schema, _("In which order they come."))


PAGE_SIZE = query(
    "page_size",
    {"type": "integer", "minimum": 1, "maximum": LARGEST_SIZE, "default": USUAL_SIZE},
    _("How many at once."),
)
CURSOR = query("cursor", {"type": "string"}, _("Where to go on. Follow `next` as it stands; it has the cursor in it."))
BY_CURSOR = [CURSOR, PAGE_SIZE]
FIELDS = OpenApiParameter(
    "fields",
    {
        "type": "array",
        "items": {"type": "string", "enum": list(ArticleSerializer().fields)},
        "minItems": 1,
        "examples": [["id", "title", "body"]],
    },
    QUERY,
    style="form",
    explode=False,
    description=_("Only these fields, parted by commas. Lists leave out the long ones unless they are named here."),
)
NAME = {"type": "string", "minLength": 1}
LIMITS = [
    query("section", {"type": "string", "pattern": "^[-a-zA-Z0-9_]+$"}, _("The address of a section.")),
    query("author", KEY, _("The key of an author.")),
    query("since", DAY, _("From this day on.")),
    query("until", DAY, _("Up to this day.")),
    query("year", {"type": "integer", "minimum": FIRST_DAY.year, "maximum": LAST_DAY.year}, _("Papers of this year.")),
    query("page_name", {**NAME, "maxLength": 40}, _("Printed on pages of this name (版名).")),
]
CHANGED_SINCE = query(
    "changed_since",
    {"type": "string", "format": "date-time", "examples": ["2023-07-20T00:00:00+08:00"]},
    _("Changed or published at this moment or later: for harvesters, with order=changed."),
)
WORDS = query(
    "q",
    {**NAME, "examples": ["后白镇 糜林"]},
    _("What to look for: words parted by blanks, “exactly so” in quotes, -without with a minus."),
    required=True,
)
PAGE = query("page", {"type": "integer", "minimum": 1, "maximum": LAST_PAGE, "default": 1}, _("Which page of results."))
NEWEST = query("order", {"type": "string", "enum": ["newest"]}, _("The newest first instead of the best."))
ISSUE = query("issue", DAY, _("Pages of the issue of this day."))
PAGES_NAME = query("name", {**NAME, "maxLength": 40}, _("Pages of this name (版名)."))
AUTHORS_NAME = query("name", {**NAME, "maxLength": 60}, _("Authors of just this name."))
STATUS = query("status", {"type": "string", "enum": Article.Status.values}, _("Stories in this state."))

IN_PATH = {
    "id": OpenApiParameter("id", {**KEY, "examples": [3]}, PATH, description=_("The key.")),
    "slug": OpenApiParameter(
        "slug",
        {"type": "string", "pattern": "^[-a-zA-Z0-9_]+$", "examples": ["environment"]},
        PATH,
        description=_("The address of a section."),
    ),
    "date": OpenApiParameter("date", DAY, PATH, description=_("The day of the paper.")),
    "number": OpenApiParameter(
        "number",
        {"type": "string", "pattern": "^[0-9A-Za-z]{1,8}$", "examples": ["2", "A04"]},
        PATH,
        description=_("The page number as printed (版次)."),
    ),
}
IF_MATCH = OpenApiParameter(
    "If-Match",
    {"type": "string", "pattern": '^(W/)?"v[0-9]{1,9}"$', "examples": ['"v3"']},
    HEADER,
    required=True,
    description=_("The ETag of the version that you have read."),
)
PAGE_AS_READ = OpenApiParameter(
    "If-Match",
    {"type": "string", "pattern": '^"[0-9a-f]{32}"$'},
    HEADER,
    required=True,
    description=_("The ETag with which the page was read."),
)


def answered(name, codes, schema, description):
    return OpenApiParameter(name, schema, HEADER, response=codes, description=description)


TEXT = {"type": "string"}
ETAG = answered(
    "ETag", [200, 201, 412], TEXT, _("By which the answer is known again; for stories of the desk, their version.")
)
RETRY_AFTER = answered("Retry-After", [429], {"type": "integer"}, _("Seconds to wait."))
AUTHENTICATE = answered("WWW-Authenticate", [401], TEXT, _("How to come in."))
LOCATION = answered("Location", [201, 301], {"type": "string", "format": "uri-reference"}, _("Where it stands."))
