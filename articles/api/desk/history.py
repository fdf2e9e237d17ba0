"""The versions of a story: listed, read, compared as the desk does, brought back."""

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.generics import ListAPIView
from rest_framework.response import Response

from articles import editing
from articles.api.description.parameters import VERSION
from articles.api.paging import CursorPaging, Order
from articles.api.parameters import whole_number
from articles.models import Article, Origin, Revision

from .actions import Action
from .base import IF_MATCH, version_read
from .serializers import NULL_IF_MISSING, ContentSerializer, StorySerializer, content_of
from .stories import StoryResource


class RevisionSerializer(serializers.ModelSerializer):
    """`base_version` is null, except for a change that waits or waited for review: the version it was made from."""

    by = serializers.CharField(source="user.username", **NULL_IF_MISSING)
    through = serializers.ChoiceField(Origin.choices, source="origin")

    class Meta:
        model = Revision
        fields = ["version", "base_version", "at", "by", "through", "why"]
        read_only_fields = fields


class RevisionContentSerializer(ContentSerializer, RevisionSerializer):
    status = serializers.ChoiceField(Article.Status.choices)

    class Meta(RevisionSerializer.Meta):
        fields = [*RevisionSerializer.Meta.fields, "status", *ContentSerializer().fields]
        read_only_fields = fields


class ComparedPieceSerializer(serializers.Serializer):
    """Characters in both versions (same), only in the old one (removed), or only in the new one (added)."""

    kind = serializers.ChoiceField(["same", "removed", "added"])
    text = serializers.CharField(trim_whitespace=False)


class ComparedPassageSerializer(serializers.Serializer):
    """Consecutive paragraphs, all unchanged or all changed."""

    changed = serializers.BooleanField()
    pieces = ComparedPieceSerializer(many=True)


class ComparedFieldSerializer(serializers.Serializer):
    """`name` is blank for another story that a waiting step changes; `label` is the desk's word for the field."""

    name = serializers.CharField(allow_blank=True)
    label = serializers.CharField()
    passages = ComparedPassageSerializer(many=True)


class ComparisonSerializer(serializers.Serializer):
    old = RevisionSerializer()
    new = RevisionSerializer()
    fields_changed = ComparedFieldSerializer(many=True)


class StoryRevisions(StoryResource):
    """For the revisions of one story."""

    def get_queryset(self):
        return Revision.objects.filter(article=self.kwargs["pk"]).select_related("user")


@extend_schema(summary=_("The versions of a story, the latest first, with a cursor."))
class Revisions(StoryRevisions, ListAPIView):
    serializer_class = RevisionSerializer
    pagination_class = CursorPaging
    orders = {"newest": Order("version", descending=True)}

    def get_queryset(self):
        return super().get_queryset().defer("snapshot")


@extend_schema(summary=_("One version of a story with its content."))
class RevisionDetail(StoryRevisions):
    serializer_class = RevisionContentSerializer

    def get(self, request, pk, version):
        revision = get_object_or_404(self.get_queryset(), version=version)
        about = RevisionSerializer(revision).data
        status = editing.snapshots.upgraded(revision.snapshot)["status"]
        return Response(about | ContentSerializer(content_of(revision.snapshot)).data | {"status": status})


@extend_schema(
    summary=_("Two versions of a story compared, character by character; without parameters the latest two."),
    parameters=[
        OpenApiParameter("from", VERSION, description=_("The number of the old version.")),
        OpenApiParameter("to", VERSION, description=_("The number of the new version.")),
    ],
)
class Differences(StoryRevisions):
    serializer_class = ComparisonSerializer
    extra_parameters = ("from", "to")

    def get(self, request, pk):
        numbers = list(self.get_queryset().order_by("-version").values_list("version", flat=True)[:2])
        if not numbers:
            raise Article.DoesNotExist
        new = whole_number(request, "to", default=numbers[0], maximum=VERSION["maximum"])
        before = self.get_queryset().filter(version__lt=new).order_by("-version").values_list("version", flat=True)
        old = whole_number(request, "from", default=before.first() or new, maximum=VERSION["maximum"])
        found = {each.version: each for each in self.get_queryset().filter(version__in={old, new})}
        chosen = {"from": old, "to": new}
        missing = {name: _("The story has no such version.") for name in chosen if chosen[name] not in found}
        if missing:
            raise ValidationError(missing)
        compared = editing.compared(found[old], found[new])
        comparison = {"old": found[old], "new": found[new], "fields_changed": compared}
        return Response(self.get_serializer(comparison).data)


@extend_schema(
    summary=_("Bring back the content of a version, as a new version. On a public story it may wait as `pending`."),
    parameters=[IF_MATCH],
    responses={200: StorySerializer, 202: StorySerializer},
)
class RestoreRevision(Action):
    def post(self, request, pk, version):
        self.validated(self.request_serializer_class)
        seen = version_read(request)
        revision = get_object_or_404(Revision, article=pk, version=version)
        change = editing.restore_revision(revision, self.actor, seen)
        return self.story_response(pk, status=202 if change.waiting else 200)
