"""How rows look in the API. Every field is public: what readers of the site cannot see has no field here."""

from django.urls import reverse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from articles.addresses import absolute
from articles.models import TEXTS, Article, Author, Contribution, Correction, Issue, Page, Placement, Section


@extend_schema_field(OpenApiTypes.URI)
class Address(serializers.Field):
    """The full address of a view; `of` turns the row into the view's arguments."""

    def __init__(self, view, of=lambda row: [row.pk], query="", **kwargs):
        super().__init__(read_only=True, source="*", **kwargs)
        self.view, self.of, self.query = view, of, query

    def to_representation(self, row):
        path = reverse(self.view, args=self.of(row))
        return absolute(self.context["request"], path) + self.query.format(row=row)


@extend_schema_field(OpenApiTypes.URI)
class WebAddress(serializers.Field):
    """The page of the site that shows the same row."""

    def __init__(self, **kwargs):
        super().__init__(read_only=True, source="*", **kwargs)

    def to_representation(self, row):
        return absolute(self.context["request"], row.get_absolute_url())


class Sparse(serializers.ModelSerializer):
    """Shows only the fields named in `only`, where that is given."""

    def __init__(self, *args, only=None, **kwargs):
        super().__init__(*args, **kwargs)
        for name in set(self.fields) - set(only or self.fields):
            del self.fields[name]


class SectionSerializer(serializers.ModelSerializer):
    articles = Address("api:articles", of=lambda row: [], query="?section={row.slug}")
    web_url = WebAddress()

    class Meta:
        model = Section
        fields = ["slug", "name", "articles", "web_url"]


class SectionNameSerializer(serializers.ModelSerializer):
    class Meta:
        model = Section
        fields = ["slug", "name"]


class AuthorSerializer(serializers.ModelSerializer):
    url = Address("api:author")
    articles = Address("api:articles", of=lambda row: [], query="?author={row.pk}")
    web_url = WebAddress()

    class Meta:
        model = Author
        fields = ["id", "name", "note", "url", "articles", "web_url"]


class BylineSerializer(serializers.ModelSerializer):
    id = serializers.IntegerField(source="author_id", read_only=True)
    name = serializers.CharField(source="author.name", read_only=True)

    class Meta:
        model = Contribution
        fields = ["id", "name", "role"]


class PlacementSerializer(serializers.ModelSerializer):
    issue = serializers.DateField(source="page.issue.date", read_only=True)
    issue_number = serializers.CharField(source="page.issue.number", read_only=True)
    page = serializers.CharField(source="page.number", read_only=True)
    page_name = serializers.CharField(source="page.name", read_only=True)
    url = Address("api:page", of=lambda placement: [placement.page.issue.date, placement.page.number])

    class Meta:
        model = Placement
        fields = ["issue", "issue_number", "page", "page_name", "order", "continued_from", "continued_on", "url"]


class BlockSerializer(serializers.Serializer):
    kind = serializers.ChoiceField(choices=["paragraph", "subhead", "caption"])
    text = serializers.CharField()


class FormatsSerializer(serializers.Serializer):
    text = Address("article_text")
    markdown = Address("article_markdown")
    ninjs = Address("api:article_ninjs")


class PageReferenceSerializer(serializers.ModelSerializer):
    issue = serializers.DateField(source="issue.date", read_only=True)
    url = Address("api:page", of=lambda page: [page.issue.date, page.number])

    class Meta:
        model = Page
        fields = ["issue", "number", "name", "url"]


class NoticeSerializer(serializers.ModelSerializer):
    """A correction or apology; `printed_on` is the page that carried it, as far as readers may open that page."""

    printed_on = PageReferenceSerializer(source="page", allow_null=True, read_only=True)
    web_url = WebAddress()

    class Meta:
        model = Correction
        fields = ["id", "kind", "text", "date", "printed_on", "web_url"]


class CorrectedArticleSerializer(serializers.ModelSerializer):
    url = Address("api:article")

    class Meta:
        model = Article
        fields = ["id", "title", "date", "url"]


class CorrectionSerializer(NoticeSerializer):
    article = CorrectedArticleSerializer(read_only=True)

    class Meta(NoticeSerializer.Meta):
        fields = [*NoticeSerializer.Meta.fields, "article"]


class ArticleSerializer(Sparse):
    url = Address("api:article")
    web_url = WebAddress()
    section = SectionNameSerializer(allow_null=True, read_only=True)
    authors = BylineSerializer(source="contributions", many=True, read_only=True)
    placements = PlacementSerializer(many=True, read_only=True)
    blocks = BlockSerializer(many=True, read_only=True)
    corrections = NoticeSerializer(many=True, read_only=True)
    formats = FormatsSerializer(source="*", read_only=True)
    published_at = serializers.SerializerMethodField()
    changed_at = serializers.SerializerMethodField()

    class Meta:
        model = Article
        fields = [
            "id", "url", "web_url", "date", "title", *TEXTS[:-1], "summary", "section",
            "authors", "placements", "published_at", "changed_at", "corrections", "body", "blocks", "formats",
        ]  # fmt: skip
        read_only_fields = fields

    @extend_schema_field(OpenApiTypes.DATETIME)
    def get_published_at(self, article):
        return article.published().isoformat()

    @extend_schema_field(OpenApiTypes.DATETIME)
    def get_changed_at(self, article):
        return article.last_changed().isoformat()


# Lists leave out the long fields.
IN_LISTS = [name for name in ArticleSerializer.Meta.fields if name not in ("corrections", "body", "blocks", "formats")]


class IssueSerializer(serializers.ModelSerializer):
    url = Address("api:issue", of=lambda issue: [issue.date])
    web_url = WebAddress()
    ninjs = Address("api:issue_ninjs", of=lambda issue: [issue.date])

    class Meta:
        model = Issue
        fields = ["date", "number", "url", "web_url", "ninjs"]


class PageSerializer(serializers.ModelSerializer):
    issue = serializers.DateField(source="issue.date", read_only=True)
    label = serializers.CharField(read_only=True)
    url = Address("api:page", of=lambda page: [page.issue.date, page.number])
    web_url = WebAddress()

    class Meta:
        model = Page
        fields = ["id", "issue", "number", "name", "label", "url", "web_url"]


class PlacedArticleSerializer(serializers.ModelSerializer):
    """A story in its place on a page."""

    article = ArticleSerializer(
        only=["id", "url", "title", "kicker", "headline", "deck", "summary", "section", "authors"]
    )

    class Meta:
        model = Placement
        fields = ["order", "continued_from", "continued_on", "article"]


class PageWithStoriesSerializer(PageSerializer):
    stories = PlacedArticleSerializer(many=True, read_only=True)

    class Meta(PageSerializer.Meta):
        fields = [*PageSerializer.Meta.fields, "stories"]


class IssueWithPagesSerializer(IssueSerializer):
    pages = PageWithStoriesSerializer(source="public_pages", many=True, read_only=True)

    class Meta(IssueSerializer.Meta):
        fields = [*IssueSerializer.Meta.fields, "pages"]
