"""Printed pages: imported, signed as a whole, and their import taken back."""

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from articles.filters import DAYS
from articles.models import Article

from .serializers import DoubtSerializer, LineField
from .strict import StrictSerializer

LONGEST_PAGE = 500_000
AS_PRINTED = _("If it is left out, it is read from the page, where it is printed.")


class PageTextSerializer(StrictSerializer):
    text = serializers.CharField(max_length=LONGEST_PAGE, trim_whitespace=False)


class NewPageSerializer(PageTextSerializer):
    date = serializers.DateField(validators=DAYS, required=False, help_text=AS_PRINTED)
    number = serializers.RegexField(r"^[A-Z]?[0-9]{1,3}\Z", required=False, help_text=AS_PRINTED)
    name = LineField(max_length=40, allow_blank=True, default="", help_text=AS_PRINTED)
    issue_number = LineField(max_length=20, allow_blank=True, default="")
    reviewed_in_print = serializers.BooleanField(default=False)
    dry_run = serializers.BooleanField(default=False)


class PageFileSerializer(NewPageSerializer):
    """The page's PDF, or its text as a file. With `text` the words do not come from the PDF, which may be a scan.
    `sheet` is the page of a PDF with several, from 1 on."""

    text = serializers.CharField(
        required=False, allow_blank=True, default="", max_length=LONGEST_PAGE, trim_whitespace=False
    )
    file = serializers.FileField(allow_empty_file=True)
    sheet = serializers.IntegerField(required=False, min_value=1, max_value=999)


class StoryOnPageSerializer(serializers.Serializer):
    """A draft on the page; `why_not` says why it is not signed with the page, and is empty if it is."""

    id = serializers.IntegerField(source="article.pk")
    version = serializers.IntegerField(source="article.version")
    status = serializers.ChoiceField(source="article.status", choices=Article.Status.choices)
    title = serializers.CharField(source="article.title")
    doubts = DoubtSerializer(many=True)
    why_not = serializers.CharField()


class StoryToDeleteSerializer(serializers.ModelSerializer):
    class Meta:
        model = Article
        fields = ["id", "version", "status", "title"]
        read_only_fields = fields


class ImportToUndoSerializer(serializers.Serializer):
    """The `stories` that would be deleted with the page; `why_not` is empty if they can be."""

    date = serializers.DateField(source="page.issue.date")
    number = serializers.CharField(source="page.number")
    name = serializers.CharField(source="page.name")
    stories = StoryToDeleteSerializer(many=True)
    why_not = serializers.CharField()


class ImportTakenBackSerializer(serializers.Serializer):
    """How many stories were deleted."""

    stories = serializers.IntegerField()


class PageReviewSerializer(serializers.Serializer):
    date = serializers.DateField(source="page.issue.date")
    number = serializers.CharField(source="page.number")
    name = serializers.CharField(source="page.name")
    reviewed_in_print = serializers.BooleanField(source="page.reviewed_in_print")
    imported_by = serializers.CharField(source="imported_by.user.username", default=None, allow_null=True)
    why_not = serializers.CharField()
    stories = StoryOnPageSerializer(many=True)
