"""Rows as the public API shows them: only what readers of the site can see."""

from django.urls import reverse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from articles.addresses import absolute, root
from articles.models import (
    TEXTS,
    Article,
    Author,
    Contribution,
    Correction,
    Issue,
    Page,
    PictureCredit,
    Placement,
    Section,
)
from articles.pictures.published import published

BLOCK_KINDS = ["paragraph", "subhead", "caption"]


@extend_schema_field(OpenApiTypes.URI)
class Address(serializers.Field):
    """The absolute URL of the path that `path` returns for a row; by default its page on the site."""

    def __init__(self, path=lambda row: row.get_absolute_url()):
        super().__init__(read_only=True, source="*")
        self.path = path

    def to_representation(self, row):
        return absolute(self.context["request"], self.path(row))


def page_path(page):
    return reverse("api:page", args=[page.issue.date, page.number])


class SectionSerializer(serializers.ModelSerializer):
    articles = Address(lambda section: reverse("api:articles", query={"section": section.slug}))
    web_url = Address()

    class Meta:
        model = Section
        fields = ["slug", "name", "articles", "web_url"]


class SectionNameSerializer(SectionSerializer):
    class Meta(SectionSerializer.Meta):
        fields = ["slug", "name"]


class AuthorSerializer(serializers.ModelSerializer):
    url = Address(lambda author: reverse("api:author", args=[author.pk]))
    articles = Address(lambda author: reverse("api:articles", query={"author": author.pk}))
    web_url = Address()

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
    url = Address(lambda placement: page_path(placement.page))

    class Meta:
        model = Placement
        fields = ["issue", "issue_number", "page", "page_name", "order", "continued_from", "continued_on", "url"]
        # Otherwise the description has the limits of the database in use.
        read_only_fields = ["order"]


class BlockSerializer(serializers.Serializer):
    """`picture` is the number of the picture that a caption belongs to, if it does."""

    kind = serializers.ChoiceField(choices=BLOCK_KINDS)
    text = serializers.CharField()
    picture = serializers.IntegerField(allow_null=True)


class RenditionSerializer(serializers.Serializer):
    """A file of a picture: `name` is its width and kind, or that of a crop: share, 1x1, 4x3 or 16x9."""

    name = serializers.CharField()
    url = serializers.URLField()
    width = serializers.IntegerField()
    height = serializers.IntegerField()
    bytes = serializers.IntegerField()
    type = serializers.CharField(source="mime")


class PictureCreditSerializer(BylineSerializer):
    class Meta(BylineSerializer.Meta):
        model = PictureCredit


class PictureSerializer(serializers.Serializer):
    """A picture in an article. No block names pictures that stand above the text; the first of them is the lead."""

    id = serializers.IntegerField(source="picture.pk")
    number = serializers.IntegerField(source="use.number")
    caption = serializers.CharField()
    alt = serializers.CharField()
    credits = PictureCreditSerializer(source="picture.photographers", many=True)
    source = serializers.CharField(source="picture.source")
    taken_at = serializers.DateTimeField(source="picture.taken_at", allow_null=True)
    focal_x = serializers.IntegerField(source="picture.focal_x")
    focal_y = serializers.IntegerField(source="picture.focal_y")
    renditions = RenditionSerializer(source="files", many=True)


class FormatsSerializer(serializers.Serializer):
    text = Address(lambda article: reverse("article_text", args=[article.pk]))
    markdown = Address(lambda article: reverse("article_markdown", args=[article.pk]))
    ninjs = Address(lambda article: reverse("api:article_ninjs", args=[article.pk]))


class PageSerializer(serializers.ModelSerializer):
    issue = serializers.DateField(source="issue.date", read_only=True)
    label = serializers.CharField(read_only=True)
    url = Address(page_path)
    web_url = Address()

    class Meta:
        model = Page
        fields = ["id", "issue", "number", "name", "label", "url", "web_url"]


class PageReferenceSerializer(PageSerializer):
    class Meta(PageSerializer.Meta):
        fields = ["issue", "number", "name", "url"]


class NoticeSerializer(serializers.ModelSerializer):
    """A correction or apology. `printed_on` is the page that printed it, or null if readers cannot open that page."""

    printed_on = PageReferenceSerializer(source="page_for_readers", allow_null=True, read_only=True)
    web_url = Address()

    class Meta:
        model = Correction
        fields = ["id", "kind", "text", "date", "printed_on", "web_url"]


class ArticleSerializer(serializers.ModelSerializer):
    """With `only`, just the fields it names."""

    url = Address(lambda article: reverse("api:article", args=[article.pk]))
    web_url = Address()
    section = SectionNameSerializer(allow_null=True, read_only=True)
    authors = BylineSerializer(source="bylines", many=True, read_only=True)
    placements = PlacementSerializer(many=True, read_only=True)
    blocks = BlockSerializer(many=True, read_only=True)
    pictures = serializers.SerializerMethodField()
    corrections = NoticeSerializer(many=True, read_only=True)
    formats = FormatsSerializer(source="*", read_only=True)
    published_at = serializers.DateTimeField(source="published", read_only=True)
    changed_at = serializers.DateTimeField(source="last_changed", read_only=True)

    class Meta:
        model = Article
        fields = [
            "id", "url", "web_url", "date", "title", *TEXTS[:-1], "summary", "section", "authors", "placements",
            "pictures", "published_at", "changed_at", "corrections", "body", "blocks", "formats",
        ]  # fmt: skip
        read_only_fields = fields

    def __init__(self, *args, only=None, **kwargs):
        super().__init__(*args, **kwargs)
        for name in set(self.fields) - set(only or self.fields):
            del self.fields[name]
        self._pictures = PictureSerializer(many=True)

    @extend_schema_field(PictureSerializer(many=True))
    def get_pictures(self, article):
        if not article.pictures:
            return []
        pictures = published(article.blocks, article.pictures, root(self.context["request"]))
        return self._pictures.to_representation(pictures)


# Lists leave out the long fields.
LONG = ["corrections", "body", "blocks", "formats"]
IN_LISTS = [name for name in ArticleSerializer.Meta.fields if name not in LONG]


class ArticleSummarySerializer(ArticleSerializer):
    """An article in a list; the long fields are there only if `include` names them."""


class ArticleOnPageSerializer(ArticleSerializer):
    class Meta(ArticleSerializer.Meta):
        fields = ["id", "url", "title", "kicker", "headline", "deck", "summary", "section", "authors"]


class CorrectedArticleSerializer(ArticleSerializer):
    class Meta(ArticleSerializer.Meta):
        fields = ["id", "title", "date", "url"]


class CorrectionSerializer(NoticeSerializer):
    article = CorrectedArticleSerializer(read_only=True)

    class Meta(NoticeSerializer.Meta):
        fields = [*NoticeSerializer.Meta.fields, "article"]


class IssueSerializer(serializers.ModelSerializer):
    url = Address(lambda issue: reverse("api:issue", args=[issue.date]))
    web_url = Address()
    ninjs = Address(lambda issue: reverse("api:issue_ninjs", args=[issue.date]))

    class Meta:
        model = Issue
        fields = ["date", "number", "url", "web_url", "ninjs"]


class PlacedArticleSerializer(serializers.ModelSerializer):
    article = ArticleOnPageSerializer()

    class Meta:
        model = Placement
        fields = ["order", "continued_from", "continued_on", "article"]
        read_only_fields = ["order"]


class PageWithStoriesSerializer(PageSerializer):
    stories = PlacedArticleSerializer(many=True, read_only=True)

    class Meta(PageSerializer.Meta):
        fields = [*PageSerializer.Meta.fields, "stories"]


class FacsimileSerializer(serializers.Serializer):
    """The printed page as an image. `whole` is false while zones of stories that are not public are blanked."""

    url = serializers.URLField()
    width = serializers.IntegerField()
    height = serializers.IntegerField()
    type = serializers.CharField(source="mime")
    whole = serializers.BooleanField()


class LocatedArticleSerializer(PlacedArticleSerializer):
    """`zone` has the areas of the story on the facsimile, as [x0, y0, x1, y1] in 1/10,000 of its width and height."""

    zone = serializers.SerializerMethodField()

    class Meta(PlacedArticleSerializer.Meta):
        fields = [*PlacedArticleSerializer.Meta.fields, "zone"]

    def get_zone(self, placement) -> list[list[int]]:
        shown = placement.page.shown
        return shown.stories.seen.get(placement.article_id, []) if shown else []


class PageWithFacsimileSerializer(PageWithStoriesSerializer):
    facsimile = serializers.SerializerMethodField()
    stories = LocatedArticleSerializer(many=True, read_only=True)

    class Meta(PageWithStoriesSerializer.Meta):
        fields = [*PageSerializer.Meta.fields, "facsimile", "stories"]

    @extend_schema_field(FacsimileSerializer(allow_null=True))
    def get_facsimile(self, page):
        if page.shown is None:
            return None
        image = page.shown.images[0]
        url = absolute(self.context["request"], page.shown.address(image))
        return FacsimileSerializer({**image, "url": url, "whole": page.shown.is_whole}).data


class IssueWithPagesSerializer(IssueSerializer):
    pages = PageWithStoriesSerializer(source="public_pages", many=True, read_only=True)

    class Meta(IssueSerializer.Meta):
        fields = [*IssueSerializer.Meta.fields, "pages"]
