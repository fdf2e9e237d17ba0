from django.core.validators import validate_slug
from django.db import models
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from articles.api.filters import MOMENTS
from articles.api.serializers import ArticleSerializer
from articles.editing import (
    TEXTS,
    Refused,
    approval,
    is_stale,
    next_stage,
    read_keywords,
    snapshots,
    step_of,
    why_not_in_section,
    why_not_sign,
)
from articles.editing.keywords import LONGEST, MOST, SHORTEST
from articles.filters import DAYS
from articles.importing import DOUBT_CODES
from articles.models import Article, Author, Correction, Page, Picture, Problem, Section, Stage, Step
from articles.text.body import blocks
from articles.text.characters import as_line, as_lines, as_name, is_blank

from .base import etag
from .strict import StrictSerializer

LONGEST_BODY = 200_000
MOST_PICTURES = 100
NO_AUTHOR = _("There is no such author, and your role may not add one.")
NULL_IF_MISSING = {"read_only": True, "default": None, "allow_null": True}


class LineField(serializers.CharField):
    """A line of text, cleaned of invisible characters; invalid if nothing else is left."""

    default_error_messages = {"invisible": _("There are only invisible characters in this field.")}
    clean = staticmethod(as_line)

    def to_internal_value(self, value):
        text = super().to_internal_value(value)
        if text and is_blank(text):
            self.fail("invisible")
        return self.clean(text)


class NameField(LineField):
    clean = staticmethod(as_name)


class LinesField(LineField):
    clean = staticmethod(as_lines)


class KeywordsField(serializers.ListField):
    """The keywords chosen by hand as a list; a story stores them as one line."""

    def __init__(self, **kwargs):
        text = _("Keywords chosen by hand, the most important first. Empty: related stories are found by the headline.")
        super().__init__(**{"child": LineField(), "help_text": text} | kwargs)

    def run_validation(self, data=serializers.empty):
        words = super().run_validation(data)
        try:
            return read_keywords(" ".join(words)) or None
        except Refused as refusal:
            raise serializers.ValidationError(str(refusal)) from None

    def get_attribute(self, instance):
        return super().get_attribute(instance) or ""

    def to_representation(self, line):
        return line.split()


class StageSerializer(serializers.Serializer):
    stage = serializers.ChoiceField(choices=Stage.choices)
    signed_by = serializers.CharField(source="signoff.user.username", **NULL_IF_MISSING)
    signed_at = serializers.DateTimeField(source="signoff.at", **NULL_IF_MISSING)


class ReviewSerializer(serializers.Serializer):
    """The required stages, the next one, and why this account may not sign it; empty if it may."""

    stages = StageSerializer(many=True)
    waits_for = serializers.ChoiceField(choices=Stage.choices, allow_null=True)
    why_not_sign = serializers.CharField(allow_blank=True)


class PendingAuthorSerializer(serializers.Serializer):
    id = serializers.IntegerField(allow_null=True)
    name = serializers.CharField()
    role = serializers.CharField(allow_blank=True)


class NewStorySerializer(serializers.Serializer):
    headline = serializers.CharField(allow_blank=True)
    body = serializers.CharField()


class OtherStorySerializer(serializers.Serializer):
    id = serializers.IntegerField(source="article")
    status = serializers.ChoiceField(Article.Status.choices, source="changes.status", **NULL_IF_MISSING)
    body = serializers.CharField(source="changes.body", **NULL_IF_MISSING)


class PendingStepSerializer(serializers.Serializer):
    """A step that changes several stories with the last sign-off: `others` (null: unchanged), and `new` of a split."""

    kind = serializers.ChoiceField(Step.Kind.choices)
    others = OtherStorySerializer(many=True)
    new = NewStorySerializer(source="parts", many=True)


class StoryPictureSerializer(StrictSerializer):
    """A picture of a story. The block 图2：… of the body is the caption of picture 2, and its place; `caption` is for
    pictures above the text. A picture keeps its number; without one, a new picture gets the next."""

    id = serializers.IntegerField(min_value=1, max_value=2**63 - 1)
    number = serializers.IntegerField(required=False, min_value=1, max_value=999)
    caption = LineField(required=False, allow_blank=True, max_length=500, default="")
    alt = LineField(required=False, allow_blank=True, max_length=300, default="")

    def validate_id(self, pk):
        if not Picture.objects.filter(pk=pk).exists():
            raise serializers.ValidationError(_("There is no such picture; upload it first."))
        return pk


class ContentSerializer(serializers.Serializer):
    """What a version of a story says."""

    kicker = serializers.CharField(allow_blank=True)
    headline = serializers.CharField(allow_blank=True)
    deck = serializers.CharField(allow_blank=True)
    dateline = serializers.CharField(allow_blank=True)
    body = serializers.CharField()
    section = serializers.SlugField(allow_null=True)
    date = serializers.DateField()
    publish_at = serializers.DateTimeField()
    authors = PendingAuthorSerializer(many=True)
    own_keywords = KeywordsField()
    pictures = StoryPictureSerializer(many=True)


def content_of(snapshot) -> dict:
    """The content of a snapshot, which an older release may have stored, for ContentSerializer."""
    snapshot = snapshots.upgraded(snapshot)
    return {name: snapshot[name] for name in (*TEXTS, "own_keywords", "date", "publish_at")} | {
        "section": _slug_of_section(snapshot["section"]),
        "authors": [{"id": pk, "name": name, "role": role} for pk, name, role, _printed in snapshot["byline"]],
        "pictures": _with_keys(snapshot["pictures"]),
    }


class PendingSerializer(ContentSerializer):
    """A change of a public story that waits for sign-off.

    `etag` is its If-Match; `stale`: the public version has changed since `base_version`, from which it was made.
    """

    version = serializers.IntegerField()
    etag = serializers.CharField()
    base_version = serializers.IntegerField()
    stale = serializers.BooleanField()
    changed_by = serializers.CharField(allow_null=True)
    changed_at = serializers.DateTimeField()
    why = serializers.CharField(allow_blank=True)
    step = PendingStepSerializer(allow_null=True)


class DoubtSerializer(serializers.ModelSerializer):
    code = serializers.ChoiceField(choices=DOUBT_CODES, read_only=True)
    message = serializers.CharField(source="sentence", read_only=True)

    class Meta:
        model = Problem
        fields = ["id", "code", "line", "message"]
        read_only_fields = fields


class StorySummarySerializer(ArticleSerializer):
    is_public = serializers.BooleanField(read_only=True)

    class Meta(ArticleSerializer.Meta):
        fields = [
            "id", "version", "status", "is_public", "date", "title", *TEXTS[:-1], "section",
            "authors", "placements", "publish_at", "created_at", "updated_at",
        ]  # fmt: skip
        read_only_fields = fields


class StorySerializer(StorySummarySerializer):
    own_keywords = KeywordsField(read_only=True)
    review = serializers.SerializerMethodField()
    problems = DoubtSerializer(source="problems.open", many=True, read_only=True)
    pending = serializers.SerializerMethodField()

    class Meta(StorySummarySerializer.Meta):
        fields = [
            *StorySummarySerializer.Meta.fields, "body", "own_keywords", "pictures",
            "withdrawal_notice", "review", "pending", "problems",
        ]  # fmt: skip
        read_only_fields = fields

    @extend_schema_field(StoryPictureSerializer(many=True))
    def get_pictures(self, article):
        """Without addresses: readers cannot fetch the pictures of a story that is not public."""
        return [
            {"id": use.picture_id, "number": use.number, "caption": use.caption, "alt": use.alt}
            for use in article.pictures
        ]

    @extend_schema_field(ReviewSerializer)
    def get_review(self, article):
        why_not = why_not_sign(article, self.context["view"].actor)
        review = {"stages": approval(article), "waits_for": next_stage(article), "why_not_sign": why_not}
        return ReviewSerializer(review).data

    @extend_schema_field(PendingSerializer(allow_null=True))
    def get_pending(self, article):
        pending = article.pending
        if pending is None:
            return None
        return PendingSerializer(
            content_of(pending.snapshot)
            | {
                "version": pending.version,
                "etag": etag(pending.version),
                "base_version": pending.base_version,
                "stale": is_stale(article),
                "changed_by": pending.user and pending.user.get_username(),
                "changed_at": pending.at,
                "why": pending.why,
                "step": step_of(pending),
            }
        ).data


def _with_keys(pictures):
    """The pictures of a snapshot, which has digests, with the keys of their rows."""
    rows = Picture.objects.filter(digest__in=[each["digest"] for each in pictures])
    keys = dict(rows.values_list("digest", "pk"))
    return [{**each, "id": keys[each["digest"]]} for each in pictures if each["digest"] in keys]


def _slug_of_section(key):
    section = Section.objects.select_related("merged_into").filter(pk=key).first()
    return section and section.present.slug


class CreditSerializer(StrictSerializer):
    """An author of the byline, by key or by name; of several with the same name, the one without a note."""

    id = serializers.IntegerField(required=False, min_value=1, max_value=2**63 - 1)
    name = NameField(required=False, max_length=60)
    role = LineField(required=False, allow_blank=True, max_length=20, default="")

    def validate(self, credit):
        authors = Author.objects.filter(pk=credit["id"]) if "id" in credit else Author.objects
        if "name" in credit:
            authors = authors.filter(name=credit["name"])
        author = authors.order_by("note", "pk").first() if credit.keys() & {"id", "name"} else None
        may_add = "name" in credit and "id" not in credit and self.context["view"].actor.may("add_author")
        if author is None and not may_add:
            raise serializers.ValidationError(NO_AUTHOR)
        author = author and author.present
        return [author and author.pk, author.name if author else credit["name"], credit.get("role", ""), ""]


class SectionField(serializers.SlugRelatedField):
    default_error_messages = {"does_not_exist": _("There is no section with this slug.")}

    def to_internal_value(self, data):
        # PostgreSQL raises an error for other values, such as those with NUL.
        if not (isinstance(data, str) and validate_slug.regex.fullmatch(data)):
            self.fail("does_not_exist")
        section = super().to_internal_value(data).present
        if reason := why_not_in_section(section, self.context["view"].kwargs.get("pk")):
            raise serializers.ValidationError(reason)
        return section


class DraftSerializer(StrictSerializer, serializers.ModelSerializer):
    """The writable fields of a story. Its status is set by sign-offs and withdrawals."""

    serializer_field_mapping = serializers.ModelSerializer.serializer_field_mapping | {models.CharField: LineField}

    body = LinesField(label=_("body"), max_length=LONGEST_BODY)
    section = SectionField(
        "slug",
        label=_("section"),
        help_text=_("The slug of a section."),
        queryset=Section.objects.all(),
        required=False,
        allow_null=True,
    )
    date = serializers.DateField(label=_("date of the paper"), required=False, validators=DAYS)
    publish_at = serializers.DateTimeField(label=_("publish at"), required=False, validators=MOMENTS)
    authors = CreditSerializer(label=_("byline"), many=True, required=False, max_length=50)
    own_keywords = KeywordsField(
        label=_("keywords"),
        child=LineField(min_length=SHORTEST, max_length=LONGEST),
        required=False,
        max_length=MOST,
    )
    pictures = StoryPictureSerializer(label=_("pictures"), many=True, required=False, max_length=MOST_PICTURES)
    why = serializers.CharField(
        label=_("why the change"), required=False, max_length=100, allow_blank=True, write_only=True
    )

    class Meta:
        model = Article
        fields = [*TEXTS, "section", "date", "publish_at", "authors", "own_keywords", "pictures", "why"]

    def validate_body(self, body):
        if all(is_blank(block.text) for block in blocks(body)):
            raise serializers.ValidationError(LinesField.default_error_messages["invisible"])
        return body

    def validate_authors(self, byline):
        credits = [(name, role) for _pk, name, role, _printed in byline]
        if len(set(credits)) < len(credits):
            raise serializers.ValidationError(_("The byline has the same person twice in the same role."))
        return byline

    def validate_pictures(self, pictures):
        for name in ("id", "number"):
            values = [each[name] for each in pictures if name in each]
            if len(set(values)) < len(values):
                raise serializers.ValidationError(_("Two pictures have the same key or number."))
        digests = dict(Picture.objects.filter(pk__in=[each["id"] for each in pictures]).values_list("pk", "digest"))
        return [{**each, "digest": digests[each.pop("id")]} for each in pictures]


class NewDraftSerializer(DraftSerializer):
    """A new story waits for the first review (draft), or is still being written (writing) until it is submitted."""

    status = serializers.ChoiceField(
        label=_("status"),
        choices=[Article.Status.DRAFT.value, Article.Status.WRITING.value],
        default=Article.Status.DRAFT,
    )

    class Meta(DraftSerializer.Meta):
        fields = [*DraftSerializer.Meta.fields, "status"]


class DeskPictureSerializer(serializers.ModelSerializer):
    photographers = serializers.SerializerMethodField()
    uploaded_by = serializers.CharField(source="created_by.username", **NULL_IF_MISSING)
    uploaded_at = serializers.DateTimeField(source="created_at", read_only=True)

    class Meta:
        model = Picture
        fields = [
            "id", "name", "width", "height", "size", "photographers", "source", "taken_at", "focal_x", "focal_y",
            "uploaded_by", "uploaded_at",
        ]  # fmt: skip
        read_only_fields = fields

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_photographers(self, picture):
        return [credit.author.name for credit in picture.photographers]


class PictureCreditsSerializer(StrictSerializer):
    """Photographers are given by name; of several authors with the same name, the one without a note."""

    photographers = serializers.ListField(child=NameField(max_length=60), required=False, max_length=20)
    source = LineField(required=False, allow_blank=True, max_length=60)

    def validate_photographers(self, names):
        known = Author.objects.filter(name__in=names).values_list("name", flat=True)
        if not (set(names) <= set(known) or self.context["view"].actor.may("add_author")):
            raise serializers.ValidationError(NO_AUTHOR)
        return names


class NewPictureSerializer(PictureCreditsSerializer):
    file = serializers.FileField(allow_empty_file=True)


class PictureChangeSerializer(PictureCreditsSerializer):
    focal_x = serializers.IntegerField(required=False, min_value=0, max_value=100)
    focal_y = serializers.IntegerField(required=False, min_value=0, max_value=100)


class NoticeOfWithdrawalSerializer(StrictSerializer):
    notice = LineField(max_length=300, allow_blank=True, default="")


class ReasonSerializer(StrictSerializer):
    why = serializers.CharField(max_length=100, allow_blank=True, default="")


class NewCorrectionSerializer(StrictSerializer, serializers.ModelSerializer):
    """A correction or apology; `page` is the key of the page that prints it, if known."""

    text = LinesField(max_length=2000)
    date = serializers.DateField(required=False, validators=DAYS)
    page = serializers.PrimaryKeyRelatedField(queryset=Page.objects.all(), required=False, allow_null=True)

    class Meta:
        model = Correction
        fields = ["id", "kind", "text", "date", "page"]
