"""The answers that are no single row: pages of lists, what a search found, an issue with its pages, a problem."""

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiExample, inline_serializer
from rest_framework import serializers

from articles.api.serializers import (
    ArticleSerializer,
    AuthorSerializer,
    CorrectionSerializer,
    IssueSerializer,
    PageSerializer,
    PlacedArticleSerializer,
    SectionSerializer,
)
from articles.desk_api.serializers import StorySummarySerializer


def pages_of(serializer):
    name = serializer.__name__.removesuffix("Serializer")
    fields = {"next": serializers.URLField(allow_null=True), "results": serializer(many=True)}
    return inline_serializer(f"{name}List", fields)


class PieceSerializer(serializers.Serializer):
    text = serializers.CharField()
    is_hit = serializers.BooleanField()


class HighlightsSerializer(serializers.Serializer):
    title = PieceSerializer(many=True)
    passages = serializers.ListField(child=PieceSerializer(many=True))


class FoundArticleSerializer(ArticleSerializer):
    highlights = HighlightsSerializer()

    class Meta(ArticleSerializer.Meta):
        fields = [*ArticleSerializer.Meta.fields, "highlights"]


def facet(kind, /, **what):
    return inline_serializer(f"{kind}Facet", {**what, "count": serializers.IntegerField()}, many=True)


class YearFacetSerializer(serializers.Serializer):
    year = serializers.IntegerField()
    count = serializers.IntegerField(
        allow_null=True, help_text=_("Of all that was found; null where that is too much to be counted by year.")
    )


class FacetsSerializer(serializers.Serializer):
    counted = serializers.IntegerField(
        help_text=_("Sections, page names and authors are counted among so many of those found: the last entered.")
    )
    sections = facet("Section", slug=serializers.CharField(), name=serializers.CharField())
    page_names = facet("PageName", name=serializers.CharField())
    authors = facet("Author", id=serializers.IntegerField(), name=serializers.CharField())
    years = YearFacetSerializer(many=True)


class SearchResultsSerializer(serializers.Serializer):
    terms = serializers.ListField(child=serializers.CharField())
    nearest = serializers.BooleanField()
    nearest_from = serializers.IntegerField(allow_null=True)
    missing_terms = serializers.ListField(child=serializers.CharField())
    count = serializers.IntegerField()
    page = serializers.IntegerField()
    pages = serializers.IntegerField()
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    results = FoundArticleSerializer(many=True)
    facets = FacetsSerializer()


class PageWithStoriesSerializer(PageSerializer):
    stories = PlacedArticleSerializer(many=True)

    class Meta(PageSerializer.Meta):
        fields = [*PageSerializer.Meta.fields, "stories"]


class IssueWithPagesSerializer(IssueSerializer):
    pages = PageWithStoriesSerializer(many=True)

    class Meta(IssueSerializer.Meta):
        fields = [*IssueSerializer.Meta.fields, "pages"]


class WrongFieldSerializer(serializers.Serializer):
    field = serializers.CharField(allow_blank=True)
    detail = serializers.CharField()


class ProblemSerializer(serializers.Serializer):
    """https://www.rfc-editor.org/rfc/rfc9457"""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    code = serializers.CharField()
    detail = serializers.CharField()
    errors = WrongFieldSerializer(many=True, required=False)
    withdrawn_at = serializers.DateTimeField(required=False)
    version = serializers.IntegerField(required=False)


class BeginningsSerializer(serializers.Serializer):
    def get_fields(self):
        names = ["articles", "issues", "pages", "sections", "authors", "corrections", "search"]
        return {name: serializers.URLField() for name in names}


NINJS = {"type": "object", "required": ["uri", "type"], "properties": {"uri": {"type": "string", "format": "uri"}}}
UNDERSTOOD = {
    "type": "object",
    "required": ["articles", "residue"],
    "properties": {
        "articles": {"type": "array", "items": {"type": "object"}},
        "residue": {"type": "array", "items": {"type": "object"}},
    },
}
REPORT = {
    "type": "object",
    "required": ["date", "stories", "set_aside", "warnings"],
    "properties": {
        "date": {"type": "string", "format": "date"},
        "stories": {"type": "array", "items": {"type": "object"}},
        "set_aside": {"type": "integer"},
        "warnings": {"type": "array", "items": {"type": "string"}},
    },
}

ARTICLES, ISSUES, PAGES = pages_of(ArticleSerializer), pages_of(IssueSerializer), pages_of(PageSerializer)
AUTHORS, CORRECTIONS = pages_of(AuthorSerializer), pages_of(CorrectionSerializer)
STORIES = pages_of(StorySummarySerializer)
SECTIONS = inline_serializer("SectionList", {"results": SectionSerializer(many=True)})

ARTICLE_EXAMPLE = OpenApiExample(
    "article",
    value={
        "id": 3,
        "url": "https://paper.example/api/v1/articles/3/",
        "web_url": "https://paper.example/articles/3/",
        "date": "2023-07-20",
        "title": "水利局开展河湖保护整治行动",
        "kicker": "",
        "headline": "水利局开展河湖保护整治行动",
        "deck": "",
        "dateline": "",
        "summary": "时值夏季，河道里的浮萍、杂草等水生物进入迅速生长期……",
        "section": {"slug": "environment", "name": "生态环境"},
        "authors": [{"id": 8, "name": "曹璐", "role": "记者"}],
        "placements": [
            {
                "issue": "2023-07-20",
                "issue_number": "",
                "page": "2",
                "page_name": "综合新闻",
                "order": 3,
                "continued_from": "",
                "continued_on": "",
                "url": "https://paper.example/api/v1/issues/2023-07-20/pages/2/",
            }
        ],
        "published_at": "2023-07-20T00:00:00+08:00",
        "changed_at": "2023-07-20T00:00:00+08:00",
        "corrections": [],
        "body": "时值夏季，河道里的浮萍、杂草等水生物进入迅速生长期……",
        "blocks": [{"kind": "paragraph", "text": "时值夏季，河道里的浮萍、杂草等水生物进入迅速生长期……"}],
        "formats": {
            "text": "https://paper.example/articles/3.txt",
            "markdown": "https://paper.example/articles/3.md",
            "ninjs": "https://paper.example/api/v1/articles/3/ninjs/",
        },
    },
)
DRAFT_EXAMPLE = OpenApiExample(
    "draft",
    request_only=True,
    value={
        "headline": "水利局开展河湖保护整治行动",
        "body": "时值夏季，河道里的浮萍、杂草等水生物进入迅速生长期。\n\n## 长效管护\n\n水清了。",
        "section": "environment",
        "date": "2023-07-20",
        "authors": [{"name": "曹璐", "role": "记者"}],
    },
)
