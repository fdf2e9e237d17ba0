"""How a story looks to the desk, and what may be written of it."""

from datetime import UTC, datetime

from django.core.validators import MaxValueValidator, MinValueValidator, validate_slug
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from articles.api.serializers import BylineSerializer, PlacementSerializer, SectionNameSerializer
from articles.editing import approval, next_stage, why_not_sign
from articles.filters import DAYS, FIRST_DAY, LAST_DAY
from articles.models import Article, Author, Correction, Page, Problem, Section, Stage

from .strict import StrictSerializer

LONGEST_BODY = 200_000
LONGEST_PAGE = 500_000
MOMENTS = [
    MinValueValidator(datetime(FIRST_DAY.year, 1, 2, tzinfo=UTC)),
    MaxValueValidator(datetime(LAST_DAY.year, 12, 30, tzinfo=UTC)),
]


class StageSerializer(serializers.Serializer):
    stage = serializers.ChoiceField(choices=Stage.choices)
    signed_by = serializers.CharField(allow_null=True)
    signed_at = serializers.DateTimeField(allow_null=True)


class ReviewSerializer(serializers.Serializer):
    """The stages this newspaper asks for, the one the story waits for, and why this account may not sign it, if so."""

    stages = StageSerializer(many=True)
    waits_for = serializers.CharField(allow_null=True)
    why_not_sign = serializers.CharField(allow_blank=True)


class DoubtSerializer(serializers.ModelSerializer):
    message = serializers.CharField(source="sentence", read_only=True)

    class Meta:
        model = Problem
        fields = ["code", "line", "message"]
        read_only_fields = fields


class StorySummarySerializer(serializers.ModelSerializer):
    section = SectionNameSerializer(allow_null=True, read_only=True)
    authors = BylineSerializer(source="contributions", many=True, read_only=True)
    placements = PlacementSerializer(many=True, read_only=True)
    is_public = serializers.BooleanField(read_only=True)

    class Meta:
        model = Article
        fields = [
            "id", "version", "status", "is_public", "date", "title", "kicker", "headline", "deck", "dateline",
            "section", "authors", "placements", "publish_at", "created_at", "updated_at",
        ]  # fmt: skip
        read_only_fields = fields


class StorySerializer(StorySummarySerializer):
    review = serializers.SerializerMethodField()
    problems = serializers.SerializerMethodField()

    class Meta(StorySummarySerializer.Meta):
        fields = [*StorySummarySerializer.Meta.fields, "body", "withdrawal_notice", "review", "problems"]
        read_only_fields = fields

    @extend_schema_field(ReviewSerializer)
    def get_review(self, article):
        by = self.context["view"].actor
        return ReviewSerializer(
            {
                "stages": [
                    {
                        "stage": state.stage,
                        "signed_by": state.signoff and state.signoff.user.get_username(),
                        "signed_at": state.signoff and state.signoff.at,
                    }
                    for state in approval(article)
                ],
                "waits_for": next_stage(article),
                "why_not_sign": why_not_sign(article, by),
            }
        ).data

    @extend_schema_field(DoubtSerializer(many=True))
    def get_problems(self, article):
        return DoubtSerializer(article.problems.open(), many=True).data


class CreditSerializer(StrictSerializer):
    """An author of the byline, by key or by name; where several share a name, the one without a note is meant."""

    id = serializers.IntegerField(required=False, min_value=1, max_value=2**63 - 1)
    name = serializers.CharField(required=False, max_length=60)
    role = serializers.CharField(required=False, allow_blank=True, max_length=20, default="")

    def validate(self, credit):
        authors = Author.objects.filter(pk=credit["id"]) if "id" in credit else Author.objects
        if "name" in credit:
            authors = authors.filter(name=credit["name"])
        author = authors.order_by("note", "pk").first() if credit.keys() & {"id", "name"} else None
        if author is None and not ("name" in credit and self.context["view"].actor.may("add_author")):
            raise serializers.ValidationError(_("There is no such author, or your role does not add one."))
        return [author and author.pk, author.name if author else credit["name"], credit.get("role", ""), ""]


class SectionField(serializers.SlugRelatedField):
    default_error_messages = {"does_not_exist": gettext_lazy("There is no section with this address.")}

    def to_internal_value(self, data):
        # A database may refuse to be asked for other texts.
        if not (isinstance(data, str) and validate_slug.regex.fullmatch(data)):
            self.fail("does_not_exist")
        return super().to_internal_value(data)


class DraftSerializer(StrictSerializer, serializers.ModelSerializer):
    """What may be written of a story. Its status is no field: sign-offs and withdrawals set it."""

    body = serializers.CharField(label=gettext_lazy("body"), max_length=LONGEST_BODY)
    section = SectionField(
        "slug", label=gettext_lazy("section"), queryset=Section.objects.all(), required=False, allow_null=True
    )
    date = serializers.DateField(label=gettext_lazy("date of the paper"), required=False, validators=DAYS)
    publish_at = serializers.DateTimeField(label=gettext_lazy("publish at"), required=False, validators=MOMENTS)
    authors = CreditSerializer(label=gettext_lazy("byline"), many=True, required=False, max_length=50)
    why = serializers.CharField(
        label=gettext_lazy("why the change"), required=False, max_length=100, allow_blank=True, write_only=True
    )

    class Meta:
        model = Article
        fields = [
            "kicker", "headline", "deck", "dateline", "body", "section", "date", "publish_at", "authors", "why",
        ]  # fmt: skip

    def validate_body(self, body):
        return body.replace("\r\n", "\n")

    def validate_authors(self, byline):
        named = [(name, role) for _pk, name, role, _printed in byline]
        if len(set(named)) < len(named):
            raise serializers.ValidationError(_("Somebody stands in the byline twice with the same role."))
        return byline


class NoticeOfWithdrawalSerializer(StrictSerializer):
    notice = serializers.CharField(max_length=300, allow_blank=True, default="")


class ReasonSerializer(StrictSerializer):
    why = serializers.CharField(max_length=100, allow_blank=True, default="")


class NewCorrectionSerializer(StrictSerializer, serializers.ModelSerializer):
    """A correction or apology; `page` is the key of the page that prints it, where that is known."""

    text = serializers.CharField(max_length=2000)
    date = serializers.DateField(required=False, validators=DAYS)
    page = serializers.PrimaryKeyRelatedField(queryset=Page.objects.all(), required=False, allow_null=True)

    class Meta:
        model = Correction
        fields = ["id", "kind", "text", "date", "page"]


class PageTextSerializer(StrictSerializer):
    text = serializers.CharField(max_length=LONGEST_PAGE, trim_whitespace=False)


class NewPageSerializer(PageTextSerializer):
    date = serializers.DateField(validators=DAYS)
    number = serializers.RegexField(r"^[A-Z]?[0-9]{1,3}\Z")
    name = serializers.CharField(max_length=40, allow_blank=True, default="")
    issue_number = serializers.CharField(max_length=20, allow_blank=True, default="")
    dry_run = serializers.BooleanField(default=False)
