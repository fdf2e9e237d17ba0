"""Corrections and apologies: published for a story, read, and amended while they are wrong themselves."""

from hashlib import sha256

from django.db import transaction
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import APIException
from rest_framework.generics import ListAPIView
from rest_framework.response import Response
from rest_framework.reverse import reverse

from articles import editing
from articles.api.filters import SinceFilter
from articles.api.paging import NEWEST, CursorPaging, Order
from articles.editing import require
from articles.models import Correction, Placement

from .base import IF_MATCH, StaffResource, if_match, tag_read, version_read
from .serializers import NULL_IF_MISSING, NewCorrectionSerializer
from .stories import StoryResource

EXAMPLE = OpenApiExample("correction", {"text": "“20余吨”应为“30余吨”。", "date": "2023-07-21"}, request_only=True)
CORRECTION_READ = if_match(_("The ETag with which the correction was read."), '^(W/)?"[0-9a-f]{32}(-[0-9a-f]*)?"$')


class StaleCorrection(APIException):
    status_code = 412
    default_code = "stale"
    default_detail = _("Somebody changed this correction after you had read it. Read it again before you change it.")


class DeskCorrectionSerializer(serializers.ModelSerializer):
    """`page` is the key of the page that printed it; `in_equal_place` says whether the story stood on a page of the
    same number, as the rules ask, and is null if that is unknown."""

    by = serializers.CharField(source="created_by.username", **NULL_IF_MISSING)
    in_equal_place = serializers.BooleanField(allow_null=True, read_only=True)

    class Meta:
        model = Correction
        fields = ["id", "article", "kind", "text", "date", "page", "in_equal_place", "by", "created_at"]
        read_only_fields = fields


def corrections(user):
    rows = Correction.objects.visible_to(user).select_related("article", "created_by", "page")
    rows = rows.defer("article__body", "article__imported", "page__source_text", "page__residue")
    return rows.prefetch_related(Prefetch("article__placements", Placement.objects.with_pages()))


def etag(correction) -> str:
    content = [correction.kind, correction.text, correction.date, correction.page_id]
    return sha256(repr(content).encode()).hexdigest()[:32]


class CorrectionResource(StaffResource):
    serializer_class = DeskCorrectionSerializer

    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)
        require(self.actor, "view_correction")

    def correction_response(self, pk, status=200):
        correction = get_object_or_404(corrections(self.request.user), pk=pk)
        response = Response(DeskCorrectionSerializer(correction).data, status=status)
        response["ETag"] = f'"{etag(correction)}"'
        return response


@extend_schema(summary=_("All corrections and apologies, the newest first, with a cursor."))
class Corrections(CorrectionResource, ListAPIView):
    pagination_class = CursorPaging
    filterset_class = SinceFilter
    orders = {"newest": NEWEST}

    def get_queryset(self):
        return corrections(self.request.user)


@extend_schema(methods=["GET"], summary=_("A correction or apology."))
@extend_schema(
    methods=["PATCH"],
    summary=_("Amend a published correction: change the given fields."),
    parameters=[CORRECTION_READ],
    request=NewCorrectionSerializer,
    examples=[EXAMPLE],
    responses=DeskCorrectionSerializer,
)
class CorrectionDetail(CorrectionResource):
    def get(self, request, pk):
        return self.correction_response(pk)

    @transaction.atomic
    def patch(self, request, pk):
        require(self.actor, "change_correction")
        seen = tag_read(request)
        visible = Correction.objects.visible_to(request.user)
        correction = get_object_or_404(visible.select_for_update(of=("self",)), pk=pk)
        if etag(correction) != seen:
            raise StaleCorrection
        for name, value in self.validated(NewCorrectionSerializer, partial=True).items():
            setattr(correction, name, value)
        if etag(correction) != seen:
            editing.amend_correction(correction, self.actor)
        return self.correction_response(pk)


@extend_schema(methods=["GET"], summary=_("The corrections and apologies of a story, the latest first, with a cursor."))
@extend_schema(
    methods=["POST"],
    summary=_("Publish a correction or apology for a story."),
    parameters=[IF_MATCH],
    request=NewCorrectionSerializer,
    examples=[EXAMPLE],
    responses={201: DeskCorrectionSerializer},
)
class StoryCorrections(StoryResource, CorrectionResource, ListAPIView):
    serializer_class = DeskCorrectionSerializer
    pagination_class = CursorPaging
    orders = {"newest": Order("pk", descending=True)}

    def get_queryset(self):
        return corrections(self.request.user).filter(article=self.kwargs["pk"])

    def post(self, request, pk):
        require(self.actor, "add_correction")
        version = version_read(request)
        correction = Correction(article_id=pk, **self.validated(NewCorrectionSerializer))
        editing.publish_correction(correction, self.actor, version)
        response = self.correction_response(correction.pk, status=201)
        response["Location"] = reverse("desk:correction", args=[correction.pk], request=request)
        return response
