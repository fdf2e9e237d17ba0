"""Examples of requests and responses, made from their schemas, so that no operation is without one."""

from http import HTTPStatus

from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import NotAuthenticated, Throttled

from articles.api.base import TooLarge
from articles.api.errors import DEFAULTS
from articles.filters import NO_DAY

SITE = "https://paper.example"
API = f"{SITE}/api/v1"
TITLE = "水利局开展河湖保护整治行动"
FIRST_WORDS = "时值夏季，河道里的浮萍、杂草等水生物进入迅速生长期。"
# By the field's name, or by its schema and name.
VALUES = {
    "alt": "船上的工人在河面打捞水草",
    "article": 3,
    "articles": f"{API}/articles/?section=environment",
    "authors": f"{API}/authors/",
    "body": FIRST_WORDS,
    "byline": ["记者 曹璐"],
    "by": "记者 曹璐",
    "caption": "水利局组织人员打捞水草。",
    "charCount": len(FIRST_WORDS),
    "contentType": "text/plain",
    "copyrightHolder": "本县日报",
    "corrections": f"{API}/corrections/",
    "count": 1,
    "continued_from": "",
    "continued_from_page": None,
    "continued_on": "",
    "continued_on_page": None,
    "dateline": "",
    "deck": "",
    "detail": "这里写什么不对，应当怎样写。",
    "dry_run": False,
    "etag": '"v2"',
    "focal_x": 50,
    "focal_y": 40,
    "headline": TITLE,
    "height": 1067,
    "href": f"{SITE}/pictures/5/1600.jpg",
    "id": 3,
    "imported_by": "operator",
    "is_hit": True,
    "is_public": True,
    "issue": "2023-07-20",
    "issue_number": "",
    "issues": f"{API}/issues/",
    "kicker": "",
    "kind": "paragraph",
    "label": "第2版：综合新闻",
    "language": "zh-Hans",
    "line": 12,
    "lines": [12, 31],
    "literal": "environment",
    "markdown": f"{SITE}/articles/3.md",
    "message": "版面上这篇稿件没有标题。",
    "missing_terms": [],
    "name": "综合新闻",
    "nearest": False,
    "nearest_from": None,
    "new": [],
    "next": None,
    "ninjs": f"{API}/articles/3/ninjs/",
    "note": "",
    "notice": "此稿内容有误，本报撤回。",
    "number": "2",
    "order": 3,
    "others": [],
    "own_keywords": ["河湖保护", "水草"],
    "page": "2",
    "page_name": "综合新闻",
    "pages": 1,
    "pending": None,
    "photographers": ["丁彤"],
    "places": ["2版第3篇"],
    "previous": None,
    "role": "记者",
    "search": f"{API}/search/",
    "section": "environment",
    "sections": f"{API}/sections/",
    "size": 284113,
    "sizeInBytes": 284113,
    "slug": "environment",
    "source": "",
    "stale": False,
    "step": None,
    "summary": FIRST_WORDS,
    "terms": ["后白镇"],
    "text": FIRST_WORDS,
    "title": TITLE,
    "type": "image/jpeg",
    "uri": f"{SITE}/articles/3/",
    "url": f"{API}/articles/3/",
    "value": FIRST_WORDS,
    "version": 2,
    "warnings": [],
    "web_url": f"{SITE}/articles/3/",
    "why": "错字",
    "why_not": "",
    "why_not_sign": "",
    "width": 1600,
    "withdrawal_notice": "",
    "year": 2023,
    "zone": [[350, 1200, 4800, 3900]],
    "Author.articles": f"{API}/articles/?author=8",
    "Author.id": 8,
    "Author.name": "曹璐",
    "Author.url": f"{API}/authors/8/",
    "Author.web_url": f"{SITE}/authors/8/",
    "AuthorFacet.id": 8,
    "AuthorFacet.name": "曹璐",
    "Byline.id": 8,
    "Byline.name": "曹璐",
    "Correction.text": "“20余吨”应为“30余吨”。",
    "CreditRequest.id": 8,
    "CreditRequest.name": "曹璐",
    "DeskPicture.name": "清河.jpg",
    "Formats.text": f"{SITE}/articles/3.txt",
    "Issue.number": "",
    "Issue.ninjs": f"{API}/issues/2023-07-20/ninjs/",
    "Issue.url": f"{API}/issues/2023-07-20/",
    "Issue.web_url": f"{SITE}/2023-07-20/",
    "IssueWithPages.ninjs": f"{API}/issues/2023-07-20/ninjs/",
    "IssueWithPages.number": "",
    "IssueWithPages.url": f"{API}/issues/2023-07-20/",
    "IssueWithPages.web_url": f"{SITE}/2023-07-20/",
    "NinjsItem.type": "text",
    "NinjsItem.version": "2",
    "NinjsSource.name": "曹璐",
    "NinjsStandard.name": "ninjs",
    "NinjsStandard.schema": "https://www.iptc.org/std/ninjs/ninjs-schema_3.0.json",
    "NinjsStandard.version": "3.0",
    "NinjsSubject.name": "生态环境",
    "NinjsText.role": "main",
    "NewCorrection.text": "“20余吨”应为“30余吨”。",
    "NewCorrectionRequest.page": None,
    "NewCorrectionRequest.text": "“20余吨”应为“30余吨”。",
    "Notice.text": "“20余吨”应为“30余吨”。",
    "Picture.id": 5,
    "PictureCredit.id": 8,
    "PictureCredit.name": "丁彤",
    "PictureCredit.role": "摄影",
    "Picture.number": 1,
    "Rendition.name": "1600.jpg",
    "Rendition.type": "image/jpeg",
    "Rendition.url": f"{SITE}/pictures/5/1600.jpg",
    "Section.name": "生态环境",
    "Section.url": f"{API}/sections/environment/",
    "Section.web_url": f"{SITE}/sections/environment/",
    "SectionFacet.name": "生态环境",
    "SectionName.name": "生态环境",
    "StoryPicture.id": 5,
    "StoryPicture.number": 1,
    "StoryPictureRequest.id": 5,
    "StoryPictureRequest.number": 1,
}
FORMATS = {
    "date": "2023-07-20",
    "date-time": "2023-07-20T00:00:00+08:00",
    "uri": f"{SITE}/",
}
BY_TYPE = {"integer": 0, "number": 0, "boolean": True, "string": "", "null": None}


def example_of(schema, schemas, name="", within=()):
    """A value of this schema. `name`: of its field; `within`: the named schemas around it, innermost last."""
    if "$ref" in schema:
        inner = schema["$ref"].rsplit("/", 1)[-1]
        return example_of(schemas[inner], schemas, name, (*within, inner))
    if "properties" in schema:
        return {
            field: example_of(inner, schemas, field, within)
            for field, inner in schema["properties"].items()
            if not _repeats(inner, within)
        }
    for known in (f"{within[-1] if within else ''}.{name}", name):
        if known in VALUES and _fits(VALUES[known], schema):
            return VALUES[known]
    if choices := schema.get("oneOf") or schema.get("anyOf"):
        return example_of(choices[0], schemas, name, within)
    if schema.get("type") == "array":
        return [example_of(schema["items"], schemas, name, within)]
    if "enum" in schema:
        return schema["enum"][0]
    kind = schema.get("type", "string")
    return FORMATS.get(schema.get("format")) or BY_TYPE[kind if isinstance(kind, str) else kind[0]]


# Statuses with one usual cause, beside those in DEFAULTS: (code, sentence).
CAUSES = {
    401: ("not_authenticated", NotAuthenticated.default_detail),
    409: ("refused", _("The pending version is made from the present public one already.")),
    412: ("stale", _("Somebody changed this story after you had opened it. Open it again and look before you act.")),
    413: ("too_large", TooLarge.default_detail),
    415: ("unsupported_media_type", _("Send JSON, with Content-Type: application/json.")),
    422: (
        "idempotency_key_reused",
        _("This Idempotency-Key was sent with another request. Use a new key for each request."),
    ),
    428: ("version_needed", _('Say which version you have read: send its ETag, in this form:  If-Match: "v3"')),
    429: ("throttled", Throttled.default_detail),
    507: (
        "disk_full",
        _("The server’s disk is full and nothing was kept; tell the operator and choose the picture again later."),
    ),
}
MEMBERS = {
    400: {"errors": [{"field": "since", "detail": NO_DAY}]},
    410: {"withdrawn_at": "2023-07-21T10:00:00+08:00"},
    412: {"version": 4},
}


def problem_example(status) -> dict:
    code, sentence = CAUSES.get(status) or DEFAULTS[status]
    title = HTTPStatus(status).phrase
    problem = {"type": "about:blank", "title": title, "status": status, "code": code, "detail": sentence}
    return problem | MEMBERS.get(status, {})


def _repeats(schema, within):
    """Whether an item would contain items of its own kind."""
    return schema.get("items", {}).get("$ref", "").rsplit("/", 1)[-1] in within


def _fits(value, schema):
    types = {bool: "boolean", int: "integer", str: "string", list: "array", type(None): "null"}
    kinds = schema.get("type", [])
    if "oneOf" in schema:
        return value is None
    if "enum" in schema:
        return value in schema["enum"]
    if types[type(value)] == "array" and value and schema.get("items", {}).get("$ref"):
        return False
    return types[type(value)] in ([kinds] if isinstance(kinds, str) else kinds)
