"""What reading and importing a page return: IssueReport.as_dict() and understood() of articles.importing."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from articles.api.serializers import BLOCK_KINDS
from articles.importing import DOUBT_CODES, Outcome
from articles.models import Article


class TextsField(serializers.ListField):
    child = serializers.CharField()


@extend_schema_field({"type": ["integer", "string", "null"]})
class PrintedNumberField(serializers.Field):
    """A page number: 2, "A04", or null."""


class FoundDoubtSerializer(serializers.Serializer):
    code = serializers.ChoiceField(choices=DOUBT_CODES)
    line = serializers.IntegerField(allow_null=True)
    message = serializers.CharField()


class KeptSerializer(serializers.Serializer):
    """A text that an editor changed, and that the import did not."""

    field = serializers.CharField()
    ours = serializers.CharField()
    printed = serializers.CharField()


class ImportedStorySerializer(serializers.Serializer):
    outcome = serializers.ChoiceField(choices=Outcome.choices)
    article = serializers.IntegerField(allow_null=True)
    title = serializers.CharField()
    status = serializers.ChoiceField(choices=Article.Status.choices)
    byline = TextsField()
    section = serializers.CharField(allow_null=True)
    places = TextsField()
    doubts = FoundDoubtSerializer(many=True)
    kept = KeptSerializer(many=True)


class CertaintySerializer(serializers.Serializer):
    """How many stories the parser is sure of, and how many not."""

    sure = serializers.IntegerField()
    doubted = serializers.IntegerField()
    empty = serializers.IntegerField()


class ImportReportSerializer(serializers.Serializer):
    date = serializers.DateField()
    stories = ImportedStorySerializer(many=True)
    certainty = CertaintySerializer()
    set_aside = serializers.IntegerField()
    pages = serializers.IntegerField()
    facsimiles = serializers.IntegerField()
    warnings = TextsField()


class ParsedParagraphSerializer(serializers.Serializer):
    kind = serializers.ChoiceField(choices=BLOCK_KINDS)
    text = serializers.CharField()


class ParsedAuthorSerializer(serializers.Serializer):
    name = serializers.CharField()
    role = serializers.CharField()


class ParsedStorySerializer(serializers.Serializer):
    kicker = serializers.CharField()
    headline = serializers.CharField()
    deck = serializers.CharField()
    dateline = serializers.CharField()
    paragraphs = ParsedParagraphSerializer(many=True)
    authors = ParsedAuthorSerializer(many=True)
    continued_from_page = PrintedNumberField()
    continued_on_page = PrintedNumberField()
    lines = serializers.ListField(child=serializers.IntegerField(), min_length=2, max_length=2)
    problems = FoundDoubtSerializer(many=True)


class ResidueSerializer(serializers.Serializer):
    """A line that belongs to the page and not to a story."""

    line = serializers.IntegerField()
    kind = serializers.CharField()
    text = serializers.CharField()


class ParsedPageSerializer(serializers.Serializer):
    articles = ParsedStorySerializer(many=True)
    residue = ResidueSerializer(many=True)
